#include "core/base/hex.h"

#include <QTest>

using namespace countersign;

class TestHex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyByteRoundTrips();
    void acceptsUpperCaseOnlyWhenAsked();
    void refuses_data();
    void refuses();
    void digestHasExactly64LowerCaseDigits();
};

void TestHex::everyByteRoundTrips()
{
    ByteVector bytes(256);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
    const std::string text = toHex(bytes);
    QCOMPARE(text.substr(0, 6), std::string("000102"));
    QCOMPARE(text.substr(508), std::string("feff"));
    const auto parsed = fromHex(text);
    QVERIFY(parsed);
    QVERIFY(*parsed == bytes);
}

void TestHex::acceptsUpperCaseOnlyWhenAsked()
{
    QVERIFY(!fromHex("AB"));
    const auto parsed = fromHex("aB", HexCase::Any);
    QVERIFY(parsed);
    QCOMPARE(int(parsed->at(0)), 0xab);
}

void TestHex::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("odd length") << QByteArray("abc");
    QTest::newRow("letter beyond f") << QByteArray("0g");
    QTest::newRow("prefix") << QByteArray("0x12");
    QTest::newRow("space") << QByteArray("0 ");
    QTest::newRow("sign") << QByteArray("-1");
    QTest::newRow("NUL") << QByteArray("0\0", 2);
}

void TestHex::refuses()
{
    QFETCH(QByteArray, text);
    const auto parsed = fromHex(text.toStdString(), HexCase::Any);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Malformed);
}

void TestHex::digestHasExactly64LowerCaseDigits()
{
    QVERIFY(digestFromHex(std::string(64, 'a')));
    QVERIFY(!digestFromHex(std::string(64, 'A')));
    QVERIFY(!digestFromHex(std::string(62, 'a')));
    QVERIFY(!digestFromHex(std::string(66, 'a')));
    QVERIFY(!digestFromHex(""));
}

QTEST_APPLESS_MAIN(TestHex)
#include "tst_hex.moc"
