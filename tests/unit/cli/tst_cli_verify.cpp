#include "tests/unit/cli/run_program.h"

#include "app/cli/source.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace countersign;
using namespace countersign::test;

class TestCliVerify final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void leavesWithTheVerdict_data();
    void leavesWithTheVerdict();
    void refusesInput_data();
    void refusesInput();
    void refusesUsage_data();
    void refusesUsage();
    void neverPassesWithoutAnAnchor();
    void neverPassesBesideAFault_data();
    void neverPassesBesideAFault();
    void handsOptionsOn();
    void reportsAStop();
    void saysWhenOutputIsNotWritable();
    void quietSaysNothingButErrors();
    void helpTeaches();

private:
    std::string path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)).toStdString(); }
    void write(const char* name, std::string_view text) const
    {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        std::ofstream(path(name)) << text;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<FakeLedger> m_ledger;
};

void TestCliVerify::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_ledger = std::make_shared<FakeLedger>();
    m_ledger->report = passedReport();
    write("ledger/fake", "");
    write("cert.pem", "identity");
}

void TestCliVerify::leavesWithTheVerdict_data()
{
    QTest::addColumn<int>("verdict");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("json");
    const auto row = [](const char* name, Verdict verdict, int status, const char* word, const char* json) {
        QTest::newRow(name) << int(verdict) << status << QString::fromUtf8(word) << QString::fromUtf8(json);
    };
    row("passed", Verdict::Passed, 0, "Passed", "passed");
    row("failed", Verdict::Failed, 1, "Failed", "failed");
    row("indeterminate", Verdict::Indeterminate, 2, "Indeterminate", "indeterminate");
    row("not checked", Verdict::NotChecked, 2, "Indeterminate", "indeterminate");
}

void TestCliVerify::leavesWithTheVerdict()
{
    QFETCH(int, verdict);
    QFETCH(int, status);
    QFETCH(QString, word);
    QFETCH(QString, json);
    m_ledger->report.verdict = Verdict(verdict);
    const Outcome text = runProgram({"verify", path("ledger"), "--service-cert", path("cert.pem")}, m_ledger);
    QCOMPARE(text.status, status);
    QVERIFY(text.out.starts_with(word.toStdString()));
    QCOMPARE(text.err, std::string());
    const Outcome machine = runProgram({"verify", "--service-cert", path("cert.pem"), path("ledger"), "--json"}, m_ledger);
    QCOMPARE(machine.status, status);
    QCOMPARE(nlohmann::json::parse(machine.out)["verdict"].get<std::string>(), json.toStdString());
}

void TestCliVerify::refusesInput_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* path, const char* certificate, const char* says) {
        QTest::newRow(name) << QString::fromUtf8(path) << QString::fromUtf8(certificate) << QString::fromUtf8(says);
    };
    row("no such path", "nowhere", "", "it is not there");
    row("dangling link", "dangling", "", "the link leads nowhere");
    row("empty folder", "empty", "", "empty: it is of a kind this program does not know");
    row("file of another kind", "cert.pem", "", "there is no ledger, receipt or attestation evidence in it");
    row("no such certificate", "ledger", "absent.pem", "absent.pem");
    row("a folder as certificate", "ledger", "empty", "empty");
    row("no certificate in it", "ledger", "other.pem", "other.pem");
    row("a certificate beyond all bounds", "ledger", "large.pem", "larger than the limit");
}

void TestCliVerify::refusesInput()
{
    QFETCH(QString, path);
    QFETCH(QString, certificate);
    QFETCH(QString, says);
    write("empty/x", "");
    std::filesystem::remove(this->path("empty/x"));
    std::filesystem::create_symlink("gone", this->path("dangling"));
    write("other.pem", "something else");
    write("large.pem", std::string((1u << 20) + 1, 'x'));
    std::vector<std::string> arguments{"verify", this->path(path.toUtf8().constData()), "--json"};
    if (!certificate.isEmpty()) {
        arguments.push_back("--service-cert");
        arguments.push_back(this->path(certificate.toUtf8().constData()));
    }
    const Outcome outcome = runProgram(arguments, m_ledger);
    QCOMPARE(outcome.status, 4);
    QCOMPARE(outcome.out, std::string());
    QVERIFY2(outcome.err.find(says.toStdString()) != std::string::npos, outcome.err.c_str());
}

void TestCliVerify::refusesUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char* name, const char* arguments) {
        QTest::newRow(name) << QString::fromUtf8(arguments).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    };
    row("nothing", "");
    row("no such command", "judge");
    row("no path", "verify");
    row("no such option", "verify LEDGER --working-space x");
    row("no threads", "verify LEDGER --jobs 0");
    row("too many threads", "verify LEDGER --jobs 5000");
    row("negative threads", "verify LEDGER --jobs -4294967294");
    row("jobs is no number", "verify LEDGER --jobs two");
    row("no time", "verify LEDGER --at yesterday");
    row("impossible date", "verify LEDGER --at 2026-02-30");
    row("no such kind", "verify LEDGER --as ledgers");
    row("two transactions", "show LEDGER 1.2 1.3");
    row("no transaction id", "show LEDGER 0.5");
    row("no sequence number", "show LEDGER five");
    row("a negative number", "show LEDGER -- -5");
    row("key without table", "show LEDGER --key k");
    row("moment without table", "show LEDGER --at 5");
    row("transaction and table", "show LEDGER 1.2 --table t");
    row("no hex", "show LEDGER --table t --key-hex xy");
    row("no such shell", "completion tcsh");
}

void TestCliVerify::refusesUsage()
{
    QFETCH(QStringList, arguments);
    std::vector<std::string> all;
    for (const QString& argument : std::as_const(arguments))
        all.push_back(argument == QStringLiteral("LEDGER") ? path("ledger") : argument.toStdString());
    const Outcome outcome = runProgram(all, m_ledger);
    QCOMPARE(outcome.status, 3);
    QCOMPARE(outcome.out, std::string());
    QVERIFY(!outcome.err.empty());
}

void TestCliVerify::neverPassesWithoutAnAnchor()
{
    m_ledger->report.anchor.reset();
    const Outcome outcome = runProgram({"verify", path("ledger")}, m_ledger);
    QCOMPARE(outcome.status, 2);
    QVERIFY(outcome.out.starts_with("Indeterminate"));
    QVERIFY(outcome.out.find(kReasonNoTrustAnchor) != std::string::npos);
}

void TestCliVerify::neverPassesBesideAFault_data()
{
    QTest::addColumn<int>("where");
    QTest::newRow("check") << 0;
    QTest::newRow("range") << 1;
    QTest::newRow("identity") << 2;
}

void TestCliVerify::neverPassesBesideAFault()
{
    QFETCH(int, where);
    VerificationReport& report = m_ledger->report;
    if (where == 0) report.checks.push_back({kCheckTreeRoot, Verdict::Failed, kReasonRootMismatch, {}, 1, {}});
    if (where == 1) report.ranges.back() = {15, 505, Verdict::Failed, kReasonRootMismatch};
    if (where == 2) {
        report.identities.front().trust = Verdict::Failed;
        report.identities.front().trustReason = kReasonRootMismatch;
    }
    const Outcome outcome = runProgram({"verify", path("ledger"), "--json"}, m_ledger);
    QCOMPARE(outcome.status, 1);
    QCOMPARE(nlohmann::json::parse(outcome.out)["reason"].get<std::string>(), std::string(kReasonRootMismatch));
}

void TestCliVerify::handsOptionsOn()
{
    VerifyOptions seen;
    m_ledger->onVerify = [&](const VerifyOptions& options, std::stop_token, const VerifyObserver&) { seen = options; };
    const std::string certificate = path("cert.pem");
    runProgram({"verify", path("ledger"), "--service-cert", certificate, "--service-cert", certificate, "--at",
                "2026-11-12T09:14:00Z", "--jobs", "3", "--as", "ledger"},
               m_ledger);
    QCOMPARE(seen.anchors.size(), std::size_t(2));
    QCOMPARE(seen.anchors[0].source, certificate);
    QCOMPARE(textOf(seen.anchors[0].content), std::string_view("identity"));
    QCOMPARE(toIso8601(*seen.at), std::string("2026-11-12T09:14:00Z"));
    QCOMPARE(seen.jobs, 3u);
    runProgram({"verify", path("ledger")}, m_ledger);
    QVERIFY(seen.anchors.empty());
    QCOMPARE(toIso8601(*seen.at), std::string("2026-11-22T00:00:00Z"));
    QCOMPARE(runProgram({"verify", path("ledger"), "--as", "chunk"}, m_ledger).status, 4);
}

void TestCliVerify::reportsAStop()
{
    std::stop_source stop;
    m_ledger->onVerify = [&](const VerifyOptions&, std::stop_token token, const VerifyObserver&) {
        stop.request_stop();
        if (!token.stop_requested()) return;
        m_ledger->report.verdict = Verdict::Indeterminate;
        m_ledger->report.reason = kReasonCancelled;
    };
    const Outcome outcome = runProgram({"verify", path("ledger")}, m_ledger, stop.get_token());
    QCOMPARE(outcome.status, 2);
    QVERIFY(outcome.out.find("(CANCELLED)") != std::string::npos);
    m_ledger->verifyError = Error{ErrorCode::Cancelled, "verify", {}};
    QCOMPARE(runProgram({"verify", path("ledger")}, m_ledger).status, 2);
    QCOMPARE(runProgram({"show", path("ledger"), "--tables"}, m_ledger, stop.get_token()).status, 2);
}

void TestCliVerify::saysWhenOutputIsNotWritable()
{
    std::ofstream full("/dev/full");
    if (!full.is_open()) QSKIP("there is no /dev/full here");
    std::ostringstream err;
    Console console(full, err, {}, {});
    full << "verdict";
    QCOMPARE(int(finishOutput(console, kExitPassed)), int(kExitUnreadable));
    QVERIFY(err.str().find("could not be written") != std::string::npos);
}

void TestCliVerify::quietSaysNothingButErrors()
{
    m_ledger->onVerify = [](const VerifyOptions&, std::stop_token, const VerifyObserver& observer) {
        observer.progress({"verify", 50, 100, 7, 10.0});
    };
    QVERIFY(!runProgram({"verify", path("ledger")}, m_ledger).err.empty());
    QCOMPARE(runProgram({"verify", path("ledger"), "--quiet"}, m_ledger).err, std::string());
    QVERIFY(!runProgram({"verify", path("nowhere"), "--quiet"}, m_ledger).err.empty());
}

void TestCliVerify::helpTeaches()
{
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--help"}, {"verify", "--help"}, {"show", "--help"}}) {
        const Outcome help = runProgram(arguments, m_ledger);
        QCOMPARE(help.status, 0);
        QCOMPARE(help.err, std::string());
        QVERIFY(help.out.find("Exit status:") != std::string::npos);
        QVERIFY(help.out.find("Examples:") != std::string::npos);
    }
    const Outcome version = runProgram({"--version"}, m_ledger);
    QCOMPARE(version.status, 0);
    QVERIFY(version.out.find(COUNTERSIGN_VERSION) != std::string::npos);
}

QTEST_APPLESS_MAIN(TestCliVerify)
#include "tst_cli_verify.moc"
