#include "app/gui/desk.h"
#include "app/gui/translations.h"
#include "ui/common/icons.h"
#include "ui/common/qt_prompts.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>

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
    parser.process(application);
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
    countersign::app::Desk desk(settings, theme, prompts);
    desk.window().show();
    QStringList paths;
    for (const QString& path : parser.positionalArguments()) paths += QDir::current().absoluteFilePath(path);
    if (!paths.isEmpty())
        QMetaObject::invokeMethod(&desk.window(), [&desk, paths] { desk.window().openPaths(paths); }, Qt::QueuedConnection);
    return QApplication::exec();
}
