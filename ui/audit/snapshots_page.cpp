#include "ui/audit/snapshots_page.h"

#include "ui/audit/comparison_panel.h"
#include "ui/audit/continuity_text.h"
#include "ui/common/prompts.h"
#include "ui/common/reason_text.h"
#include "ui/common/verdict_badge.h"
#include "ui/models/plain_table_model.h"
#include "ui/models/safe_text.h"
#include "ui/tasks/run_task.h"

#include <QComboBox>
#include <QFileInfo>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace countersign::ui {

namespace {

QString verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return SnapshotsPage::tr("Passed");
    case Verdict::Failed:
        return SnapshotsPage::tr("Failed");
    case Verdict::Indeterminate:
        return SnapshotsPage::tr("Indeterminate");
    case Verdict::NotChecked:
        break;
    }
    return SnapshotsPage::tr("Not checked");
}

PlainRow rowOf(const audit::JudgedWorkspace& workspace, const audit::JudgedSnapshot& judged)
{
    const audit::AuditSnapshot& snapshot = judged.stored.file.snapshot;
    const audit::Standing standing = audit::standingOf(workspace, judged);
    const QString reason = snapshot.reason.empty() ? QString() : reasonText(snapshot.reason);
    const QString whose = judged.stored.own ? standingText(standing)
                                            : SnapshotsPage::tr("%1, %2", "whose snapshot, and why it is believed")
                                                  .arg(safeText(judged.stored.from, 80), standingText(standing));
    const QString head = snapshot.head ? QString::fromStdString(snapshot.head->signedRoot.id.toString()) : QString();
    const QDateTime time = QDateTime::fromSecsSinceEpoch(snapshot.takenAt.seconds, Qt::UTC);
    QStringList places;
    for (const std::string& path : snapshot.subjects) places += safeText(path, 300);
    return {
        .cells = {{.text = QString::number(judged.stored.number), .number = double(judged.stored.number)},
                  {.text = formatTime(time)},
                  {.text = verdictText(snapshot.verdict), .verdict = snapshot.verdict, .toolTip = plainToolTip(reason)},
                  {.text = head},
                  {.text = whose},
                  {.text = places.join(QStringLiteral(", "))}}};
}

QString failureOf(const QString& what, const Error& error)
{
    const QString detail = safeText(error.detail.empty() ? error.where : error.where + ": " + error.detail, 400);
    return SnapshotsPage::tr("%1 (%2)", "what failed, and the details").arg(what, detail);
}

} // namespace

void SnapshotsPage::openWorkspace(const QString& path)
{
    showBusy(tr("The workspace is read and its chain checked…"));
    runTask(
        m_pool, this, [path](const std::stop_token&) { return readWorkspace(path); },
        [this](Result<WorkspaceView> view) {
            adopt(std::move(view), tr("The workspace could not be opened; nothing in it was changed."));
        });
}

void SnapshotsPage::chooseNew()
{
    m_prompts.chooseSaveFile(
        this,
        {.title = tr("New workspace"),
         .filter = tr("Workspaces (*.countersign)"),
         .name = QStringLiteral("consortium.countersign")},
        [this](const QString& path) {
            const std::string name = QFileInfo(path).completeBaseName().toStdString();
            runTask(
                m_pool, this, [path, name](const std::stop_token&) { return makeWorkspace(path, name); },
                [this](Result<WorkspaceView> view) { adopt(std::move(view), tr("The workspace could not be made.")); });
        });
}

void SnapshotsPage::chooseExisting()
{
    m_prompts.chooseFile(this,
                         {.title = tr("Open workspace"), .filter = tr("Workspaces (*.countersign);;All files (*)")},
                         [this](const QString& path) { openWorkspace(path); });
}

void SnapshotsPage::adopt(Result<WorkspaceView> view, const QString& failure)
{
    showBusy({});
    if (!view) {
        if (m_view) return tell(failureOf(failure, view.error()));
        m_stack->setCurrentIndex(1);
        m_name->setText(tr("No workspace is open"));
        return tell(failureOf(failure, view.error()));
    }
    const bool other = !m_view || m_view->path != view->path;
    if (other) m_waiting.clear();
    m_view = std::make_shared<const WorkspaceView>(*std::move(view));
    if (other) m_panel->hide();
    m_message->hide();
    showView();
    if (other) Q_EMIT workspaceOpened(m_view->path);
}

void SnapshotsPage::showView()
{
    m_stack->setCurrentIndex(1);
    const QString name = m_view->name.empty() ? QFileInfo(m_view->path).fileName() : safeText(m_view->name, 120);
    m_name->setText(name);
    m_name->setToolTip(plainToolTip(m_view->path));
    const Check& chain = m_view->judged.chain;
    const QString scope = chain.verdict == Verdict::Passed
                              ? tr("chain of snapshots: %1").arg(formatCount(m_view->judged.snapshots.size()))
                              : reasonText(chain.reason);
    m_chain->setResult(chain.verdict, scope);
    m_chain->setToolTip(plainToolTip(safeText(chain.evidence)));
    m_chain->show();
    QList<PlainRow> rows;
    for (const audit::JudgedSnapshot& one : m_view->judged.snapshots) rows += rowOf(m_view->judged, one);
    m_model->setRows(std::move(rows));
    updateButtons();
    Q_EMIT commandsChanged();
}

QList<std::int64_t> SnapshotsPage::selected() const
{
    QList<std::int64_t> numbers;
    if (!m_table->selectionModel()) return numbers;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        numbers += std::int64_t(m_model->index(index.row(), 0).data().toString().toLongLong());
    std::ranges::sort(numbers);
    return numbers;
}

void SnapshotsPage::updateButtons()
{
    const auto count = selected().size();
    const bool whole = m_view && m_view->judged.chain.verdict == Verdict::Passed;
    m_compare->setEnabled(count == 2 && !m_busy);
    m_export->setEnabled(count == 1 && !m_busy);
    m_take->setEnabled(whole && !m_ledgers.isEmpty() && !m_busy);
    m_ledger->setVisible(m_ledgers.size() > 1);
}

void SnapshotsPage::setLedgers(QList<Ledger> ledgers)
{
    m_ledgers = std::move(ledgers);
    m_ledger->clear();
    for (const Ledger& one : m_ledgers) m_ledger->addItem(safeText(one.title, 80));
    m_take->setToolTip(m_ledgers.isEmpty() ? tr("Open the ledger first of which a snapshot is to be taken.")
                                           : tr("Verify the open ledger and keep what was seen."));
    updateButtons();
    Q_EMIT commandsChanged();
}

void SnapshotsPage::take()
{
    const int at = std::max(0, m_ledger->currentIndex());
    if (m_view && at < m_ledgers.size()) takeOf(m_ledgers[at]);
}

bool SnapshotsPage::knows(const Ledger& ledger) const
{
    return m_view->sources.empty() || std::ranges::all_of(ledger.paths, [this](const std::string& path) {
        std::error_code code;
        const std::string place = std::filesystem::absolute(path, code).string();
        return std::ranges::find(m_view->sources, place) != m_view->sources.end();
    });
}

void SnapshotsPage::ledgerVerified(const Ledger& ledger)
{
    if (!m_view || !takesAfterRuns() || m_view->judged.chain.verdict != Verdict::Passed || !knows(ledger)) return;
    m_waiting.append(ledger);
    takeNext();
}

void SnapshotsPage::takeNext()
{
    if (!m_busy && !m_waiting.isEmpty()) takeOf(m_waiting.takeFirst());
}

void SnapshotsPage::takeOf(const Ledger& ledger)
{
    const TakeRequest request{m_view->path, ledger.paths, ledger.anchors, m_clock(), 0};
    showBusy(tr("%1 is verified for the snapshot…").arg(safeText(ledger.title, 80)));
    runTask(
        m_verifyPool, this,
        [families = m_families, request](const std::stop_token& stop) { return takeInto(families, request, stop, {}); },
        [this](const Result<TakenSnapshot>& done) { taken(done); });
}

void SnapshotsPage::taken(const Result<TakenSnapshot>& done)
{
    showBusy({});
    if (!done) {
        m_waiting.clear();
        return tell(failureOf(tr("No snapshot was taken."), done.error()));
    }
    const bool same = m_view && m_view->path == done->view.path;
    if (!same) return;
    m_view = std::make_shared<const WorkspaceView>(done->view);
    showView();
    const QString now = tr("Snapshot %1").arg(done->number);
    QString sentence = tr("%1 is kept: the ledger by itself is %2.").arg(now, verdictText(done->verdict));
    if (done->held)
        sentence = tr("%1 %2", "two sentences")
                       .arg(continuitySentence(done->held->answer, tr("Snapshot %1").arg(done->held->number), now),
                            sentence);
    tell(sentence);
    m_table->selectRow(m_model->rowCount() - 1);
    // What does not continue is shown at once, with its verdict.
    if (done->held && done->held->answer.verdict != Verdict::Passed) compareNumbers(done->held->number, done->number);
    takeNext();
}

void SnapshotsPage::compare()
{
    const QList<std::int64_t> numbers = selected();
    if (numbers.size() != 2) return;
    m_message->hide();
    compareNumbers(numbers[0], numbers[1]);
}

void SnapshotsPage::compareNumbers(std::int64_t one, std::int64_t two)
{
    m_explaining.request_stop();
    runTask(
        m_pool, this,
        [path = m_view->path, one, two](const std::stop_token&) { return compareStored(path, one, two); },
        [this](const Result<audit::Comparison>& comparison) {
            if (!comparison) return tell(failureOf(tr("The two could not be compared."), comparison.error()));
            m_panel->show(*comparison);
            m_panel->QWidget::show();
            explain(*comparison);
        });
}

void SnapshotsPage::explain(const audit::Comparison& comparison)
{
    if (comparison.changes.items.empty()) return;
    m_panel->setExplaining(true);
    const std::string earlier = comparison.earlier.label, later = comparison.later.label;
    m_explaining = runTask(
        m_verifyPool, this,
        [families = m_families, comparison](const std::stop_token& stop) {
            return explained(families, comparison, stop, {});
        },
        [this, earlier, later](const Result<audit::Comparison>& done) {
            const auto& shown = m_panel->comparison();
            if (!shown || shown->earlier.label != earlier || shown->later.label != later) return;
            m_panel->setExplaining(false);
            if (done) m_panel->show(*done);
        });
}

void SnapshotsPage::chooseExport()
{
    const QList<std::int64_t> numbers = selected();
    if (numbers.size() != 1) return;
    m_prompts.chooseSaveFile(
        this,
        {.title = tr("Export snapshot %1").arg(numbers[0]),
         .filter = tr("Snapshots (*.snapshot)"),
         .name = QStringLiteral("snapshot-%1.snapshot").arg(numbers[0])},
        [this, number = numbers[0]](const QString& file) {
            runTask(
                m_pool, this,
                [path = m_view->path, number, file](const std::stop_token&) { return exportFrom(path, number, file); },
                [this, file](const Result<void>& done) {
                    tell(done ? tr("Written: %1").arg(safeText(file, 300))
                              : failureOf(tr("The snapshot could not be written."), done.error()));
                });
        });
}

void SnapshotsPage::chooseImport()
{
    m_prompts.chooseFile(this,
                         {.title = tr("Import a snapshot"), .filter = tr("Snapshots (*.snapshot);;All files (*)")},
                         [this](const QString& file) {
                             m_importFile = file;
                             m_importFrom->clear();
                             m_importBox->show();
                             m_importFrom->setFocus();
                         });
}

void SnapshotsPage::import()
{
    const std::string from = m_importFrom->text().trimmed().toStdString();
    if (from.empty() || !m_view) return;
    m_importBox->hide();
    runTask(
        m_pool, this,
        [path = m_view->path, file = m_importFile, from, now = m_clock()](const std::stop_token&) {
            return importInto(path, file, from, now);
        },
        [this](Result<WorkspaceView> view) { adopt(std::move(view), tr("The snapshot was not taken in.")); });
}

void SnapshotsPage::tell(const QString& sentence)
{
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
}

void SnapshotsPage::showBusy(const QString& sentence)
{
    m_busy = !sentence.isEmpty();
    tell(sentence);
    updateButtons();
}

} // namespace countersign::ui
