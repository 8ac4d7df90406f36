#pragma once

#include <QStyledItemDelegate>

namespace countersign::ui {

struct Tokens;

/// Behind the rows: between window and surface.
QColor navigationGround(const Tokens& tokens);

/// Paints the rows of the navigation: group titles small and muted, pages with icon, title and badge.
class NavigationDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { IsGroupRole = Qt::UserRole + 1, GroupRole, PageRole, IconRole, BadgeRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    static void paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
    static void paintPage(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
};

} // namespace countersign::ui
