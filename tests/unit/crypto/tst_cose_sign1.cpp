#include "core/crypto/cose_sign1.h"

#include "core/base/hex.h"
#include "core/crypto/certificate.h"
#include "core/crypto/merkle.h"
#include "core/crypto/private_key.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace countersign;
using namespace countersign::crypto;

namespace {

HashAlgorithm hashFor(std::int64_t algorithm)
{
    if (algorithm == kCoseEs512) return HashAlgorithm::Sha512;
    return algorithm == kCoseEs384 ? HashAlgorithm::Sha384 : HashAlgorithm::Sha256;
}

ByteVector header(std::int64_t algorithm)
{
    CborWriter writer;
    writer.map(1).integer(1).integer(algorithm);
    return writer.bytes();
}

ByteVector message(Bytes protectedBytes, const std::optional<Bytes>& payload, Bytes signature)
{
    CborWriter writer;
    writer.tag(18).array(4).byteString(protectedBytes).map(0);
    payload ? writer.byteString(*payload) : writer.null();
    return writer.byteString(signature).bytes();
}

ByteVector signedMessage(const PrivateKey& key, std::int64_t algorithm, Bytes payload, bool detached = false)
{
    const ByteVector protectedBytes = header(algorithm);
    const auto signature = key.signDigestRaw(hashOf(hashFor(algorithm), sigStructure(protectedBytes, payload))).value();
    return message(protectedBytes, detached ? std::nullopt : std::optional(payload), signature);
}

/// The Merkle root that one inclusion proof of a COSE receipt leads to.
Digest rootOf(const CborValue& proof)
{
    const CborValue& leaf = *proof.find(1);
    const Digest evidence = sha256(leaf.items.at(1).string);
    Digest root = sha256({leaf.items.at(0).string, Bytes(evidence), leaf.items.at(2).string});
    for (const CborValue& step : proof.find(2)->items) {
        MerklePathStep next{step.items.at(0).number == 1, {}};
        std::ranges::copy(step.items.at(1).asBytes().value(), next.sibling.begin());
        root = rootFromPath(root, std::span(&next, 1));
    }
    return root;
}

const Bytes kPayload = bytesOf("what was signed");

} // namespace

class TestCoseSign1 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holds_data();
    void holds();
    void anyChangedByteIsRefused();
    void algorithmMustFitTheCurve();
    void payloadMustBeThereOnce();
    void refuses_data();
    void refuses();
    void critIsHeeded();
    void sigStructureIsAsInTheStandard();
    void ledgerSignaturesParse();
    void receiptsHoldUnderTheirService();
};

void TestCoseSign1::holds_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("algorithm");
    QTest::newRow("ES256") << static_cast<int>(KeyKind::P256) << int{kCoseEs256};
    QTest::newRow("ES384") << static_cast<int>(KeyKind::P384) << int{kCoseEs384};
    QTest::newRow("ES512") << static_cast<int>(KeyKind::P521) << int{kCoseEs512};
}

void TestCoseSign1::holds()
{
    QFETCH(int, kind);
    QFETCH(int, algorithm);
    const auto key = PrivateKey::generate(static_cast<KeyKind>(kind)).value();
    const auto stranger = PrivateKey::generate(static_cast<KeyKind>(kind)).value();
    const ByteVector embedded = signedMessage(key, algorithm, kPayload);
    const auto parsed = CoseSign1::parse(embedded);
    QVERIFY(parsed);
    QCOMPARE(parsed->algorithm, std::int64_t{algorithm});
    QVERIFY(parsed->holds(key.publicKey()).value());
    QVERIFY(!parsed->holds(stranger.publicKey()).value());

    const ByteVector detached = signedMessage(key, algorithm, kPayload, true);
    const auto alone = CoseSign1::parse(detached);
    QVERIFY(alone);
    QVERIFY(!alone->payload);
    QVERIFY(alone->holds(key.publicKey(), kPayload).value());
    QVERIFY(!alone->holds(key.publicKey(), bytesOf("another payload")).value());
    QVERIFY(!alone->holds(key.publicKey(), Bytes()).value());
}

void TestCoseSign1::anyChangedByteIsRefused()
{
    const auto key = PrivateKey::generate(KeyKind::P256).value();
    const ByteVector good = signedMessage(key, kCoseEs256, kPayload);
    for (std::size_t i = 0; i < good.size(); ++i)
        for (unsigned bit = 0; bit < 8; ++bit) {
            ByteVector bad = good;
            bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1u << bit));
            const auto parsed = CoseSign1::parse(bad);
            const bool held = parsed && parsed->holds(key.publicKey()).value_or(false);
            QVERIFY2(!held, std::to_string(i).c_str());
        }
    for (std::size_t length = 0; length < good.size(); ++length) QVERIFY(!CoseSign1::parse(Bytes(good).first(length)));
}

void TestCoseSign1::algorithmMustFitTheCurve()
{
    const auto p256 = PrivateKey::generate(KeyKind::P256).value();
    const auto p384 = PrivateKey::generate(KeyKind::P384).value();
    const ByteVector crossed = signedMessage(p384, kCoseEs256, kPayload);
    QVERIFY(!CoseSign1::parse(crossed)->holds(p384.publicKey()).value());
    const ByteVector other = signedMessage(p256, kCoseEs384, kPayload);
    QVERIFY(!CoseSign1::parse(other)->holds(p256.publicKey()).value());
    const ByteVector unknown = signedMessage(p256, -8, kPayload);
    QCOMPARE(CoseSign1::parse(unknown)->holds(p256.publicKey()).error().code, ErrorCode::Unsupported);
}

void TestCoseSign1::payloadMustBeThereOnce()
{
    const auto key = PrivateKey::generate(KeyKind::P256).value();
    const ByteVector embedded = signedMessage(key, kCoseEs256, kPayload);
    QCOMPARE(CoseSign1::parse(embedded)->holds(key.publicKey(), kPayload).error().code, ErrorCode::Malformed);
    const ByteVector detached = signedMessage(key, kCoseEs256, kPayload, true);
    QCOMPARE(CoseSign1::parse(detached)->holds(key.publicKey()).error().code, ErrorCode::Malformed);
    const ByteVector empty = signedMessage(key, kCoseEs256, Bytes());
    QVERIFY(CoseSign1::parse(empty)->holds(key.publicKey()).value());
}

void TestCoseSign1::refuses_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("no tag") << QByteArray("8443a10126a0f640");
    QTest::newRow("another tag") << QByteArray("d18443a10126a0f640");
    QTest::newRow("two tags") << QByteArray("d2d28443a10126a0f640");
    QTest::newRow("three parts") << QByteArray("d28343a10126a0f6");
    QTest::newRow("five parts") << QByteArray("d28543a10126a0f64040");
    QTest::newRow("no array") << QByteArray("d2a0");
    QTest::newRow("protected header is a map") << QByteArray("d284a10126a0f640");
    QTest::newRow("protected header holds no map") << QByteArray("d2844101a0f640");
    QTest::newRow("protected header holds two items") << QByteArray("d28444a1012600a0f640");
    QTest::newRow("protected header empty") << QByteArray("d28440a0f640");
    QTest::newRow("protected header without algorithm") << QByteArray("d28441a0a0f640");
    QTest::newRow("unprotected header no map") << QByteArray("d28443a1012680f640");
    QTest::newRow("algorithm unprotected") << QByteArray("d28440a10126f640");
    QTest::newRow("algorithm in both") << QByteArray("d28443a10126a10126f640");
    QTest::newRow("algorithm is text") << QByteArray("d28448a101654553323536a0f640");
    QTest::newRow("key id in both") << QByteArray("d28446a20126044131a1044132f640");
    QTest::newRow("text label in both") << QByteArray("d28446a20126616101a1616102f640");
    QTest::newRow("label twice") << QByteArray("d28445a201260126a0f640");
    QTest::newRow("label is bytes") << QByteArray("d28446a20126413101a0f640");
    QTest::newRow("payload is text") << QByteArray("d28443a10126a06040");
    QTest::newRow("signature is nil") << QByteArray("d28443a10126a0f6f6");
    QTest::newRow("bytes after it") << QByteArray("d28443a10126a0f64000");
}

void TestCoseSign1::refuses()
{
    QFETCH(QByteArray, hex);
    const ByteVector bytes = fromHex(hex.toStdString()).value();
    const auto parsed = CoseSign1::parse(bytes);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::Malformed);
    const ByteVector good = fromHex("d28443a10126a0f640").value();
    QVERIFY(CoseSign1::parse(good));
}

void TestCoseSign1::critIsHeeded()
{
    CborWriter writer;
    writer.map(3)
        .integer(1)
        .integer(kCoseEs256)
        .integer(2)
        .array(2)
        .textString("a")
        .integer(1)
        .textString("a")
        .integer(0);
    const ByteVector critical = message(writer.bytes(), kPayload, {});
    QCOMPARE(CoseSign1::parse(critical).error().code, ErrorCode::Unsupported);
    QCOMPARE(CoseSign1::parse(critical, {}, {"b"}).error().code, ErrorCode::Unsupported);
    QVERIFY(CoseSign1::parse(critical, {}, {"b", "a"}));

    const auto refused = [](const char* hex) {
        const ByteVector bytes = fromHex(hex).value();
        const auto parsed = CoseSign1::parse(bytes, {}, {"a"});
        return !parsed && parsed.error().code == ErrorCode::Malformed;
    };
    QVERIFY2(refused("d28445a201260280a0f640"), "empty");
    QVERIFY2(refused("d28445a201260200a0f640"), "no list");
    QVERIFY2(refused("d28447a2012602816161a0f640"), "label that is not there");
    QVERIFY2(refused("d28443a10126a1028101f640"), "crit unprotected");
}

void TestCoseSign1::sigStructureIsAsInTheStandard()
{
    QCOMPARE(toHex(sigStructure(header(kCoseEs256), bytesOf("x"))),
             std::string("846a5369676e61747572653143a10126404178"));
}

void TestCoseSign1::ledgerSignaturesParse()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto files = test::filesBelow(test::vectorsFolder() / "ccf-network" / "receipts", ".signature.cose");
    QVERIFY(!files.empty());
    for (const auto& file : files) {
        const ByteVector bytes = test::contentOf(file);
        const auto parsed = CoseSign1::parse(bytes);
        QVERIFY2(parsed, file.c_str());
        QCOMPARE(parsed->algorithm, kCoseEs384);
        QVERIFY(!parsed->payload);
        QCOMPARE(parsed->signature.size(), std::size_t{96});
        QCOMPARE(parsed->protectedHeader.find(395)->asInt().value(), std::int64_t{2});
    }
}

void TestCoseSign1::receiptsHoldUnderTheirService()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto folder = test::vectorsFolder() / "ccf-network" / "receipts";
    const auto key = [&](const char* name) {
        return Certificate::fromPem(textOf(test::contentOf(folder / name))).value().publicKey();
    };
    const PublicKey first = key("service-1-renewed.pem");
    const PublicKey second = key("service-2-after-recovery.pem");
    for (const auto& file : test::filesBelow(folder, ".receipt.cose")) {
        const bool isSecond = file.parent_path().filename() == "2-second-service";
        const ByteVector bytes = test::contentOf(file);
        const auto receipt = CoseSign1::parse(bytes);
        QVERIFY2(receipt, file.c_str());
        const Bytes proofBytes = receipt->unprotectedHeader.find(396)->find(-1)->items.at(0).string;
        Digest root = rootOf(parseCbor(proofBytes).value());
        QVERIFY2(receipt->holds(isSecond ? second : first, Bytes(root)).value(), file.c_str());
        QVERIFY2(!receipt->holds(isSecond ? first : second, Bytes(root)).value(), file.c_str());
        root[0] ^= 1;
        QVERIFY2(!receipt->holds(isSecond ? second : first, Bytes(root)).value(), file.c_str());
    }
}

QTEST_APPLESS_MAIN(TestCoseSign1)
#include "tst_cose_sign1.moc"
