#include "ui/tables/tables_page.h"

#include "ui/common/empty_state.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/layout_memory.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/tables/moment_bar.h"
#include "ui/tables/value_pane.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace countersign::ui {

namespace {
const QString kSplitterKey = QStringLiteral("tables/splitter");
}

TablesPage::TablesPage(LayoutMemory* memory, QThreadPool& pool, QWidget* parent)
    : Page({.id = QStringLiteral("tables"), .title = tr("Tables"), .icon = QStringLiteral("tables"), .goKey = u'b'}, parent),
      m_memory(memory), m_pool(pool)
{
    auto* column = new QVBoxLayout(this);
    const int edge = space(this, 16);
    column->setContentsMargins(edge, space(this, 12), edge, space(this, 8));
    column->setSpacing(space(this, 8));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makePreparation());
    m_splitter = new QSplitter(Qt::Horizontal, m_stack);
    m_splitter->setObjectName(QStringLiteral("tablesSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(makeTables());
    m_splitter->addWidget(makeState());
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setSizes({400, 640});
    m_stack->addWidget(m_splitter);
    column->addWidget(m_stack, 1);
    if (m_memory) m_splitter->restoreState(m_memory->layout(kSplitterKey));
}

TablesPage::~TablesPage()
{
    m_stop.request_stop();
    if (m_memory) m_memory->keepLayout(kSplitterKey, m_splitter->saveState());
}

QWidget* TablesPage::makePreparation()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->addStretch(1);
    m_preparationText = new RoleLabel(RoleLabel::Role::Muted, {}, box);
    m_preparationText->setObjectName(QStringLiteral("tablesPreparation"));
    m_preparationText->setAlignment(Qt::AlignCenter);
    column->addWidget(m_preparationText);
    m_progress = new QProgressBar(box);
    m_progress->setAccessibleName(tr("Progress of the index of tables"));
    m_progress->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    column->addWidget(m_progress, 0, Qt::AlignHCenter);
    m_preparationButton = new QPushButton(box);
    m_preparationButton->setObjectName(QStringLiteral("tablesPreparationButton"));
    column->addWidget(m_preparationButton, 0, Qt::AlignHCenter);
    column->addStretch(2);
    connect(m_preparationButton, &QPushButton::clicked, this, [this] {
        if (m_preparing) m_stop.request_stop();
        else prepare();
    });
    return box;
}

QTableView* TablesPage::makeView(const QString& name, const QString& title, PlainTableModel* model, const QString& empty)
{
    auto* view = new QTableView(this);
    view->setObjectName(name);
    view->setAccessibleName(title);
    view->setModel(model);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto* helper = new TableHelper(view, name, m_memory, TableHelper::Sorting::Off);
    helper->setEmptyState(new EmptyState({}, empty, {}));
    view->horizontalHeader()->setStretchLastSection(true);
    connect(view, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (index.data(PlainTableModel::KindRole).toString() == QLatin1String("transaction"))
            Q_EMIT openPlace(QStringLiteral("transaction"), index.data(PlainTableModel::ValueRole).toString());
    });
    return view;
}

QWidget* TablesPage::makeTables()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 8));
    m_filter = new QLineEdit(box);
    m_filter->setObjectName(QStringLiteral("tablesFilter"));
    m_filter->setPlaceholderText(tr("Filter tables"));
    m_filter->setAccessibleName(tr("Filter tables"));
    m_filter->setClearButtonEnabled(true);
    column->addWidget(m_filter);
    m_tableModel = new PlainTableModel({tr("Table"), tr("Rows"), tr("Writes"), tr("Removals"), tr("Last change")}, this);
    m_proxy = new QSortFilterProxyModel(this);
    m_proxy->setSourceModel(m_tableModel);
    m_proxy->setSortRole(PlainTableModel::SortRole);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tableView = new QTableView(box);
    m_tableView->setObjectName(QStringLiteral("tableList"));
    m_tableView->setAccessibleName(tr("Tables"));
    m_tableView->setModel(m_proxy);
    m_tableView->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* helper = new TableHelper(m_tableView, QStringLiteral("tableList"), m_memory);
    helper->setEmptyState(new EmptyState({}, tr("No table fits the filter, or none was written up to this moment."), {}));
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {38, 8, 8, 10, 12};
    for (int i = 0; i < 5; ++i) m_tableView->horizontalHeader()->resizeSection(i, em * widths[i]);
    m_tableView->sortByColumn(0, Qt::AscendingOrder);
    column->addWidget(m_tableView, 1);
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_tableView->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (!index.isValid()) return;
        m_table = index.data(PlainTableModel::ValueRole).toString().toStdString();
        loadState();
    });
    return box;
}

QWidget* TablesPage::makeState()
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 8));
    m_moment = new MomentBar(box);
    column->addWidget(m_moment);
    m_stateModel = new PlainTableModel({tr("Key"), tr("Value"), tr("Written at"), tr("Verdict")}, this);
    m_versionModel = new PlainTableModel({tr("Written at"), tr("Verdict"), tr("Value")}, this);
    m_stateView = makeView(QStringLiteral("tableRows"), tr("Rows of the table"), m_stateModel,
                           tr("Choose a table with rows at this moment."));
    m_versionView = makeView(QStringLiteral("keyVersions"), tr("Versions of the key"), m_versionModel,
                             tr("Select a row to see all that was ever written under its key."));
    const int em = fontMetrics().averageCharWidth();
    m_stateView->horizontalHeader()->resizeSection(0, em * 28);
    m_stateView->horizontalHeader()->resizeSection(1, em * 34);
    m_value = new ValuePane(m_pool, box);
    auto* below = new QSplitter(Qt::Horizontal);
    below->addWidget(m_versionView);
    below->addWidget(m_value);
    below->setSizes({260, 380});
    auto* split = new QSplitter(Qt::Vertical, box);
    split->setChildrenCollapsible(false);
    split->addWidget(m_stateView);
    split->addWidget(below);
    column->addWidget(split, 1);
    m_note = new RoleLabel(RoleLabel::Role::Muted, {}, box);
    m_note->setObjectName(QStringLiteral("tablesNote"));
    column->addWidget(m_note);
    connect(m_moment, &MomentBar::momentChanged, this, &TablesPage::momentMoved);
    connect(m_moment, &MomentBar::checksWanted, this, [this] { Q_EMIT openPlace(QStringLiteral("checks"), {}); });
    connect(m_stateView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { loadVersions(index.row()); });
    connect(m_versionView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { showVersion(index.row()); });
    return box;
}

void TablesPage::setVerdicts(const RowVerdicts& verdicts)
{
    m_verdicts = verdicts;
    m_moment->setVerdicts(verdicts, 0);
}

void TablesPage::setReport(const VerificationReport& report)
{
    m_verdicts = RowVerdicts(report);
    m_moment->setVerdicts(m_verdicts, report.signedTo ? report.signedTo->seqno : 0);
    if (!m_momentChosen && m_history && m_history->prepared()) m_moment->goToSignedEnd();
    if (!m_table.empty()) loadState();
}

QWidget* TablesPage::filterBox() const
{
    return m_filter;
}

bool TablesPage::shows(const QString& kind) const
{
    return kind == QLatin1String("table") && m_history;
}

void TablesPage::showPlace(const QString&, const QString& value)
{
    m_table = value.toStdString();
    m_filter->clear();
    const auto found = m_proxy->match(m_proxy->index(0, 0), PlainTableModel::ValueRole, value, 1, Qt::MatchExactly);
    if (!found.isEmpty()) m_tableView->setCurrentIndex(found.front());
}

void TablesPage::say(const QString& sentence)
{
    m_note->setText(sentence);
}

} // namespace countersign::ui
