#include "tests/support/soft_token.h"

#include "core/crypto/openssl_ptr.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

#include <openssl/pem.h>

namespace countersign::test {

namespace {

QString firstExisting(const QStringList& patterns)
{
    for (const QString& pattern : patterns) {
        const QDir root(QStringLiteral("/usr/lib"));
        if (QFile::exists(root.filePath(pattern))) return root.filePath(pattern);
        for (const QString& triplet : root.entryList({QStringLiteral("*-linux-gnu*")}, QDir::Dirs))
            if (const QString path = root.filePath(triplet + QLatin1Char('/') + pattern); QFile::exists(path)) return path;
    }
    return {};
}

bool run(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("softhsm2-util"), arguments);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

std::unique_ptr<SoftToken> SoftToken::create()
{
    const QString module = firstExisting({QStringLiteral("softhsm/libsofthsm2.so")});
    const QString engine = firstExisting({QStringLiteral("engines-3/pkcs11.so"), QStringLiteral("engines-3/libpkcs11.so")});
    if (module.isEmpty() || engine.isEmpty()
        || QStandardPaths::findExecutable(QStringLiteral("softhsm2-util")).isEmpty())
        return {};
    std::unique_ptr<SoftToken> token(new SoftToken);
    token->m_module = module.toStdString();
    QDir(token->m_folder.path()).mkdir(QStringLiteral("tokens"));
    const QString configuration = token->m_folder.filePath(QStringLiteral("softhsm2.conf"));
    QFile file(configuration);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write("directories.tokendir = " + token->m_folder.filePath(QStringLiteral("tokens")).toUtf8()
               + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
    file.close();
    qputenv("SOFTHSM2_CONF", configuration.toUtf8());
    const QString pin = QString::fromUtf8(kPin);
    if (!run({QStringLiteral("--init-token"), QStringLiteral("--free"), QStringLiteral("--label"),
              QStringLiteral("consortium"), QStringLiteral("--pin"), pin, QStringLiteral("--so-pin"), pin}))
        return {};
    return token;
}

bool SoftToken::import(const crypto::PrivateKey& key, const char* label)
{
    const QString path = m_folder.filePath(QStringLiteral("key.pem"));
    const crypto::BioPtr sink(BIO_new_file(path.toUtf8().constData(), "w"));
    if (!sink
        || PEM_write_bio_PKCS8PrivateKey(sink.get(), key.handle(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || BIO_flush(sink.get()) != 1)
        return false;
    const QString id = QStringLiteral("%1").arg(++m_keys, 4, 16, QLatin1Char('0'));
    const bool imported = run({QStringLiteral("--import"), path, QStringLiteral("--token"), QStringLiteral("consortium"),
                               QStringLiteral("--label"), QString::fromUtf8(label), QStringLiteral("--id"), id,
                               QStringLiteral("--pin"), QString::fromUtf8(kPin)});
    return QFile::remove(path) && imported;
}

std::string SoftToken::address(const char* label) const
{
    return "pkcs11:token=consortium;type=private;object=" + QString::fromUtf8(label).replace(QLatin1Char(' '),
                                                                QStringLiteral("%20")).toStdString();
}

} // namespace countersign::test
