// Of TransactionsPage: what can be done with the list. Apart, for length.

#include "ui/common/format.h"
#include "ui/explore/colour_rules_sheet.h"
#include "ui/explore/explore_settings.h"
#include "ui/explore/filter_bar.h"
#include "ui/explore/filter_edit.h"
#include "ui/explore/filter_search.h"
#include "ui/explore/history_bar.h"
#include "ui/explore/proof_strip.h"
#include "ui/explore/record_loader.h"
#include "ui/explore/record_pane.h"
#include "ui/explore/transactions_page.h"
#include "ui/models/safe_text.h"
#include "ui/models/transaction_model.h"
#include "ui/tasks/run_task.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QTableView>

namespace countersign::ui {
namespace {

constexpr std::size_t kMostCopied = 100'000;
constexpr std::uint64_t kMostCopiedBytes = 64u << 20;
constexpr std::size_t kMostTableNames = 2000;

/// "seqno offset length": the offset is in the file that holds the transaction.
Place placeFrom(const QString& text)
{
    const QStringList parts = text.split(QLatin1Char(' '));
    Place place;
    place.seqno = parts.value(0).toULongLong();
    place.offset = parts.value(1).toULongLong();
    place.length = parts.value(2).toULongLong();
    return place;
}

} // namespace

void TransactionsPage::applyFilter(const std::optional<filter::Expression>& filter)
{
    const SeqNo kept = currentSeqno();
    m_filter = filter;
    m_search->drop();
    m_notice->hide();
    if (!m_records) return;
    if (!filter) {
        m_filterBar->setBusy(false, {});
        m_history->chooseAround(kept ? kept : m_history->first());
        if (kept) goTo(kept);
        return;
    }
    m_model->showHits({});
    describeRange();
    const bool whole = m_filterBar->scope() == FilterBar::Scope::WholeHistory;
    m_search->start(m_records, filter::FilterEvaluator(*filter, m_context),
                    whole ? m_history->first() : m_history->shownFirst(), whole ? m_history->last() : m_history->shownLast(),
                    std::size_t(TransactionPager::kMostRows));
    showSearchState(false);
}

void TransactionsPage::showSearchState(bool cancelled)
{
    if (!m_filter) return;
    const FilterSearch::Progress& progress = m_search->progress();
    const QString hits = tr("%1 found").arg(formatCount(progress.hits));
    const double share = progress.total ? double(progress.looked) / double(progress.total) : 1.0;
    QString sentence;
    if (m_search->isRunning()) sentence = tr("%1 so far, %2 searched.").arg(hits, formatShare(share));
    else if (cancelled) sentence = tr("%1. Stopped when %2 was searched.").arg(hits, formatShare(share));
    else if (progress.full) sentence = tr("%1, as many as a list can show. Stopped when %2 was searched.").arg(hits, formatShare(share));
    else if (progress.looked < progress.total) sentence = tr("%1. The search ended when %2 was searched.").arg(hits, formatShare(share));
    else sentence = tr("%1.").arg(hits);
    if (progress.undecided) {
        sentence = tr("%1 %2 could not be read whole and may match.").arg(sentence, formatCount(progress.undecided));
    }
    m_filterBar->setBusy(m_search->isRunning(), sentence);
    describeRange();
}

void TransactionsPage::showRange(SeqNo from, SeqNo to)
{
    if (m_filter && m_filterBar->scope() == FilterBar::Scope::ShownRange) return applyFilter(std::optional(m_filter));
    if (!m_filter) m_model->showRange(from, int(to - from + 1));
    describeRange();
}

void TransactionsPage::describeRange()
{
    if (m_history->last() == 0) return m_rangeLabel->setText({});
    const bool hits = m_model->pager().showsHits();
    m_rangeLabel->setText(hits ? tr("%1 of %2").arg(formatCount(quint64(m_model->rowCount())),
                                                    formatCount(m_history->last() - m_history->first() + 1))
                               : tr("%1 – %2 of %3").arg(formatCount(m_history->shownFirst()), formatCount(m_history->shownLast()),
                                                         formatCount(m_history->last())));
}

SeqNo TransactionsPage::currentSeqno() const
{
    return m_model->seqnoAt(m_list->currentIndex().row());
}

void TransactionsPage::selectRow(int row)
{
    if (row < 0 || row >= m_model->rowCount()) return;
    const QModelIndex index = m_model->index(row, TransactionModel::SeqNoColumn);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

bool TransactionsPage::goTo(SeqNo seqno)
{
    if (seqno == 0 || seqno < m_history->first() || seqno > m_history->last()) return false;
    if (m_filter && !m_model->pager().shows(seqno)) m_filterBar->setFilter({});
    if (!m_filter && !m_model->pager().shows(seqno)) m_history->chooseAround(seqno);
    selectRow(m_model->pager().rowAtOrAfter(seqno));
    return true;
}

bool TransactionsPage::goTo(const QString& place)
{
    const QString text = place.trimmed();
    m_notice->hide();
    m_expectedView.reset();
    bool isNumber = false;
    SeqNo seqno = text.toULongLong(&isNumber);
    if (const auto id = parseTransactionId(text.toStdString())) {
        seqno = id->seqno;
        m_expectedView = id->view;
    } else if (!isNumber) {
        say(tr("“%1” is no transaction id. Write 2.505 or 505.").arg(safeText(text, 60)));
        return false;
    }
    const SeqNo before = currentSeqno();
    if (!goTo(seqno)) {
        m_expectedView.reset();
        say(tr("Transaction %1 lies outside this history, which has %2 to %3.")
                .arg(safeText(text, 60), formatCount(m_history->first()), formatCount(m_history->last())));
        return false;
    }
    if (before == seqno) showCurrent();
    return true;
}

void TransactionsPage::goToNextTrouble()
{
    const SeqNo from = currentSeqno() + 1;
    auto next = m_context->verdicts.nextTrouble(from);
    if (!next) next = m_context->verdicts.nextTrouble(m_history->first());
    if (next) goTo(*next);
    else say(m_context->verdicts.empty() ? tr("Nothing has been verified yet.") : tr("No transaction is failed or unsigned."));
}

void TransactionsPage::showCurrent()
{
    const SeqNo seqno = currentSeqno();
    m_history->setCurrent(seqno);
    m_loader->load(seqno);
    if (seqno && !m_hasReport) m_proof->showMessage(tr("The proof can be judged once the ledger has been verified."));
    Q_EMIT commandsChanged();
}

void TransactionsPage::collectTables(int first, int last)
{
    const std::size_t before = m_tables.size();
    for (int row = first; row <= last && m_tables.size() < kMostTableNames; ++row) {
        if (const RecordRow* record = m_model->rowAt(row)) m_tables.insert(record->tables.begin(), record->tables.end());
    }
    if (m_tables.size() == before) return;
    m_filterBar->edit()->setNames({m_tables.begin(), m_tables.end()}, m_context->fileNames);
}

std::vector<SeqNo> TransactionsPage::selectedSeqnos() const
{
    std::set<SeqNo> seqnos;
    for (const QItemSelectionRange& range : m_list->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && seqnos.size() < kMostCopied; ++row) {
            seqnos.insert(m_model->seqnoAt(row));
        }
    }
    return {seqnos.begin(), seqnos.end()};
}

quint64 TransactionsPage::selectedCount() const
{
    quint64 count = 0;
    for (const QItemSelectionRange& range : m_list->selectionModel()->selection()) count += quint64(range.height());
    return count;
}

void TransactionsPage::copy(RowFormat format)
{
    const auto seqnos = selectedSeqnos();
    if (seqnos.empty() || !m_records) return;
    runTask(m_pool, this,
            [records = m_records, context = m_context, seqnos, format](std::stop_token stop) -> Result<std::string> {
                if (format == RowFormat::Hex) return hexOfRecords(*records, seqnos, kMostCopiedBytes, stop);
                auto rows = rowsOf(*records, seqnos, stop);
                if (!rows) return std::move(rows).error();
                return formatRows(*rows, format, *context);
            },
            [this, count = seqnos.size(), selected = selectedCount()](const Result<std::string>& text) {
                if (!text && text.error().code == ErrorCode::LimitExceeded) {
                    return say(tr("Nothing was copied: more than %1 are selected.").arg(formatBytes(kMostCopiedBytes)));
                }
                if (!text) return say(tr("Nothing was copied: %1 could not be read.").arg(safeText(text.error().where, 300)));
                QGuiApplication::clipboard()->setText(QString::fromStdString(*text));
                say(count < selected ? tr("Only the first %1 of %2 selected rows were copied.").arg(formatCount(count), formatCount(selected))
                                     : tr("Copied rows: %1.").arg(formatCount(count)));
            });
}

QWidget* TransactionsPage::filterBox() const
{
    return m_filterBar->edit();
}

QList<Command> TransactionsPage::commands()
{
    const auto selected = [this] { return m_list->selectionModel()->hasSelection(); };
    const auto copies = [&](const QString& id, const QString& title, RowFormat format) {
        return Command{id, title, {}, CommandMenu::None, QStringLiteral("copy"), [this, format] { copy(format); }, selected, {}};
    };
    return {
        {QStringLiteral("transactions.nextTrouble"), tr("Go to next failed or unsigned transaction"), {},
         CommandMenu::Go, {}, [this] { goToNextTrouble(); }, [this] { return !m_context->verdicts.empty(); }, {}},
        {QStringLiteral("transactions.details"), tr("Go to the structure of the transaction"), {}, CommandMenu::Go, {},
         [this] { m_record->focusStructure(); }, selected, {}},
        copies(QStringLiteral("transactions.copyTsv"), tr("Copy rows as TSV"), RowFormat::Tsv),
        copies(QStringLiteral("transactions.copyCsv"), tr("Copy rows as CSV"), RowFormat::Csv),
        copies(QStringLiteral("transactions.copyJson"), tr("Copy rows as JSON"), RowFormat::Json),
        copies(QStringLiteral("transactions.copyHex"), tr("Copy bytes as hex"), RowFormat::Hex),
        {QStringLiteral("transactions.colours"), tr("Edit colour rules"), {}, CommandMenu::View, {},
         [this] { showColourRules(); }, {}, {}},
    };
}

void TransactionsPage::showListMenu(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Command& command : commands()) {
        QAction* action = menu->addAction(command.title, this, command.trigger);
        action->setShortcut(command.shortcut);
        action->setEnabled(!command.enabled || command.enabled());
    }
    menu->popup(m_list->viewport()->mapToGlobal(position));
}

void TransactionsPage::setTimeDisplay(TimeDisplay display)
{
    m_model->setTimeDisplay(display);
}

bool TransactionsPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_list || event->type() != QEvent::KeyPress) return Page::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) return m_record->focusStructure(), true;
    if (key->key() == Qt::Key_Slash) return m_filterBar->edit()->setFocus(Qt::ShortcutFocusReason), true;
    if (key->key() == Qt::Key_F8) return goToNextTrouble(), true;
    if (key->matches(QKeySequence::Copy)) return copy(RowFormat::Tsv), true;
    return Page::eventFilter(watched, event);
}

bool TransactionsPage::shows(const QString& kind) const
{
    return kind == QLatin1String("transaction") || kind == QLatin1String("unsigned") || kind == QLatin1String("filter")
           || kind == QLatin1String("evidence");
}

void TransactionsPage::showPlace(const QString& kind, const QString& value)
{
    if (kind == QLatin1String("transaction") && m_records && m_history->last() == 0) m_pendingPlace = value;
    else if (kind == QLatin1String("transaction")) goTo(value);
    else if (kind == QLatin1String("unsigned")) goToNextTrouble();
    else if (kind == QLatin1String("filter")) m_filterBar->setFilter(value);
    else if (kind == QLatin1String("evidence")) showEvidence(placeFrom(value));
}

void TransactionsPage::showEvidence(const Place& place)
{
    if (place.seqno && *place.seqno != currentSeqno()) {
        m_pendingEvidence = place;
        if (!goTo(*place.seqno)) m_pendingEvidence.reset();
        return;
    }
    if (place.offset) m_record->showFileRange(*place.offset, place.length.value_or(1));
}

void TransactionsPage::showColourRules()
{
    m_rules->setRules(m_settings.colourRules());
    m_rules->show();
}

void TransactionsPage::say(const QString& sentence)
{
    m_notice->setText(sentence);
    m_notice->show();
}

} // namespace countersign::ui
