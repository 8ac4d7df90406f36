#include "ui/receipts/receipts_page.h"

#include "core/base/file_io.h"
#include "ui/common/format.h"
#include "ui/common/prompts.h"
#include "ui/common/verdict_badge.h"
#include "ui/explore/record_loader.h"
#include "ui/explore/record_pane.h"
#include "ui/models/safe_text.h"
#include "ui/receipts/receipt_batch.h"
#include "ui/receipts/receipt_card.h"
#include "ui/receipts/receipt_export.h"
#include "ui/receipts/receipt_model.h"
#include "ui/tasks/run_task.h"
#include "ui/verify/identity_sheet.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

namespace countersign::ui {

void ReceiptsPage::judge(ReceiptDrop drop)
{
    if (!m_sheet) makeAll();
    m_sheet->dismiss();
    m_stack->setCurrentIndex(1);
    m_batch->start(std::move(drop));
}

void ReceiptsPage::useAnchors(AnchorChoice anchors)
{
    if (m_sheet) m_sheet->dismiss();
    if (!m_batch->drop().sources.empty()) m_batch->setAnchors(std::move(anchors));
}

void ReceiptsPage::setLedgers(const QList<Ledger>& ledgers)
{
    m_ledgers = ledgers;
    if (m_sheet) fillLedgers();
}

void ReceiptsPage::fillLedgers()
{
    QMenu* menu = m_lookUp->menu();
    menu->clear();
    for (const Ledger& ledger : m_ledgers)
        menu->addAction(safeText(ledger.title, 200), this, [this, group = ledger.group] { Q_EMIT lookUpWanted(group); });
    updateActions();
}

QWidget* ReceiptsPage::filterBox() const
{
    return m_wordFilter;
}

QList<Command> ReceiptsPage::commands()
{
    return {{.id = QStringLiteral("receipts.export"),
             .title = tr("Save the receipts' verdicts as CSV…"),
             .icon = QStringLiteral("report"),
             .trigger = [this] { exportCsv(); },
             .enabled = [this] { return !m_batch->rows().empty(); }},
            {.id = QStringLiteral("receipts.cancel"),
             .title = tr("Cancel judging the receipts"),
             .icon = QStringLiteral("close"),
             .trigger = [this] { m_batch->cancel(); },
             .enabled = [this] { return m_batch->isRunning(); }}};
}

void ReceiptsPage::showStarted()
{
    m_progressText->setText(tr("Judging the receipts of %1…").arg(safeText(m_batch->drop().title, 200)));
    m_progress->show();
    m_note->hide();
    m_badge->setResult(Verdict::NotChecked, tr("being judged"));
    m_loader->load(0);
    m_model->setRows({});
    m_card->hide();
    m_pane->showMessage(tr("Its structure and bytes appear here."));
    setBadge({}, {});
    updateActions();
}

void ReceiptsPage::showEnded()
{
    m_progress->hide();
    m_model->setRows(m_batch->rows());
    m_table->setVisible(m_batch->rows().size() != 1);
    showSummary();
    updateActions();
    if (m_filter->rowCount() > 0) m_table->setCurrentIndex(m_filter->index(0, 0));
    Q_EMIT commandsChanged();
}

void ReceiptsPage::showSummary()
{
    const quint64 all = m_batch->rows().size();
    const quint64 failed = m_batch->count(Verdict::Failed), passed = m_batch->count(Verdict::Passed);
    const quint64 open = all - failed - passed;
    const Verdict verdict = failed > 0 ? Verdict::Failed
                            : open > 0 || all == 0 || m_batch->wasCancelled() ? Verdict::Indeterminate
                                                                              : Verdict::Passed;
    m_badge->setResult(verdict, tr("Passed: %1, failed: %2, indeterminate: %3, of %4")
                                    .arg(formatCount(passed), formatCount(failed), formatCount(open), formatCount(all)));
    QStringList notes;
    if (m_batch->wasCancelled()) notes += tr("Cancelled: what had been judged until then is listed.");
    if (const quint64 left = m_batch->leftOut(); left > 0)
        notes += tr("Files looked at that hold no receipt that can be judged: %1.").arg(formatCount(left));
    if (!m_batch->drop().ledger.isEmpty())
        notes += tr("Looked up in %1.").arg(safeText(m_batch->drop().ledger, 200));
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_note->setVisible(!notes.isEmpty());
    if (failed + open > 0) setBadge(formatCount(failed + open), tr("Receipts that did not pass: %1").arg(formatCount(failed + open)));
}

void ReceiptsPage::showSelected()
{
    const QModelIndex index = m_filter->mapToSource(m_table->currentIndex());
    m_card->setVisible(index.isValid());
    if (!index.isValid()) {
        m_loader->load(0);
        return m_pane->showMessage(tr("Select a receipt to see its structure and its bytes."));
    }
    const ReceiptRow& row = m_model->rowAt(index.row());
    m_card->showReceipt(row, m_batch->drop(), systemTime());
    m_loader->setSource(m_batch->drop().sources[row.source]);
    m_loader->setReport(m_batch->report(row.source));
    m_loader->load(row.number);
}

void ReceiptsPage::exportCsv()
{
    m_prompts.chooseSaveFile(this,
                             {.title = tr("Save the receipts' verdicts"),
                              .filter = tr("CSV (*.csv)"),
                              .name = QStringLiteral("receipts.csv")},
                             [this](const QString& path) {
        std::vector<ReceiptRow> rows;
        for (int i = 0; i < m_filter->rowCount(); ++i)
            rows.push_back(m_model->rowAt(m_filter->mapToSource(m_filter->index(i, 0)).row()));
        runTask(m_pool, this,
                [path, rows = std::move(rows)](const std::stop_token&) {
                    const QByteArray bytes = receiptsAsCsv(rows);
                    return writeFileAtomically(path.toStdString(), bytesOf({bytes.constData(), std::size_t(bytes.size())}));
                },
                [this, path](const Result<void>& written) {
                    m_note->setText(written ? tr("Saved to %1.").arg(safeText(path, 300))
                                            : tr("%1 could not be written: %2")
                                                  .arg(safeText(path, 300), safeText(written.error().detail, 300)));
                    m_note->show();
                });
    });
}

void ReceiptsPage::updateActions()
{
    const bool any = !m_batch->rows().empty();
    m_export->setEnabled(any);
    m_lookUp->setVisible(!m_ledgers.isEmpty());
    m_lookUp->setEnabled(any && !m_batch->isRunning());
    const bool many = m_batch->rows().size() > 1;
    m_verdictFilter->setVisible(many);
    m_wordFilter->setVisible(many);
}

} // namespace countersign::ui
