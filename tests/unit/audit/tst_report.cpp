#include "core/audit/report/report.h"
#include "core/audit/snapshot_document.h"
#include "core/base/canonical_json.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace countersign;
using namespace countersign::audit;
using nlohmann::json;

namespace {

const std::string kHostile =
    "=cmd|'/c calc'!A1<script>alert(1)</script><img src=x onerror=alert(1)>\"\u202e&amp;\n\x1b[31m"
    "\u009b31m\u200f\u2066\u0085\r\n+1";

AuditSnapshot record()
{
    AuditSnapshot record;
    record.origin = "files";
    record.name = kHostile;
    record.family = "ccf";
    record.kind = "ledger";
    record.subjects = {kHostile};
    record.takenAt = UtcTime{1'790'000'000};
    record.clock = {"plausible", UtcTime{1'780'000'000}};
    record.toolVersion = "0.1.0";
    record.anchors = {{kHostile, kHostile, std::string(64, 'a'), std::string(64, 'b'), true}};
    record.inputs = {{"ledger/ledger_1-10.committed", 1000, crypto::sha256(bytesOf("x")), "complete", 1, 10, {}},
                     {kHostile, 5, {}, "complete", {}, {}, "UNREADABLE"}};
    record.verdict = Verdict::Failed;
    record.reason = "SIGNATURE_INVALID";
    record.ranges = {{1, 8, Verdict::Passed, {}}, {9, 10, Verdict::Indeterminate, "UNSIGNED"}};
    record.head = SnapshotHead{{{2, 8}, Digest{}}, {}};
    record.unsignedFrom = 9;
    record.lastRead = TransactionId{2, 10};
    record.identities = {
        {1, 10, kHostile, std::string(64, 'a'), std::string(64, 'b'), kHostile, Verdict::Passed, {}, "anchor"}};
    record.consortium.items = {{"member",
                                kHostile,
                                {{"certificate.notAfter", "2026-10-01T00:00:00Z"},
                                 {"certificate.notBefore", "2026-01-01T00:00:00Z"},
                                 {"certificate.subject", kHostile},
                                 {kHostile, kHostile}},
                                5}};
    record.consortium.missing = {kHostile};
    record.checks = {{"ccf.tree.root", Verdict::Passed, {}, kHostile, 3, {kHostile, 17, 34, 4}},
                     {"ccf.signature.node", Verdict::Failed, "SIGNATURE_INVALID", {}, 1, {}},
                     {"ccf.identity.anchor", Verdict::Indeterminate, "NO_TRUST_ANCHOR", {}, 2, {}}};
    record.findings = {{"ccf.signature.node", Severity::Fault, "SIGNATURE_INVALID", {kHostile, 3, 4, 5}, kHostile}};
    record.findingsOmitted = 77;
    record.notChecked = {{"ccf.snapshot.state", "NOT_COVERED", kHostile, 23}};
    record.stats = {.transactions = 10, .signatures = 2, .nodeSignatures = 2, .bytes = 1005};
    return record;
}

VerificationReport run()
{
    VerificationReport run;
    run.times = {{2, 2, {1'770'000'000}}, {8, 2, {1'780'000'000}}};
    run.nodes = {{kHostile, 1, 2, {}, kHostile, 4, kHostile}};
    run.events = {{"proposal", 5, kHostile, kHostile}};
    ReceiptOutcome receipt;
    receipt.path = receipt.service = kHostile;
    receipt.kind = "json";
    receipt.transactionId = TransactionId{2, 5};
    receipt.verdict = Verdict::Passed;
    run.receipts = {receipt};
    run.evidence = {{kHostile, "quote", kHostile, Verdict::Failed, "SIGNATURE_INVALID", {}}};
    return run;
}

Report make(ReportTemplate kind = ReportTemplate::Full)
{
    return makeReport(record(), run(),
                      {.kind = kind,
                       .title = kHostile,
                       .classification = kHostile,
                       .assurance = {{"root-signatures"}, {"truncation"}},
                       .command = {"countersign-cli", "verify", kHostile, "it's; rm -rf ~"}})
        .value();
}

ReportWords words()
{
    const auto same = [](std::string_view id) { return "sentence of " + std::string(id); };
    return {same, same, same};
}

std::string html(const Report& report)
{
    return reportHtml(report, words());
}

/// What a reader sees: no style, no tags, entities resolved.
QString visible(const std::string& page)
{
    QString text = QString::fromStdString(page);
    text.remove(
        QRegularExpression(QStringLiteral("<style>.*</style>"), QRegularExpression::DotMatchesEverythingOption));
    text.replace(QRegularExpression(QStringLiteral("<[^>]*>")), QStringLiteral(" "));
    constexpr std::pair<const char*, const char*> kEntities[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}};
    for (const auto& [entity, sign] : kEntities) text.replace(QLatin1String(entity), QLatin1String(sign));
    return text;
}

std::set<QString> numbersIn(const QString& text)
{
    static const QRegularExpression number(QStringLiteral("[0-9]+"));
    std::set<QString> found;
    for (auto all = number.globalMatch(text); all.hasNext();) found.insert(all.next().captured());
    return found;
}

const std::string& tableOf(const std::vector<ReportTable>& tables, const std::string& name)
{
    return std::ranges::find(tables, name, &ReportTable::name)->text;
}

/// RFC 4180, read strictly.
std::vector<std::vector<std::string>> cellsOf(const std::string& csv)
{
    std::vector<std::vector<std::string>> rows{{}};
    std::string cell;
    bool quoted = false;
    for (std::size_t i = 3; i < csv.size(); ++i) {
        if (quoted && csv[i] == '"' && csv.compare(i, 2, "\"\"") == 0)
            cell += csv[i++];
        else if (csv[i] == '"')
            quoted = !quoted;
        else if (!quoted && csv[i] == ',')
            rows.back().push_back(std::exchange(cell, {}));
        else if (!quoted && csv.compare(i, 2, "\r\n") == 0) {
            rows.back().push_back(std::exchange(cell, {}));
            rows.emplace_back();
            ++i;
        } else
            cell += csv[i];
    }
    rows.pop_back();
    return rows;
}

} // namespace

class TestReport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameInputsSameBytes();
    void templatesDiffer();
    void theRecordStandsInItWhole();
    void sumsFollowFromTheRecord();
    void everyNumberOfThePageIsInTheData();
    void everyRowOfTheDataIsOnThePage();
    void thePageInterpretsNothing();
    void aCommandIsSafeToPaste();
    void tablesHoldTheDataAndNoFormula();
    void formulasAreRefused_data();
    void formulasAreRefused();
    void longTablesAreCutAndSayso();
    void withoutAnAnchorItSaysSo();
};

void TestReport::sameInputsSameBytes()
{
    const Report one = make(), two = make();
    QCOMPARE(one.text, two.text);
    QCOMPARE(one.digest, toHex(crypto::sha256(bytesOf(one.text))));
    QVERIFY(parseCanonicalJson(bytesOf(one.text)).has_value());
    QVERIFY(json::parse(one.text) == one.value);
    QCOMPARE(one.value["schema"].get<std::string>(), std::string(kReportSchema));
    QCOMPARE(html(one), html(two));
    const auto first = reportTables(one), second = reportTables(two);
    for (std::size_t i = 0; i < first.size(); ++i) QCOMPARE(first[i].text, second[i].text);
}

void TestReport::templatesDiffer()
{
    const json integrity = make(ReportTemplate::Integrity).value, governance = make(ReportTemplate::Governance).value;
    QVERIFY(!integrity["signatures"].is_null() && integrity["events"].is_null());
    QVERIFY(!governance["events"].is_null() && governance["nodes"].is_null());
    for (const ReportTemplate kind : {ReportTemplate::Integrity, ReportTemplate::Governance, ReportTemplate::Access,
                                      ReportTemplate::Attestation, ReportTemplate::Full}) {
        QVERIFY(reportTemplateFrom(reportTemplateName(kind)) == kind);
        const std::string page = html(make(kind));
        for (const char* part :
             {"Verdict", "Findings", "What was not checked", "Scope", "Trust anchors", "Method", "How to verify again"})
            QVERIFY2(page.find("<h2>" + std::string(part) + "</h2>") != std::string::npos, part);
    }
    QVERIFY(!reportTemplateFrom("everything"));
}

void TestReport::theRecordStandsInItWhole()
{
    const Report report = make();
    const auto text = canonicalJson(report.value["record"]).value();
    QCOMPARE(text, snapshotDocument(record()).value());
    QVERIFY(readSnapshot(bytesOf(text)).has_value());
}

void TestReport::sumsFollowFromTheRecord()
{
    const json value = make().value;
    const json& summary = value["summary"];
    QVERIFY(summary["records"] == (json{{"passed", 8}, {"failed", 0}, {"indeterminate", 2}, {"notChecked", 0}}));
    QVERIFY(summary["checks"] == (json{{"passed", 3}, {"failed", 1}, {"indeterminate", 2}, {"notChecked", 0}}));
    QVERIFY(summary["findings"] == (json{{"fault", 1}, {"warning", 0}, {"remark", 0}, {"omitted", 77}}));
    QCOMPARE(summary["inputBytes"].get<int>(), 1005);
    QCOMPARE(value["signatures"]["unsignedRecords"].get<int>(), 2);
    QCOMPARE(value["certificates"][0]["state"].get<std::string>(), std::string("expiring"));
    QVERIFY(value["method"]["anchored"].get<bool>());
}

void TestReport::everyNumberOfThePageIsInTheData()
{
    for (const ReportTemplate kind : {ReportTemplate::Integrity, ReportTemplate::Access, ReportTemplate::Full}) {
        const Report report = make(kind);
        std::set<QString> known = numbersIn(QString::fromStdString(report.text));
        known.merge(numbersIn(QString::fromStdString(report.digest)));
        known.insert(QStringLiteral("256")); // SHA-256, in headings.
        // Written out: escapes of hostile text carry code points.
        for (const char* code : {"1", "202", "2066", "200", "9", "0085", "009", "85", "31", "0", "00", "0009"})
            known.insert(QString::fromLatin1(code));
        for (const QString& number : numbersIn(visible(html(report))))
            QVERIFY2(known.contains(number), qPrintable(number));
    }
}

void TestReport::everyRowOfTheDataIsOnThePage()
{
    const Report report = make();
    const QString page = QString::fromStdString(html(report));
    qsizetype expected = 0;
    const json& record = report.value["record"];
    for (const char* list : {"ranges", "findings", "notChecked", "checks", "inputs", "anchors", "identities"})
        expected += qsizetype(record[list].size()) + 1;
    expected += qsizetype(record["consortium"]["items"].size()) + 1;
    for (const char* list : {"nodes", "evidence", "receipts", "events", "certificates"})
        expected += qsizetype(report.value[list].size()) + 1;
    QCOMPARE(page.count(QStringLiteral("<tr>")), expected);
    QCOMPARE(page.count(QStringLiteral("class=\"verdict passed\"")), 4); // A range, a check, an identity, a receipt.
}

void TestReport::thePageInterpretsNothing()
{
    const std::string page = html(make());
    for (const char* never : {"<script", "<img", "\u202e", "\u200f", "\u2066", "\u009b", "\u0085", "\x1b", "\r",
                              "&amp;amp;amp;", "javascript:", "src=x onerror=alert(1)>", "href=", "@import", "url("})
        QVERIFY2(page.find(never) == std::string::npos, never);
    QVERIFY(page.find("default-src 'none'") != std::string::npos);
    QVERIFY(page.find("&lt;script&gt;alert(1)&lt;/script&gt;") != std::string::npos);
    QVERIFY(page.find("\\u{202e}") != std::string::npos);
    QVERIFY(page.find("\\x1b[31m") != std::string::npos);
    // Nothing but our own tags, without an attribute that text of a ledger could have brought.
    static const QRegularExpression tag(QStringLiteral("<(/?)([a-zA-Z0-9!]+)([^>]*)>"));
    const QStringList own{
        QStringLiteral("!doctype"), QStringLiteral("html"),  QStringLiteral("head"),  QStringLiteral("meta"),
        QStringLiteral("title"),    QStringLiteral("style"), QStringLiteral("body"),  QStringLiteral("h1"),
        QStringLiteral("h2"),       QStringLiteral("p"),     QStringLiteral("br"),    QStringLiteral("code"),
        QStringLiteral("strong"),   QStringLiteral("span"),  QStringLiteral("table"), QStringLiteral("thead"),
        QStringLiteral("tbody"),    QStringLiteral("tr"),    QStringLiteral("th"),    QStringLiteral("td"),
        QStringLiteral("ul"),       QStringLiteral("li")};
    const QString text = QString::fromStdString(page);
    for (auto all = tag.globalMatch(text); all.hasNext();) {
        const auto one = all.next();
        QVERIFY2(own.contains(one.captured(2)), qPrintable(one.captured()));
        const QString attributes = one.captured(3).trimmed();
        QVERIFY2(attributes.isEmpty() || attributes.startsWith(QStringLiteral("class=\"verdict ")) ||
                     attributes == QStringLiteral("scope=\"col\"") || one.captured(2) == QStringLiteral("meta") ||
                     attributes == QStringLiteral("lang=\"en\"") || attributes == QStringLiteral("html"),
                 qPrintable(one.captured()));
    }
}

void TestReport::aCommandIsSafeToPaste()
{
    const QString page = visible(html(make()));
    QVERIFY(page.contains(QStringLiteral("countersign-cli verify '=cmd|'\\''/c calc'\\''!A1<script>")));
    QVERIFY(page.contains(QStringLiteral("'it'\\''s; rm -rf ~'")));
}

void TestReport::tablesHoldTheDataAndNoFormula()
{
    const Report report = make();
    const auto tables = reportTables(report);
    QCOMPARE(tables.size(), std::size_t{13});
    for (const ReportTable& table : tables) {
        QVERIFY(table.text.starts_with("\xef\xbb\xbf") && table.text.ends_with("\r\n"));
        for (const char* never : {"\x1b", "\u202e", "\u009b"}) QVERIFY(table.text.find(never) == std::string::npos);
        const auto rows = cellsOf(table.text);
        for (const auto& row : rows) {
            QCOMPARE(row.size(), rows.front().size());
            for (const std::string& cell : row)
                QVERIFY2(cell.empty() || std::string_view("=+-@|%\t\r").find(cell.front()) == std::string::npos,
                         cell.c_str());
        }
    }
    const auto checks = cellsOf(tableOf(tables, "checks.csv"));
    QCOMPARE(checks.size(), report.value["record"]["checks"].size() + 1);
    QCOMPARE(checks[1][3], std::string("3"));
    QCOMPARE(checks[1][5], std::string("4"));
    QCOMPARE(checks[2][1], std::string("failed"));
    QVERIFY(cellsOf(tableOf(tables, "inputs.csv"))[2][0].starts_with("'=cmd|"));
}

void TestReport::formulasAreRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "|cmd", "%0A", "  =1", "\t=1", "\r=1", "\n=1", "\u3000=1",
                             "\u00a0=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\"=1"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestReport::formulasAreRefused()
{
    QFETCH(QString, text);
    AuditSnapshot snapshot = record();
    snapshot.notChecked = {{"a.b.c", "NOT_COVERED", text.toStdString(), 1}};
    const auto report = makeReport(snapshot, run(), {}).value();
    const auto rows = cellsOf(tableOf(reportTables(report), "not-checked.csv"));
    const std::string& cell = rows[1][3];
    QVERIFY2(cell.front() == '\'' || cell.front() == '\\' || cell.front() == '"', cell.c_str());
}

void TestReport::longTablesAreCutAndSayso()
{
    VerificationReport many = run();
    many.events.assign(5007, {"governance", 5, "s", "d"});
    const auto report = makeReport(record(), many, {}).value();
    const std::string page = reportHtml(report, words());
    QVERIFY(page.find("The first 5000 of 5007 rows") != std::string::npos);
    QCOMPARE(report.value["events"].size(), std::size_t{5007});
    QCOMPARE(cellsOf(tableOf(reportTables(report), "events.csv")).size(), std::size_t{5008});
}

void TestReport::withoutAnAnchorItSaysSo()
{
    AuditSnapshot snapshot = record();
    snapshot.anchors.clear();
    const auto report = makeReport(snapshot, run(), {}).value();
    QVERIFY(!report.value["method"]["anchored"].get<bool>());
    QVERIFY(reportHtml(report, words()).find("It rests on no identity that was handed in") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
