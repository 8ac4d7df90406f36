#include "ui/shell/navigation_delegate.h"

#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/common/theme/tokens.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace countersign::ui {

QColor navigationGround(const Tokens& tokens)
{
    return tint(tokens.window, tokens.surface, 0.4);
}

void NavigationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(IsGroupRole).toBool()) paintGroup(*painter, option, index);
    else paintPage(*painter, option, index);
    painter->restore();
}

void NavigationDelegate::paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    const int gap = space(option.widget, 12);
    painter.setFont(boldFont(option.font, 0.92));
    painter.setPen(tokens.muted);
    const QRect words = option.rect.adjusted(gap, 0, -gap, -space(option.widget, 4));
    painter.drawText(words, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignBottom)),
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, words.width()));
}

void NavigationDelegate::paintPage(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const int gap = space(option.widget, 8);
    const int side = iconSide(option.fontMetrics);
    const QRect row = option.rect.adjusted(gap / 2, 1, -gap / 2, -1);
    const QColor base = navigationGround(tokens);
    const QColor ground = selected ? tint(base, tokens.accent, kSelectionTint) : base;
    const auto mirrored = [&](const QRect& rect) { return QStyle::visualRect(option.direction, row, rect); };
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(selected ? ground : tint(base, tokens.text, 0.05));
        painter.drawRoundedRect(row, kRadius, kRadius);
    }
    if (selected) {
        painter.setBrush(tokens.accent);
        painter.drawRoundedRect(mirrored(QRect(row.left(), row.top() + row.height() / 4, 3, row.height() / 2)), 1.5, 1.5);
    }
    const QColor ink = selected ? tokens.text : tint(tokens.text, tokens.muted, 0.35);
    const QRect icon(row.left() + gap + gap / 2, row.center().y() - side / 2 + 1, side, side);
    paintLineIcon(painter, mirrored(icon), index.data(IconRole).toString(), selected ? tokens.accent : tokens.muted, ground);

    QRect words = row.adjusted(icon.right() - row.left() + gap + 1, 0, -gap, 0);
    if (const QString badge = index.data(BadgeRole).toString(); !badge.isEmpty()) {
        painter.setFont(boldFont(option.font, 0.88));
        const int high = painter.fontMetrics().height() + 2;
        const int wide = std::max(high, painter.fontMetrics().horizontalAdvance(badge) + gap);
        const QRect pill(row.right() - gap - wide, row.center().y() - high / 2 + 1, wide, high);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.accent);
        painter.drawRoundedRect(mirrored(pill), high / 2.0, high / 2.0);
        painter.setPen(tokens.onAccent);
        painter.drawText(mirrored(pill), Qt::AlignCenter, badge);
        words.setRight(pill.left() - gap);
    }
    painter.setFont(selected ? boldFont(option.font) : option.font);
    painter.setPen(ink);
    painter.drawText(mirrored(words), int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width()));
    const bool ring = option.state.testFlag(QStyle::State_HasFocus) && option.widget->hasFocus();
    if (ring) drawFocusRing(painter, row, QApplication::palette());
}

QSize NavigationDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const bool group = index.data(IsGroupRole).toBool();
    return {option.fontMetrics.horizontalAdvance(index.data().toString()) + space(option.widget, 24) * 3,
            group ? option.fontMetrics.height() * 9 / 4 : hitHeight(option.fontMetrics)};
}

} // namespace countersign::ui
