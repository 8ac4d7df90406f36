#include "ui/common/theme/theme.h"

#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>

namespace countersign::ui {

Theme::Theme(QApplication& application) : QObject(&application)
{
    QApplication::setStyle(new Style);
    application.installEventFilter(this);
}

void Theme::setChoice(ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    const bool systemChanged = event->type() == QEvent::ThemeChange ||
                               (event->type() == QEvent::ApplicationPaletteChange && watched == qApp);
    if (systemChanged && !m_applying && m_choice == ThemeChoice::System)
        QMetaObject::invokeMethod(this, &Theme::apply, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

// Without a palette of ours the application shows the one of the platform.
bool Theme::systemIsDark() const
{
    QApplication::setPalette(QPalette());
    return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

void Theme::apply()
{
    const QScopedValueRollback applying(m_applying, true);
    m_dark = m_choice == ThemeChoice::System ? systemIsDark() : m_choice == ThemeChoice::Dark;
    QApplication::setPalette(paletteFrom(m_dark ? darkTokens() : lightTokens()));
    Q_EMIT changed();
}

} // namespace countersign::ui
