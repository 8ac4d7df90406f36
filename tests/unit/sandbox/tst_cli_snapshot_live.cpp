#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

#include <algorithm>

using namespace countersign;
using namespace countersign::test;
using nlohmann::json;
using sandbox::Fault;

/// A running service is held against what was seen of it before, by its receipts.
class TestCliSnapshotLive final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServiceContinuesItsLedgerAndItself();
    void aRewrittenServiceIsNoticed();
    void anotherIdentityIsNotAsked();
    void aServiceThatIsGoneIsToldSo();

private:
    static std::string kind(const CommandOutcome& outcome)
    {
        const json document = outcome.json();
        return document.is_object() ? document.at("continuity").at("continuity").get<std::string>() : outcome.err;
    }
};

void TestCliSnapshotLive::aServiceContinuesItsLedgerAndItself()
{
    LiveSandbox live;
    const QTemporaryDir folder;
    const std::string workspace = folder.filePath(QStringLiteral("demo.countersign")).toStdString();
    const std::string url = live.places().urls[0], pin = live.places().serviceCertificate.string();
    QCOMPARE(live.run({"workspace", "new", workspace}).status, 0);
    QCOMPARE(live.run({"workspace", "pin", workspace, pin}).status, 0);
    const CommandOutcome files =
        live.run({"snapshot", "take", live.places().ledger.string(), "--workspace", workspace});
    QVERIFY2(files.status == 0, (files.out + files.err).c_str());

    const CommandOutcome taken = live.run({"snapshot", "take", "--url", url, "--workspace", workspace, "--json"});
    QVERIFY2(taken.status == 0, (taken.out + taken.err).c_str());
    QCOMPARE(kind(taken), std::string("continued"));
    QVERIFY(live.propose(0, json::array({{{"name", "trigger_ledger_chunk"}}})).status < 300);
    CommandOutcome later;
    const auto compare = [&] { // Until the proposal is committed.
        later = live.run({"snapshot", "compare", "2", url, "--workspace", workspace, "--json"});
        if (later.status != 0) return true;
        return std::ranges::any_of(later.json().at("changes"), [](const json& one) { return one.at("kind") == "proposal"; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(compare(), 30'000);
    QVERIFY2(later.status == 0, (later.out + later.err).c_str());
    QCOMPARE(kind(later), std::string("continued"));

    const CommandOutcome ledger =
        live.run({"snapshot", "compare", "2", live.places().ledger.string(), "--workspace", workspace, "--json"});
    QCOMPARE(kind(ledger), std::string("continued"));
}

void TestCliSnapshotLive::aRewrittenServiceIsNoticed()
{
    LiveSandbox live(Fault::Rewrite);
    const QTemporaryDir folder;
    const std::string workspace = folder.filePath(QStringLiteral("demo.countersign")).toStdString();
    const std::string url = live.places().urls[0], pin = live.places().serviceCertificate.string();
    QCOMPARE(live.run({"snapshot", "take", live.places().keptLedger.string(), "--workspace", workspace,
                       "--service-cert", pin})
                 .status,
             0);
    const CommandOutcome service =
        live.run({"snapshot", "compare", "1", url, "--workspace", workspace, "--service-cert", pin, "--json"});
    QVERIFY2(service.status == 1, (service.out + service.err).c_str());
    QCOMPARE(kind(service), std::string("rewritten"));
    const CommandOutcome ledger = live.run({"snapshot", "compare", "1", live.places().ledger.string(), "--workspace",
                                            workspace, "--service-cert", pin, "--json"});
    QCOMPARE(ledger.status, 1);
    QCOMPARE(kind(ledger), std::string("rewritten"));
}

void TestCliSnapshotLive::anotherIdentityIsNotAsked()
{
    LiveSandbox live(Fault::Identity);
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("a.snapshot")).toStdString();
    const CommandOutcome taken = live.run({"snapshot", "take", "--url", live.places().urls[0], "--service-cert",
                                           live.places().serviceCertificate.string(), "--out", file, "--json"});
    QVERIFY2(taken.status == 1, (taken.out + taken.err).c_str());
    QCOMPARE(taken.json().at("snapshots").at(0).at("reason").get<std::string>(), std::string("OTHER_IDENTITY"));
    QVERIFY(taken.json().at("snapshots").at(0).at("head").is_null());
}

void TestCliSnapshotLive::aServiceThatIsGoneIsToldSo()
{
    LiveSandbox live;
    const std::string url = live.places().urls[0], pin = live.places().serviceCertificate.string();
    const QTemporaryDir folder;
    live.sandbox().stop();
    const std::string file = folder.filePath(QStringLiteral("a.snapshot")).toStdString();
    const CommandOutcome gone = live.run({"snapshot", "take", "--url", url, "--service-cert", pin, "--out", file});
    QCOMPARE(gone.status, 5);
    QVERIFY(!QFile::exists(QString::fromStdString(file)));
    QCOMPARE(live.run({"snapshot", "take", "x", "--url", url, "--out", file}).status, 3);
    QCOMPARE(live.run({"snapshot", "list", "--url", url, "--workspace", file}).status, 3);
}

QTEST_GUILESS_MAIN(TestCliSnapshotLive)
#include "tst_cli_snapshot_live.moc"
