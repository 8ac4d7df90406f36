#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using sandbox::Fault;

/// What is planted is found, and by the check that is meant to find it.
class TestSandboxFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLyingNodeIsASplitView();
    void aRewrittenHistoryContradictsWhatWasKept();
    void aSwappedIdentityIsRefused();
};

void TestSandboxFaults::aLyingNodeIsASplitView()
{
    LiveSandbox live(Fault::Lie);
    for (const char* command : {"status", "constitution"}) {
        const CommandOutcome outcome = live.ask({command, "--json"});
        QVERIFY2(outcome.status == 1, (outcome.out + outcome.err).c_str());
        QVERIFY2(outcome.out.find("SPLIT_VIEW") != std::string::npos, outcome.out.c_str());
        QVERIFY(outcome.out.find(live.places().urls[1]) != std::string::npos);
    }
    const CommandOutcome members = live.ask({"members"});
    QCOMPARE(members.status, 0); // It does not lie about these.
}

void TestSandboxFaults::aRewrittenHistoryContradictsWhatWasKept()
{
    LiveSandbox live(Fault::Rewrite);
    const auto& places = live.places();
    const std::string pin = places.serviceCertificate.string();
    // Whoever holds all keys can make a history that passes by itself, before and after.
    for (const auto& ledger : {places.ledger, places.keptLedger}) {
        const CommandOutcome alone = live.run({"verify", ledger.string(), "--service-cert", pin});
        QVERIFY2(alone.status == 0, alone.out.c_str());
    }
    const CommandOutcome both =
        live.run({"verify", places.ledger.string(), places.keptLedger.string(), "--service-cert", pin, "--json"});
    QVERIFY2(both.status == 1, both.out.c_str());
    int older = 0, contradicted = 0;
    for (const auto& file : filesBelow(places.receipts, "")) {
        const CommandOutcome joint =
            live.run({"verify", places.ledger.string(), file.string(), "--service-cert", pin, "--json"});
        if (joint.status == 1) ++contradicted;
        if (joint.status == 0) ++older;
    }
    QVERIFY2(contradicted >= 2, std::to_string(contradicted).c_str());
    QVERIFY2(older >= 2, std::to_string(older).c_str());
}

void TestSandboxFaults::aSwappedIdentityIsRefused()
{
    LiveSandbox live(Fault::Identity);
    const CommandOutcome outcome = live.ask({"status", "--json"});
    QVERIFY2(outcome.status == 1, (outcome.out + outcome.err).c_str());
    QVERIFY2(outcome.out.find("OTHER_IDENTITY") != std::string::npos, outcome.out.c_str());
    QVERIFY_EXCEPTION_THROWN(live.get("/node/network"), std::runtime_error);
    const CommandOutcome ledger = live.run({"verify", live.places().ledger.string(), "--service-cert",
                                            live.places().serviceCertificate.string()});
    QCOMPARE(ledger.status, 0);
}

QTEST_GUILESS_MAIN(TestSandboxFaults)
#include "tst_sandbox_faults.moc"
