#include "ui/common/table_helper.h"

#include "ui/common/empty_state.h"
#include "ui/common/layout_memory.h"
#include "ui/common/theme/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QTableView>

#include <algorithm>
#include <set>

namespace countersign::ui {

namespace {
constexpr int kKeepAfterMs = 400;
}

TableHelper::TableHelper(QTableView* table, const QString& key, LayoutMemory* memory, Sorting sorting)
    : QObject(table), m_table(table), m_viewport(table->viewport()), m_key(QStringLiteral("table/") + key), m_memory(memory)
{
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setAlternatingRowColors(false);
    table->setShowGrid(true);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setSortingEnabled(sorting == Sorting::On);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setMinimumSectionSize(1);
    table->verticalHeader()->setDefaultSectionSize(denseRowHeight(table->fontMetrics()));
    QHeaderView* header = table->horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &TableHelper::showColumnChooser);
    if (memory) header->restoreState(memory->layout(m_key));
    m_keepTimer.setSingleShot(true);
    connect(&m_keepTimer, &QTimer::timeout, this, &TableHelper::keepLayout);
    const auto keepSoon = [this] { m_keepTimer.start(kKeepAfterMs); };
    connect(header, &QHeaderView::sectionResized, this, keepSoon);
    connect(header, &QHeaderView::sectionMoved, this, keepSoon);
    connect(header, &QHeaderView::sortIndicatorChanged, this, keepSoon);
    table->installEventFilter(this);
    table->viewport()->installEventFilter(this);
}

void TableHelper::setEmptyState(EmptyState* state)
{
    m_empty = state;
    state->setParent(m_table->viewport());
    if (QAbstractItemModel* model = m_table->model()) {
        connect(model, &QAbstractItemModel::modelReset, this, &TableHelper::updateEmptyState);
        connect(model, &QAbstractItemModel::rowsInserted, this, &TableHelper::updateEmptyState);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &TableHelper::updateEmptyState);
    }
    updateEmptyState();
}

void TableHelper::updateEmptyState()
{
    if (!m_empty) return;
    m_empty->setGeometry(m_table->viewport()->rect());
    m_empty->setVisible(!m_table->model() || m_table->model()->rowCount() == 0);
}

QString TableHelper::selectionAsTsv() const
{
    if (!m_table->selectionModel()) return {};
    std::set<int> rows;
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom() && int(rows.size()) < kMostCopiedRows; ++row) rows.insert(row);
    const QHeaderView* header = m_table->horizontalHeader();
    QString text;
    for (const int row : rows) {
        QStringList cells;
        for (int visual = 0; visual < header->count(); ++visual) {
            const int column = header->logicalIndex(visual);
            if (header->isSectionHidden(column)) continue;
            QString cell = m_table->model()->index(row, column).data().toString();
            for (QChar& c : cell)
                if (c == QLatin1Char('\t') || c == QLatin1Char('\n') || c == QLatin1Char('\r')) c = QLatin1Char(' ');
            cells += cell;
        }
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void TableHelper::copySelection() const
{
    if (const QString text = selectionAsTsv(); !text.isEmpty()) QApplication::clipboard()->setText(text);
}

bool TableHelper::eventFilter(QObject* watched, QEvent* event)
{
    // The last events come when the table is a plain widget already, half taken down.
    const QObject* owner = watched == m_viewport ? watched->parent() : watched;
    if (!qobject_cast<const QTableView*>(owner)) return QObject::eventFilter(watched, event);
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copySelection();
        return true;
    }
    if (watched == m_table && event->type() == QEvent::FontChange)
        m_table->verticalHeader()->setDefaultSectionSize(denseRowHeight(m_table->fontMetrics()));
    if (watched == m_table && event->type() == QEvent::Hide && m_keepTimer.isActive()) keepLayout();
    if (watched == m_viewport && event->type() == QEvent::Resize) updateEmptyState();
    return QObject::eventFilter(watched, event);
}

void TableHelper::showColumnChooser(const QPoint& position)
{
    QHeaderView* header = m_table->horizontalHeader();
    auto* menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < header->count(); ++column) {
        QAction* action = menu->addAction(m_table->model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        // The last column that is shown can't be hidden: there would be no header left to bring one back.
        action->setEnabled(header->isSectionHidden(column) || header->hiddenSectionCount() < header->count() - 1);
        connect(action, &QAction::toggled, header, [this, header, column](bool shown) {
            header->setSectionHidden(column, !shown);
            m_keepTimer.start(kKeepAfterMs);
        });
    }
    menu->popup(header->mapToGlobal(position));
}

void TableHelper::keepLayout()
{
    m_keepTimer.stop();
    if (m_memory) m_memory->keepLayout(m_key, m_table->horizontalHeader()->saveState());
}

} // namespace countersign::ui
