#include "core/audit/report/html_page.h"
#include "core/audit/report/report.h"

namespace countersign::audit {

namespace {

using nlohmann::json;

/// The forms of a report's parts, in their order.
class HtmlReport
{
public:
    HtmlReport(const json& report, const ReportWords& words)
        : m_report(report), m_record(report.at("record")), m_words(words)
    {}

    void addVerdict();
    void addFindings();
    void addChecks();
    void addScope();
    void addMethod();
    void addIdentities();
    void addConsortium();
    void addSections();
    void addAgain(const std::string& digest);
    std::string take() { return m_page.take(m_report.at("title").get<std::string>()); }

private:
    using Words = std::function<std::string(std::string_view)>;

    struct Section {
        const char* member;
        const char* title;
        std::vector<HtmlPage::Column> columns;
    };

    std::vector<Section> sections() const;
    static std::string sentence(const Words& words, const std::string& id);
    HtmlPage::Cell check(const char* name) const;
    HtmlPage::Cell reason(const char* name) const;
    bool isAbout(std::string_view kind) const;
    void addSignatures();

    const json& m_report;
    const json& m_record;
    const ReportWords& m_words;
    HtmlPage m_page;
};

std::string HtmlReport::sentence(const Words& words, const std::string& id)
{
    if (id.empty()) return {};
    const std::string text = words ? words(id) : std::string();
    const std::string code = "<code>" + htmlText(id) + "</code>";
    return text.empty() ? code : htmlText(text) + "<br>" + code;
}

HtmlPage::Cell HtmlReport::check(const char* name) const
{
    return [this, name](const json& row) { return sentence(m_words.check, row.at(name).get<std::string>()); };
}

HtmlPage::Cell HtmlReport::reason(const char* name) const
{
    return [this, name](const json& row) { return sentence(m_words.reason, row.at(name).get<std::string>()); };
}

void HtmlReport::addVerdict()
{
    const auto classification = m_report.at("classification").get<std::string>();
    if (!classification.empty()) m_page.paragraph("<strong>" + htmlText(classification) + "</strong>");
    m_page.heading("Verdict");
    std::string text = htmlVerdict(m_record.at("verdict"));
    if (const json& head = m_record.at("head"); !head.is_null())
        text += "; the last signature that counts is at transaction " + htmlValue(head.at("id")) + ", root <code>" +
                htmlValue(head.at("root")) + "</code>";
    const auto why = m_record.at("reason").get<std::string>();
    if (!why.empty()) text += "<br>" + sentence(m_words.reason, why);
    m_page.paragraph(text);
    for (const json& anchor : m_record.at("anchors"))
        if (anchor.at("carries").get<bool>())
            m_page.paragraph("It rests on the identity " + htmlValue(anchor.at("subject")) + ", key <code>" +
                             htmlValue(anchor.at("keyId")) + "</code>, from " + htmlValue(anchor.at("source")) + ".");
    if (!m_report.at("method").at("anchored").get<bool>())
        m_page.paragraph("It rests on no identity that was handed in: at best the evidence agrees with itself.");
    m_page.table(m_record.at("ranges"),
                 {{"From", HtmlPage::member("from")},
                  {"To", HtmlPage::member("to")},
                  {"Verdict", HtmlPage::verdict("verdict")},
                  {"Reason", reason("reason")}},
                 "No range was judged.");
}

void HtmlReport::addFindings()
{
    m_page.heading("Findings");
    m_page.table(m_record.at("findings"),
                 {{"Severity", HtmlPage::member("severity")},
                  {"Question", check("id")},
                  {"What", reason("reason")},
                  {"Where", HtmlPage::place},
                  {"Detail", HtmlPage::member("detail")}},
                 "None.");
    const json& omitted = m_record.at("findingsOmitted");
    if (omitted != 0) m_page.paragraph("Findings left out for length: " + omitted.dump() + ".");
}

void HtmlReport::addChecks()
{
    m_page.heading("What was not checked");
    m_page.table(m_record.at("notChecked"),
                 {{"Question", check("id")},
                  {"Why", reason("reason")},
                  {"Times", HtmlPage::member("count")},
                  {"Detail", HtmlPage::member("detail")}},
                 "Every question that applies was asked.");
    m_page.heading("Checks");
    m_page.table(m_record.at("checks"),
                 {{"Question", check("id")},
                  {"Verdict", HtmlPage::verdict("verdict")},
                  {"Reason", reason("reason")},
                  {"Times", HtmlPage::member("count")},
                  {"First place", HtmlPage::place},
                  {"Evidence", HtmlPage::member("evidence")}},
                 "None was made.");
}

void HtmlReport::addScope()
{
    m_page.heading("Scope");
    const json& subject = m_record.at("subject");
    const json& summary = m_report.at("summary");
    m_page.paragraph("Subject: " + htmlValue(subject.at("kind")) + " of the family " + htmlValue(subject.at("family")) +
                     "; recorded " + htmlValue(m_record.at("takenAt")) + " with " +
                     htmlValue(m_record.at("tool").at("name")) + " " + htmlValue(m_record.at("tool").at("version")) +
                     "; clock of the machine against the evidence: " + htmlValue(m_record.at("clock").at("state")) +
                     ". Inputs: " + htmlValue(summary.at("inputs")) + ", " + htmlValue(summary.at("inputBytes")) +
                     " bytes.");
    m_page.table(m_record.at("inputs"),
                 {{"File", HtmlPage::member("path")},
                  {"Bytes", HtmlPage::member("size")},
                  {"SHA-256", HtmlPage::member("sha256")},
                  {"State", HtmlPage::member("state")},
                  {"First", HtmlPage::member("first")},
                  {"Last", HtmlPage::member("last")},
                  {"Problem", reason("problem")}},
                 "No input was read.");
    m_page.heading("Trust anchors");
    m_page.table(
        m_record.at("anchors"),
        {{"Where it came from", HtmlPage::member("source")},
         {"Subject", HtmlPage::member("subject")},
         {"SHA-256 of the certificate", HtmlPage::member("fingerprint")},
         {"SHA-256 of the key", HtmlPage::member("keyId")},
         {"Carries the verdict", [](const json& row) { return row.at("carries").get<bool>() ? "yes" : "no"; }}},
        "None was handed in.");
}

void HtmlReport::addMethod()
{
    m_page.heading("Method");
    const json& method = m_report.at("method");
    m_page.paragraph("Verdicts in the words of " + htmlValue(method.at("vocabulary")) + "; data as canonical JSON of " +
                     htmlValue(method.at("record")) +
                     ". Every input that could be read was read whole and judged from its bytes alone.");
    const auto list = [&](const char* member, const char* title) {
        std::vector<std::string> items;
        for (const json& id : method.at(member)) items.push_back(sentence(m_words.assurance, id.get<std::string>()));
        m_page.list(title, items);
    };
    list("restsOn", "What Passed rests on here:");
    list("cannotShow", "What it cannot show, whatever the verdict:");
}

void HtmlReport::addIdentities()
{
    m_page.heading("Identities of the service");
    m_page.table(m_record.at("identities"),
                 {{"From", HtmlPage::member("from")},
                  {"To", HtmlPage::member("to")},
                  {"Subject", HtmlPage::member("subject")},
                  {"SHA-256 of the key", HtmlPage::member("keyId")},
                  {"Trust", HtmlPage::verdict("trust")},
                  {"Reason", reason("trustReason")},
                  {"Carried by", HtmlPage::member("link")}},
                 "None was found.");
    addSignatures();
}

void HtmlReport::addSignatures()
{
    const json& signatures = m_report.at("signatures");
    if (signatures.is_null()) return;
    m_page.heading("Signatures");
    m_page.paragraph("Signature transactions: " + htmlValue(signatures.at("transactions")) +
                     "; signatures of nodes: " + htmlValue(signatures.at("byNodes")) +
                     ", of the service: " + htmlValue(signatures.at("byService")) +
                     "; records after the last one: " + htmlValue(signatures.at("unsignedRecords")) +
                     "; first signed time " + htmlValue(signatures.at("firstSignedTime")) + ", last " +
                     htmlValue(signatures.at("lastSignedTime")) + ".");
}

/// Whether this kind of report lists items of the consortium of this kind.
bool HtmlReport::isAbout(std::string_view kind) const
{
    const auto name = m_report.at("template").get<std::string>();
    if (name == "full") return true;
    if (name == "access") return kind == "member" || kind == "user";
    if (name == "attestation") return kind == "node" || kind == "policy";
    return name == "governance" && kind != "node";
}

void HtmlReport::addConsortium()
{
    json items = json::array();
    for (const json& item : m_record.at("consortium").at("items"))
        if (isAbout(item.at("kind").get<std::string>())) items.push_back(item);
    if (m_report.at("template") == "integrity") return;
    m_page.heading("Members, users, nodes and rules");
    m_page.table(items,
                 {{"Kind", HtmlPage::member("kind")},
                  {"Id", HtmlPage::member("id")},
                  {"Last changed at", HtmlPage::member("changedAt")},
                  {"Fields",
                   [](const json& row) {
                       std::string text;
                       for (const auto& [name, value] : row.at("fields").items())
                           text += (text.empty() ? "" : "<br>") + htmlText(name) + ": " + htmlValue(value);
                       return text;
                   }}},
                 "None of the kinds that this report is about.");
    for (const json& missing : m_record.at("consortium").at("missing"))
        m_page.paragraph("Not known: " + htmlValue(missing) + ".");
}

/// What stands in a report of some kinds only.
std::vector<HtmlReport::Section> HtmlReport::sections() const
{
    const auto text = HtmlPage::member;
    return {
        {"nodes",
         "Nodes that ever were",
         {{"Node", text("id")},
          {"Joined", text("joined")},
          {"Trusted", text("trusted")},
          {"Retired", text("retired")},
          {"Status", text("status")},
          {"Signatures", text("signatures")},
          {"Evidence", text("quoteFormat")}}},
        {"evidence",
         "Attestation evidence",
         {{"Node", text("subject")},
          {"File", text("path")},
          {"Kind", text("kind")},
          {"Verdict", HtmlPage::verdict("verdict")},
          {"Reason", reason("reason")}}},
        {"receipts",
         "Receipts",
         {{"File", text("path")},
          {"Line", text("line")},
          {"Transaction", text("transactionId")},
          {"Verdict", HtmlPage::verdict("verdict")},
          {"Reason", reason("reason")},
          {"Service", text("service")},
          {"Signed at", text("signedAt")}}},
        {"events",
         "Governance and life cycle",
         {{"Transaction", text("seqno")}, {"What", text("kind")}, {"Of", text("subject")}, {"Detail", text("detail")}}},
        {"certificates",
         "Certificates",
         {{"Of", text("kind")},
          {"Id", text("id")},
          {"Subject", text("subject")},
          {"From", text("notBefore")},
          {"To", text("notAfter")},
          {"State", text("state")}}},
    };
}

void HtmlReport::addSections()
{
    for (const Section& section : sections()) {
        if (m_report.at(section.member).is_null()) continue;
        m_page.heading(section.title);
        m_page.table(m_report.at(section.member), section.columns, "None.");
    }
}

void HtmlReport::addAgain(const std::string& digest)
{
    m_page.heading("How to verify again");
    std::string command;
    for (const json& word : m_report.at("verifyAgain"))
        command += (command.empty() ? "" : " ") + htmlShellWord(word.get<std::string>());
    m_page.paragraph("<code>" + command + "</code>");
    m_page.paragraph(
        "The inputs are those whose digests stand under Scope; get the certificate from somebody other than "
        "whoever gave you the inputs.");
    m_page.paragraph("SHA-256 of the report's data, which this page was made from: <code>" + htmlText(digest) +
                     "</code>");
}

} // namespace

std::string reportHtml(const Report& report, const ReportWords& words)
{
    HtmlReport html(report.value, words);
    html.addVerdict();
    html.addFindings();
    html.addChecks();
    html.addScope();
    html.addMethod();
    html.addIdentities();
    html.addConsortium();
    html.addSections();
    html.addAgain(report.digest);
    return html.take();
}

} // namespace countersign::audit
