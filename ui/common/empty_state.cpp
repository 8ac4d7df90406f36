#include "ui/common/empty_state.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace countersign::ui {

EmptyState::EmptyState(const QString& icon, const QString& sentence, const QString& action, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("emptyState"));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(space(this, 12));
    layout->addStretch(1);
    m_sentence = new RoleLabel(RoleLabel::Role::Muted, sentence, this);
    m_sentence->setAlignment(Qt::AlignCenter);
    layout->addWidget(m_sentence);
    setAccessibleName(sentence);
    if (!action.isEmpty()) {
        auto* button = new QPushButton(lineIcon(icon), action, this);
        button->setObjectName(QStringLiteral("emptyStateAction"));
        connect(button, &QPushButton::clicked, this, &EmptyState::actionWanted);
        layout->addWidget(button, 0, Qt::AlignHCenter);
    }
    layout->addStretch(2);
}

void EmptyState::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
    setAccessibleName(sentence);
}

} // namespace countersign::ui
