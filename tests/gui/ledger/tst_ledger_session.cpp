#include "tests/unit/cli/fake_family.h"
#include "ui/verify/ledger_session.h"

#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <atomic>
#include <thread>

using namespace countersign;
using namespace countersign::ui;
using State = LedgerSession::State;

class TestLedgerSession final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void endsWithAReport();
    void nothingIsAskedTwice();
    void saysWhatCouldNotBeAsked();
    void pauseHoldsTheRun();
    void cancelEndsAPausedRun();
    void deletingEndsAPausedRun();
    void anotherAnchorStartsOver();
    void newsAreRelayedAndMerged();

private:
    void make();
    /// A run that goes on, asking the observer, until it is stopped.
    void runUntilStopped();

    std::shared_ptr<test::FakeLedger> m_ledger;
    std::unique_ptr<QThreadPool> m_pool;
    std::unique_ptr<LedgerSession> m_session;
    std::atomic<int> m_steps = 0, m_runs = 0;
};

void TestLedgerSession::init()
{
    m_ledger = std::make_shared<test::FakeLedger>();
    m_ledger->report = test::passedReport();
    m_pool = std::make_unique<QThreadPool>();
    m_steps = m_runs = 0;
    make();
}

void TestLedgerSession::make()
{
    auto source = test::FakeFamily(m_ledger).open({"/somewhere"});
    QVERIFY(source);
    m_session = std::make_unique<LedgerSession>(*m_pool, std::shared_ptr<EvidenceSource>(std::move(*source)), 1);
}

void TestLedgerSession::cleanup()
{
    m_session.reset();
    m_pool.reset(); // waits for what is under way: hangs when a run was not ended
}

void TestLedgerSession::runUntilStopped()
{
    m_ledger->onVerify = [this](const VerifyOptions&, const std::stop_token& stop, const VerifyObserver& observer) {
        ++m_runs;
        while (!stop.stop_requested()) {
            observer.waitWhilePaused();
            ++m_steps;
            std::this_thread::yield();
        }
    };
}

void TestLedgerSession::endsWithAReport()
{
    QSignalSpy finished(m_session.get(), &LedgerSession::finished);
    m_session->start();
    QCOMPARE(m_session->state(), State::Running);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(m_session->state(), State::Finished);
    QVERIFY(m_session->report());
    QCOMPARE(m_session->report()->verdict, Verdict::Passed);
}

void TestLedgerSession::nothingIsAskedTwice()
{
    QSignalSpy finished(m_session.get(), &LedgerSession::finished);
    m_session->start();
    m_session->cancel();
    m_session->pause(true);
    m_session->pause(false);
    QTRY_COMPARE(finished.size(), 1);
    m_session->cancel();
    m_session->pause(true);
    QCOMPARE(m_session->state(), State::Finished);
}

void TestLedgerSession::saysWhatCouldNotBeAsked()
{
    m_ledger->verifyError = Error{ErrorCode::Io, "here", "no"};
    QSignalSpy failed(m_session.get(), &LedgerSession::failed);
    m_session->start();
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(m_session->state(), State::Unasked);
    QVERIFY(!m_session->report());
}

void TestLedgerSession::pauseHoldsTheRun()
{
    runUntilStopped();
    m_session->start();
    QTRY_VERIFY(m_steps > 0);
    m_session->pause(true);
    QCOMPARE(m_session->state(), State::Paused);
    int before = -1;
    // At most one more step was under way; then it stands still.
    QTRY_VERIFY(std::exchange(before, m_steps.load()) == m_steps);
    QTest::qWait(20);
    QCOMPARE(m_steps.load(), before);
    m_session->pause(false);
    QTRY_VERIFY(m_steps > before);
}

void TestLedgerSession::cancelEndsAPausedRun()
{
    runUntilStopped();
    QSignalSpy finished(m_session.get(), &LedgerSession::finished);
    m_session->start();
    QTRY_VERIFY(m_steps > 0);
    m_session->pause(true);
    m_session->cancel();
    QTRY_COMPARE(finished.size(), 1);
}

void TestLedgerSession::deletingEndsAPausedRun()
{
    runUntilStopped();
    m_session->start();
    QTRY_VERIFY(m_steps > 0);
    m_session->pause(true);
    m_session.reset();
    QVERIFY(m_pool->waitForDone(5000));
}

void TestLedgerSession::anotherAnchorStartsOver()
{
    runUntilStopped();
    QSignalSpy started(m_session.get(), &LedgerSession::started);
    QSignalSpy finished(m_session.get(), &LedgerSession::finished);
    m_session->start();
    QTRY_COMPARE(m_runs.load(), 1);
    AnchorChoice choice{.source = QStringLiteral("a file")};
    choice.inputs.push_back({{1, 2, 3}, "a file"});
    m_session->setAnchor(choice);
    QTRY_COMPARE(m_runs.load(), 2);
    QCOMPARE(started.size(), 2);
    QCOMPARE(finished.size(), 0); // what the first run saw under no anchor is no result
    m_session->cancel();
    QTRY_COMPARE(finished.size(), 1);
}

void TestLedgerSession::newsAreRelayedAndMerged()
{
    m_ledger->onVerify = [](const VerifyOptions&, const std::stop_token& stop, const VerifyObserver& observer) {
        observer.range({1, 10, Verdict::Passed, {}});
        observer.range({11, 20, Verdict::Passed, {}});
        observer.range({21, 30, Verdict::Failed, "ROOT_MISMATCH"});
        observer.finding({.id = "a", .severity = Severity::Fault, .reason = "ROOT_MISMATCH"});
        while (!stop.stop_requested()) std::this_thread::yield();
    };
    std::vector<RangeVerdict> ranges;
    std::vector<Finding> findings;
    connect(m_session.get(), &LedgerSession::rangesChanged, this, [&ranges](const auto& news) { ranges = news; });
    connect(m_session.get(), &LedgerSession::findingsAdded, this,
            [&findings](const auto& news) { findings.insert(findings.end(), news.begin(), news.end()); });
    m_session->start();
    QTRY_COMPARE(ranges.size(), 2u);
    QCOMPARE(ranges[0], (RangeVerdict{1, 20, Verdict::Passed, {}}));
    QTRY_COMPARE(findings.size(), 1u);
    m_session->cancel();
    QTRY_COMPARE(m_session->state(), State::Finished);
    QCOMPARE(findings.size(), 1u);
}

QTEST_MAIN(TestLedgerSession)
#include "tst_ledger_session.moc"
