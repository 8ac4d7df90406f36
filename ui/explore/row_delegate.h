#pragma once

#include "ui/models/colour_rules.h"

#include <QStyledItemDelegate>

class QPalette;

namespace countersign::ui {

struct Tokens;

QColor ruleInk(RuleColour colour, const Tokens& tokens);
QString ruleColourWord(RuleColour colour); ///< Translated.

/// Rows of the transaction list: the tint of their rule, and the verdict with its shape.
class RowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintVerdict(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

} // namespace countersign::ui
