#include "app/gui/desk.h"

#include "app/common/families.h"
#include "app/gui/demo_places.h"
#include "app/gui/translations.h"
#include "app/gui/vendor_desk.h"
#include "ui/home/help_page.h"
#include "ui/home/start_page.h"
#include "ui/settings/settings.h"
#include "ui/settings/settings_page.h"
#include "ui/shell/command_registry.h"
#include "ui/tasks/run_task.h"

#include <algorithm>

namespace countersign::app {

namespace {

QList<ui::HelpPage::Key> keysOf(ui::CommandRegistry& commands)
{
    QList<ui::HelpPage::Key> keys;
    for (const ui::CommandRegistry::Entry& entry : commands.entries())
        if (!entry.command.shortcut.isEmpty())
            keys += {entry.command.shortcut.toString(QKeySequence::NativeText), entry.command.title};
    keys += {QStringLiteral("g …"), ui::MainWindow::tr("Go to the page with this letter; hover over a page to see its letter")};
    keys += {QStringLiteral("/"), ui::MainWindow::tr("Go to the page's filter")};
    return keys;
}

std::vector<LedgerAtHand> ledgersAtHand(const LedgerOpener& opener)
{
    std::vector<LedgerAtHand> ledgers;
    for (const QString& group : opener.groups())
        if (LedgerWorkspace* workspace = opener.workspace(group))
            ledgers.push_back({workspace->title(), workspace->session().source(), workspace->session().report()});
    return ledgers;
}

constexpr int kMostRuns = 4; // at the same time; more wait
constexpr int kMostExchanges = 64; // a node that hangs holds a thread until its time is over

sandbox::Fault faultOf(ui::DemoFault fault)
{
    switch (fault) {
    case ui::DemoFault::Lie: return sandbox::Fault::Lie;
    case ui::DemoFault::Rewrite: return sandbox::Fault::Rewrite;
    case ui::DemoFault::Identity: return sandbox::Fault::Identity;
    case ui::DemoFault::None: break;
    }
    return sandbox::Fault::None;
}

bool isService(const QStringList& paths)
{
    return !paths.isEmpty() && std::ranges::all_of(paths, [](const QString& one) { return one.startsWith(QLatin1String("https://")); });
}

} // namespace

Desk::Desk(ui::Settings& settings, ui::Theme& theme, ui::Prompts& prompts, const QString& pinFile,
           const QString& cacheFolder, const LiveWorld& live)
    : m_settings(settings), m_prompts(prompts), m_exploreSettings(settings.path()), m_window(settings, theme, prompts)
{
    m_pool.setMaxThreadCount(std::max(6, QThread::idealThreadCount()));
    m_verifyPool.setMaxThreadCount(kMostRuns);
    m_pinPool.setMaxThreadCount(1);
    m_vendors = vendorAsk(live.transport, cacheFolder);
    const LedgerContext context{m_window, settings, m_exploreSettings, prompts, m_pool, m_verifyPool, m_pinPool, m_vendors};
    const FamilyList families = allFamilies(cacheFolder.toStdString());
    m_opener = new LedgerOpener(context, families, pinFile, &m_window);
    addPages();
    addLive(pinFile, live);
    m_evidence = new EvidenceDesk(context, families, pinFile, cacheFolder, *m_opener, &m_window);
    addDemo();
    m_snapshots = new SnapshotDesk(context, families, *m_opener, m_window.commands(), live.clock, &m_window);
    addLedgerCommands();
    m_window.setWorkspaceOpener([this](const QStringList& paths, ui::Shell&) {
        if (isService(paths)) m_connector->reopen(paths);
        else open(paths, {});
    });
    QObject::connect(m_opener, &LedgerOpener::changed, &m_window.commands(), &ui::CommandRegistry::refresh);
    QObject::connect(&m_window, &ui::MainWindow::groupRemoved, m_opener, &LedgerOpener::forget);
    QObject::connect(&m_window, &ui::MainWindow::troubleAnswered, m_opener, [this](const QString& group, bool safe) {
        if (LedgerWorkspace* workspace = m_opener->workspace(group)) workspace->answerTrouble(safe);
    });
}

Desk::~Desk()
{
    for (QThreadPool* pool : {&m_pool, &m_verifyPool, &m_livePool}) pool->clear();
}

void Desk::open(const QStringList& paths, const QStringList& anchorFiles)
{
    if (SnapshotDesk::isWorkspace(paths)) return m_snapshots->open(paths.front());
    m_evidence->open(paths, anchorFiles, m_window.currentPage().group);
}

void Desk::addLive(const QString& pinFile, const LiveWorld& live)
{
    m_livePool.setMaxThreadCount(kMostExchanges);
    m_connector = new Connector({.shell = m_window,
                                 .memory = m_settings,
                                 .prompts = m_prompts,
                                 .pool = m_livePool,
                                 .filePool = m_pool,
                                 .pinPool = m_pinPool,
                                 .pinFile = pinFile,
                                 .transport = live.transport,
                                 .timing = live.timing,
                                 .proofFolder = live.proofFolder,
                                 .clock = live.clock,
                                 .followFor = live.followFor,
                                 .evidence = {&m_prompts, &m_pool, &m_verifyPool, [this] { return ledgersAtHand(*m_opener); },
                                              m_vendors}},
                                ui::kHomeGroup, &m_window);
    QObject::connect(&m_window, &ui::MainWindow::groupRemoved, m_connector, &Connector::forget);
    QObject::connect(&m_window, &ui::MainWindow::troubleAnswered, m_connector, &Connector::answerTrouble);
}

void Desk::addDemo()
{
    m_demo = new DemoDesk(m_window, *m_connector, m_pool,
                          [this](const QStringList& paths, const QStringList& anchors) { open(paths, anchors); }, &m_window);
    QObject::connect(m_start, &ui::StartPage::demoWanted, m_demo, [this](ui::DemoFault fault) { m_demo->start(faultOf(fault)); });
    QObject::connect(m_start, &ui::StartPage::demoLedgerWanted, m_demo, &DemoDesk::openLedger);
    QObject::connect(m_demo, &DemoDesk::changed, m_start, [this] {
        m_start->setDemoState(m_demo->host().isStarting() ? ui::DemoState::Starting
                              : m_demo->isRunning()       ? ui::DemoState::Running
                                                          : ui::DemoState::Off);
    });
    const auto add = [this](const char* id, const QString& title, ui::DemoFault fault) {
        m_window.commands().add({.id = QString::fromLatin1(id), .title = title, .menu = ui::CommandMenu::Tools,
                                 .icon = QStringLiteral("demo"), .trigger = [this, fault] { m_demo->start(faultOf(fault)); },
                                 .enabled = [this] { return !m_demo->host().isStarting(); }});
    };
    add("demo.start", ui::MainWindow::tr("Start the demo consortium"), ui::DemoFault::None);
    add("demo.lie", ui::MainWindow::tr("Start a demo consortium in which one node lies"), ui::DemoFault::Lie);
    add("demo.rewrite", ui::MainWindow::tr("Start a demo consortium whose history was rewritten"), ui::DemoFault::Rewrite);
    add("demo.identity", ui::MainWindow::tr("Start a demo consortium that answers under another identity"), ui::DemoFault::Identity);
    m_window.commands().add({.id = QStringLiteral("demo.ledger"), .title = ui::MainWindow::tr("Open the ledger of the demo consortium"),
                             .menu = ui::CommandMenu::Tools, .icon = QStringLiteral("files"),
                             .trigger = [this] { m_demo->openLedger(); }, .enabled = [this] { return m_demo->isRunning(); }});
    QObject::connect(m_demo, &DemoDesk::changed, &m_window.commands(), &ui::CommandRegistry::refresh);
}

ui::LedgerSession* Desk::currentSession()
{
    LedgerWorkspace* workspace = m_opener->workspace(m_window.currentPage().group);
    return workspace ? &workspace->session() : nullptr;
}

void Desk::addLedgerCommands()
{
    using State = ui::LedgerSession::State;
    const auto isRunning = [this] {
        const ui::LedgerSession* session = currentSession();
        return session && (session->state() == State::Running || session->state() == State::Paused);
    };
    const auto isPaused = [this] {
        const ui::LedgerSession* session = currentSession();
        return session && session->state() == State::Paused;
    };
    m_window.commands().add({.id = QStringLiteral("tools.ledger.verify"),
                             .title = ui::MainWindow::tr("Verify again"),
                             .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V),
                             .menu = ui::CommandMenu::Tools,
                             .icon = QStringLiteral("shield"),
                             .trigger = [this] { currentSession()->start(); },
                             .enabled = [this] { return currentSession() != nullptr; }});
    m_window.commands().add({.id = QStringLiteral("tools.ledger.pause"),
                             .title = ui::MainWindow::tr("Pause the verification"),
                             .menu = ui::CommandMenu::Tools,
                             .icon = QStringLiteral("pause"),
                             .trigger = [this, isPaused] { currentSession()->pause(!isPaused()); },
                             .enabled = isRunning,
                             .checked = isPaused});
    m_window.commands().add({.id = QStringLiteral("tools.ledger.cancel"),
                             .title = ui::MainWindow::tr("Cancel the verification"),
                             .menu = ui::CommandMenu::Tools,
                             .icon = QStringLiteral("close"),
                             .trigger = [this] { currentSession()->cancel(); },
                             .enabled = isRunning});
}

void Desk::addPages()
{
    auto* start = m_start = new ui::StartPage(m_settings);
    m_window.addPage(ui::kHomeGroup, start);
    m_window.addPage(ui::kProgramGroup, new ui::SettingsPage(m_settings, builtInLanguages()));
    m_window.addPage(ui::kProgramGroup, new ui::HelpPage([this] { return keysOf(m_window.commands()); }));
    ui::runTask(m_pool, start, [](std::stop_token) { return findDemoPlaces(); },
                [start](const ui::DemoPlaces& places) { start->setDemo(places); });
}

} // namespace countersign::app
