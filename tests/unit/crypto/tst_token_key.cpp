#include "core/base/file_io.h"
#include "core/crypto/token_key.h"
#include "tests/support/soft_token.h"

#include <QTest>

using namespace countersign;
using namespace countersign::crypto;
using namespace countersign::test;

class TestTokenKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void signs_data();
    void signs();
    void refusesTheWrongPin();
    void refusesWhatIsNotThere();
    void refusesAPinInTheAddress();
    void refusesAModuleThatIsNone();

private:
    TokenKey at(const char* label) const { return {m_token->address(label), m_token->module()}; }
    static PassphraseSource pin(std::string_view text)
    {
        return [text]() -> Result<SecretBytes> { return secretCopy(bytesOf(text)); };
    }

    std::unique_ptr<SoftToken> m_token;
};

void TestTokenKey::initTestCase()
{
    m_token = SoftToken::create();
    if (!m_token) QSKIP("skipped: softhsm2 or OpenSSL's pkcs11 engine is not installed");
}

void TestTokenKey::signs_data()
{
    QTest::addColumn<int>("kind");
    for (const KeyKind kind : {KeyKind::P256, KeyKind::P384, KeyKind::P521})
        QTest::newRow(keyKindName(kind)) << static_cast<int>(kind);
}

void TestTokenKey::signs()
{
    QFETCH(int, kind);
    const auto key = PrivateKey::generate(static_cast<KeyKind>(kind)).value();
    const QByteArray label = QByteArray("key ") + QByteArray::number(kind);
    QVERIFY(m_token->import(key, label.constData()));
    const auto onToken = keyFromToken(at(label.constData()), pin(SoftToken::kPin));
    QVERIFY2(onToken, onToken ? "" : (onToken.error().where + onToken.error().detail).c_str());
    QVERIFY(onToken->publicKey() == key.publicKey());
    const ByteVector digest(32, 9);
    const auto raw = onToken->signDigestRaw(digest);
    QVERIFY2(raw, raw ? "" : raw.error().detail.c_str());
    QVERIFY(key.publicKey().ecdsaRawHolds(digest, *raw).value());
    QVERIFY(key.publicKey().ecdsaDerHolds(digest, onToken->signDigestDer(digest).value()).value());
}

void TestTokenKey::refusesTheWrongPin()
{
    const auto key = PrivateKey::generate(KeyKind::P384).value();
    QVERIFY(m_token->import(key, "guarded"));
    const auto onToken = keyFromToken(at("guarded"), pin("751397"));
    QVERIFY(!onToken);
    QVERIFY(onToken.error().detail.find("751397") == std::string::npos);
    QCOMPARE(keyFromToken(at("guarded"), {}).error().code, ErrorCode::Crypto);
    QCOMPARE(keyFromToken(at("guarded"), pin("")).error().code, ErrorCode::Crypto);
    QVERIFY(keyFromToken(at("guarded"), pin(SoftToken::kPin)));
}

void TestTokenKey::refusesWhatIsNotThere()
{
    QCOMPARE(keyFromToken(at("nobody"), pin(SoftToken::kPin)).error().code, ErrorCode::NotFound);
    QCOMPARE(keyFromToken({"member.pem", {}}, pin("x")).error().code, ErrorCode::Malformed);
}

void TestTokenKey::refusesAPinInTheAddress()
{
    for (const char* uri : {"pkcs11:object=a?pin-value=1234", "pkcs11:object=a?PIN-VALUE=1234", "pkcs11:object=a?pin-source=f"})
        QCOMPARE(keyFromToken({uri, m_token->module()}, pin(SoftToken::kPin)).error().code, ErrorCode::Unsupported);
}

void TestTokenKey::refusesAModuleThatIsNone()
{
    const auto key = keyFromToken({m_token->address("guarded"), "/nonexistent.so"}, pin(SoftToken::kPin));
    QVERIFY(!key);
}

QTEST_GUILESS_MAIN(TestTokenKey)
#include "tst_token_key.moc"
