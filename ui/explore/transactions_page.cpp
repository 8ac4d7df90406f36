#include "ui/explore/transactions_page.h"

#include "ui/common/empty_state.h"
#include "ui/common/format.h"
#include "ui/common/layout_memory.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/explore/colour_rules_sheet.h"
#include "ui/explore/explore_settings.h"
#include "ui/explore/filter_bar.h"
#include "ui/explore/filter_edit.h"
#include "ui/explore/filter_search.h"
#include "ui/explore/history_bar.h"
#include "ui/explore/proof_strip.h"
#include "ui/explore/record_loader.h"
#include "ui/explore/record_pane.h"
#include "ui/explore/row_delegate.h"
#include "ui/models/safe_text.h"
#include "ui/models/transaction_model.h"
#include "ui/tasks/run_task.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace countersign::ui {

TransactionsPage::TransactionsPage(ExploreSettings& settings, LayoutMemory* memory, QThreadPool& pool, QWidget* parent)
    : Page({QStringLiteral("transactions"), tr("Transactions"), QStringLiteral("transactions"), QLatin1Char('t')}, parent),
      m_settings(settings), m_memory(memory), m_pool(pool), m_context(std::make_shared<filter::FilterContext>())
{
    m_model = new TransactionModel(pool, this);
    m_model->setColourRules(settings.colourRules());
    m_search = new FilterSearch(pool, this);
    m_loader = new RecordLoader(pool, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space(this, 12), space(this, 8), space(this, 12), space(this, 8));
    layout->setSpacing(space(this, 4));
    m_filterBar = new FilterBar(settings);
    m_rules = new ColourRulesSheet;
    m_rules->hide();
    m_notice = new QLabel;
    m_notice->setObjectName(QStringLiteral("noticeLabel"));
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->hide();
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("transactionsSplitter"));
    m_splitter->addWidget(makeList());
    m_splitter->addWidget(makeBelow());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({400, 400});
    layout->addWidget(m_filterBar);
    layout->addWidget(m_rules);
    layout->addWidget(makeRangeRow());
    layout->addWidget(m_notice);
    layout->addWidget(m_splitter, 1);
    connectSearch();
    connectLoader();
    if (m_memory) m_splitter->restoreState(m_memory->layout(QStringLiteral("transactions/splitter")));
    setSource({});
}

TransactionsPage::~TransactionsPage()
{
    if (m_memory) m_memory->keepLayout(QStringLiteral("transactions/splitter"), m_splitter->saveState());
}

QWidget* TransactionsPage::makeRangeRow()
{
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_history = new HistoryBar(TransactionPager::kMostRows);
    m_rangeLabel = new QLabel;
    m_rangeLabel->setObjectName(QStringLiteral("rangeLabel"));
    m_goTo = new QLineEdit;
    m_goTo->setObjectName(QStringLiteral("goToEdit"));
    m_goTo->setPlaceholderText(tr("Go to 2.505 or 505"));
    m_goTo->setAccessibleName(tr("Go to a transaction"));
    m_goTo->setFixedWidth(fontMetrics().horizontalAdvance(m_goTo->placeholderText()) + space(this, 24));
    row->addWidget(m_history, 1);
    row->addWidget(m_rangeLabel);
    row->addWidget(m_goTo);
    connect(m_history, &HistoryBar::chosen, this, &TransactionsPage::showRange);
    connect(m_history, &HistoryBar::placeWanted, this, [this](SeqNo seqno) { goTo(seqno); });
    connect(m_goTo, &QLineEdit::returnPressed, this, [this] {
        if (goTo(m_goTo->text())) m_list->setFocus();
    });
    return box;
}

QWidget* TransactionsPage::makeList()
{
    m_list = new QTableView;
    m_list->setObjectName(QStringLiteral("transactionTable"));
    m_list->setAccessibleName(tr("Transactions"));
    m_list->setModel(m_model);
    auto* helper = new TableHelper(m_list, QStringLiteral("transactions"), m_memory, TableHelper::Sorting::Off);
    helper->setEmptyState(new EmptyState(QStringLiteral("transactions"), tr("No transaction is to be shown here."), {}));
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    const int widths[] = {13, 8, 24, 14, 16, 38, 17, 12, 12, 30, 16};
    for (int column = 0; column < TransactionModel::ColumnCount; ++column) {
        m_list->horizontalHeader()->resizeSection(column, fontMetrics().averageCharWidth() * widths[column]);
    }
    if (m_memory) m_list->horizontalHeader()->restoreState(m_memory->layout(QStringLiteral("table/transactions")));
    connect(m_list, &QWidget::customContextMenuRequested, this, &TransactionsPage::showListMenu);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TransactionsPage::showCurrent);
    connect(&m_model->pager(), &TransactionPager::arrived, this, &TransactionsPage::collectTables);
    connect(&m_model->pager(), &TransactionPager::failed, this, [this](const Error& error) {
        say(tr("Some transactions could not be read: %1").arg(safeText(error.where, 300)));
    });
    return m_list;
}

QWidget* TransactionsPage::makeBelow()
{
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space(this, 4));
    m_proof = new ProofStrip;
    m_record = new RecordPane;
    layout->addWidget(m_proof);
    layout->addWidget(m_record, 1);
    connect(m_proof, &ProofStrip::placeWanted, this, &TransactionsPage::showEvidence);
    return box;
}

void TransactionsPage::connectSearch()
{
    connect(m_filterBar, &FilterBar::applied, this, &TransactionsPage::applyFilter);
    connect(m_filterBar, &FilterBar::cancelWanted, m_search, &FilterSearch::cancel);
    connect(m_filterBar, &FilterBar::coloursWanted, this, &TransactionsPage::showColourRules);
    connect(m_rules, &ColourRulesSheet::closed, m_rules, &QWidget::hide);
    connect(m_rules, &ColourRulesSheet::accepted, this, [this](const std::vector<ColourRule>& rules) {
        m_settings.keepColourRules(rules);
        m_model->setColourRules(rules);
        m_rules->hide();
    });
    connect(m_search, &FilterSearch::found, this, [this](const std::vector<SeqNo>& hits) {
        const bool first = m_model->rowCount() == 0;
        m_model->appendHits(hits);
        if (first) selectRow(0);
    });
    connect(m_search, &FilterSearch::progressed, this, [this] { showSearchState(false); });
    connect(m_search, &FilterSearch::finished, this, &TransactionsPage::showSearchState);
    connect(m_search, &FilterSearch::failed, this, [this](const Error& error) {
        say(tr("The search ended early: %1 could not be read.").arg(safeText(error.where, 300)));
    });
}

void TransactionsPage::connectLoader()
{
    connect(m_loader, &RecordLoader::loaded, this, [this](const std::shared_ptr<const StructureTree>& tree) {
        m_record->showRecord(tree);
        const View view = tree->detail().row.view;
        if (m_expectedView && *m_expectedView != view) {
            say(tr("Sequence number %1 is in view %2 of this history, not in view %3.")
                    .arg(formatCount(tree->detail().row.seqno), formatCount(view), formatCount(*m_expectedView)));
        }
        m_expectedView.reset();
        if (m_pendingEvidence) showEvidence(*std::exchange(m_pendingEvidence, {}));
    });
    connect(m_loader, &RecordLoader::loadFailed, this, [this](const Error& error) {
        m_record->showMessage(error.code == ErrorCode::NotFound
                                  ? tr("No file at hand holds this transaction.")
                                  : tr("This transaction could not be read: %1").arg(safeText(error.where, 300)));
    });
    connect(m_loader, &RecordLoader::proofStarted, m_proof,
            [this] { m_proof->showMessage(tr("The proof of this transaction is being judged.")); });
    connect(m_loader, &RecordLoader::proved, this, [this](const std::vector<ProofLink>& links) {
        m_proof->showLinks(formatCount(m_loader->wanted()), links);
    });
    connect(m_loader, &RecordLoader::proofFailed, this, [this](const Error& error) {
        m_proof->showMessage(error.code == ErrorCode::Unsupported
                                 ? tr("Single transactions of this ledger can't be proved here. The verdict of the row stands.")
                                 : tr("The proof could not be judged: %1").arg(safeText(error.where + ' ' + error.detail, 400)));
    });
}

void TransactionsPage::setSource(std::shared_ptr<EvidenceSource> source)
{
    m_search->drop();
    m_source = std::move(source);
    m_records = m_source ? std::shared_ptr<RecordAccess>(m_source, &m_source->records()) : nullptr;
    m_loader->setSource(m_source);
    m_tables.clear();
    m_pendingPlace.clear();
    m_hasReport = false;
    auto context = std::make_shared<filter::FilterContext>();
    if (m_source) {
        for (const SourceFile& file : m_source->summary().files) context->fileNames.push_back(file.name);
    }
    m_context = context;
    m_model->setSource(m_records, m_context);
    m_filterBar->edit()->setNames({}, m_context->fileNames);
    m_notice->hide();
    m_record->showMessage(tr("Select a transaction to see its structure and its bytes."));
    m_proof->showMessage(tr("Select a transaction to see its proof."));
    const bool known = m_source && m_source->summary().first && m_source->summary().last;
    adoptHistory(known ? *m_source->summary().first : 0, known ? *m_source->summary().last : 0);
    if (m_records) askForEnds();
}

void TransactionsPage::askForEnds()
{
    using Ends = std::pair<SeqNo, SeqNo>;
    runTask(m_pool, this, [records = m_records](std::stop_token) { return Ends(records->first(), records->last()); },
            [this, records = m_records](const Ends& ends) {
                if (records != m_records || ends == Ends(m_history->first(), m_history->last())) return;
                adoptHistory(ends.first, ends.second);
            });
}

void TransactionsPage::adoptHistory(SeqNo first, SeqNo last)
{
    m_history->setHistory(first, last);
    m_history->setVerdicts(m_context->verdicts);
    if (last == 0) return describeRange();
    m_history->choose(first);
    if (m_filter) applyFilter(std::optional(m_filter));
    selectRow(0);
    if (!m_pendingPlace.isEmpty()) goTo(std::exchange(m_pendingPlace, {}));
}

void TransactionsPage::adoptContext(RowVerdicts verdicts)
{
    auto context = std::make_shared<filter::FilterContext>(*m_context);
    context->verdicts = std::move(verdicts);
    m_context = std::move(context);
    m_model->setContext(m_context);
    m_history->setVerdicts(m_context->verdicts);
    Q_EMIT commandsChanged();
}

void TransactionsPage::setRanges(std::vector<RangeVerdict> ranges)
{
    adoptContext(RowVerdicts(std::move(ranges)));
}

void TransactionsPage::setReport(std::shared_ptr<const VerificationReport> report)
{
    m_hasReport = report != nullptr;
    adoptContext(report ? RowVerdicts(*report) : RowVerdicts());
    if (!report && m_loader->wanted()) m_proof->showMessage(tr("The proof can be judged once the ledger has been verified."));
    m_loader->setReport(std::move(report));
    // What was found under the verdicts of before need not hold under these.
    if (m_filter) applyFilter(std::optional(m_filter));
}

} // namespace countersign::ui
