#include "ui/common/heading.h"

#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QScopedValueRollback>

namespace countersign::ui {

RoleLabel::RoleLabel(Role role, const QString& text, QWidget* parent) : QLabel(text, parent), m_role(role)
{
    setTextFormat(Qt::PlainText);
    if (role == Role::Muted) setWordWrap(true);
    adopt();
}

void RoleLabel::changeEvent(QEvent* event)
{
    const auto type = event->type();
    if (type == QEvent::PaletteChange || type == QEvent::FontChange || type == QEvent::ApplicationFontChange) adopt();
    QLabel::changeEvent(event);
}

void RoleLabel::adopt()
{
    if (m_adopting) return;
    const QScopedValueRollback adopting(m_adopting, true);
    const QFont base = parentWidget() ? parentWidget()->font() : QApplication::font();
    if (m_role == Role::Title) setFont(boldFont(base, 1.5));
    if (m_role == Role::Section) setFont(boldFont(base, 1.05));
    if (m_role != Role::Muted) return;
    QPalette own; // one role only: the others still follow the application
    own.setColor(QPalette::WindowText, tokensOf(QApplication::palette()).muted);
    setPalette(own);
}

} // namespace countersign::ui
