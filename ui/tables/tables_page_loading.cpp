// Of TablesPage: what is asked of the history, off the GUI thread. Apart, for length.

#include "ui/common/format.h"
#include "ui/models/safe_text.h"
#include "ui/tables/moment_bar.h"
#include "ui/tables/tables_page.h"
#include "ui/tables/value_pane.h"
#include "ui/tasks/run_task.h"

#include <QCoreApplication>
#include <QLabel>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

namespace countersign::ui {

namespace {
constexpr std::size_t kMostRows = 5000;
}

void TablesPage::setSource(std::shared_ptr<EvidenceSource> source)
{
    m_stop.request_stop();
    m_source = std::move(source);
    TableHistory* history = m_source ? m_source->tables() : nullptr;
    m_history = history ? std::shared_ptr<TableHistory>(m_source, history) : nullptr;
    m_stack->setCurrentIndex(0);
    m_progress->hide();
    m_preparationButton->setVisible(m_history != nullptr);
    m_preparationButton->setText(tr("Build the index of tables"));
    m_preparationText->setText(m_history ? tr("The tables can be shown once the ledger has been replayed.")
                                         : tr("For this kind of source no public tables can be replayed."));
}

void TablesPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_history && !m_preparing && m_stack->currentIndex() == 0) prepare();
}

void TablesPage::prepare()
{
    m_preparing = true;
    m_progress->setRange(0, 0);
    m_progress->show();
    m_preparationText->setText(tr("The ledger is being replayed for its tables."));
    m_preparationButton->setText(tr("Cancel"));
    const QPointer<TablesPage> self(this);
    const auto sink = [self](const Progress& progress) {
        // Queued to the GUI thread; the page may be gone by then.
        QMetaObject::invokeMethod(qApp, [self, progress] { if (self) self->showPreparing(progress); }, Qt::QueuedConnection);
    };
    m_stop = runTask(m_pool, this,
                     [history = m_history, sink](const std::stop_token& stop) { return history->prepare(stop, sink); },
                     [this](const Result<void>& result) { prepared(result); });
}

void TablesPage::showPreparing(const Progress& progress)
{
    if (!m_preparing || progress.totalBytes == 0) return;
    m_progress->setRange(0, 1000);
    m_progress->setValue(int(double(progress.doneBytes) / double(progress.totalBytes) * 1000));
}

void TablesPage::prepared(const Result<void>& result)
{
    m_preparing = false;
    m_progress->hide();
    m_preparationButton->setText(tr("Build the index of tables"));
    if (!result) {
        m_preparationText->setText(result.error().code == ErrorCode::Cancelled
                                       ? tr("The replay was cancelled; the tables can't be shown without it.")
                                       : failure(result.error()));
        return;
    }
    m_stack->setCurrentIndex(1);
    using Ends = std::pair<SeqNo, SeqNo>;
    runTask(m_pool, this,
            [source = m_source](const std::stop_token&) { return Ends(source->records().first(), source->records().last()); },
            [this](const Ends& ends) {
                m_moment->setEnds(ends.first, ends.second);
                m_moment->goToSignedEnd();
                loadTables();
            });
}

QString TablesPage::failure(const Error& error) const
{
    return tr("The tables could not be read: %1 %2", "place, detail").arg(safeText(error.where, 300), safeText(error.detail, 300));
}

void TablesPage::momentMoved()
{
    loadTables();
    loadState();
}

void TablesPage::loadTables()
{
    const quint64 asked = ++m_tablesAsked;
    runTask(m_pool, this,
            [history = m_history, at = m_moment->moment()](const std::stop_token&) { return tablesAt(*history, at); },
            [this, asked](const Result<QList<PlainRow>>& rows) {
                if (asked != m_tablesAsked) return;
                if (!rows) return say(failure(rows.error()));
                const QString kept = QString::fromStdString(m_table);
                m_tableModel->setRows(*rows);
                const auto found = m_proxy->match(m_proxy->index(0, 0), PlainTableModel::ValueRole, kept, 1, Qt::MatchExactly);
                if (!kept.isEmpty() && !found.isEmpty()) m_tableView->setCurrentIndex(found.front());
                else if (m_proxy->rowCount() > 0 && kept.isEmpty()) m_tableView->setCurrentIndex(m_proxy->index(0, 0));
            });
}

void TablesPage::loadState()
{
    if (m_table.empty() || !m_history) return;
    const quint64 asked = ++m_stateAsked;
    runTask(m_pool, this,
            [history = m_history, table = m_table, at = m_moment->moment(), verdicts = m_verdicts](const std::stop_token&) {
                return stateOf(*history, table, at, kMostRows, verdicts);
            },
            [this, asked](const Result<TableState>& state) {
                if (asked != m_stateAsked) return;
                if (!state) return say(failure(state.error()));
                const int row = m_stateView->currentIndex().row();
                m_keys = state->keys;
                m_stateModel->setRows(state->rows);
                const QString rows = formatCount(m_keys.size());
                say(state->more ? tr("The first %1 rows of %2.").arg(rows, safeText(m_table, 200))
                                : tr("Rows of %1 at this moment: %2.").arg(safeText(m_table, 200), rows));
                if (m_keys.empty()) return loadVersions(-1);
                m_stateView->setCurrentIndex(m_stateModel->index(std::clamp(row, 0, int(m_keys.size()) - 1), 0));
            });
}

void TablesPage::loadVersions(int row)
{
    const quint64 asked = ++m_versionsAsked;
    if (row < 0 || std::size_t(row) >= m_keys.size()) {
        m_changes.clear();
        m_versionModel->setRows({});
        return m_value->clear();
    }
    runTask(m_pool, this,
            [history = m_history, table = m_table, key = m_keys[std::size_t(row)], verdicts = m_verdicts](const std::stop_token&) {
                return versionsOf(*history, table, key, verdicts);
            },
            [this, asked](const Result<KeyVersions>& versions) {
                if (asked != m_versionsAsked) return;
                if (!versions) return say(failure(versions.error()));
                if (versions->more) say(tr("The first %1 versions of this key.").arg(formatCount(kMostVersions)));
                m_changes = versions->changes;
                m_versionModel->setRows(versions->rows);
                int latest = 0;
                while (std::size_t(latest) + 1 < m_changes.size() && m_changes[std::size_t(latest)].seqno > m_moment->moment())
                    ++latest;
                if (!m_changes.empty()) m_versionView->setCurrentIndex(m_versionModel->index(latest, 0));
            });
}

void TablesPage::showVersion(int row)
{
    if (row < 0 || std::size_t(row) >= m_changes.size()) return m_value->clear();
    const bool hasBefore = std::size_t(row) + 1 < m_changes.size();
    m_value->showVersion(m_changes[std::size_t(row)],
                         hasBefore ? std::optional(m_changes[std::size_t(row) + 1]) : std::nullopt);
}

} // namespace countersign::ui
