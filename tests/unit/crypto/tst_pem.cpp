#include "core/crypto/pem.h"

#include <QTest>

using namespace countersign;
using namespace countersign::crypto;

namespace {

const std::string kBlock = toPem("THING", bytesOf(std::string(100, 'x')));

} // namespace

class TestPem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTripsEveryLength();
    void toleratesWhiteSpaceAndNuls();
    void textAroundIsForBundles();
    void countsBlocks();
    void refuses_data();
    void refuses();
};

void TestPem::roundTripsEveryLength()
{
    for (std::size_t length = 0; length < 200; ++length) {
        const ByteVector der(length, 0xa5);
        const auto blocks = parsePem(toPem("A B", der), PemSurroundings::Blank, 1);
        QVERIFY(blocks);
        QCOMPARE(blocks->size(), std::size_t{1});
        QCOMPARE(blocks->at(0).label, std::string("A B"));
        QVERIFY(blocks->at(0).der == der);
    }
}

void TestPem::toleratesWhiteSpaceAndNuls()
{
    std::string text = " \r\n" + kBlock + std::string(3, '\0') + "\n";
    QVERIFY(parsePem(text, PemSurroundings::Blank, 1));
    for (auto at = text.find('\n', 5); at != text.npos; at = text.find('\n', at + 2)) text.replace(at, 1, "\r\n");
    QVERIFY(parsePem(text, PemSurroundings::Blank, 1));
    QVERIFY(parsePem("", PemSurroundings::Blank, 1)->empty());
}

void TestPem::textAroundIsForBundles()
{
    for (const std::string& text : {"x" + kBlock, kBlock + "x", kBlock + "# next\n" + kBlock}) {
        QCOMPARE(parsePem(text, PemSurroundings::Blank, 9).error().code, ErrorCode::Malformed);
        QVERIFY(parsePem(text, PemSurroundings::AnyText, 9));
    }
}

void TestPem::countsBlocks()
{
    QCOMPARE(parsePem(kBlock + kBlock, PemSurroundings::Blank, 2)->size(), std::size_t{2});
    QCOMPARE(parsePem(kBlock + kBlock, PemSurroundings::Blank, 1).error().code, ErrorCode::LimitExceeded);
}

void TestPem::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no end") << QByteArray("-----BEGIN A-----\nAAAA\n");
    QTest::newRow("another end") << QByteArray("-----BEGIN A-----\nAAAA\n-----END B-----\n");
    QTest::newRow("begin in place of end") << QByteArray("-----BEGIN A-----\nAAAA\n-----BEGIN A-----\n");
    QTest::newRow("begin cut off") << QByteArray("-----BEGIN A");
    QTest::newRow("label of several lines, endless") << QByteArray("-----BEGIN ") + QByteArray(500, 'A') + "-----";
    QTest::newRow("not base64") << QByteArray("-----BEGIN A-----\nAA!A\n-----END A-----\n");
    QTest::newRow("padding left out") << QByteArray("-----BEGIN A-----\nAA\n-----END A-----\n");
    QTest::newRow("headers") << QByteArray("-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END A-----\n");
    QTest::newRow("NUL in the body") << QByteArray("-----BEGIN A-----\nAA\0A\n-----END A-----\n", 40);
}

void TestPem::refuses()
{
    QFETCH(QByteArray, text);
    for (const auto surroundings : {PemSurroundings::Blank, PemSurroundings::AnyText}) {
        const auto blocks = parsePem(text.toStdString(), surroundings, 9);
        QVERIFY(!blocks);
        QCOMPARE(blocks.error().code, ErrorCode::Malformed);
    }
}

QTEST_APPLESS_MAIN(TestPem)
#include "tst_pem.moc"
