#include "app/cli/program.h"
#include "tests/support/certificate_factory.h"
#include "tests/support/vectors.h"
#include "tests/unit/ccf_client/recorded.h"

#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;
using net::HttpReply;
using net::HttpRequest;

namespace {

struct Run {
    int status = -1;
    std::string out, err;
    Json json() const { return Json::parse(out, nullptr, false); }
};

/// The recorded network on two ports; a test may bend single answers.
struct RecordedService {
    using Bend = std::function<void(const HttpRequest&, HttpReply&)>;

    explicit RecordedService(Bend bending = {})
        : bend(std::move(bending)), transport([this](const HttpRequest& asked) -> Result<HttpReply> {
              if (asked.url.port == 9199) return Error{ErrorCode::Network, asked.url.origin() + ": connect", "refused"};
              const auto found = std::ranges::find(exchanges, asked.url.target, &Exchange::target);
              HttpReply reply = found != exchanges.end()
                                    ? found->reply
                                    : jsonReply(404, R"({"error":{"code":"ResourceNotFound","message":"\u001b[31m"}})");
              if (bend) bend(asked, reply);
              return reply;
          })
    {
        for (Exchange& one : recordedExchanges())
            if (one.name.starts_with("03-open/")) exchanges.push_back(std::move(one));
    }

    Run run(std::vector<std::string> arguments, std::stop_token stop = {})
    {
        std::ostringstream out, err;
        Console console(out, err, {}, {});
        const FamilyList families;
        Environment environment{families, console, stop, *parseIso8601("2026-11-22"), &transport};
        Program program;
        const int status = program.run(std::move(arguments), environment);
        return {status, out.str(), err.str()};
    }

    Bend bend;
    std::vector<Exchange> exchanges;
    ScriptedTransport transport;
};

std::string pin(const char* name = "service-1-renewed")
{
    return (vectorsFolder() / "ccf-network/receipts" / (std::string(name) + ".pem")).string();
}

std::vector<std::string> asking(std::string command, std::vector<std::string> more = {})
{
    std::vector<std::string> all{std::move(command), "--url", "https://127.0.0.1:9100", "--service-cert", pin()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

void replaceFirst(std::string& text, std::string_view from, std::string_view to)
{
    if (const auto at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

} // namespace

class TestCliLive final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void showsWhatWasRecorded_data();
    void showsWhatWasRecorded();
    void writesADocument();
    void showsAProposalWithItsActions();
    void judgesAttestation();
    void findsNodesWithoutEvidence();
    void bindsEvidenceToTheService();
    void findsASplitView();
    void evaluatesAnOpenProposal();
    void findsASplitOfCommits();
    void tellsADifferenceOfMoments();
    void tellsARenewal();
    void refusesAnotherIdentity();
    void leavesWithFiveWhenNobodyIsThere();
    void isIndeterminateWhenOneNodeIsSilent();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void escapesWhatTheServiceSays();
    void namesTheMemberOfAWrongType();
};

void TestCliLive::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
}

void TestCliLive::showsWhatWasRecorded_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* command, const char* words) {
        QTest::newRow(command) << QByteArray(command) << QByteArray(words);
    };
    row("status", "Open|2.180|1e6cde0d917d2a825ad654a525904075541f3a762c866b106d239f94be68acc4, the "
                  "primary|PartOfNetwork|ccf-7.0.0-dev7");
    row("members",
        "871c620b55d50b2467436e3c451bdc89b8ac06b3d9fcc09d0792e30ab812f275|Active|NonParticipant|Auditor|2027-11-22");
    row("nodes", "cfe91dd373a6a987dc5e8058b6e1f0f32bc310c550251881dc79e641e3db8937|Trusted|Insecure_Virtual|127.0.0.1:"
                 "9130|2027-02-20");
    row("proposals", "49d631d8c4baecd20639729cece87199249dbf4d7019ed0e899cc03ee80f9340|Open|Accepted");
    row("constitution", "SHA-256 |export function validate|export function resolve");
}

void TestCliLive::showsWhatWasRecorded()
{
    QFETCH(QByteArray, command);
    QFETCH(QByteArray, words);
    RecordedService service;
    const Run run = service.run(asking(command.toStdString()));
    QVERIFY2(run.status == kExitPassed, (run.out + run.err).c_str());
    QCOMPARE(run.err, std::string());
    for (const QByteArray& word : words.split('|'))
        QVERIFY2(run.out.find(word.toStdString()) != std::string::npos, (word.toStdString() + "\n" + run.out).c_str());
    QVERIFY(run.out.find("under the identity you gave.") != std::string::npos);
    // Every request carried the pin, and nothing but the pin.
    const auto asked = service.transport.asked();
    QVERIFY(!asked.empty());
    for (const HttpRequest& one : asked) {
        QVERIFY(one.trust && one.trust->certificates.size() == 1 && one.trust->keys.empty() && !one.trust->systemStore);
        QCOMPARE(one.method, std::string("GET"));
    }
}

void TestCliLive::writesADocument()
{
    RecordedService service;
    for (const char* command : {"status", "members", "nodes", "proposals", "constitution"}) {
        const Run run = service.run(asking(command, {"--json"}));
        QCOMPARE(run.status, int(kExitPassed));
        const Json json = run.json();
        QCOMPARE(json["schema"].get<std::string>(), std::string("countersign.live/1"));
        QCOMPARE(json["command"].get<std::string>(), std::string(command));
        // One node alone: nothing was compared, and nothing says that it was.
        QCOMPARE(json["verdict"].get<std::string>(), std::string("notChecked"));
        for (const Json& check : json["checks"]) {
            const bool compared = check["id"] == "ccf.live.agreement";
            QCOMPARE(check["verdict"].get<std::string>(), std::string(compared ? "notChecked" : "passed"));
        }
        QCOMPARE(json["nodes"][0]["identity"].get<std::string>(), std::string("pinned"));
        QVERIFY(!json["nodes"][0]["answer"].empty());
        QVERIFY(json["findings"].empty());
    }
}

void TestCliLive::showsAProposalWithItsActions()
{
    RecordedService service;
    const auto open = recorded("03-open/gov-proposal-open-one-vote").target;
    const std::string id = open.substr(open.rfind('/') + 1, 64);
    const Run run = service.run(asking("proposals", {id}));
    QVERIFY2(run.status == kExitPassed, (run.out + run.err).c_str());
    QVERIFY(run.out.find("actions\n    ") != std::string::npos);
    const Run none = service.run(asking("proposals", {std::string(64, 'a')}));
    QCOMPARE(none.status, int(kExitUnreadable));
    QVERIFY(none.err.find("ResourceNotFound") != std::string::npos);
    QVERIFY(none.err.find('\x1b') == std::string::npos);
}

void TestCliLive::evaluatesAnOpenProposal()
{
#ifdef COUNTERSIGN_WITH_EVALUATOR
    RecordedService service;
    const auto open = recorded("03-open/gov-proposal-open-one-vote").target;
    std::vector<std::string> words = asking("proposals");
    words.insert(words.begin() + 1, open.substr(open.rfind('/') + 1, 64));
    const Run run = service.run(words);
    QVERIFY2(run.out.find("as evaluated here") != std::string::npos, (run.out + run.err).c_str());
    QVERIFY2(run.out.find("state Open, accepted with 1 more yes") != std::string::npos, run.out.c_str());
    words.push_back("--json");
    const Json document = service.run(words).json();
    const Json& evaluated = document["nodes"][0]["answer"]["asEvaluatedHere"];
    QCOMPARE(evaluated["resolve"]["moreYes"].get<int>(), 1);
    QCOMPARE(evaluated["apply"]["end"].get<std::string>(), std::string("answered"));
#else
    QSKIP("the evaluator is not built");
#endif
}

void TestCliLive::judgesAttestation()
{
    RecordedService service;
    const Run run = service.run(asking("attestation", {"--json"}));
    QVERIFY2(run.status == kExitIndeterminate, (run.out + run.err).c_str()); // Three virtual nodes: no assurance at all.
    const Json json = run.json();
    QCOMPARE(json["command"].get<std::string>(), std::string("attestation"));
    QCOMPARE(json["verdict"].get<std::string>(), std::string("indeterminate"));
    const Json& nodes = json["nodes"][0]["answer"];
    QVERIFY(nodes.size() >= 3);
    for (const Json& node : nodes) {
        QCOMPARE(node["kind"].get<std::string>(), std::string("virtual"));
        QCOMPARE(node["reason"].get<std::string>(), std::string("NO_ASSURANCE"));
        QCOMPARE(node["answers"].size(), std::size_t(3));
        for (const char* id : {"attestation.ccf.node_id", "attestation.ccf.node_certificate",
                               "attestation.ccf.service_endorsement"}) {
            const auto check = std::ranges::find_if(node["checks"], [&](const Json& one) { return one["id"] == id; });
            QVERIFY2(check != node["checks"].end() && (*check)["verdict"] == "passed", id);
        }
    }
    const Run text = RecordedService().run(asking("attestation"));
    QVERIFY(text.out.find("NO_ASSURANCE") != std::string::npos);
    QVERIFY(text.out.find("authentic: indeterminate") != std::string::npos);
}

void TestCliLive::findsNodesWithoutEvidence()
{
    // A service that leaves a node out of the list is not believed to have none.
    RecordedService service([](const HttpRequest& asked, HttpReply& reply) {
        if (asked.url.target != "/node/quotes") return;
        Json quotes = Json::parse(std::string(textOf(reply.body)));
        quotes["quotes"].erase(0);
        reply.body = copyOf(bytesOf(quotes.dump()));
    });
    const Run run = service.run(asking("attestation", {"--json"}));
    QCOMPARE(run.status, int(kExitIndeterminate));
    const Json json = run.json();
    QVERIFY(std::ranges::any_of(json["checks"], [](const Json& one) { return one["reason"] == "EVIDENCE_INCOMPLETE"; }));
}

void TestCliLive::bindsEvidenceToTheService()
{
    // The evidence of one node under the name of another.
    RecordedService service([](const HttpRequest& asked, HttpReply& reply) {
        if (asked.url.target != "/node/quotes") return;
        Json quotes = Json::parse(std::string(textOf(reply.body)));
        std::swap(quotes["quotes"][0]["raw"], quotes["quotes"][1]["raw"]);
        reply.body = copyOf(bytesOf(quotes.dump()));
    });
    const Run run = service.run(asking("attestation"));
    QVERIFY2(run.status == kExitFailed, (run.out + run.err).c_str());
    QVERIFY(run.out.find("BINDING_MISMATCH") != std::string::npos);
}

void TestCliLive::findsASplitView()
{
    for (const char* command : {"status", "nodes", "members", "constitution", "proposals"}) {
        RecordedService service([](const HttpRequest& asked, HttpReply& reply) {
            if (asked.url.port != 9110 || asked.url.target.starts_with("/node/")) return;
            std::string text(textOf(reply.body));
            replaceFirst(text, "\"Trusted\"", "\"Pending\"");
            replaceFirst(text, "\"Accepted\"", "\"Rejected\"");
            replaceFirst(text, "\"Auditor\"", "\"Nobody\"");
            replaceFirst(text, "export function", "export  function");
            reply.body = copyOf(bytesOf(text));
        });
        const Run run = service.run(asking(command, {"--url", "https://127.0.0.1:9110"}));
        QVERIFY2(run.status == kExitFailed, (std::string(command) + run.out + run.err).c_str());
        QVERIFY(run.out.find("SPLIT_VIEW") != std::string::npos);
    }
}

void TestCliLive::findsASplitOfCommits()
{
    for (const char* word : {"Committed", "Pending", "Unknown", "Invalid", "nonsense"}) {
        RecordedService service([&](const HttpRequest& asked, HttpReply& reply) {
            if (!asked.url.target.starts_with("/node/tx")) return;
            const std::string status = asked.url.port == 9110 ? word : "Committed";
            reply = jsonReply(200, R"({"transaction_id":"2.180","status":")" + status + "\"}");
        });
        const Run run = service.run(asking("status", {"--url", "https://127.0.0.1:9110"}));
        const bool split = std::string_view(word) == "Invalid", unclear = std::string_view(word) == "nonsense";
        QVERIFY2(run.status == (split     ? kExitFailed
                                : unclear ? kExitIndeterminate
                                          : kExitPassed),
                 (run.out + run.err).c_str());
        QCOMPARE(run.out.find("SPLIT_VIEW") != std::string::npos, split);
    }
}

void TestCliLive::tellsADifferenceOfMoments()
{
    RecordedService service([](const HttpRequest& asked, HttpReply& reply) {
        if (asked.url.port != 9110 || !asked.url.target.starts_with("/gov/service/constitution")) return;
        reply.body.push_back(' ');
        for (auto& header : reply.headers)
            if (header.name == "x-ms-ccf-transaction-id") header.value = "2.190";
    });
    const Run run = service.run(asking("constitution", {"--url", "https://127.0.0.1:9110", "--json"}));
    QCOMPARE(run.status, int(kExitIndeterminate));
    QCOMPARE(run.json()["findings"][0]["reason"].get<std::string>(), std::string("VIEWS_DIFFER"));
    const Run same = RecordedService().run(asking("constitution", {"--url", "https://127.0.0.1:9110"}));
    QCOMPARE(same.status, int(kExitPassed));
}

void TestCliLive::tellsARenewal()
{
    RecordedService service;
    auto arguments = asking("members");
    arguments.back() = pin("service-1-first");
    const Run run = service.run(arguments);
    QCOMPARE(run.status, int(kExitPassed));
    QVERIFY(run.out.find("renewed, same key") != std::string::npos);
}

void TestCliLive::refusesAnotherIdentity()
{
    // The node is let in by the transport, but names another service than the pinned one.
    RecordedService service;
    auto arguments = asking("members");
    arguments.back() = pin("service-2-after-recovery");
    const Run run = service.run(arguments);
    QCOMPARE(run.status, int(kExitFailed));
    QVERIFY(run.out.find("OTHER_IDENTITY") != std::string::npos);
    QVERIFY(run.out.find("871c620b") == std::string::npos);
}

void TestCliLive::leavesWithFiveWhenNobodyIsThere()
{
    RecordedService service;
    const Run run = service.run({"status", "--url", "https://127.0.0.1:9199", "--service-cert", pin()});
    QCOMPARE(run.status, int(kExitUnreachable));
    QCOMPARE(run.out, std::string());
    QVERIFY(run.err.find("https://127.0.0.1:9199") != std::string::npos);
}

void TestCliLive::isIndeterminateWhenOneNodeIsSilent()
{
    RecordedService service;
    const Run run = service.run(asking("nodes", {"--url", "https://127.0.0.1:9199"}));
    QCOMPARE(run.status, int(kExitIndeterminate));
    QVERIFY(run.out.find("UNREACHABLE") != std::string::npos);
    QVERIFY(run.out.find("cfe91dd3") != std::string::npos);
}

void TestCliLive::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    const QString url = QStringLiteral("https://127.0.0.1:9100"), cert = QString::fromStdString(pin());
    const auto word = [](const char* text) { return QString::fromUtf8(text); };
    QTest::newRow("no url") << QStringList{word("status"), word("--service-cert"), cert} << 3;
    QTest::newRow("no certificate") << QStringList{word("status"), word("--url"), url} << 3;
    QTest::newRow("plain HTTP") << QStringList{word("nodes"), word("--url"), word("http://127.0.0.1:9100"),
                                               word("--service-cert"), cert}
                                << 3;
    QTest::newRow("time-out of zero") << QStringList{word("nodes"), word("--url"),     url,      word("--service-cert"),
                                                     cert,          word("--timeout"), word("0")}
                                      << 3;
    QTest::newRow("no such file") << QStringList{word("nodes"), word("--url"), url, word("--service-cert"),
                                                 word("absent.pem")}
                                  << 4;
    QTest::newRow("no certificate in it")
        << QStringList{word("nodes"), word("--url"), url, word("--service-cert"), word(__FILE__)} << 4;
}

void TestCliLive::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    std::vector<std::string> words;
    for (const QString& one : arguments) words.push_back(one.toStdString());
    RecordedService service;
    const Run run = service.run(words);
    QCOMPARE(run.status, status);
    QVERIFY(run.err.starts_with("countersign-cli: "));
    QVERIFY(service.transport.asked().empty());
}

void TestCliLive::escapesWhatTheServiceSays()
{
    RecordedService service([](const HttpRequest& asked, HttpReply& reply) {
        std::string text(textOf(reply.body));
        replaceFirst(text, "\"Active\"", "\"\\u001b[2J\\u202eActive\"");
        replaceFirst(text, "export function", "\x1b]0;x\x07 export function");
        if (!asked.url.target.starts_with("/node/")) reply.body = copyOf(bytesOf(text));
    });
    for (const char* command : {"members", "constitution"}) {
        const Run run = service.run(asking(command));
        QCOMPARE(run.status, int(kExitPassed));
        QVERIFY(run.out.find('\x1b') == std::string::npos);
        QVERIFY(run.out.find("\xe2\x80\xae") == std::string::npos);
        QVERIFY(run.out.find("\\x1b") != std::string::npos);
    }
}

void TestCliLive::namesTheMemberOfAWrongType()
{
    RecordedService service([](const HttpRequest& asked, HttpReply& reply) {
        if (asked.url.target.starts_with("/gov/service/members"))
            reply.body = copyOf(bytesOf(R"({"value":[{"memberId":7}]})"));
    });
    const Run run = service.run(asking("members"));
    QCOMPARE(run.status, int(kExitUnreadable));
    QVERIFY2(run.err.find("members.value[0].memberId") != std::string::npos, run.err.c_str());
}

QTEST_GUILESS_MAIN(TestCliLive)
#include "tst_cli_live.moc"
