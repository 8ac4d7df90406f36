#include "ui/shell/navigation.h"

#include "ui/common/theme/tokens.h"
#include "ui/shell/navigation_delegate.h"
#include "ui/shell/page.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QSignalBlocker>

namespace countersign::ui {

using Role = NavigationDelegate::Role;

Navigation::Navigation(QWidget* parent) : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    setFrameShape(QFrame::NoFrame);
    setHeaderHidden(true);
    setColumnCount(1);
    setRootIsDecorated(false);
    setIndentation(0);
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new NavigationDelegate(this));
    connect(this, &QTreeWidget::currentItemChanged, this, &Navigation::chooseCurrent);
    adoptTheme();
}

void Navigation::addGroup(const QString& id, const QString& title, bool tail)
{
    if (QTreeWidgetItem* known = groupItem(id)) return known->setText(0, title);
    auto* item = new QTreeWidgetItem({title});
    item->setData(0, Role::IsGroupRole, true);
    item->setData(0, Role::GroupRole, id);
    item->setToolTip(0, title);
    item->setFlags(Qt::ItemIsEnabled);
    insertTopLevelItem(topLevelItemCount() - (tail ? 0 : m_tailGroups), item);
    if (tail) ++m_tailGroups;
    item->setExpanded(true);
}

void Navigation::removeGroup(const QString& id)
{
    const QSignalBlocker quiet(this);
    delete groupItem(id);
}

void Navigation::addPage(const QString& group, const Page& page)
{
    QTreeWidgetItem* parentItem = groupItem(group);
    if (!parentItem) return;
    auto* item = new QTreeWidgetItem({page.title()});
    item->setData(0, Role::GroupRole, group);
    item->setData(0, Role::PageRole, page.id());
    item->setData(0, Role::IconRole, page.icon());
    const QSignalBlocker quiet(this);
    parentItem->addChild(item);
    parentItem->setExpanded(true);
    updateBadge(group, page);
}

void Navigation::updateBadge(const QString& group, const Page& page)
{
    QTreeWidgetItem* item = pageItem(group, page.id());
    if (!item) return;
    item->setData(0, Role::BadgeRole, page.badge());
    const QString keys = page.goKey().isNull() ? QString() : tr("Keys: g %1").arg(page.goKey());
    const QStringList lines{page.badgeMeaning(), keys};
    item->setToolTip(0, lines.join(QLatin1Char('\n')).trimmed());
    item->setData(0, Qt::AccessibleTextRole,
                  page.badgeMeaning().isEmpty() ? page.title() : tr("%1, %2").arg(page.title(), page.badgeMeaning()));
}

void Navigation::setCurrent(const QString& group, const QString& page)
{
    const QSignalBlocker quiet(this);
    setCurrentItem(pageItem(group, page));
    if (QTreeWidgetItem* item = currentItem()) scrollToItem(item);
    viewport()->update();
}

QSize Navigation::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 30, 400};
}

QSize Navigation::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, 100};
}

QTreeWidgetItem* Navigation::groupItem(const QString& id) const
{
    for (int i = 0; i < topLevelItemCount(); ++i)
        if (topLevelItem(i)->data(0, Role::GroupRole).toString() == id) return topLevelItem(i);
    return nullptr;
}

QTreeWidgetItem* Navigation::pageItem(const QString& group, const QString& page) const
{
    const QTreeWidgetItem* parentItem = groupItem(group);
    for (int i = 0; parentItem && i < parentItem->childCount(); ++i)
        if (parentItem->child(i)->data(0, Role::PageRole).toString() == page) return parentItem->child(i);
    return nullptr;
}

void Navigation::chooseCurrent()
{
    const QTreeWidgetItem* item = currentItem();
    if (!item || item->data(0, Role::IsGroupRole).toBool()) return;
    Q_EMIT pageChosen(item->data(0, Role::GroupRole).toString(), item->data(0, Role::PageRole).toString());
}

// Group titles are no stations of the keyboard.
QModelIndex Navigation::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    QModelIndex to = QTreeWidget::moveCursor(action, modifiers);
    const bool up = action == MoveUp || action == MovePrevious || action == MovePageUp || action == MoveEnd;
    if (to.data(Role::IsGroupRole).toBool()) to = up ? indexAbove(to) : indexBelow(to);
    return to.isValid() && !to.data(Role::IsGroupRole).toBool() ? to : currentIndex();
}

void Navigation::paintEvent(QPaintEvent* event)
{
    QTreeWidget::paintEvent(event);
    const int edge = isRightToLeft() ? 0 : viewport()->width() - 1;
    QPainter(viewport()).fillRect(QRect(edge, 0, 1, viewport()->height()), tokensOf(QApplication::palette()).border);
}

void Navigation::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) adoptTheme();
    QTreeWidget::changeEvent(event);
}

void Navigation::adoptTheme()
{
    const Tokens& tokens = tokensOf(QApplication::palette());
    QPalette own; // one role only: the others still follow the application
    own.setColor(QPalette::Base, navigationGround(tokens));
    if (palette().color(QPalette::Base) != navigationGround(tokens)) setPalette(own);
}

} // namespace countersign::ui
