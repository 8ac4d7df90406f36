#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/ccf/governance/recovery_share.h"
#include "core/crypto/openssl_ptr.h"
#include "tests/support/vectors.h"
#include "tests/unit/cli/cli_process.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

#include <openssl/core_names.h>
#include <openssl/pem.h>

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string kSigningPassphrase = "Purple-Otter-1794-staple", kSharePassphrase = "Yellow-Heron-2203-anchor";

std::string encryptedPem(const crypto::PrivateKey& key, const std::string& passphrase)
{
    const crypto::BioPtr sink(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(sink.get(), key.handle(), EVP_aes_256_cbc(), passphrase.data(),
                                  static_cast<int>(passphrase.size()), nullptr, nullptr);
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

ByteVector numberOf(const crypto::PrivateKey& key, const char* name)
{
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key.handle(), name, &number);
    const crypto::BignumPtr owner(number);
    ByteVector bytes(static_cast<std::size_t>(BN_num_bytes(number)));
    BN_bn2bin(number, bytes.data());
    return bytes;
}

} // namespace

/// Looks for the keys, the passphrases and the share wherever a run against a service could have left them.
class TestCliActSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_live.reset(); }
    void acknowledging();
    void recovering();

private:
    std::string path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    void write(const char* name, std::string_view text) const { QVERIFY(writeFileAtomically(path(name), bytesOf(text))); }
    /// The program may write below "world" alone; passphrases come over a pipe, and it is watched from /proc.
    ProcessOutcome act(const QStringList& command, const std::string& secrets);
    void findsNothing(const ProcessOutcome& outcome, const QString& command) const;

    QTemporaryDir m_folder;
    std::unique_ptr<LiveSandbox> m_live;
    std::vector<std::string> m_needles;
};

void TestCliActSecrets::initTestCase()
{
    m_live = std::make_unique<LiveSandbox>(sandbox::Fault::None, true);
    std::filesystem::create_directory(path("world"));
    const auto& me = m_live->places().members[0];
    const auto signing = crypto::PrivateKey::fromPem(textOf(contentOf(me.key))).value();
    const auto decrypting = crypto::PrivateKey::fromPem(textOf(contentOf(me.encryptionKey))).value();
    write("key.pem", encryptedPem(signing, kSigningPassphrase));
    write("share-key.pem", encryptedPem(decrypting, kSharePassphrase));
    const auto reply = m_live->get("/gov/recovery/encrypted-shares/" + me.id + "?api-version=2024-07-01");
    const auto share = ccf::decryptRecoveryShare(reply.body, me.id, decrypting).value();
    const ByteVector scalar = numberOf(signing, OSSL_PKEY_PARAM_PRIV_KEY), prime = numberOf(decrypting, OSSL_PKEY_PARAM_RSA_FACTOR1);
    m_needles = {kSigningPassphrase, kSharePassphrase};
    for (const Bytes secret : {Bytes(scalar), Bytes(prime), Bytes(share.bytes)}) {
        m_needles.emplace_back(textOf(secret));
        m_needles.push_back(toHex(secret));
        m_needles.push_back(toBase64(secret).substr(0, 36));
    }
}

ProcessOutcome TestCliActSecrets::act(const QStringList& command, const std::string& secrets)
{
    write("secret", secrets);
    std::filesystem::remove(path("pipe"));
    const auto& places = m_live->places();
    const QString line = QStringLiteral(
        "cd \"$1/world\" && export TMPDIR=\"$1/world\" HOME=\"$1/world\" XDG_RUNTIME_DIR=\"$1/world\"\n"
        "mkfifo ../pipe && { \"$CLI\" \"${@:2}\" --key ../key.pem --passphrase-fd 7 --receipt receipt.json --yes 7<../pipe & }\n"
        "exec 8>../pipe\n"
        "until case $(tr '\\0' ' ' </proc/$!/cmdline) in \"$CLI\"*) true;; *) ! kill -0 $!;; esac; do :; done\n"
        "tr '\\0' ' ' </proc/$!/cmdline >../cmdline; cat ../secret >&8; exec 8>&-; wait $!");
    const QStringList service{QStringLiteral("--url"), QString::fromStdString(places.urls[0]), QStringLiteral("--service-cert"),
                              QString::fromStdString(places.serviceCertificate.string()), QStringLiteral("--cert"),
                              QString::fromStdString(places.members[0].certificate.string())};
    return runBash(line, QStringList{m_folder.path()} + command + service);
}

void TestCliActSecrets::findsNothing(const ProcessOutcome& outcome, const QString& command) const
{
    std::map<std::string, std::string> places{{"stdout", outcome.out.toStdString()}, {"stderr", outcome.err.toStdString()}};
    places["cmdline"] = textOf(contentOf(path("cmdline")));
    QVERIFY2(places["cmdline"].starts_with(COUNTERSIGN_CLI " " + command.toStdString()), places["cmdline"].c_str());
    for (const auto& file : filesBelow(path("world"), "")) places[file] = textOf(contentOf(file));
    for (const auto& file : filesBelow(m_live->places().ledger, "")) places[file] = textOf(contentOf(file));
    QVERIFY(std::filesystem::exists(path("world/receipt.json")));
    for (const auto& [place, content] : places)
        for (const std::string& needle : m_needles) QVERIFY2(content.find(needle) == std::string::npos, place.c_str());
}

void TestCliActSecrets::acknowledging()
{
    const auto outcome = act({QStringLiteral("ack")}, kSigningPassphrase + "\n");
    QVERIFY2(outcome.status == 0, (outcome.out + outcome.err).constData());
    findsNothing(outcome, QStringLiteral("ack"));
}

void TestCliActSecrets::recovering()
{
    const auto outcome = act({QStringLiteral("recover"), QStringLiteral("--decryption-key"), QStringLiteral("../share-key.pem")},
                             kSharePassphrase + "\n" + kSigningPassphrase + "\n");
    QVERIFY2(outcome.status == 0, (outcome.out + outcome.err).constData());
    QVERIFY(outcome.out.contains("\"submittedCount\":1"));
    findsNothing(outcome, QStringLiteral("recover"));
}

QTEST_GUILESS_MAIN(TestCliActSecrets)
#include "tst_cli_act_secrets.moc"
