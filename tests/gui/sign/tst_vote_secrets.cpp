// Nothing of a passphrase or key is left where it could be found: not in files, log, settings or texts of the window.
#include "core/base/base64.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/crypto/openssl_ptr.h"
#include "tests/gui/sign/acting_window.h"
#include "tests/support/soft_token.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QDirIterator>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::ui;

namespace {

const std::string kPassphrase = "Purple-Otter-1794-staple";
QStringList* g_log = nullptr;

void writeDown(QtMsgType, const QMessageLogContext&, const QString& text)
{
    if (g_log) g_log->append(text);
}

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

class TestVoteSecrets final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup() { m_window.reset(); }
    void theSearchFindsWhatIsPlanted();
    void encryptedPem();
    void pkcs12();
    void token();
    void wrongPassphrase();
    void passphraseOfAClosedSheet();

private:
    void writeEncryptedPem(const QString& path) const;
    void openSheet();
    void type(const std::string& passphrase);
    /// Where one of the secrets is found; empty when nowhere.
    QStringList foundIn(const std::string& passphrase) const;

    std::unique_ptr<LiveSandbox> m_live;
    std::unique_ptr<ActingWindow> m_window;
    std::unique_ptr<QTemporaryDir> m_world; ///< Temporary files and home of this program.
    QStringList m_log;
    crypto::PrivateKey m_key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
};

void TestVoteSecrets::initTestCase()
{
    m_live = std::make_unique<LiveSandbox>();
    const auto pem = readSmallFile(m_live->places().members.at(0).key).value();
    m_key = crypto::PrivateKey::fromPem(textOf(pem)).value();
    m_world = std::make_unique<QTemporaryDir>();
    for (const char* name : {"TMPDIR", "HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        qputenv(name, m_world->path().toUtf8());
    g_log = &m_log;
    qInstallMessageHandler(writeDown);
}

void TestVoteSecrets::cleanupTestCase()
{
    qInstallMessageHandler(nullptr);
    g_log = nullptr;
    m_live.reset();
}

void TestVoteSecrets::init()
{
    m_window = std::make_unique<ActingWindow>(*m_live);
    QVERIFY(m_window->home().startsWith(m_world->path()));
    QVERIFY(QTest::qWaitForWindowActive(&m_window->desk().window()));
    m_window->connect();
}

void TestVoteSecrets::writeEncryptedPem(const QString& path) const
{
    const crypto::BioPtr sink(BIO_new(BIO_s_mem()));
    QCOMPARE(PEM_write_bio_PKCS8PrivateKey(sink.get(), m_key.handle(), EVP_aes_256_cbc(), kPassphrase.data(),
                                           int(kPassphrase.size()), nullptr, nullptr), 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    QVERIFY(writeFileAtomically(path.toStdString(), bytesOf({text, std::size_t(length)})).has_value());
}

void TestVoteSecrets::openSheet()
{
    QVERIFY(m_window->showProposal(proposeSmall(*m_live)));
    QVERIFY(m_window->openSheet("approveProposal"));
}

void TestVoteSecrets::type(const std::string& passphrase)
{
    auto* field = m_window->child<QLineEdit>("keyPassphrase");
    field->setFocus();
    QTest::keyClicks(field, QString::fromStdString(passphrase));
    QCOMPARE(field->text(), QString(qsizetype(passphrase.size()), QChar(0x2022))); // Qt holds dots, whatever it is asked
}

QStringList TestVoteSecrets::foundIn(const std::string& passphrase) const
{
    const ByteVector scalar = scalarOf(m_key);
    const std::string hex = toHex(scalar), base64 = toBase64(scalar);
    const QList<QByteArray> needles{QByteArray::fromStdString(passphrase), QByteArray::fromStdString(toBase64(bytesOf(passphrase))),
                                    QByteArray::fromStdString(hex), QByteArray::fromStdString(base64),
                                    QByteArray(reinterpret_cast<const char*>(scalar.data()), qsizetype(scalar.size()))};
    QStringList found;
    const auto search = [&](const QString& place, const QByteArray& content) {
        if (std::ranges::any_of(needles, [&](const QByteArray& needle) { return content.contains(needle); })) found += place;
    };
    QDirIterator files(m_world->path(), QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly)) search(file.fileName(), file.readAll());
    }
    search(QStringLiteral("log"), m_log.join(QLatin1Char('\n')).toUtf8());
    search(QStringLiteral("clipboard"), QGuiApplication::clipboard()->text().toUtf8());
    for (const QWidget* widget : m_window->desk().window().findChildren<QWidget*>())
        for (const char* property : {"text", "plainText", "toolTip", "accessibleName", "displayText"})
            search(widget->objectName() + QLatin1Char('.') + QString::fromLatin1(property), widget->property(property).toString().toUtf8());
    return found;
}

void TestVoteSecrets::theSearchFindsWhatIsPlanted()
{
    QVERIFY(foundIn(kPassphrase).isEmpty());
    const QString path = m_world->filePath(QStringLiteral("planted"));
    QVERIFY(writeFileAtomically(path.toStdString(), bytesOf("x" + kPassphrase + "x")).has_value());
    QCOMPARE(foundIn(kPassphrase), QStringList{path});
    QFile::remove(path);
    qWarning("%s", kPassphrase.c_str());
    QCOMPARE(foundIn(kPassphrase), QStringList{QStringLiteral("log")});
    m_log.clear();
}

void TestVoteSecrets::encryptedPem()
{
    writeEncryptedPem(m_window->file("key.pem"));
    openSheet();
    m_window->choose(0, m_window->file("key.pem"));
    type(kPassphrase);
    QCOMPARE(m_window->sign().receipt, Verdict::Passed);
    QVERIFY(m_window->child<QLineEdit>("keyPassphrase")->text().isEmpty());
    QCOMPARE(foundIn(kPassphrase), QStringList());
}

void TestVoteSecrets::pkcs12()
{
    const auto pem = readSmallFile(m_live->places().members.at(0).certificate).value();
    const auto certificate = crypto::Certificate::fromPem(textOf(pem)).value();
    PKCS12* file = PKCS12_create(kPassphrase.c_str(), "me", m_key.handle(), certificate.handle(), nullptr, 0, 0, 0, 0, 0);
    unsigned char* der = nullptr;
    const int length = i2d_PKCS12(file, &der);
    QVERIFY(writeFileAtomically(m_window->file("key.p12").toStdString(), Bytes(der, std::size_t(length))).has_value());
    OPENSSL_free(der);
    PKCS12_free(file);
    openSheet();
    m_window->choose(0, m_window->file("key.p12"));
    type(kPassphrase);
    QCOMPARE(m_window->sign().receipt, Verdict::Passed);
    QCOMPARE(foundIn(kPassphrase), QStringList());
}

void TestVoteSecrets::token()
{
    const auto token = SoftToken::create();
    if (!token) QSKIP("skipped: softhsm2 or OpenSSL's pkcs11 engine is not installed");
    QVERIFY(token->import(m_key, "member"));
    openSheet();
    m_window->choose(0, {});
    m_window->child<QComboBox>("keyPlace")->setCurrentIndex(1);
    m_window->child<QLineEdit>("keyToken")->setText(QString::fromStdString(token->address("member")));
    m_window->child<QLineEdit>("keyModule")->setText(QString::fromStdString(token->module()));
    auto* pin = m_window->child<QLineEdit>("keyPin");
    QTest::keyClicks(pin, QString::fromLatin1(SoftToken::kPin));
    QTRY_VERIFY(m_window->isReady());
    QCOMPARE(m_window->sign().receipt, Verdict::Passed);
    QVERIFY(pin->text().isEmpty());
    // The token's own store holds the key, encrypted; the PIN is nowhere.
    QCOMPARE(foundIn(SoftToken::kPin), QStringList());
}

void TestVoteSecrets::wrongPassphrase()
{
    const std::string wrong = "Yellow-Otter-1794";
    writeEncryptedPem(m_window->file("key.pem"));
    openSheet();
    m_window->choose(0, m_window->file("key.pem"));
    type(wrong);
    const ActOutcome outcome = m_window->sign();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QVERIFY2(m_window->said().contains(QStringLiteral("The passphrase is wrong.")), qPrintable(m_window->said()));
    QCOMPARE(m_window->transport().posts(), 0);
    QCOMPARE(foundIn(wrong), QStringList());
    // And again, on the same sheet.
    QTRY_VERIFY(m_window->isReady());
    type(kPassphrase);
    QCOMPARE(m_window->sign().receipt, Verdict::Passed);
    QCOMPARE(foundIn(kPassphrase), QStringList());
}

void TestVoteSecrets::passphraseOfAClosedSheet()
{
    writeEncryptedPem(m_window->file("key.pem"));
    openSheet();
    m_window->choose(0, m_window->file("key.pem"));
    type(kPassphrase);
    QTest::keyClick(m_window->child<QLineEdit>("keyPassphrase"), Qt::Key_Backspace);
    QCOMPARE(m_window->child<QLineEdit>("keyPassphrase")->text().size(), qsizetype(kPassphrase.size()) - 1);
    m_window->child<QAbstractButton>("actClose")->click();
    QTRY_VERIFY(!m_window->sheet());
    QCOMPARE(foundIn(kPassphrase), QStringList());
    openSheet();
    QVERIFY(m_window->child<QLineEdit>("keyPassphrase")->text().isEmpty());
}

QTEST_MAIN(TestVoteSecrets)
#include "tst_vote_secrets.moc"
