#include "app/gui/ledger_workspace.h"

#include "app/gui/ledger_nodes.h"
#include "ui/charts/overview_page.h"
#include "ui/common/error_line.h"
#include "ui/common/format.h"
#include "ui/common/task_row.h"
#include "ui/explore/transactions_page.h"
#include "ui/settings/settings.h"
#include "ui/shell/shell.h"
#include "ui/tables/tables_page.h"
#include "ui/tasks/run_task.h"
#include "ui/verify/files_page.h"
#include "ui/verify/findings_page.h"
#include "ui/verify/identity_sheet.h"
#include "ui/verify/verdict_text.h"

#include <QTimer>

namespace countersign::app {

namespace {

QString demoTitle(const QStringList& paths)
{
    return paths.value(0).endsWith(QLatin1String("tampered")) ? LedgerWorkspace::tr("Tampered twin")
                                                              : LedgerWorkspace::tr("Sample ledger");
}

} // namespace

LedgerWorkspace::LedgerWorkspace(const LedgerContext& context, OpenedLedger opened, const OpenRequest& request,
                                 const QString& group)
    : m_context(context), m_opened(std::move(opened)), m_pinFile(m_opened.demo ? QString() : request.pinFile), m_group(group),
      m_title(m_opened.demo ? demoTitle(m_opened.ledgerPaths) : ledgerTitle(m_opened.ledgerPaths))
{
    m_session = new ui::LedgerSession(context.verifyPool, m_opened.source, context.settings.jobs(), this);
    m_session->setAnchor(m_opened.anchor);
    m_context.shell.addGroup(m_group, m_title);
    addFirstPages();
    show();
    // One a turn of the event loop: making all pages at once takes longer than the window may stand still.
    QTimer::singleShot(0, this, &LedgerWorkspace::addTransactions);
}

LedgerWorkspace::~LedgerWorkspace()
{
    if (m_task) m_task->deleteLater();
}

void LedgerWorkspace::addFirstPages()
{
    m_overview = new ui::OverviewPage(m_context.pool);
    m_files = new ui::FilesPage(&m_context.settings);
    setParent(m_files); // goes with the group's pages
    const auto source = m_session->source();
    m_files->setSource(std::shared_ptr<const SourceSummary>(source, &source->summary()), source->assurance());
    m_context.shell.addPage(m_group, m_overview);
    m_context.shell.addPage(m_group, m_files);
    connectIdentitySheet();
    showTrust();
}

void LedgerWorkspace::addTransactions()
{
    m_transactions = new ui::TransactionsPage(m_context.exploreSettings, &m_context.settings, m_context.pool);
    m_transactions->setSource(m_session->source());
    const auto showTimes = [this] { m_transactions->setTimeDisplay(m_context.settings.timeDisplay()); };
    connect(&m_context.settings, &ui::Settings::changed, m_transactions, showTimes);
    showTimes();
    m_context.shell.addPage(m_group, m_transactions);
    QTimer::singleShot(0, this, &LedgerWorkspace::addLastPages);
}

void LedgerWorkspace::addLastPages()
{
    m_tables = new ui::TablesPage(&m_context.settings, m_context.pool);
    m_tables->setSource(m_session->source());
    m_context.shell.addPage(m_group, m_tables);
    m_findings = new ui::FindingsPage(&m_context.settings, m_context.prompts, m_context.pool);
    m_context.shell.addPage(m_group, m_findings);
    if (m_session->source()->tables()) new LedgerNodes(m_context, m_group, *m_session, this);
    QTimer::singleShot(0, this, &LedgerWorkspace::begin);
}

void LedgerWorkspace::begin()
{
    connectSession();
    askEnds();
    m_session->start();
    if (!m_session->anchor().isChosen()) m_files->identitySheet()->open();
    if (m_opened.anchorWasHandedIn) keepPin(m_opened.anchor, {});
}

// An open file says where it ends only by what it holds.
void LedgerWorkspace::askEnds()
{
    using Ends = std::pair<SeqNo, SeqNo>;
    ui::runTask(m_context.pool, this,
                [source = m_session->source()](const std::stop_token&) {
                    return Ends(source->records().first(), source->records().last());
                },
                [this](const Ends& ends) { m_files->setEnds(ends.first, ends.second); });
}

void LedgerWorkspace::connectSession()
{
    using ui::LedgerSession;
    connect(m_session, &LedgerSession::started, this, &LedgerWorkspace::runStarted);
    connect(m_session, &LedgerSession::finished, this, &LedgerWorkspace::runFinished);
    connect(m_session, &LedgerSession::failed, this, &LedgerWorkspace::runFailed);
    connect(m_session, &LedgerSession::progressed, this, [this](const Progress& progress) {
        if (m_task) m_task->setProgress(progress);
        m_files->showProgress(progress);
    });
    connect(m_session, &LedgerSession::rangesChanged, this, [this](const std::vector<RangeVerdict>& ranges) {
        m_files->setProvisional(ranges);
        m_transactions->setRanges(ui::provisionalRanges(ranges));
    });
    connect(m_session, &LedgerSession::findingsAdded, m_findings, &ui::FindingsPage::addFindings);
    connect(m_session, &LedgerSession::anchorChanged, this, &LedgerWorkspace::showTrust);
}

void LedgerWorkspace::show()
{
    m_context.shell.showPage(m_group, m_files->id());
}

void LedgerWorkspace::showTransaction(const QString& id)
{
    m_context.shell.showPage(m_group, m_transactions->id());
    m_transactions->showPlace(QStringLiteral("transaction"), id);
}

void LedgerWorkspace::runStarted()
{
    m_troubleAnswered = false;
    if (m_task) m_task->deleteLater();
    m_task = m_context.shell.addTask(tr("Verifying %1").arg(m_title));
    m_task->setPausable(true);
    connect(m_task, &ui::TaskRow::pauseWanted, m_session, &ui::LedgerSession::pause);
    connect(m_task, &ui::TaskRow::cancelWanted, m_session, &ui::LedgerSession::cancel);
    m_overview->showRunning();
    m_files->showRunning();
    m_findings->showRunning();
    m_transactions->setReport(nullptr);
    m_tables->setVerdicts({});
    m_context.shell.setLedgerState(m_group, {});
    showTrust();
}

void LedgerWorkspace::runFinished(const std::shared_ptr<const VerificationReport>& report)
{
    if (m_task) m_task->deleteLater();
    m_overview->showReport(report, m_session->anchor());
    m_files->showReport(*report, m_session->anchor());
    m_findings->setFindings(report->findings, report->findingsOmitted);
    m_transactions->setReport(report);
    m_tables->setReport(*report);
    ui::LedgerState state;
    if (report->signedTo) state.signedTo = report->signedTo->seqno;
    state.unsignedFrom = report->unsignedFrom;
    if (report->unsignedFrom && report->lastRead) state.unsignedTo = report->lastRead->seqno;
    m_context.shell.setLedgerState(m_group, state);
    showTrust();
}

void LedgerWorkspace::runFailed(const Error& error)
{
    if (m_task) m_task->deleteLater();
    m_overview->showUnasked();
    m_files->showUnasked(tr("nothing could be judged"));
    m_findings->setFindings({}, 0);
    m_context.shell.report(ui::errorText(tr("The ledger could not be verified."), error,
                                         tr("What its files say can still be looked at; nothing of it is verified."),
                                         tr("Check that the files can be read, then verify again with Ctrl+Shift+V.")));
    showTrust();
}

ui::TrustState LedgerWorkspace::trustState() const
{
    const ui::AnchorChoice& anchor = m_session->anchor();
    ui::TrustState state{.service = m_title,
                         .identity = anchor.fingerprint(),
                         .pinSource = anchor.source,
                         .pinned = anchor.pinned,
                         .scope = tr("being verified"),
                         .demo = m_opened.demo};
    const auto report = m_session->report();
    if (!report) {
        if (m_session->state() == ui::LedgerSession::State::Unasked) state.scope = tr("nothing could be judged");
        return state;
    }
    state.verdict = statedVerdict(*report).verdict;
    state.scope = ui::scopeText(*report, anchor);
    if (!anchor.isChosen() && !report->identities.empty())
        state.identity = QString::fromStdString(report->identities.back().fingerprint);
    state.trouble = trouble();
    return state;
}

std::optional<ui::TrustTrouble> LedgerWorkspace::trouble() const
{
    const auto report = m_session->report();
    if (!report || m_troubleAnswered || !m_session->anchor().isChosen() || !ui::anchorIsNotInChain(*report)) return {};
    const QString seen = report->identities.empty() ? QString() : QString::fromStdString(report->identities.back().fingerprint);
    return ui::TrustTrouble{.title = tr("This ledger does not lead to the identity you pinned"),
                            .sentence = tr("None of the identities it had is the pinned one, and nothing that could be "
                                           "checked links them to it. It may be another service's ledger, a service that "
                                           "was set up anew, or a forgery."),
                            .pinned = m_session->anchor().fingerprint(),
                            .seen = seen,
                            .safeAction = tr("Keep the pin"),
                            .otherAction = tr("Choose another identity…")};
}

void LedgerWorkspace::answerTrouble(bool keepPin)
{
    m_troubleAnswered = true;
    showTrust();
    if (keepPin) return;
    show();
    m_files->identitySheet()->open();
}

void LedgerWorkspace::showTrust()
{
    m_context.shell.setTrust(m_group, trustState());
    Q_EMIT runStateChanged();
}

} // namespace countersign::app
