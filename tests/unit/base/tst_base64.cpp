#include "core/base/base64.h"

#include <QTest>

using namespace countersign;

class TestBase64 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsAndParses_data();
    void printsAndParses();
    void refuses_data();
    void refuses();
    void everyLengthRoundTrips();
};

void TestBase64::printsAndParses_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("RFC 4648: f") << QByteArray("f") << QByteArray("Zg==");
    QTest::newRow("RFC 4648: fo") << QByteArray("fo") << QByteArray("Zm8=");
    QTest::newRow("RFC 4648: foo") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("RFC 4648: foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    QTest::newRow("last two letters") << QByteArray("\xfb\xff\xbf") << QByteArray("+/+/");
}

void TestBase64::printsAndParses()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, text);
    QCOMPARE(toBase64(bytesOf(plain.toStdString())), text.toStdString());
    const auto parsed = fromBase64(text.toStdString());
    QVERIFY(parsed);
    QCOMPARE(std::string(textOf(*parsed)), plain.toStdString());
}

void TestBase64::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no padding") << QByteArray("Zg");
    QTest::newRow("half the padding") << QByteArray("Zg=");
    QTest::newRow("padding alone") << QByteArray("====");
    QTest::newRow("three paddings") << QByteArray("Z===");
    QTest::newRow("padding in the middle") << QByteArray("Zg==Zg==");
    QTest::newRow("line feed at the end") << QByteArray("Zm9v\n");
    QTest::newRow("white space instead of a letter") << QByteArray("Zm9 ");
    QTest::newRow("alphabet of URLs") << QByteArray("-_-_");
    QTest::newRow("unused bits, one byte") << QByteArray("Zh==");
    QTest::newRow("unused bits, two bytes") << QByteArray("Zm9=");
    QTest::newRow("NUL") << QByteArray("Zm9\0", 4);
    QTest::newRow("high byte") << QByteArray("Zm9\xff");
}

void TestBase64::refuses()
{
    QFETCH(QByteArray, text);
    const auto parsed = fromBase64(text.toStdString());
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Malformed);
}

void TestBase64::everyLengthRoundTrips()
{
    ByteVector bytes;
    for (int length = 0; length < 200; ++length) {
        const auto parsed = fromBase64(toBase64(bytes));
        QVERIFY(parsed);
        QVERIFY(*parsed == bytes);
        bytes.push_back(static_cast<std::uint8_t>(length * 89 + 7));
    }
}

QTEST_APPLESS_MAIN(TestBase64)
#include "tst_base64.moc"
