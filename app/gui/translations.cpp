#include "app/gui/translations.h"

#include <QApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace countersign::app {

QStringList builtInLanguages()
{
    QStringList codes{QStringLiteral("en")};
    const QDir folder(QStringLiteral(":/i18n"));
    for (const QString& file : folder.entryList({QStringLiteral("countersign_*.qm")})) {
        const QString code = file.section(QLatin1Char('_'), 1).section(QLatin1Char('.'), 0, 0);
        if (!codes.contains(code)) codes += code;
    }
    return codes;
}

void installTranslations(QApplication& application, const QString& code)
{
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    if (!code.isEmpty()) QLocale::setDefault(locale);
    const auto install = [&application, &locale](const QString& name, const QString& folder) {
        auto* translator = new QTranslator(&application);
        if (translator->load(locale, name, QStringLiteral("_"), folder)) application.installTranslator(translator);
        else delete translator;
    };
    // Qt's own words only in a language of ours: a window in two languages helps nobody.
    if (!builtInLanguages().contains(locale.name().section(QLatin1Char('_'), 0, 0))) return;
    install(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QStringLiteral("countersign"), QStringLiteral(":/i18n"));
}

} // namespace countersign::app
