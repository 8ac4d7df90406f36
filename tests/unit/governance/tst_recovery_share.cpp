#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/governance/payloads.h"
#include "core/ccf/governance/recovery_share.h"
#include "tests/unit/governance/recorded.h"

#include <QTest>
#include <openssl/evp.h>
#include <openssl/rsa.h>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

crypto::PrivateKey encryptionKeyOf(const std::string& name)
{
    return keyOf(name + "_enc");
}

ByteVector reply(const char* member)
{
    return contentOf(networkFolder() / "rest/08-recovery-1" / (std::string("encrypted-share-") + member + ".response.json"));
}

std::string encrypted(const crypto::PrivateKey& key, Bytes clear, const EVP_MD* maskDigest)
{
    EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key.handle(), nullptr);
    EVP_PKEY_encrypt_init(context);
    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING);
    EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256());
    EVP_PKEY_CTX_set_rsa_mgf1_md(context, maskDigest);
    std::size_t length = 1024;
    ByteVector out(length);
    EVP_PKEY_encrypt(context, out.data(), &length, clear.data(), clear.size());
    EVP_PKEY_CTX_free(context);
    out.resize(length);
    return toBase64(out);
}

crypto::PrivateKey rsaKey()
{
    return crypto::PrivateKey::fromHandle({EVP_RSA_gen(2048), &EVP_PKEY_free}).value();
}

} // namespace

class TestRecoveryShare final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decryptsTheRecordedShares_data();
    void decryptsTheRecordedShares();
    void tellsAFullKey();
    void refusals();
};

void TestRecoveryShare::decryptsTheRecordedShares_data()
{
    QTest::addColumn<QString>("member");
    QTest::newRow("member0") << QStringLiteral("member0");
    QTest::newRow("member3") << QStringLiteral("member3");
}

void TestRecoveryShare::decryptsTheRecordedShares()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    QFETCH(QString, member);
    const std::string name = member.toStdString();
    const std::string id = toHex(certificateOf(name).fingerprint());
    const auto share = decryptRecoveryShare(reply(name.c_str()), id, encryptionKeyOf(name));
    QVERIFY(share);
    QVERIFY(share->known);
    QVERIFY(!share->fullKey);
    QCOMPARE(share->bytes.size(), std::size_t{44});
    const auto file = networkFolder() / "rest/08-recovery-1" / ("submit-share-" + name + ".request.cose");
    const auto submitted = parseMemberMessage(contentOf(file)).value();
    QCOMPARE(toHex(recoverySharePayload(share->bytes)), toHex(*submitted.cose.payload));
}

void TestRecoveryShare::tellsAFullKey()
{
    const auto key = rsaKey();
    ByteVector clear(44, 7);
    const auto decrypted = [&](Bytes bytes) {
        return decryptRecoveryShare(bytesOf(encrypted(key, bytes, EVP_sha256()) + '\n'), "", key).value();
    };
    QVERIFY(!decrypted(clear).fullKey);
    clear[0] = clear[1] = clear[2] = clear[3] = 0;
    QVERIFY(decrypted(clear).fullKey);
    clear[3] = 1;
    QVERIFY(!decrypted(clear).fullKey);
    const auto older = decrypted(ByteVector(100, 0));
    QVERIFY(!older.known && !older.fullKey);
}

void TestRecoveryShare::refusals()
{
    const auto key = rsaKey();
    const ByteVector clear(44, 7);
    const auto codeOf = [&](const std::string& text, const crypto::PrivateKey& with) {
        return decryptRecoveryShare(bytesOf(text), "me", with).error().code;
    };
    const std::string good = encrypted(key, clear, EVP_sha256());
    QCOMPARE(codeOf(good, rsaKey()), ErrorCode::Crypto);
    QCOMPARE(codeOf(encrypted(key, clear, EVP_sha1()), key), ErrorCode::Crypto);
    QCOMPARE(codeOf("AAAA", key), ErrorCode::Crypto);
    QCOMPARE(codeOf("not base64!", key), ErrorCode::Malformed);
    QCOMPARE(codeOf("{}", key), ErrorCode::Malformed);
    QCOMPARE(codeOf(R"({"memberId":"other","encryptedShare":")" + good + "\"}", key), ErrorCode::NotFound);
    QCOMPARE(codeOf(good, crypto::PrivateKey::generate(crypto::KeyKind::P384).value()), ErrorCode::Unsupported);
}

QTEST_APPLESS_MAIN(TestRecoveryShare)
#include "tst_recovery_share.moc"
