#include "core/crypto/openssl_ptr.h"
#include "core/crypto/pem.h"
#include "core/crypto/private_key.h"
#include "tests/support/vectors.h"

#include <QTest>
#include <openssl/core_names.h>
#include <openssl/pem.h>

using namespace countersign;
using namespace countersign::crypto;

namespace {

/// A DER integer as given, minimal or not.
ByteVector integer(Bytes content)
{
    ByteVector der{0x02, static_cast<std::uint8_t>(content.size())};
    der.insert(der.end(), content.begin(), content.end());
    return der;
}

ByteVector sequence(const ByteVector& a, const ByteVector& b)
{
    ByteVector der{0x30, static_cast<std::uint8_t>(a.size() + b.size())};
    der.insert(der.end(), a.begin(), a.end());
    der.insert(der.end(), b.begin(), b.end());
    return der;
}

/// Both halves of r‖s as minimal non-negative integers.
std::pair<ByteVector, ByteVector> halves(const ByteVector& raw)
{
    const auto minimal = [](Bytes bytes) {
        while (bytes.size() > 1 && bytes[0] == 0) bytes = bytes.subspan(1);
        ByteVector content = copyOf(bytes);
        if (content[0] & 0x80) content.insert(content.begin(), 0);
        return content;
    };
    const Bytes all(raw);
    return {minimal(all.first(raw.size() / 2)), minimal(all.subspan(raw.size() / 2))};
}

std::string privatePem(const PrivateKey& key, const EVP_CIPHER* cipher = nullptr, std::string_view passphrase = {})
{
    const BioPtr sink(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PKCS8PrivateKey(sink.get(), key.handle(), cipher, passphrase.data(),
                                      static_cast<int>(passphrase.size()), nullptr, nullptr)
        != 1)
        return {};
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

ByteVector explicitSpki(const PrivateKey& key)
{
    const KeyPtr copy(EVP_PKEY_dup(key.handle()));
    EVP_PKEY_set_utf8_string_param(copy.get(), OSSL_PKEY_PARAM_EC_ENCODING, OSSL_PKEY_EC_ENCODING_EXPLICIT);
    unsigned char* der = nullptr;
    const int length = i2d_PUBKEY(copy.get(), &der);
    ByteVector bytes(der, der + length);
    OPENSSL_free(der);
    return bytes;
}

const ByteVector kDigest(32, 0x42);

} // namespace

class TestKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsAndVerifies_data();
    void signsAndVerifies();
    void derIsTakenStrictly();
    void valuesOutOfRangeAreRefused();
    void rawHasTheWidthOfTheCurve();
    void rsaCannotBeAskedForEcdsa();
    void digestsOfOtherLengthsCannotBeAsked();
    void publicKeyRoundTrips();
    void publicKeyRefusals();
    void privateKeyNeverPrompts();
    void privateKeyHalvesMustMatch();
    void readsTheKeysOfTheNetwork();

private:
    PrivateKey m_p256 = PrivateKey::generate(KeyKind::P256).value();
    PrivateKey m_p384 = PrivateKey::generate(KeyKind::P384).value();
};

void TestKeys::signsAndVerifies_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("digestSize");
    for (const KeyKind kind : {KeyKind::P256, KeyKind::P384, KeyKind::P521})
        for (const int size : {32, 48, 64})
            QTest::addRow("%s, digest of %d", keyKindName(kind), size) << static_cast<int>(kind) << size;
}

void TestKeys::signsAndVerifies()
{
    QFETCH(int, kind);
    QFETCH(int, digestSize);
    const auto key = PrivateKey::generate(static_cast<KeyKind>(kind)).value();
    QCOMPARE(static_cast<int>(key.publicKey().kind()), kind);
    ByteVector digest(static_cast<std::size_t>(digestSize), 0x11);
    const auto der = key.signDigestDer(digest).value();
    const auto raw = key.signDigestRaw(digest).value();
    QVERIFY(key.publicKey().ecdsaDerHolds(digest, der).value());
    QVERIFY(key.publicKey().ecdsaRawHolds(digest, raw).value());
    QVERIFY(!key.publicKey().ecdsaDerHolds(digest, raw).value());
    QVERIFY(!key.publicKey().ecdsaRawHolds(digest, der).value());
    const auto stranger = PrivateKey::generate(static_cast<KeyKind>(kind)).value();
    QVERIFY(!stranger.publicKey().ecdsaDerHolds(digest, der).value());
    digest[0] ^= 1;
    QVERIFY(!key.publicKey().ecdsaDerHolds(digest, der).value());
    QVERIFY(!key.publicKey().ecdsaRawHolds(digest, raw).value());
}

void TestKeys::derIsTakenStrictly()
{
    const PublicKey& key = m_p384.publicKey();
    const auto raw = m_p384.signDigestRaw(kDigest).value();
    const auto [r, s] = halves(raw);
    const ByteVector good = sequence(integer(r), integer(s));
    QVERIFY(key.ecdsaDerHolds(kDigest, good).value());

    const auto holds = [&](const ByteVector& signature) { return key.ecdsaDerHolds(kDigest, signature).value(); };
    ByteVector trailing = good;
    trailing.push_back(0);
    QVERIFY2(!holds(trailing), "a byte after the signature");
    ByteVector padded = r;
    padded.insert(padded.begin(), 0);
    QVERIFY2(!holds(sequence(integer(padded), integer(s))), "an integer that is not minimal");
    ByteVector longLength = good;
    longLength.insert(longLength.begin() + 1, 0x81);
    QVERIFY2(!holds(longLength), "a length that is not minimal");
    ByteVector indefinite = good;
    indefinite[1] = 0x80;
    indefinite.insert(indefinite.end(), {0, 0});
    QVERIFY2(!holds(indefinite), "an indefinite length");
    ByteVector inside = sequence(integer(r), integer(s));
    inside.push_back(0x05);
    inside.push_back(0x00);
    inside[1] = static_cast<std::uint8_t>(inside[1] + 2);
    QVERIFY2(!holds(inside), "a third element");
    QVERIFY2(!holds({}), "nothing");
    for (std::size_t length = 0; length < good.size(); ++length)
        QVERIFY(!holds(ByteVector(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length))));
}

void TestKeys::valuesOutOfRangeAreRefused()
{
    const PublicKey& key = m_p256.publicKey();
    const auto raw = m_p256.signDigestRaw(kDigest).value();
    const auto [r, s] = halves(raw);
    const ByteVector zero{0};
    const ByteVector negative{0xff};
    BIGNUM* order = nullptr;
    QCOMPARE(EVP_PKEY_get_bn_param(key.handle(), OSSL_PKEY_PARAM_EC_ORDER, &order), 1);
    const BignumPtr owner(order);
    ByteVector n(33);
    QCOMPARE(BN_bn2binpad(order, n.data(), 33), 33);

    for (const ByteVector& bad : {zero, negative, n}) {
        QVERIFY(!key.ecdsaDerHolds(kDigest, sequence(integer(bad), integer(s))).value());
        QVERIFY(!key.ecdsaDerHolds(kDigest, sequence(integer(r), integer(bad))).value());
    }
    for (const std::size_t half : {std::size_t{0}, std::size_t{32}}) {
        ByteVector zeroed = raw;
        std::fill_n(zeroed.begin() + static_cast<std::ptrdiff_t>(half), 32, std::uint8_t{0});
        QVERIFY(!key.ecdsaRawHolds(kDigest, zeroed).value());
        ByteVector same = raw;
        std::copy_n(n.begin() + 1, 32, same.begin() + static_cast<std::ptrdiff_t>(half));
        QVERIFY(!key.ecdsaRawHolds(kDigest, same).value());
    }
}

void TestKeys::rawHasTheWidthOfTheCurve()
{
    auto raw = m_p384.signDigestRaw(kDigest).value();
    QCOMPARE(raw.size(), std::size_t{96});
    raw.push_back(0);
    QVERIFY(!m_p384.publicKey().ecdsaRawHolds(kDigest, raw).value());
    raw.resize(95);
    QVERIFY(!m_p384.publicKey().ecdsaRawHolds(kDigest, raw).value());
    QVERIFY(!m_p384.publicKey().ecdsaRawHolds(kDigest, {}).value());
    QVERIFY(!m_p384.publicKey().ecdsaRawHolds(kDigest, m_p256.signDigestRaw(kDigest).value()).value());
    QCOMPARE(PrivateKey::generate(KeyKind::P521)->signDigestRaw(kDigest)->size(), std::size_t{132});
}

void TestKeys::rsaCannotBeAskedForEcdsa()
{
    const KeyPtr rsa(EVP_RSA_gen(2048));
    const auto key = PublicKey::fromHandle(rsa.get());
    QVERIFY(key);
    QCOMPARE(key->kind(), KeyKind::Rsa);
    QCOMPARE(key->bits(), 2048);
    QCOMPARE(key->ecdsaDerHolds(kDigest, ByteVector(256)).error().code, ErrorCode::Crypto);
    QCOMPARE(key->ecdsaRawHolds(kDigest, ByteVector(256)).error().code, ErrorCode::Crypto);
    QCOMPARE(PrivateKey::generate(KeyKind::Rsa).error().code, ErrorCode::Unsupported);
    const KeyPtr koblitz(EVP_EC_gen("secp256k1"));
    QCOMPARE(PublicKey::fromHandle(koblitz.get())->ecdsaDerHolds(kDigest, {}).error().code, ErrorCode::Crypto);
}

void TestKeys::digestsOfOtherLengthsCannotBeAsked()
{
    const auto signature = m_p384.signDigestDer(kDigest).value();
    for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{31}, std::size_t{33}})
        QCOMPARE(m_p384.publicKey().ecdsaDerHolds(ByteVector(size), signature).error().code, ErrorCode::Crypto);
}

void TestKeys::publicKeyRoundTrips()
{
    const PublicKey& key = m_p384.publicKey();
    const auto fromDer = PublicKey::fromSpkiDer(key.spkiDer());
    QVERIFY(fromDer);
    QVERIFY(*fromDer == key);
    QVERIFY(fromDer->spkiDigest() == sha256(key.spkiDer()));
    QVERIFY(PublicKey::fromPem(toPem("PUBLIC KEY", key.spkiDer())).value() == key);
    QVERIFY(!(key == m_p256.publicKey()));
    QCOMPARE(key.bits(), 384);
}

void TestKeys::publicKeyRefusals()
{
    const ByteVector good = copyOf(m_p384.publicKey().spkiDer());
    ByteVector trailing = good;
    trailing.push_back(0);
    QCOMPARE(PublicKey::fromSpkiDer(trailing).error().code, ErrorCode::Malformed);
    for (std::size_t length = 0; length < good.size(); ++length)
        QVERIFY(!PublicKey::fromSpkiDer(Bytes(good).first(length)));
    ByteVector offCurve = good;
    offCurve.back() ^= 1;
    QVERIFY(!PublicKey::fromSpkiDer(offCurve));
    const auto parametric = PublicKey::fromSpkiDer(explicitSpki(m_p384));
    QVERIFY(!parametric);
    QCOMPARE(parametric.error().code, ErrorCode::Unsupported);
    QVERIFY(!PublicKey::fromPem(toPem("PUBLIC KEY", good) + toPem("PUBLIC KEY", good)));
    QVERIFY(!PublicKey::fromPem(toPem("CERTIFICATE", good)));
    QVERIFY(!PublicKey::fromPem(""));
    QVERIFY(!PublicKey::fromHandle(nullptr));
}

void TestKeys::privateKeyNeverPrompts()
{
    const std::string plain = privatePem(m_p384);
    QVERIFY(PrivateKey::fromPem(plain).value().publicKey() == m_p384.publicKey());
    QVERIFY(PrivateKey::fromPem(plain, "not needed"));

    const std::string locked = privatePem(m_p384, EVP_aes_256_cbc(), "right");
    QVERIFY(PrivateKey::fromPem(locked, "right").value().publicKey() == m_p384.publicKey());
    QCOMPARE(PrivateKey::fromPem(locked, "wrong").error().where, std::string("private key: passphrase wrong"));
    QCOMPARE(PrivateKey::fromPem(locked).error().where, std::string("private key: passphrase missing"));
    QVERIFY(!PrivateKey::fromPem(locked, std::string(5000, 'x')));
    QVERIFY(!PrivateKey::fromPem(""));
    QVERIFY(!PrivateKey::fromPem(toPem("PUBLIC KEY", m_p384.publicKey().spkiDer())));
}

void TestKeys::privateKeyHalvesMustMatch()
{
    const auto pem = privatePem(m_p256);
    auto der = parsePem(pem, PemSurroundings::Blank, 1).value().at(0).der;
    QVERIFY(PrivateKey::fromPem(toPem("PRIVATE KEY", der)));
    const auto other = PrivateKey::generate(KeyKind::P256).value();
    std::ranges::copy(other.publicKey().spkiDer().last(64), der.end() - 64);
    QCOMPARE(PrivateKey::fromPem(toPem("PRIVATE KEY", der)).error().where,
             std::string("private key: its halves do not match"));
}

void TestKeys::readsTheKeysOfTheNetwork()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto files = test::filesBelow(test::vectorsFolder() / "ccf-network" / "keys", "_privk.pem");
    QVERIFY(!files.empty());
    for (const auto& file : files) {
        const auto key = PrivateKey::fromPem(textOf(test::contentOf(file)));
        QVERIFY2(key, file.c_str());
        const bool isRsa = file.filename().string().find("_enc_") != std::string::npos || file.stem() == "jwt_privk";
        QVERIFY2(isRsa || key->publicKey().kind() != KeyKind::Rsa, file.c_str());
    }
}

QTEST_APPLESS_MAIN(TestKeys)
#include "tst_keys.moc"
