#include "core/base/utc_time.h"

#include <QTest>

using namespace countersign;

class TestUtcTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data();
    void roundTrips();
    void aDayIsItsMidnight();
    void refuses_data();
    void refuses();
};

void TestUtcTime::roundTrips_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("epoch") << qint64{0} << QByteArray("1970-01-01T00:00:00Z");
    QTest::newRow("before the epoch") << qint64{-1} << QByteArray("1969-12-31T23:59:59Z");
    QTest::newRow("leap day") << qint64{951'782'400} << QByteArray("2000-02-29T00:00:00Z");
    QTest::newRow("past 2038") << qint64{4'102'444'800} << QByteArray("2100-01-01T00:00:00Z");
    QTest::newRow("first") << qint64{-62'167'219'200} << QByteArray("0000-01-01T00:00:00Z");
    QTest::newRow("last") << qint64{253'402'300'799} << QByteArray("9999-12-31T23:59:59Z");
    QTest::newRow("past the last") << qint64{253'402'300'800} << QByteArray("@253402300800");
    QTest::newRow("least") << std::numeric_limits<qint64>::min() << QByteArray("@-9223372036854775808");
    QTest::newRow("greatest") << std::numeric_limits<qint64>::max() << QByteArray("@9223372036854775807");
}

void TestUtcTime::roundTrips()
{
    QFETCH(qint64, seconds);
    QFETCH(QByteArray, text);
    QCOMPARE(toIso8601(UtcTime{seconds}), text.toStdString());
    const auto parsed = parseIso8601(text.toStdString());
    QVERIFY(parsed);
    QCOMPARE(qint64{parsed->seconds}, seconds);
}

void TestUtcTime::aDayIsItsMidnight()
{
    QCOMPARE(toIso8601(parseIso8601("2026-11-12").value()), std::string("2026-11-12T00:00:00Z"));
}

void TestUtcTime::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             "2026",
                             "2026-13-01",
                             "2026-00-10",
                             "2026-02-29",
                             "2026-11-31",
                             "2026-11-12T24:00:00Z",
                             "2026-11-12T09:60:00Z",
                             "2026-11-12T09:14:60Z",
                             "2026-11-12T09:14:00",
                             "2026-11-12 09:14:00Z",
                             "2026-11-12T09:14:00+01:00",
                             "-026-11-12",
                             "2026-1-12",
                             "2026-11-12Z",
                             "@",
                             "@12x",
                             "@9223372036854775808",
                             "2026-11-12T09:14:00Zx",
                             "2026/11/12"})
        QTest::newRow(*text ? text : "nothing") << QByteArray(text);
}

void TestUtcTime::refuses()
{
    QFETCH(QByteArray, text);
    const auto parsed = parseIso8601(text.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Malformed);
}

QTEST_APPLESS_MAIN(TestUtcTime)
#include "tst_utc_time.moc"
