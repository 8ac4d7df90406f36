#include "ui/explore/row_delegate.h"

#include "ui/common/icons.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/tokens.h"
#include "ui/common/verdict_look.h"
#include "ui/models/transaction_model.h"

#include <QPainter>

namespace countersign::ui {

QColor ruleInk(RuleColour colour, const Tokens& tokens)
{
    switch (colour) {
    case RuleColour::Blue: return tokens.accent;
    case RuleColour::Violet: return tokens.demo;
    case RuleColour::Green: return tokens.passed;
    case RuleColour::Red: return tokens.failed;
    case RuleColour::Amber: return tokens.indeterminate;
    case RuleColour::Grey: break;
    }
    return tokens.notChecked;
}

QString ruleColourWord(RuleColour colour)
{
    switch (colour) {
    case RuleColour::Blue: return RowDelegate::tr("Blue");
    case RuleColour::Violet: return RowDelegate::tr("Violet");
    case RuleColour::Green: return RowDelegate::tr("Green");
    case RuleColour::Red: return RowDelegate::tr("Red");
    case RuleColour::Amber: return RowDelegate::tr("Amber");
    case RuleColour::Grey: break;
    }
    return RowDelegate::tr("Grey");
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Tokens& tokens = tokensOf(option.palette);
    const QVariant rule = index.data(TransactionModel::RuleColourRole);
    if (rule.isValid() && !(option.state & QStyle::State_Selected)) {
        painter->fillRect(option.rect, tint(tokens.surface, ruleInk(RuleColour(rule.toInt()), tokens), kBadgeTint));
    }
    if (index.column() == TransactionModel::VerdictColumn) return paintVerdict(*painter, option, index);
    QStyledItemDelegate::paint(painter, option, index);
}

void RowDelegate::paintVerdict(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Tokens& tokens = tokensOf(option.palette);
    const auto verdict = RowVerdict(index.data(TransactionModel::VerdictRole).toInt());
    const bool selected = option.state & QStyle::State_Selected;
    if (selected) painter.fillRect(option.rect, option.palette.color(QPalette::Active, QPalette::Highlight));
    const QColor ink = selected ? option.palette.color(QPalette::Active, QPalette::HighlightedText)
                                : verdictColour(verdictOf(verdict), tokens);
    const int side = std::min(iconSide(option.fontMetrics), option.rect.height() - 2);
    const int gap = side / 4;
    const QRect box = option.rect.adjusted(gap, 0, -gap, 0);
    const bool mirrored = option.direction == Qt::RightToLeft;
    const int left = mirrored ? box.right() - side : box.left();
    painter.save();
    paintLineIcon(painter, QRectF(left, box.center().y() - side / 2.0 + 0.5, side, side), verdictIcon(verdictOf(verdict)), ink,
                  selected ? option.palette.color(QPalette::Highlight) : tokens.surface);
    painter.setPen(ink);
    painter.setFont(option.font);
    const QRect text = mirrored ? box.adjusted(0, 0, -side - gap, 0) : box.adjusted(side + gap, 0, 0, 0);
    painter.drawText(text, int(Qt::AlignVCenter) | int(mirrored ? Qt::AlignRight : Qt::AlignLeft),
                     option.fontMetrics.elidedText(rowVerdictWord(verdict), Qt::ElideRight, text.width()));
    painter.restore();
}

} // namespace countersign::ui
