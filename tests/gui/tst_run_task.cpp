#include "ui/tasks/run_task.h"

#include <QSemaphore>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

using countersign::ui::runTask;

namespace {

// Blocks until the token is asked to stop.
void waitForStop(const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait(lock, stop, [] { return false; });
}

} // namespace

class TestRunTask final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversOnTheThreadOfTheContext();
    void deliversWhatCanOnlyBeMoved();
    void deliversNothingForWorkWithoutResult();
    void contextThatDiesStopsTheWork();
    void contextThatDiesAfterTheWorkHearsNothing();
    void stopSourceReachesTheWork();
};

void TestRunTask::deliversOnTheThreadOfTheContext()
{
    QThreadPool pool;
    QObject context;
    QThread* worked = nullptr;
    QThread* delivered = nullptr;
    int result = 0;
    runTask(pool, &context,
            [&worked](std::stop_token) {
                worked = QThread::currentThread();
                return 42;
            },
            [&](int value) {
                delivered = QThread::currentThread();
                result = value;
            });
    QCOMPARE(result, 0); // not before the event loop runs again
    QTRY_COMPARE(result, 42);
    QCOMPARE(delivered, QThread::currentThread());
    QVERIFY(worked != delivered);
}

void TestRunTask::deliversWhatCanOnlyBeMoved()
{
    QThreadPool pool;
    QObject context;
    std::unique_ptr<int> result;
    runTask(pool, &context, [](std::stop_token) { return std::make_unique<int>(7); },
            [&result](std::unique_ptr<int> value) { result = std::move(value); });
    QTRY_VERIFY(result);
    QCOMPARE(*result, 7);
}

void TestRunTask::deliversNothingForWorkWithoutResult()
{
    QThreadPool pool;
    QObject context;
    bool done = false;
    runTask(pool, &context, [](std::stop_token) {}, [&done] { done = true; });
    QTRY_VERIFY(done);
}

void TestRunTask::contextThatDiesStopsTheWork()
{
    QThreadPool pool;
    auto context = std::make_unique<QObject>();
    QSemaphore started;
    std::atomic<bool> stopped = false;
    bool done = false;
    runTask(pool, context.get(),
            [&](std::stop_token stop) {
                started.release();
                waitForStop(stop);
                stopped = true;
                return 1;
            },
            [&done](int) { done = true; });
    started.acquire();
    QVERIFY(!stopped);
    context.reset();
    QVERIFY(pool.waitForDone(10'000)); // it would never end if it had not been asked to stop
    QVERIFY(stopped);
    QCoreApplication::processEvents();
    QVERIFY(!done);
}

void TestRunTask::contextThatDiesAfterTheWorkHearsNothing()
{
    QThreadPool pool;
    auto context = std::make_unique<QObject>();
    bool done = false;
    runTask(pool, context.get(), [](std::stop_token) { return 1; }, [&done](int) { done = true; });
    QVERIFY(pool.waitForDone(10'000)); // the answer is on its way, but not delivered
    context.reset();
    QCoreApplication::processEvents();
    QVERIFY(!done);
}

void TestRunTask::stopSourceReachesTheWork()
{
    QThreadPool pool;
    QObject context;
    int result = 0;
    std::stop_source stop = runTask(pool, &context,
                                    [](std::stop_token token) {
                                        waitForStop(token);
                                        return token.stop_requested() ? 1 : 2;
                                    },
                                    [&result](int value) { result = value; });
    stop.request_stop();
    QTRY_COMPARE(result, 1);
}

QTEST_GUILESS_MAIN(TestRunTask)
#include "tst_run_task.moc"
