#include "app/cli/console.h"
#include "app/cli/interrupt.h"

#include <QTest>

#include <sstream>

#include <condition_variable>
#include <csignal>
#include <mutex>

#include <sys/wait.h>
#include <unistd.h>

using namespace countersign;

class TestCliConsole final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysHowFarItIs_data();
    void saysHowFarItIs();
    void rewritesAtMostTenTimesASecond();
    void writesFewLinesWhenNobodyWatches();
    void takesTheLineAwayBeforeAMessage();
    void staysQuiet();
    void firstSignalAsksForAStop();
    void secondSignalEndsAtOnce();
};

void TestCliConsole::saysHowFarItIs_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<int>("done");
    QTest::addColumn<int>("total");
    QTest::addColumn<QString>("expected");
    QTest::newRow("half") << 10.0 << 500'000'000 << 1'000'000'000
                          << QStringLiteral("Verifying 50 %, 7 transactions, 500.0 MB, 50.0 MB/s, 10 s left");
    QTest::newRow("unknown end") << 10.0 << 5000 << 0 << QStringLiteral("Verifying, 7 transactions, 5.0 kB, 500 B/s");
    QTest::newRow("no time passed") << 0.0 << 5000 << 10000 << QStringLiteral("Verifying 50 %, 7 transactions, 5.0 kB");
    QTest::newRow("nothing done") << 5.0 << 0 << 10000 << QStringLiteral("Verifying 0 %, 7 transactions, 0 B");
    QTest::newRow("more than there was") << 1.0 << 2000 << 1000
                                         << QStringLiteral("Verifying 100 %, 7 transactions, 2.0 kB, 2.0 kB/s");
}

void TestCliConsole::saysHowFarItIs()
{
    QFETCH(double, seconds);
    QFETCH(int, done);
    QFETCH(int, total);
    QFETCH(QString, expected);
    const std::string text = progressText({"verify", std::uint64_t(done), std::uint64_t(total), 7, seconds});
    QCOMPARE(QString::fromStdString(text), expected);
}

void TestCliConsole::rewritesAtMostTenTimesASecond()
{
    std::ostringstream out, err;
    Console console(out, err, {}, {true, false, 20});
    for (int i = 0; i < 1000; ++i) console.progress({"verify", 1, 2, 3, i / 1000.0});
    const std::string text = err.str();
    const auto times = std::ranges::count(text, '\r');
    QVERIFY2(times >= 9 && times <= 11, std::to_string(times).c_str());
    QVERIFY(text.find('\n') == std::string::npos);
    QVERIFY(text.starts_with("\rVerifying 50 %, 3 t\x1b[K"));
    console.endProgress();
    QVERIFY(err.str().ends_with("\r\x1b[K"));
    QCOMPARE(out.str(), std::string());
}

void TestCliConsole::writesFewLinesWhenNobodyWatches()
{
    std::ostringstream out, err;
    Console console(out, err, {}, {false, false, 80});
    for (int i = 0; i < 120; ++i) console.progress({"verify", 1, 2, 3, i / 10.0});
    console.endProgress();
    QCOMPARE(std::ranges::count(err.str(), '\n'), std::ptrdiff_t(2));
    QVERIFY(err.str().find('\r') == std::string::npos);
}

void TestCliConsole::takesTheLineAwayBeforeAMessage()
{
    std::ostringstream out, err;
    Console console(out, err, {}, {true, false, 80});
    console.progress({"verify", 1, 2, 3, 0});
    console.error("a\x1b[31mb");
    QVERIFY(err.str().ends_with("\r\x1b[Kcountersign-cli: a\\x1b[31mb\n"));
}

void TestCliConsole::staysQuiet()
{
    std::ostringstream out, err;
    Console console(out, err, {}, {true, false, 80});
    console.setQuiet(true);
    console.progress({"verify", 1, 2, 3, 0});
    console.log("log");
    console.endProgress();
    QCOMPARE(err.str(), std::string());
    console.error("error");
    QVERIFY(!err.str().empty());
}

void TestCliConsole::firstSignalAsksForAStop()
{
    for (const int signal : {SIGINT, SIGTERM}) {
        std::mutex mutex;
        std::condition_variable changed;
        bool told = false;
        InterruptWatch watch([&] {
            const std::lock_guard lock(mutex);
            told = true;
            changed.notify_all();
        });
        QVERIFY(!watch.token().stop_requested());
        ::raise(signal);
        std::unique_lock lock(mutex);
        QVERIFY(changed.wait_for(lock, std::chrono::seconds(30), [&] { return told; }));
        QVERIFY(watch.token().stop_requested());
    }
}

void TestCliConsole::secondSignalEndsAtOnce()
{
    const pid_t child = ::fork();
    if (child == 0) {
        InterruptWatch watch([] {});
        ::raise(SIGINT);
        ::raise(SIGINT);
        ::_exit(99);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 130);
}

QTEST_APPLESS_MAIN(TestCliConsole)
#include "tst_cli_console.moc"
