#include "app/cli/program.h"
#include "core/base/canonical_json.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/ccf/ccf_family.h"
#include "core/crypto/sha2.h"
#include "tests/support/source_dir.h"
#include "tests/unit/audit/histories.h"
#include "tests/unit/cli/schema_check.h"

#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace countersign;
using namespace countersign::test;

/// Reports of real histories, at the command line.
class TestCliReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void dataFitsItsSchemaAndRepeats();
    void agreesWithVerify_data();
    void agreesWithVerify();
    void pageIsMadeOfTheData();
    void tablesLieInAFolder();
    void pinsComeFromAWorkspace();
    void usage_data();
    void usage();
    void whatCannotBeWritten();

private:
    struct Outcome {
        int status = -1;
        std::string out, err;
    };
    Outcome run(std::vector<std::string> arguments);
    std::string at(const char* name) const
    {
        return (m_folder.path() + QLatin1Char('/') + QLatin1String(name)).toStdString();
    }
    std::string read(const char* name) const { return std::string(textOf(readSmallFile(at(name), 64u << 20).value())); }

    QTemporaryDir m_folder;
    std::unique_ptr<Histories> m_histories;
    std::string m_cert, m_whole, m_rewritten;
};

TestCliReport::Outcome TestCliReport::run(std::vector<std::string> arguments)
{
    std::ostringstream out, err;
    Console console(out, err, {}, {});
    const FamilyList families{ccf::makeCcfFamily()};
    Environment environment{families, console, {}, *parseIso8601("2026-02-01"), nullptr, nullptr};
    Program program;
    const int status = program.run(std::move(arguments), environment);
    return {status, out.str(), err.str()};
}

void TestCliReport::initTestCase()
{
    m_histories = std::make_unique<Histories>(at("histories"),
                                              std::multimap<SeqNo, std::function<void(support::SyntheticService&)>>{
                                                  {150, support::changeMembersNow}, {190, support::recoverNow}});
    m_whole = m_histories->whole().string();
    const SeqNo early = m_histories->signatureFrom(70);
    m_rewritten = m_histories->rewritten(early + 1, early + 3, "rewritten").string();
    m_cert = at("service_cert.pem");
    QVERIFY(writeFileAtomically(m_cert, bytesOf(m_histories->anchor())));
}

void TestCliReport::dataFitsItsSchemaAndRepeats()
{
    const auto schema =
        nlohmann::ordered_json::parse(textOf(readSmallFile(sourceDir() / "resources/schema/report-1.json").value()));
    for (const char* kind : {"integrity", "governance", "access", "attestation", "full"}) {
        for (const char* name : {"a.json", "b.json"}) {
            const Outcome made = run({"report", m_whole, "--service-cert", m_cert, "--template", kind, "--format",
                                      "json", "--output", at(name), "--jobs", name[0] == 'a' ? "1" : "4"});
            QVERIFY2(made.status == 0, (made.out + made.err).c_str());
        }
        QCOMPARE(read("a.json"), read("b.json"));
        const std::string problem = schemaProblem(schema, nlohmann::ordered_json::parse(read("a.json")));
        QVERIFY2(problem.empty(), problem.c_str());
    }
    QVERIFY(parseCanonicalJson(bytesOf(read("a.json"))).has_value());
}

void TestCliReport::agreesWithVerify_data()
{
    QTest::addColumn<QString>("ledger");
    QTest::addColumn<bool>("anchored");
    QTest::newRow("passed") << QString::fromStdString(m_whole) << true;
    QTest::newRow("indeterminate") << QString::fromStdString(m_whole) << false;
    QTest::newRow("rewritten") << QString::fromStdString(m_rewritten) << true;
}

void TestCliReport::agreesWithVerify()
{
    QFETCH(QString, ledger);
    QFETCH(bool, anchored);
    std::vector<std::string> verify{"verify", ledger.toStdString(), "--json"};
    std::vector<std::string> report{"report", ledger.toStdString(), "--format", "json", "--output", at("r.json")};
    if (anchored) {
        verify.insert(verify.end(), {"--service-cert", m_cert});
        report.insert(report.end(), {"--service-cert", m_cert});
    }
    const Outcome verified = run(verify), reported = run(report);
    QCOMPARE(reported.status, verified.status);
    const auto said = nlohmann::json::parse(verified.out), data = nlohmann::json::parse(read("r.json"));
    const auto& record = data["record"];
    QVERIFY(record["verdict"] == said["verdict"] && record["reason"] == said["reason"]);
    QVERIFY(record["ranges"] == said["ranges"]);
    QCOMPARE(record["checks"].size(), said["checks"].size());
    QCOMPARE(record["findings"].size(), said["findings"].size());
    QCOMPARE(record["notChecked"].size(), said["notChecked"].size());
    QVERIFY(data["method"]["anchored"].get<bool>() == !said["anchor"].is_null());
    QVERIFY(record["stats"]["transactions"] == said["stats"]["transactions"]);
    std::uint64_t judged = 0;
    for (const auto& [verdict, count] : data["summary"]["records"].items()) judged += count.get<std::uint64_t>();
    QCOMPARE(judged, said["stats"]["transactions"].get<std::uint64_t>());
    QVERIFY(data["signatures"]["transactions"] == said["stats"]["signatures"]);
    for (const auto& input : record["inputs"]) {
        const auto bytes = readSmallFile(input["path"].get<std::string>(), 64u << 20);
        QVERIFY(bytes && toHex(crypto::sha256(*bytes)) == input["sha256"].get<std::string>());
    }
    std::vector<std::string> again;
    for (const auto& word : data["verifyAgain"]) again.push_back(word.get<std::string>());
    QCOMPARE(again.front(), std::string("countersign-cli"));
    again.erase(again.begin());
    QCOMPARE(run(again).status, verified.status);
}

void TestCliReport::pageIsMadeOfTheData()
{
    QCOMPARE(run({"report", m_whole, "--service-cert", m_cert, "--output", at("r.html")}).status, 0);
    QCOMPARE(run({"report", m_whole, "--service-cert", m_cert, "--format", "json", "--output", at("r.json")}).status,
             0);
    const std::string page = read("r.html");
    QVERIFY(page.starts_with("<!doctype html>"));
    QVERIFY(page.find(toHex(crypto::sha256(bytesOf(read("r.json"))))) != std::string::npos);
    QVERIFY(
        page.find("<span class=\"verdict passed\">Passed</span>; the last signature that counts is at transaction ") !=
        std::string::npos);
    const auto data = nlohmann::json::parse(read("r.json"));
    for (const auto& check : data["record"]["checks"])
        QVERIFY(page.find("<code>" + check["id"].get<std::string>() + "</code>") != std::string::npos);
    for (const auto& input : data["record"]["inputs"])
        QVERIFY(page.find(input["sha256"].get<std::string>()) != std::string::npos);
    for (const char* id : {"truncation", "root-signatures"}) // With a sentence before the id.
        QVERIFY(page.find(std::string(".<br><code>") + id + "</code>") != std::string::npos);
}

void TestCliReport::tablesLieInAFolder()
{
    QCOMPARE(run({"report", m_whole, "--service-cert", m_cert, "--format", "csv", "--output", at("tables/all")}).status,
             0);
    for (const char* name : {"tables/all/inputs.csv", "tables/all/checks.csv", "tables/all/consortium.csv",
                             "tables/all/not-checked.csv", "tables/all/nodes.csv", "tables/all/events.csv"})
        QVERIFY2(read(name).starts_with("\xef\xbb\xbf"), name);
    QVERIFY(read("tables/all/consortium.csv").find("\r\nmember,") != std::string::npos);
}

void TestCliReport::pinsComeFromAWorkspace()
{
    QCOMPARE(run({"workspace", "new", at("w.countersign")}).status, 0);
    QCOMPARE(run({"workspace", "pin", at("w.countersign"), m_cert}).status, 0);
    const Outcome made =
        run({"report", m_whole, "--workspace", at("w.countersign"), "--format", "json", "--output", at("w.json")});
    QVERIFY2(made.status == 0, (made.out + made.err).c_str());
    const auto data = nlohmann::json::parse(read("w.json"));
    QVERIFY(data["record"]["anchors"][0]["source"].get<std::string>().find("w.countersign, pinned") !=
            std::string::npos);
}

void TestCliReport::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const char* line : {"report", "report x", "report --output y", "report x --output y --format odt",
                             "report x --output y --template all", "report x --output y --at yesterday"})
        QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' '));
}

void TestCliReport::usage()
{
    QFETCH(QStringList, arguments);
    std::vector<std::string> words;
    for (const QString& word : arguments) words.push_back(word.toStdString());
    const Outcome outcome = run(words);
    QCOMPARE(outcome.status, 3);
    QVERIFY(outcome.out.empty() && !outcome.err.empty());
}

void TestCliReport::whatCannotBeWritten()
{
    QCOMPARE(run({"report", m_whole, "--service-cert", m_cert, "--output", at("none/r.html")}).status, 4);
    QVERIFY(writeFileAtomically(at("file"), bytesOf("x")));
    QCOMPARE(run({"report", m_whole, "--service-cert", m_cert, "--format", "csv", "--output", at("file")}).status, 4);
    QCOMPARE(run({"report", at("nothing"), "--output", at("n.html")}).status, 4);
    QVERIFY(!std::filesystem::exists(at("n.html")));
}

QTEST_GUILESS_MAIN(TestCliReport)
#include "tst_cli_report.moc"
