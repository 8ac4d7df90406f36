#include "ui/shell/page.h"

namespace countersign::ui {

Page::Page(Identity identity, QWidget* parent) : QWidget(parent), m_identity(std::move(identity))
{
    setObjectName(m_identity.id + QStringLiteral("Page"));
    setAccessibleName(m_identity.title);
}

void Page::setBadge(const QString& badge, const QString& meaning)
{
    if (badge == m_badge && meaning == m_badgeMeaning) return;
    m_badge = badge;
    m_badgeMeaning = meaning;
    Q_EMIT badgeChanged();
}

bool Page::shows(const QString&) const
{
    return false;
}

void Page::showPlace(const QString&, const QString&) {}

} // namespace countersign::ui
