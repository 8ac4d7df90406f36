#include "ui/network/detail_pane.h"

#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/layout_memory.h"
#include "ui/common/theme/metrics.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"
#include "ui/network/script_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QTreeWidget>

#include <algorithm>

namespace countersign::ui {

namespace {

constexpr int kTextRole = Qt::UserRole;

bool same(const QList<DetailItem>& a, const QList<DetailItem>& b)
{
    return std::ranges::equal(a, b, [](const DetailItem& x, const DetailItem& y) {
        return x.name == y.name && x.value == y.value && x.text == y.text && x.verdict == y.verdict && same(x.children, y.children);
    });
}

void setExpanded(QTreeWidgetItem* item, int depth)
{
    item->setExpanded(depth > 0);
    for (int i = 0; i < item->childCount(); ++i) setExpanded(item->child(i), depth - 1);
}

} // namespace

DetailPane::DetailPane(const QString& key, LayoutMemory* memory, QWidget* parent)
    : QSplitter(Qt::Vertical, parent), m_key(QStringLiteral("details/") + key), m_memory(memory)
{
    setHandleWidth(1);
    setChildrenCollapsible(false);
    m_tree = new QTreeWidget(this);
    m_tree->setObjectName(QStringLiteral("detailTree"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("Name"), tr("Value")});
    m_tree->setUniformRowHeights(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    m_tree->header()->resizeSection(0, fontMetrics().averageCharWidth() * 34);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->installEventFilter(this);
    if (memory) m_tree->header()->restoreState(memory->layout(m_key));
    connect(m_tree->header(), &QHeaderView::sectionResized, this, [this] {
        if (m_memory) m_memory->keepLayout(m_key, m_tree->header()->saveState());
    });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &DetailPane::showText);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &DetailPane::showMenu);
    addWidget(m_tree);
    m_text = new ScriptView(this);
    m_text->setObjectName(QStringLiteral("detailText"));
    m_text->setAccessibleName(tr("The whole text of the chosen line"));
    addWidget(m_text);
    m_text->hide();
    m_empty = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_empty->setObjectName(QStringLiteral("detailEmpty"));
    m_empty->setAlignment(Qt::AlignCenter);
    addWidget(m_empty);
    setStretchFactor(0, 3);
    setStretchFactor(1, 4);
    clear({});
}

void DetailPane::add(QTreeWidgetItem* parent, const DetailItem& item)
{
    auto* line = new QTreeWidgetItem(parent, {item.name, item.value});
    line->setData(0, kTextRole, item.text);
    line->setToolTip(0, plainToolTip(item.name));
    line->setToolTip(1, plainToolTip(item.value));
    if (!item.text.isEmpty()) line->setIcon(1, lineIcon(QStringLiteral("file")));
    if (item.verdict) line->setIcon(1, verdictCellIcon(*item.verdict));
    for (const DetailItem& child : item.children) add(line, child);
}

void DetailPane::setItems(const QString& what, const QList<DetailItem>& items, int depth)
{
    m_tree->setAccessibleName(what);
    m_empty->hide();
    m_tree->show();
    if (same(items, m_items)) return;
    m_items = items;
    m_tree->clear();
    for (const DetailItem& item : items) add(m_tree->invisibleRootItem(), item);
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) setExpanded(m_tree->topLevelItem(i), depth);
    showText();
}

void DetailPane::clear(const QString& sentence)
{
    m_items.clear();
    m_tree->clear();
    m_tree->hide();
    m_text->hide();
    m_empty->setText(sentence);
    m_empty->show();
}

void DetailPane::showText()
{
    const QTreeWidgetItem* item = m_tree->currentItem();
    const QString text = item ? item->data(0, kTextRole).toString() : QString();
    m_text->setVisible(!text.isEmpty());
    m_text->setScript(text, m_scripts && !text.startsWith(QLatin1String("-----BEGIN")));
}

void DetailPane::copyChosen() const
{
    const QTreeWidgetItem* item = m_tree->currentItem();
    if (!item) return;
    const QString text = item->data(0, kTextRole).toString();
    const QString value = item->text(1).isEmpty() ? item->text(0) : item->text(1);
    QGuiApplication::clipboard()->setText(text.isEmpty() ? value : text);
}

void DetailPane::showMenu(const QPoint& position)
{
    if (!m_tree->itemAt(position)) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(lineIcon(QStringLiteral("copy")), tr("Copy the value"), this, [this] { copyChosen(); });
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

bool DetailPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_tree || event->type() != QEvent::KeyPress || !static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy))
        return QSplitter::eventFilter(watched, event);
    copyChosen();
    return true;
}

} // namespace countersign::ui
