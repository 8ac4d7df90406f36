#pragma once

#include <QTreeWidget>

namespace countersign::ui {

class Page;

/// The left side: groups (workspaces and sources) and their pages.
class Navigation final : public QTreeWidget
{
    Q_OBJECT
public:
    explicit Navigation(QWidget* parent = nullptr);

    /// A tail group stays below all others. A group that exists is renamed.
    void addGroup(const QString& id, const QString& title, bool tail = false);
    void removeGroup(const QString& id);
    void addPage(const QString& group, const Page& page);
    void updateBadge(const QString& group, const Page& page);
    void setCurrent(const QString& group, const QString& page);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void pageChosen(const QString& group, const QString& page);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    QTreeWidgetItem* groupItem(const QString& id) const;
    QTreeWidgetItem* pageItem(const QString& group, const QString& page) const;
    void chooseCurrent();
    void adoptTheme();

    int m_tailGroups = 0;
};

} // namespace countersign::ui
