#include "app/gui/desk.h"
#include "app/gui/quit_on_signal.h"
#include "app/gui/translations.h"
#include "ui/common/icons.h"
#include "ui/common/qt_prompts.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStandardPaths>

namespace {

// --help and --version must also work where there is no display.
bool wantsWordsOnly(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView argument(argv[i]);
        if (argument == "--") return false;
        if (argument == "-h" || argument == "--help" || argument == "-v" || argument == "--version") return true;
    }
    return false;
}

const QString kServiceCert = QStringLiteral("service-cert");
const QString kDemo = QStringLiteral("demo");

void setNames()
{
    QCoreApplication::setApplicationName(QStringLiteral("countersign"));
    QCoreApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Countersign"));
    QGuiApplication::setDesktopFileName(QStringLiteral("countersign"));
}

void parse(QCommandLineParser& parser, const QCoreApplication& application)
{
    parser.setApplicationDescription(QCoreApplication::translate(
        "main", "See, verify and govern a consortium ledger without trusting whoever runs it."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("path"),
                                 QCoreApplication::translate("main", "Ledger folders or files to open and verify."),
                                 QStringLiteral("[path…]"));
    parser.addOption(QCommandLineOption(
        kServiceCert, QCoreApplication::translate("main", "Identity to hold the ledger against (PEM); may be repeated."),
        QCoreApplication::translate("main", "file")));
    parser.addOption(QCommandLineOption(
        kDemo, QCoreApplication::translate("main", "Start the demo consortium: on this computer alone, for learning and tests.")));
    parser.process(application);
}

QStringList absolute(const QStringList& paths)
{
    QStringList all;
    for (const QString& path : paths) all += QDir::current().absoluteFilePath(path);
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    setNames();
    QCommandLineParser parser;
    if (wantsWordsOnly(argc, argv)) {
        const QCoreApplication application(argc, argv);
        parse(parser, application);
        return 0;
    }
    QApplication application(argc, argv);
    parse(parser, application);
    countersign::ui::Settings settings(countersign::ui::Settings::defaultPath());
    countersign::app::installTranslations(application, settings.language());
    QApplication::setWindowIcon(countersign::ui::applicationIcon());
    countersign::ui::Theme theme(application);
    theme.setChoice(settings.theme());
    countersign::ui::QtPrompts prompts;
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation);
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::CacheLocation);
    const QString proofs = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) + QStringLiteral("/Countersign");
    countersign::app::Desk desk(settings, theme, prompts, data + QStringLiteral("/pins.json"), cache, {.proofFolder = proofs});
    desk.window().show();
    countersign::app::quitOnSignal();
    const QStringList paths = absolute(parser.positionalArguments());
    const QStringList anchors = absolute(parser.values(kServiceCert));
    if (!paths.isEmpty())
        QMetaObject::invokeMethod(&desk.window(), [&] { desk.open(paths, anchors); }, Qt::QueuedConnection);
    if (parser.isSet(kDemo))
        QMetaObject::invokeMethod(&desk.window(), [&] { desk.demo().start(countersign::sandbox::Fault::None); }, Qt::QueuedConnection);
    return QApplication::exec();
}
