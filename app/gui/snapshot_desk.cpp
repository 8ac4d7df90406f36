#include "app/gui/snapshot_desk.h"

#include "ui/common/error_line.h"
#include "ui/explore/transactions_page.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/main_window.h"

namespace countersign::app {

namespace {

const QString kRemembered = QStringLiteral("workspace"); // In the settings: the path.
const QString kAfterRuns = QStringLiteral("snapshotAfterRuns"); // In the settings: "1".
const QString kPage = QStringLiteral("snapshots");

} // namespace

SnapshotDesk::SnapshotDesk(const LedgerContext& context, FamilyList families, LedgerOpener& opener,
                           ui::CommandRegistry& commands, ui::SnapshotsPage::Clock clock, QObject* parent)
    : QObject(parent), m_context(context), m_opener(opener)
{
    m_page = new ui::SnapshotsPage(&m_context.settings, m_context.prompts, m_context.pool, m_context.verifyPool,
                                   std::move(families), std::move(clock));
    m_context.shell.addPage(ui::kHomeGroup, m_page);
    addCommands(commands);
    m_page->setTakesAfterRuns(m_context.settings.layout(kAfterRuns) == "1");
    connect(m_page, &ui::SnapshotsPage::takesAfterRunsChanged, this,
            [this](bool takes) { m_context.settings.keepLayout(kAfterRuns, takes ? "1" : ""); });
    connect(&m_opener, &LedgerOpener::changed, this, &SnapshotDesk::updateLedgers);
    connect(&m_opener, &LedgerOpener::changed, this, &SnapshotDesk::noticeRuns);
    connect(m_page, &ui::SnapshotsPage::workspaceOpened, this,
            [this](const QString& path) { m_context.settings.keepLayout(kRemembered, path.toUtf8()); });
    connect(m_page, &ui::SnapshotsPage::transactionWanted, this, &SnapshotDesk::showTransaction);
    reopen();
}

void SnapshotDesk::addCommands(ui::CommandRegistry& commands)
{
    commands.add({.id = QStringLiteral("file.newWorkspace"),
                  .title = tr("New workspace…"),
                  .menu = ui::CommandMenu::File,
                  .icon = QStringLiteral("clock"),
                  .trigger = [this] {
                      m_context.shell.showPage(ui::kHomeGroup, kPage);
                      m_page->chooseNew();
                  }});
    commands.add({.id = QStringLiteral("file.openWorkspace"),
                  .title = tr("Open workspace…"),
                  .menu = ui::CommandMenu::File,
                  .icon = QStringLiteral("folder"),
                  .trigger = [this] {
                      m_context.shell.showPage(ui::kHomeGroup, kPage);
                      m_page->chooseExisting();
                  }});
}

bool SnapshotDesk::isWorkspace(const QStringList& paths)
{
    return paths.size() == 1 && paths.front().endsWith(QLatin1String(".countersign"));
}

void SnapshotDesk::open(const QString& path)
{
    m_context.shell.showPage(ui::kHomeGroup, kPage);
    m_page->openWorkspace(path);
}

void SnapshotDesk::reopen()
{
    const QString path = QString::fromUtf8(m_context.settings.layout(kRemembered));
    if (!path.isEmpty()) m_page->openWorkspace(path);
}

ui::SnapshotsPage::Ledger SnapshotDesk::ledgerOf(LedgerWorkspace& workspace)
{
    ui::LedgerSession& session = workspace.session();
    return {workspace.title(), session.summary().paths, session.anchor().inputs};
}

void SnapshotDesk::updateLedgers()
{
    QList<ui::SnapshotsPage::Ledger> ledgers;
    for (const QString& group : m_opener.groups())
        if (LedgerWorkspace* workspace = m_opener.workspace(group)) ledgers.append(ledgerOf(*workspace));
    m_page->setLedgers(std::move(ledgers));
}

/// A demo consortium is never mixed with a real one unasked.
void SnapshotDesk::noticeRuns()
{
    for (const QString& group : m_opener.groups()) {
        LedgerWorkspace* workspace = m_opener.workspace(group);
        const auto report = workspace ? workspace->session().report() : nullptr;
        if (!report || m_seen[group].lock() == report) continue;
        m_seen[group] = report;
        if (!workspace->isDemo()) m_page->ledgerVerified(ledgerOf(*workspace));
    }
}

void SnapshotDesk::showTransaction(const std::vector<std::string>& ledger, const QString& id)
{
    for (const QString& group : m_opener.groups()) {
        LedgerWorkspace* workspace = m_opener.workspace(group);
        if (workspace && workspace->session().summary().paths == ledger) return workspace->showTransaction(id);
    }
    m_context.shell.report({.what = tr("Transaction %1 is in a ledger that is not open.").arg(id),
                            .where = ledger.empty() ? QString() : QString::fromStdString(ledger.front()),
                            .advice = tr("Open the ledger, then choose the row again.")});
}

} // namespace countersign::app
