// Of ReceiptsPage: how it is put together. Apart, for length.

#include "ui/receipts/receipts_page.h"

#include "ui/common/empty_state.h"
#include "ui/common/format.h"
#include "ui/common/heading.h"
#include "ui/common/icons.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/verdict_badge.h"
#include "ui/common/verdict_look.h"
#include "ui/explore/record_loader.h"
#include "ui/explore/record_pane.h"
#include "ui/models/safe_text.h"
#include "ui/models/verdict_icon.h"
#include "ui/receipts/receipt_batch.h"
#include "ui/receipts/receipt_card.h"
#include "ui/receipts/receipt_model.h"
#include "ui/verify/identity_sheet.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace countersign::ui {

ReceiptsPage::ReceiptsPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QThreadPool& verifyPool, int jobs,
                           QWidget* parent)
    : Page({.id = QStringLiteral("receipts"), .title = tr("Receipts"), .icon = QStringLiteral("receipts"), .goKey = u'r'},
           parent),
      m_memory(memory), m_prompts(prompts), m_pool(pool)
{
    m_batch = new ReceiptBatch(verifyPool, jobs, this);
    m_loader = new RecordLoader(pool, this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_stack = new QStackedWidget(this);
    auto* empty = new EmptyState(QStringLiteral("receipts"),
                                 tr("Drop a receipt anywhere, with its document or alone, and its verdict is here. "
                                    "Folders, ZIP archives and files of JSON lines hold many."),
                                 tr("Open receipts…"));
    empty->setObjectName(QStringLiteral("noReceipts"));
    connect(empty, &EmptyState::actionWanted, this, [this] { Q_EMIT openPlace(QStringLiteral("chooseFiles"), {}); });
    m_stack->addWidget(empty);
    row->addWidget(m_stack, 1);
}

void ReceiptsPage::makeAll()
{
    m_stack->addWidget(makeBody());
    m_sheet = new IdentitySheet(this, IdentitySheet::For::Receipts);
    layout()->addWidget(m_sheet);
    connectParts();
    connectBatch();
    fillLedgers();
    Q_EMIT identitySheetMade(m_sheet);
}

QWidget* ReceiptsPage::makeTop()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_badge = new VerdictBadge(box);
    m_badge->setObjectName(QStringLiteral("batchVerdict"));
    row->addWidget(m_badge, 1);
    m_verdictFilter = new QComboBox(box);
    m_verdictFilter->setObjectName(QStringLiteral("verdictFilter"));
    m_verdictFilter->setAccessibleName(tr("Show receipts with this verdict"));
    m_verdictFilter->addItem(tr("All verdicts"), -1);
    for (const Verdict verdict : {Verdict::Failed, Verdict::Indeterminate, Verdict::Passed})
        m_verdictFilter->addItem(verdictCellIcon(verdict), verdictWord(verdict), int(verdict));
    row->addWidget(m_verdictFilter);
    m_wordFilter = new QLineEdit(box);
    m_wordFilter->setObjectName(QStringLiteral("receiptFilter"));
    m_wordFilter->setPlaceholderText(tr("Filter by a word"));
    m_wordFilter->setAccessibleName(tr("Filter receipts"));
    m_wordFilter->setClearButtonEnabled(true);
    row->addWidget(m_wordFilter);
    const auto button = [&](const char* name, const char* icon, const QString& text) {
        auto* made = new QToolButton(box);
        made->setObjectName(QString::fromLatin1(name));
        made->setIcon(lineIcon(QString::fromLatin1(icon)));
        made->setText(text);
        made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(made);
        return made;
    };
    connect(button("openReceipts", "files", tr("Open receipts…")), &QToolButton::clicked, this,
            [this] { Q_EMIT openPlace(QStringLiteral("chooseFiles"), {}); });
    m_lookUp = button("lookUpReceipts", "ledger", tr("Look up in a ledger"));
    m_lookUp->setPopupMode(QToolButton::InstantPopup);
    m_lookUp->setMenu(new QMenu(m_lookUp));
    m_export = button("exportReceipts", "report", tr("Export CSV…"));
    connect(m_export, &QToolButton::clicked, this, &ReceiptsPage::exportCsv);
    return box;
}

QWidget* ReceiptsPage::makeProgress()
{
    m_progress = new QWidget(this);
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(0, 0, 0, 0);
    m_progressText = new RoleLabel(RoleLabel::Role::Muted, {}, m_progress);
    m_progressText->setObjectName(QStringLiteral("receiptProgress"));
    row->addWidget(m_progressText, 1);
    auto* cancel = new QPushButton(tr("Cancel"), m_progress);
    cancel->setObjectName(QStringLiteral("cancelReceipts"));
    connect(cancel, &QPushButton::clicked, this, [this] { m_batch->cancel(); });
    row->addWidget(cancel);
    m_progress->hide();
    return m_progress;
}

QWidget* ReceiptsPage::makeBody()
{
    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    const int edge = space(this, 16);
    column->setContentsMargins(edge, space(this, 12), edge, space(this, 8));
    column->setSpacing(space(this, 8));
    column->addWidget(makeTop());
    column->addWidget(makeProgress());
    m_note = new RoleLabel(RoleLabel::Role::Muted, {}, body);
    m_note->setObjectName(QStringLiteral("receiptsNote"));
    m_note->hide();
    column->addWidget(m_note);
    auto* down = new QSplitter(Qt::Vertical, body);
    down->setObjectName(QStringLiteral("receiptsSplitter"));
    down->setChildrenCollapsible(false);
    makeTable();
    down->addWidget(m_table);
    auto* across = new QSplitter(Qt::Horizontal, down);
    across->setChildrenCollapsible(false);
    m_card = new ReceiptCard(across);
    m_pane = new RecordPane(across, RecordPane::Subject::Evidence);
    m_pane->splitter()->setOrientation(Qt::Vertical);
    across->setStretchFactor(0, 6);
    across->setStretchFactor(1, 5);
    across->setSizes({600, 500});
    down->addWidget(across);
    down->setStretchFactor(0, 2);
    down->setStretchFactor(1, 5);
    column->addWidget(down, 1);
    return body;
}

void ReceiptsPage::makeTable()
{
    m_model = new ReceiptModel(this);
    m_filter = new ReceiptFilter(this);
    m_filter->setSourceModel(m_model);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("receiptTable"));
    m_table->setAccessibleName(tr("Receipts"));
    m_table->setModel(m_filter);
    auto* helper = new TableHelper(m_table, QStringLiteral("receipts"), m_memory);
    helper->setEmptyState(new EmptyState({}, tr("No receipt is shown: none was found, or the filter lets none through."), {}));
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {17, 13, 40, 18, 24, 20, 60};
    for (int i = 0; i < ReceiptModel::ColumnCount; ++i) m_table->horizontalHeader()->resizeSection(i, em * widths[i]);
    m_table->horizontalHeader()->setStretchLastSection(true);
}

void ReceiptsPage::connectBatch()
{
    connect(m_batch, &ReceiptBatch::started, this, &ReceiptsPage::showStarted);
    connect(m_batch, &ReceiptBatch::ended, this, &ReceiptsPage::showEnded);
    connect(m_batch, &ReceiptBatch::progressed, this, [this](const Progress& progress) {
        if (progress.doneItems > 0)
            m_progressText->setText(tr("%1 receipts judged…").arg(formatCount(progress.doneItems)));
    });
    connect(m_batch, &ReceiptBatch::failed, this, [this](const Error& error) {
        m_note->setText(tr("These receipts could not be judged: %1").arg(safeText(error.where + ' ' + error.detail, 400)));
        m_note->show();
    });
}

void ReceiptsPage::connectParts()
{
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ReceiptsPage::showSelected);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ReceiptsPage::showSelected);
    connect(m_verdictFilter, &QComboBox::currentIndexChanged, this, [this] {
        const int chosen = m_verdictFilter->currentData().toInt();
        m_filter->setVerdict(chosen < 0 ? std::nullopt : std::optional(Verdict(chosen)));
    });
    connect(m_wordFilter, &QLineEdit::textChanged, m_filter, &ReceiptFilter::setWord);
    connect(m_card, &ReceiptCard::pinWanted, m_sheet, &IdentitySheet::open);
    connect(m_loader, &RecordLoader::loaded, m_pane, &RecordPane::showRecord);
    connect(m_loader, &RecordLoader::loadFailed, this, [this](const Error& error) {
        m_pane->showMessage(tr("The receipt could not be read again: %1").arg(safeText(error.detail, 300)));
    });
    connect(m_loader, &RecordLoader::proved, m_card, &ReceiptCard::showLinks);
    connect(m_loader, &RecordLoader::proofFailed, this, [this](const Error& error) {
        m_card->showProblem(tr("Its checks could not be shown: %1").arg(safeText(error.detail, 300)));
    });
}

} // namespace countersign::ui
