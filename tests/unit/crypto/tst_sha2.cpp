#include "core/base/hex.h"
#include "core/crypto/sha2.h"

#include <QTest>
#include <openssl/evp.h>

using namespace countersign;
using namespace countersign::crypto;

class TestSha2 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownAnswers_data();
    void knownAnswers();
    void partsAreConcatenated();
    void pairIsTheHashOfBoth();
    void everyLengthAgreesWithTheGeneralInterface();
};

void TestSha2::knownAnswers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("sha256");
    QTest::addColumn<QByteArray>("sha384");
    QTest::newRow("empty") << QByteArray("")
                           << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                           << QByteArray("38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
                                         "274edebfe76f65fbd51ad2f14898b95b");
    QTest::newRow("abc") << QByteArray("abc")
                         << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                         << QByteArray("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                                       "8086072ba1e7cc2358baeca134c825a7");
}

void TestSha2::knownAnswers()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, sha256);
    QFETCH(QByteArray, sha384);
    const std::string input = text.toStdString();
    QCOMPARE(toHex(crypto::sha256(bytesOf(input))), sha256.toStdString());
    QCOMPARE(toHex(hashOf(HashAlgorithm::Sha256, bytesOf(input))), sha256.toStdString());
    QCOMPARE(toHex(hashOf(HashAlgorithm::Sha384, bytesOf(input))), sha384.toStdString());
}

void TestSha2::partsAreConcatenated()
{
    const Digest whole = sha256(bytesOf("one two three"));
    QVERIFY(sha256({bytesOf("one"), bytesOf(" two"), bytesOf(" three")}) == whole);
    QVERIFY(sha256({bytesOf(""), bytesOf("one two three"), Bytes()}) == whole);
    QVERIFY(sha256(std::initializer_list<Bytes>{}) == sha256(bytesOf("")));
}

void TestSha2::pairIsTheHashOfBoth()
{
    Digest left = sha256(bytesOf("left"));
    Digest right = sha256(bytesOf("right"));
    for (int i = 0; i < 50; ++i) {
        const Digest pair = sha256Pair(left, right);
        QVERIFY(pair == sha256({Bytes(left), Bytes(right)}));
        QVERIFY(pair != sha256Pair(right, left));
        left = right;
        right = pair;
    }
}

void TestSha2::everyLengthAgreesWithTheGeneralInterface()
{
    ByteVector bytes;
    for (int length = 0; length < 700; ++length) {
        for (const auto& [algorithm, name] :
             {std::pair(HashAlgorithm::Sha256, "SHA256"), std::pair(HashAlgorithm::Sha384, "SHA384"),
              std::pair(HashAlgorithm::Sha512, "SHA512")}) {
            ByteVector expected(64);
            unsigned size = 0;
            QCOMPARE(
                EVP_Digest(bytes.data(), bytes.size(), expected.data(), &size, EVP_get_digestbyname(name), nullptr), 1);
            expected.resize(size);
            QVERIFY(hashOf(algorithm, bytes) == expected);
        }
        bytes.push_back(static_cast<std::uint8_t>(length * 31));
    }
}

QTEST_APPLESS_MAIN(TestSha2)
#include "tst_sha2.moc"
