#include "ui/home/help_page.h"

#include "ui/common/heading.h"
#include "ui/common/theme/metrics.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace countersign::ui {

HelpPage::HelpPage(Keys keys, QWidget* parent)
    : Page({.id = QStringLiteral("help"), .title = tr("Keyboard and about"), .icon = QStringLiteral("help"), .goKey = u'h'},
           parent),
      m_keys(std::move(keys))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    auto* content = new QWidget(scroll);
    scroll->setWidget(content);
    auto* column = new QVBoxLayout(content);
    const int edge = space(this, 24);
    column->setContentsMargins(edge, edge, edge, edge);
    column->setSpacing(space(this, 12));
    column->addWidget(new RoleLabel(RoleLabel::Role::Title, tr("Keyboard"), content));
    m_table = new QWidget(content);
    m_grid = new QGridLayout(m_table);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space(this, 24));
    m_grid->setColumnStretch(1, 1);
    column->addWidget(m_table);
    column->addSpacing(space(this, 12));
    column->addWidget(new RoleLabel(RoleLabel::Role::Title, tr("About"), content));
    auto* about = new QLabel(tr("Countersign %1. See, verify and govern a consortium ledger without trusting whoever runs "
                                "it. Free software under the MIT licence; it comes without warranty.")
                                 .arg(QStringLiteral(COUNTERSIGN_VERSION)),
                             content);
    about->setObjectName(QStringLiteral("aboutText"));
    about->setWordWrap(true);
    about->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(about);
    column->addStretch(1);
}

void HelpPage::showEvent(QShowEvent* event)
{
    fill();
    Page::showEvent(event);
}

void HelpPage::fill()
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int row = 0;
    for (const Key& key : m_keys()) {
        auto* keys = new QLabel(key.keys, m_table);
        keys->setTextFormat(Qt::PlainText);
        keys->setFont(fixedFont(font()));
        m_grid->addWidget(keys, row, 0);
        auto* meaning = new QLabel(key.meaning, m_table);
        meaning->setTextFormat(Qt::PlainText);
        m_grid->addWidget(meaning, row++, 1);
    }
}

} // namespace countersign::ui
