#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/openssl_ptr.h"
#include "tests/support/make_certificate.h"
#include "tests/support/soft_token.h"
#include "tests/support/vectors.h"
#include "tests/unit/cli/cli_process.h"

#include <QTemporaryDir>
#include <QTest>

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string kPassphrase = "Purple-Otter-1794-staple";

/// The private number of an EC key.
ByteVector scalarOf(const crypto::PrivateKey& key)
{
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key.handle(), OSSL_PKEY_PARAM_PRIV_KEY, &number);
    const crypto::BignumPtr owner(number);
    ByteVector bytes(static_cast<std::size_t>(BN_num_bytes(number)));
    BN_bn2bin(number, bytes.data());
    return bytes;
}

} // namespace

/// Looks for the secret wherever a signing run could have left it.
class TestCliSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void encryptedPem();
    void pkcs12();
    void wrongPassphrase();
    void token();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    void write(const char* name, Bytes content) const
    {
        QVERIFY(writeFileAtomically(path(name).toStdString(), content));
    }
    /// Everything that the program may write to lies below "world"; the secret comes over a pipe.
    ProcessOutcome sign(const QString& key, const std::string& secret, const QStringList& more = {}) const;
    void findsNothing(const ProcessOutcome& outcome, const std::string& secret) const;
    void holdsSignature() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    crypto::PrivateKey m_key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    crypto::Certificate m_member = makeCertificate({}, m_key.publicKey(), m_key);
};

void TestCliSecrets::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    std::filesystem::create_directory(path("world").toStdString());
    const std::string pem = m_member.pem();
    write("member.pem", bytesOf(pem));
    write("proposal.json", bytesOf(R"({"actions": [{"name": "trigger_snapshot"}]})"));
}

ProcessOutcome TestCliSecrets::sign(const QString& key, const std::string& secret, const QStringList& more) const
{
    // The shell writes its own argument, a file with the secret, into the pipe; the program is watched from /proc.
    write("secret", bytesOf(secret + "\n"));
    const QString line = QStringLiteral(
        "cd \"$1/world\" && export TMPDIR=\"$1/world\" HOME=\"$1/world\" XDG_RUNTIME_DIR=\"$1/world\"\n"
        "mkfifo ../pipe && { \"$CLI\" sign proposal --proposal ../proposal.json --cert ../member.pem --service-cert "
        "../member.pem --key \"$2\" \"${@:3}\" --passphrase-fd 7 --out out.cose --yes 7<../pipe & }\n"
        "exec 8>../pipe\n"
        "until case $(tr '\\0' ' ' </proc/$!/cmdline) in \"$CLI\"*) true;; *) ! kill -0 $!;; esac; do :; done\n"
        "tr '\\0' ' ' </proc/$!/cmdline >../cmdline; cat ../secret >&8; exec 8>&-; wait $!");
    return runBash(line, QStringList{m_folder->path(), key} + more);
}

void TestCliSecrets::findsNothing(const ProcessOutcome& outcome, const std::string& secret) const
{
    const ByteVector scalar = scalarOf(m_key);
    const std::string pem = privatePem(m_key);
    const std::vector<std::string> needles{secret, toHex(scalar), std::string(textOf(scalar)), toBase64(scalar),
                                     pem.substr(pem.find('\n') + 1, 60)};
    std::map<std::string, std::string> places{{"stdout", outcome.out.toStdString()}, {"stderr", outcome.err.toStdString()}};
    places["cmdline"] = textOf(contentOf(path("cmdline").toStdString()));
    QVERIFY2(places["cmdline"].starts_with(COUNTERSIGN_CLI " sign proposal "), places["cmdline"].c_str());
    for (const auto& file : filesBelow(path("world").toStdString(), "")) places[file] = textOf(contentOf(file));
    for (const auto& [place, content] : places)
        for (const std::string& needle : needles) QVERIFY2(content.find(needle) == std::string::npos, place.c_str());
}

void TestCliSecrets::holdsSignature() const
{
    const ByteVector bytes = contentOf(path("world/out.cose").toStdString());
    QVERIFY(crypto::CoseSign1::parse(bytes).value().holds(m_key.publicKey()).value());
}

void TestCliSecrets::encryptedPem()
{
    const crypto::BioPtr sink(BIO_new(BIO_s_mem()));
    QCOMPARE(PEM_write_bio_PKCS8PrivateKey(sink.get(), m_key.handle(), EVP_aes_256_cbc(), kPassphrase.data(),
                                           static_cast<int>(kPassphrase.size()), nullptr, nullptr), 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    write("key.pem", bytesOf({text, static_cast<std::size_t>(length)}));
    const auto outcome = sign(QStringLiteral("../key.pem"), kPassphrase);
    QVERIFY2(outcome.status == 0, outcome.err.constData());
    holdsSignature();
    findsNothing(outcome, kPassphrase);
}

void TestCliSecrets::pkcs12()
{
    PKCS12* file = PKCS12_create(kPassphrase.c_str(), "me", m_key.handle(), m_member.handle(), nullptr, 0, 0, 0, 0, 0);
    unsigned char* der = nullptr;
    const int length = i2d_PKCS12(file, &der);
    write("key.p12", Bytes(der, static_cast<std::size_t>(length)));
    OPENSSL_free(der);
    PKCS12_free(file);
    const auto outcome = sign(QStringLiteral("../key.p12"), kPassphrase);
    QVERIFY2(outcome.status == 0, outcome.err.constData());
    holdsSignature();
    findsNothing(outcome, kPassphrase);
    std::filesystem::remove(path("pipe").toStdString());
    const std::string wrong = "Yellow-Otter-1794";
    const auto refused = sign(QStringLiteral("../key.p12"), wrong);
    QCOMPARE(refused.status, 4);
    findsNothing(refused, wrong);
}

void TestCliSecrets::wrongPassphrase()
{
    write("key.pem", bytesOf("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"));
    const auto outcome = sign(QStringLiteral("../key.pem"), kPassphrase);
    QCOMPARE(outcome.status, 4);
    QVERIFY(!std::filesystem::exists(path("world/out.cose").toStdString()));
    findsNothing(outcome, kPassphrase);
}

void TestCliSecrets::token()
{
    const auto token = SoftToken::create();
    if (!token) QSKIP("skipped: softhsm2 or OpenSSL's pkcs11 engine is not installed");
    QVERIFY(token->import(m_key, "member"));
    const auto outcome = sign(QString::fromStdString(token->address("member")), SoftToken::kPin,
                              {QStringLiteral("--token-module"), QString::fromStdString(token->module())});
    QVERIFY2(outcome.status == 0, outcome.err.constData());
    holdsSignature();
    findsNothing(outcome, SoftToken::kPin);
}

QTEST_GUILESS_MAIN(TestCliSecrets)
#include "tst_cli_secrets.moc"
