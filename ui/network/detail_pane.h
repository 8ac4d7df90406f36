#pragma once

#include "ui/network/detail_item.h"

#include <QSplitter>

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace countersign::ui {

class LayoutMemory;
class ScriptView;

/// Details as a tree, and below it the whole of a long text when its line is chosen. Values can be copied.
class DetailPane final : public QSplitter
{
    Q_OBJECT
public:
    /// `key` names the pane where layouts are kept; `memory` may be null.
    DetailPane(const QString& key, LayoutMemory* memory, QWidget* parent = nullptr);

    /// `what` names the tree for a screen reader. Equal items keep what is open and chosen; others are opened `depth`
    /// levels deep.
    void setItems(const QString& what, const QList<DetailItem>& items, int depth = 1);
    /// Nothing to show, and why.
    void clear(const QString& sentence);
    /// Whether long texts are JavaScript.
    void setScripts(bool scripts) { m_scripts = scripts; }

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void add(QTreeWidgetItem* parent, const DetailItem& item);
    void showText();
    void copyChosen() const;
    void showMenu(const QPoint& position);

    QString m_key;
    LayoutMemory* m_memory;
    QList<DetailItem> m_items;
    QTreeWidget* m_tree = nullptr;
    ScriptView* m_text = nullptr;
    QLabel* m_empty = nullptr;
    bool m_scripts = true;
};

} // namespace countersign::ui
