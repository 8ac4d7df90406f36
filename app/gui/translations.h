#pragma once

#include <QStringList>

class QApplication;

namespace countersign::app {

/// Codes of the translations that are built in; English is always one.
QStringList builtInLanguages();

/// `code` empty: as the system. What is not translated stays English.
void installTranslations(QApplication& application, const QString& code);

} // namespace countersign::app
