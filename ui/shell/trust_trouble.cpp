#include "ui/shell/trust_trouble.h"

#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"
#include "ui/shell/trust_state.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

namespace countersign::ui {

TrustTroubleSheet::TrustTroubleSheet(const TrustTrouble& trouble, QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("trustTrouble"));
    setAccessibleName(trouble.title);
    auto* layout = new QFormLayout(this);
    const int edge = space(this, 16);
    layout->setContentsMargins(edge + iconSide(fontMetrics()) + space(this, 12), edge, edge, edge);
    layout->setVerticalSpacing(space(this, 8));
    layout->addRow(new RoleLabel(RoleLabel::Role::Section, trouble.title, this));
    auto* sentence = new QLabel(trouble.sentence, this);
    sentence->setTextFormat(Qt::PlainText);
    sentence->setWordWrap(true);
    layout->addRow(sentence);
    const auto addFingerprint = [this, layout](const QString& label, const QString& hex) {
        auto* value = new QLabel(groupsOfFour(hex), this);
        value->setFont(fixedFont(font()));
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        layout->addRow(label, value);
    };
    addFingerprint(tr("Pinned"), trouble.pinned);
    addFingerprint(tr("Seen now"), trouble.seen);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space(this, 8));
    auto* safe = new QPushButton(trouble.safeAction, this);
    safe->setObjectName(QStringLiteral("trustSafe"));
    makePrimary(safe);
    setFocusProxy(safe);
    connect(safe, &QPushButton::clicked, this, &TrustTroubleSheet::safeChosen);
    buttons->addWidget(safe);
    if (!trouble.otherAction.isEmpty()) {
        auto* other = new QPushButton(trouble.otherAction, this);
        other->setObjectName(QStringLiteral("trustOther"));
        connect(other, &QPushButton::clicked, this, &TrustTroubleSheet::otherChosen);
        buttons->addWidget(other);
    }
    buttons->addStretch();
    layout->addRow(buttons);
}

void TrustTroubleSheet::paintEvent(QPaintEvent*)
{
    const Tokens& tokens = tokensOf(palette());
    const QColor ground = tint(tokens.surface, tokens.failed, kBadgeTint);
    QPainter painter(this);
    painter.fillRect(rect(), ground);
    painter.fillRect(QRect(0, 0, width(), 2), tokens.failed);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.border);
    const int side = iconSide(fontMetrics());
    const QRect icon(space(this, 16), space(this, 16), side, side);
    paintLineIcon(painter, QStyle::visualRect(layoutDirection(), rect(), icon), QStringLiteral("verdict-failed"),
                  tokens.failed, ground);
}

} // namespace countersign::ui
