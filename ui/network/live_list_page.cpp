#include "ui/network/live_list_page.h"

#include "ui/common/empty_state.h"
#include "ui/common/heading.h"
#include "ui/common/layout_memory.h"
#include "ui/common/table_helper.h"
#include "ui/network/detail_pane.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace countersign::ui {

LiveListPage::LiveListPage(LiveList list, LiveSession& session, LayoutMemory* memory, QWidget* parent)
    : LivePage(list.identity, session, list.part, parent), m_list(std::move(list))
{
    m_summary = new RoleLabel(RoleLabel::Role::Section, {}, this);
    m_summary->setObjectName(QStringLiteral("liveSummary"));
    m_summary->setWordWrap(true);
    m_summary->hide();
    column().addWidget(m_summary);
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("liveFilter"));
    m_filter->setPlaceholderText(m_list.filterPrompt);
    m_filter->setAccessibleName(m_list.filterPrompt);
    m_filter->setClearButtonEnabled(true);
    column().addWidget(m_filter);
    buildActions();
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    column().addWidget(splitter, 1);
    buildTable(memory);
    splitter->addWidget(m_table);
    m_details = new DetailPane(m_list.identity.id, memory, splitter);
    splitter->addWidget(m_details);
    splitter->setSizes({400, 400});
    const QString key = QStringLiteral("split/%1").arg(id());
    if (memory) {
        splitter->restoreState(memory->layout(key));
        connect(splitter, &QSplitter::splitterMoved, this, [memory, key, splitter] { memory->keepLayout(key, splitter->saveState()); });
    }
    m_details->clear(tr("Choose a line to see all that the service says of it."));
    begin();
}

void LiveListPage::buildActions()
{
    if (m_list.actions.isEmpty()) return;
    auto* row = new QHBoxLayout;
    for (const LiveListAction& one : std::as_const(m_list.actions)) {
        auto* button = new QPushButton(one.title, this);
        button->setObjectName(one.name);
        button->setEnabled(false);
        button->setVisible(!one.offered);
        connect(button, &QPushButton::clicked, this, [this, trigger = one.trigger] { trigger(this); });
        row->addWidget(button);
        m_actions += button;
    }
    row->addStretch(1);
    column().addLayout(row);
}

void LiveListPage::buildTable(LayoutMemory* memory)
{
    m_model = new PlainTableModel(m_list.headers, this);
    m_proxy = new QSortFilterProxyModel(this);
    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(PlainTableModel::SortRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("liveTable"));
    m_table->setAccessibleName(title());
    m_table->setModel(m_proxy);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    const int em = fontMetrics().averageCharWidth();
    for (int i = 0; i < m_list.widths.size(); ++i) m_table->horizontalHeader()->resizeSection(i, em * m_list.widths[i]);
    m_table->horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    auto* helper = new TableHelper(m_table, QStringLiteral("live-%1").arg(id()), memory);
    helper->setEmptyState(new EmptyState({}, m_list.empty, {}));
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (index.isValid()) m_chosen = index.data(PlainTableModel::ValueRole).toString();
        showDetails();
    });
}

void LiveListPage::serviceChanged(const LiveService& service)
{
    m_held = session()->snapshot();
    m_service = &service;
    const QString summary = m_list.summary ? m_list.summary(service) : QString();
    m_summary->setText(summary);
    m_summary->setVisible(!summary.isEmpty());
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const auto& offered = m_list.actions[i].offered;
        m_actions[i]->setEnabled(true);
        m_actions[i]->setVisible(!offered || offered(service));
    }
    const QString chosen = m_chosen;
    m_model->setRows(m_list.rows(service));
    choose(chosen);
}

void LiveListPage::choose(const QString& wanted)
{
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (wanted.isEmpty() || index.data(PlainTableModel::ValueRole).toString() == wanted) {
            m_table->setCurrentIndex(index);
            return showDetails();
        }
    }
    showDetails();
}

void LiveListPage::showDetails()
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid() || !m_service || !session())
        return m_details->clear(tr("Choose a line to see all that the service says of it."));
    const QString id = index.data(PlainTableModel::ValueRole).toString();
    m_details->setItems(tr("Details of %1").arg(index.siblingAtColumn(0).data().toString()),
                        m_list.details(*m_service, *session(), id));
}

QWidget* LiveListPage::filterBox() const
{
    return m_filter;
}

bool LiveListPage::shows(const QString& kind) const
{
    return kind == id();
}

void LiveListPage::showPlace(const QString&, const QString& value)
{
    m_filter->clear();
    choose(value);
}

} // namespace countersign::ui
