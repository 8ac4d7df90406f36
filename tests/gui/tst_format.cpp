#include "ui/common/format.h"
#include "ui/common/redact.h"

#include <QTest>
#include <QTimeZone>

using namespace countersign::ui;

class TestFormat final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sizes_data();
    void sizes();
    void countsAreGrouped();
    void sharesNeverRoundUp();
    void durations();
    void times();
    void ages();
    void ids();
    void secretsAreRemoved_data();
    void secretsAreRemoved();
    void harmlessTextIsKept();
};

void TestFormat::sizes_data()
{
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << quint64(0) << QStringLiteral("0 bytes");
    QTest::newRow("one") << quint64(1) << QStringLiteral("1 byte");
    QTest::newRow("below") << quint64(1023) << QStringLiteral("1,023 bytes");
    QTest::newRow("KiB") << quint64(1024) << QStringLiteral("1.0 KiB");
    QTest::newRow("not 1024.0 KiB") << quint64(1024 * 1024 - 1) << QStringLiteral("1.0 MiB");
    QTest::newRow("GiB") << quint64(10) * 1024 * 1024 * 1024 << QStringLiteral("10.0 GiB");
    QTest::newRow("most") << ~quint64(0) << QStringLiteral("16.0 EiB");
}

void TestFormat::sizes()
{
    QFETCH(quint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(formatBytes(bytes, QLocale(QLocale::English)), text);
}

void TestFormat::countsAreGrouped()
{
    QCOMPARE(formatCount(1204311, QLocale(QLocale::English)), QStringLiteral("1,204,311"));
    QCOMPARE(formatCount(1204311, QLocale(QLocale::German)), QStringLiteral("1.204.311"));
    QCOMPARE(formatExactBytes(2202009, QLocale(QLocale::English)), QStringLiteral("2,202,009 bytes"));
}

void TestFormat::sharesNeverRoundUp()
{
    const QLocale english(QLocale::English);
    QCOMPARE(formatShare(0.9999, english), QStringLiteral("99 %"));
    QCOMPARE(formatShare(1, english), QStringLiteral("100 %"));
    QCOMPARE(formatShare(1.2, english), QStringLiteral("100 %"));
}

void TestFormat::durations()
{
    QCOMPARE(formatDuration(0), QStringLiteral("0 s"));
    QCOMPARE(formatDuration(59.2), QStringLiteral("1 min 00 s"));
    QCOMPARE(formatDuration(200), QStringLiteral("3 min 20 s"));
    QCOMPARE(formatDuration(7500), QStringLiteral("2 h 05 min"));
}

void TestFormat::times()
{
    const QDateTime time(QDate(2026, 11, 12), QTime(9, 14), Qt::UTC);
    QCOMPARE(formatTime(time), QStringLiteral("2026-11-12T09:14:00Z"));
    QCOMPARE(formatTime({}), QString());
    const QString local = formatTime(time, TimeDisplay::Local);
    QVERIFY2(local.size() > 19, qPrintable(local)); // an offset or Z: a local time without one says nothing
    QCOMPARE(QDateTime::fromString(local, Qt::ISODate).toUTC(), time);
}

void TestFormat::ages()
{
    const QDateTime now(QDate(2026, 11, 12), QTime(9, 14), Qt::UTC);
    QCOMPARE(formatAge(now.addSecs(-5), now), QStringLiteral("just now"));
    QCOMPARE(formatAge(now.addSecs(-180), now), QStringLiteral("3 min ago"));
    QCOMPARE(formatAge(now.addDays(-3), now), QStringLiteral("3 d ago"));
    QCOMPARE(formatAge(now.addSecs(60), now), QStringLiteral("in the future"));
}

void TestFormat::ids()
{
    QCOMPARE(groupsOfFour(QStringLiteral("91ab03f2c4")), QStringLiteral("91ab 03f2 c4"));
    QCOMPARE(shortId(QStringLiteral("91ab03f2c47e")), QStringLiteral("91ab…7e"));
    QCOMPARE(shortId(QStringLiteral("91ab03f2")), QStringLiteral("91ab03f2"));
}

void TestFormat::secretsAreRemoved_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("key block") << QStringLiteral("-----BEGIN EC PRIVATE KEY-----\nHUSH\n-----END EC PRIVATE KEY-----");
    QTest::newRow("key block cut off") << QStringLiteral("-----BEGIN PRIVATE KEY-----\nHUSH\nHUSH");
    QTest::newRow("bearer") << QStringLiteral("Authorization: Bearer HUSH.a-b_c=");
    QTest::newRow("password") << QStringLiteral("opening with password=HUSH failed");
    QTest::newRow("quoted") << QStringLiteral("{\"passphrase\": \"HUSH with spaces HUSH\"}");
    QTest::newRow("pin") << QStringLiteral("PIN: HUSH");
    QTest::newRow("address") << QStringLiteral("https://user:HUSH@example.org/x");
    QTest::newRow("signed address") << QStringLiteral("https://example.org/x?sv=1&sig=HUSH&x=2");
    QTest::newRow("token") << QStringLiteral("got eyJhbGciOiJIUSH.eyJzdWIiOiJIUSH.HUSH back");
}

void TestFormat::secretsAreRemoved()
{
    QFETCH(QString, text);
    QVERIFY2(!redactSecrets(text).contains(QStringLiteral("HUSH")), qPrintable(redactSecrets(text)));
}

void TestFormat::harmlessTextIsKept()
{
    const QString text = QStringLiteral("ledger_1-14.committed@0x1f0: entry header, pinned 91ab…7e\n"
                                        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----");
    QCOMPARE(redactSecrets(text), text);
}

QTEST_MAIN(TestFormat)
#include "tst_format.moc"
