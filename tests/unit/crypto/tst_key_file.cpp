#include "core/crypto/key_file.h"
#include "core/crypto/openssl_ptr.h"
#include "tests/support/make_certificate.h"
#include "tests/support/vectors.h"

#include <QTemporaryDir>
#include <QTest>

#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <unistd.h>

using namespace countersign;
using namespace countersign::crypto;

namespace {

constexpr std::string_view kPassphrase = "correct horse battery staple";

/// Counts how often it is asked.
struct Asker {
    std::string answer;
    int asked = 0;

    PassphraseSource source()
    {
        return [this]() -> Result<SecretBytes> {
            ++asked;
            return secretCopy(bytesOf(answer));
        };
    }
};

ByteVector contentOfBio(BIO* bio)
{
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio, &text);
    return copyOf(bytesOf({text, static_cast<std::size_t>(length)}));
}

ByteVector pemOf(const PrivateKey& key, bool encrypted)
{
    const BioPtr sink(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(sink.get(), key.handle(), encrypted ? EVP_aes_256_cbc() : nullptr,
                                  encrypted ? kPassphrase.data() : nullptr,
                                  encrypted ? static_cast<int>(kPassphrase.size()) : 0, nullptr, nullptr);
    return contentOfBio(sink.get());
}

ByteVector pkcs12Of(const PrivateKey& key, const Certificate& certificate, const char* passphrase)
{
    PKCS12* file = PKCS12_create(passphrase, "member", key.handle(), certificate.handle(), nullptr, 0, 0, 0, 0, 0);
    unsigned char* der = nullptr;
    const int length = i2d_PKCS12(file, &der);
    ByteVector bytes(der, der + length);
    OPENSSL_free(der);
    PKCS12_free(file);
    return bytes;
}

} // namespace

class TestKeyFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPlainPemWithoutAsking();
    void asksOnceForAnEncryptedPem();
    void pkcs12RoundTrip();
    void pkcs12WithoutPassphrase();
    void passesOnThatNobodyAnswers();
    void refusesWhatIsNoKey();
    void namesTheFileAndNoSecret();
    void readsALineFromADescriptor();

private:
    PrivateKey m_key = PrivateKey::generate(KeyKind::P384).value();
    Certificate m_certificate = test::makeCertificate({}, m_key.publicKey(), m_key);
};

void TestKeyFile::readsPlainPemWithoutAsking()
{
    Asker asker;
    const auto key = keyFromBytes(pemOf(m_key, false), asker.source());
    QVERIFY(key);
    QVERIFY(key->key.publicKey() == m_key.publicKey());
    QVERIFY(!key->certificate);
    QCOMPARE(asker.asked, 0);
}

void TestKeyFile::asksOnceForAnEncryptedPem()
{
    Asker right{std::string(kPassphrase)};
    QVERIFY(keyFromBytes(pemOf(m_key, true), right.source())->key.publicKey() == m_key.publicKey());
    QCOMPARE(right.asked, 1);
    Asker wrong{"wrong"};
    QCOMPARE(keyFromBytes(pemOf(m_key, true), wrong.source()).error().where, std::string("private key: passphrase wrong"));
    QCOMPARE(wrong.asked, 1);
    Asker none{};
    QCOMPARE(keyFromBytes(pemOf(m_key, true), none.source()).error().where, std::string("private key: passphrase missing"));
    QCOMPARE(keyFromBytes(pemOf(m_key, true), {}).error().where, std::string("private key: passphrase missing"));
}

void TestKeyFile::pkcs12RoundTrip()
{
    const ByteVector file = pkcs12Of(m_key, m_certificate, kPassphrase.data());
    Asker right{std::string(kPassphrase)};
    const auto key = keyFromBytes(file, right.source());
    QVERIFY(key);
    QCOMPARE(right.asked, 1);
    QVERIFY(key->key.publicKey() == m_key.publicKey());
    QVERIFY(key->certificate && *key->certificate == m_certificate);
    const ByteVector digest(48, 1);
    QVERIFY(m_key.publicKey().ecdsaRawHolds(digest, key->key.signDigestRaw(digest).value()).value());
    Asker wrong{"wrong"};
    QCOMPARE(keyFromBytes(file, wrong.source()).error().where, std::string("private key: passphrase wrong"));
    QCOMPARE(keyFromBytes(file, {}).error().where, std::string("private key: passphrase missing"));
}

void TestKeyFile::pkcs12WithoutPassphrase()
{
    Asker asker;
    const auto key = keyFromBytes(pkcs12Of(m_key, m_certificate, ""), asker.source());
    QVERIFY(key);
    QCOMPARE(asker.asked, 0);
}

void TestKeyFile::passesOnThatNobodyAnswers()
{
    const PassphraseSource refuses = []() -> Result<SecretBytes> { return Error{ErrorCode::Cancelled, "passphrase", {}}; };
    QCOMPARE(keyFromBytes(pemOf(m_key, true), refuses).error().code, ErrorCode::Cancelled);
    QCOMPARE(keyFromBytes(pkcs12Of(m_key, m_certificate, "x"), refuses).error().code, ErrorCode::Cancelled);
}

void TestKeyFile::refusesWhatIsNoKey()
{
    ByteVector longer = pkcs12Of(m_key, m_certificate, "");
    longer.push_back(0);
    const std::string certificate = m_certificate.pem();
    for (const Bytes content : {Bytes{}, bytesOf("text"), Bytes(longer), bytesOf(certificate)}) {
        const auto key = keyFromBytes(content, {});
        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::Crypto);
    }
}

void TestKeyFile::namesTheFileAndNoSecret()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath(QStringLiteral("member.pem")).toStdString();
    const ByteVector pem = pemOf(m_key, true);
    QVERIFY(writeFileAtomically(path, pem, FileReaders::OwnerOnly));
    QCOMPARE(static_cast<int>(std::filesystem::status(path).permissions()), 0600);
    Asker wrong{"a passphrase nobody should read"};
    const Error error = keyFromFile(path, wrong.source()).error();
    QVERIFY(error.where.find("member.pem") != std::string::npos);
    QVERIFY((error.where + error.detail).find(wrong.answer) == std::string::npos);
    QVERIFY(!keyFromFile(path.string() + ".absent", {}));
}

void TestKeyFile::readsALineFromADescriptor()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    const std::string_view sent = "one\r\ntwo\n\nlast";
    QCOMPARE(::write(ends[1], sent.data(), sent.size()), static_cast<ssize_t>(sent.size()));
    ::close(ends[1]);
    for (const std::string_view expected : {"one", "two", "", "last", ""}) {
        const auto line = readSecretLine(ends[0]);
        QVERIFY(line);
        QCOMPARE(std::string(textOf(*line)), std::string(expected));
    }
    ::close(ends[0]);
    QCOMPARE(readSecretLine(ends[0]).error().code, ErrorCode::Io);
}

QTEST_APPLESS_MAIN(TestKeyFile)
#include "tst_key_file.moc"
