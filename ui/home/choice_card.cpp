#include "ui/home/choice_card.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"

#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace countersign::ui {

ChoiceCard::ChoiceCard(const QString& icon, const QString& title, const QString& sentence, QWidget* parent)
    : QFrame(parent), m_icon(icon)
{
    setAccessibleName(title);
    auto* layout = new QVBoxLayout(this);
    const int edge = space(this, 16);
    layout->setContentsMargins(edge, edge + iconSide(fontMetrics()) * 2 + space(this, 8), edge, edge);
    layout->setSpacing(space(this, 8));
    auto* heading = new RoleLabel(RoleLabel::Role::Section, title, this);
    heading->setWordWrap(true);
    layout->addWidget(heading);
    layout->addWidget(new RoleLabel(RoleLabel::Role::Muted, sentence, this));
    layout->addStretch(1);
    m_actions = new QVBoxLayout;
    m_actions->setSpacing(space(this, 8));
    layout->addLayout(m_actions);
    setMinimumWidth(fontMetrics().averageCharWidth() * 28);
}

QPushButton* ChoiceCard::addChoice(const QString& name, const QString& icon, const QString& text)
{
    auto* button = new QPushButton(text, this);
    if (!icon.isEmpty()) button->setIcon(lineIcon(icon));
    button->setObjectName(name);
    m_actions->addWidget(button);
    return button;
}

void ChoiceCard::addWidget(QWidget* widget)
{
    m_actions->addWidget(widget);
}

void ChoiceCard::addNote(const QString& note)
{
    m_actions->addWidget(new RoleLabel(RoleLabel::Role::Muted, note, this));
}

void ChoiceCard::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.border, 1));
    painter.setBrush(tokens.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    const int side = iconSide(fontMetrics()) * 2;
    const QRect icon(space(this, 16), space(this, 16), side, side);
    paintLineIcon(painter, QStyle::visualRect(layoutDirection(), rect(), icon), m_icon, tokens.accent, tokens.surface);
}

} // namespace countersign::ui
