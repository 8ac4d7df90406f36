#include "core/ccf/client/service_clock.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;

/// What can be known of a service's time, and what follows from it.
class TestServiceClock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDates_data();
    void readsDates();
    void judgesTheClock_data();
    void judgesTheClock();
};

void TestServiceClock::readsDates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("modern form") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << QByteArray("1994-11-06T08:49:37Z");
    QTest::newRow("another month") << QByteArray("Sun, 22 Feb 2026 00:00:00 GMT") << QByteArray("2026-02-22T00:00:00Z");
    for (const char* bad : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET",
                            "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 31 Feb 2026 00:00:00 GMT"})
        QTest::newRow(bad) << QByteArray(bad) << QByteArray();
}

void TestServiceClock::readsDates()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, expected);
    const auto time = httpDate(text.toStdString());
    QCOMPARE(time ? QByteArray::fromStdString(toIso8601(*time)) : QByteArray(), expected);
}

void TestServiceClock::judgesTheClock_data()
{
    QTest::addColumn<qint64>("now");
    QTest::addColumn<bool>("tells");
    QTest::addColumn<int>("standing");
    const auto row = [](const char* name, qint64 now, bool tells, ClockStanding standing) {
        QTest::newRow(name) << now << tells << static_cast<int>(standing);
    };
    row("long after all certificates began", 9'000'000, false, ClockStanding::Plausible);
    row("just before they began", 999'900, false, ClockStanding::Plausible);
    row("well before they began", 999'000, false, ClockStanding::Behind);
    row("as the service tells", 2'000'060, true, ClockStanding::Plausible);
    row("behind what it tells", 1'999'000, true, ClockStanding::Behind);
    row("ahead of what it tells", 2'000'200, true, ClockStanding::Ahead);
}

void TestServiceClock::judgesTheClock()
{
    QFETCH(const qint64, now);
    QFETCH(const bool, tells);
    const ClockReading reading{tells ? std::optional(UtcTime{2'000'000}) : std::nullopt, UtcTime{1'000'000}};
    QTEST(static_cast<int>(standingOf(reading, UtcTime{now})), "standing");
}

QTEST_GUILESS_MAIN(TestServiceClock)
#include "tst_service_clock.moc"
