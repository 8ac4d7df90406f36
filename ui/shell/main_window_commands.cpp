#include "ui/shell/main_window.h"

#include "core/base/transaction_id.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/navigation.h"
#include "ui/shell/page.h"
#include "ui/shell/page_host.h"

#include <QApplication>

namespace countersign::ui {

namespace {

const QString kRecentScope = QStringLiteral("recent");
const QString kPageScope = QStringLiteral("page");
const QString kConnectPage = QStringLiteral("connect");
const QString kTransaction = QStringLiteral("transaction");

} // namespace

void MainWindow::addCommands()
{
    addFileCommands();
    addViewCommands();
    addGoCommands();
    m_commands->add({.id = QStringLiteral("tools.settings"),
                     .title = tr("Settings"),
                     .shortcut = QKeySequence(QStringLiteral("Ctrl+,")),
                     .menu = CommandMenu::Tools,
                     .icon = QStringLiteral("settings"),
                     .trigger = [this] { showPage(kProgramGroup, QStringLiteral("settings")); }});
    m_commands->add({.id = QStringLiteral("help.show"),
                     .title = tr("Keyboard and about"),
                     .shortcut = QKeySequence(Qt::Key_F1),
                     .menu = CommandMenu::Help,
                     .icon = QStringLiteral("help"),
                     .trigger = [this] { showPage(kProgramGroup, QStringLiteral("help")); }});
    updateRecentCommands();
}

void MainWindow::addFileCommands()
{
    m_commands->add({.id = QStringLiteral("file.openFolder"),
                     .title = tr("Open ledger folder…"),
                     .shortcut = QKeySequence(Qt::CTRL | Qt::Key_O),
                     .menu = CommandMenu::File,
                     .icon = QStringLiteral("folder"),
                     .trigger = [this] { chooseFolder(); }});
    m_commands->add({.id = QStringLiteral("file.openFiles"),
                     .title = tr("Open files…"),
                     .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
                     .menu = CommandMenu::File,
                     .icon = QStringLiteral("files"),
                     .trigger = [this] { chooseFiles(); }});
    m_commands->add({.id = QStringLiteral("file.connect"),
                     .title = tr("Connect to a service…"),
                     .shortcut = QKeySequence(Qt::CTRL | Qt::Key_N),
                     .menu = CommandMenu::File,
                     .icon = QStringLiteral("connect"),
                     .trigger = [this] { showPage(kHomeGroup, kConnectPage); },
                     .enabled = [this] { return m_host->page({kHomeGroup, kConnectPage}) != nullptr; }});
    m_commands->add({.id = QStringLiteral("file.closeGroup"),
                     .title = tr("Close this ledger or service"),
                     .shortcut = QKeySequence(Qt::CTRL | Qt::Key_W),
                     .menu = CommandMenu::File,
                     .icon = QStringLiteral("close"),
                     .trigger = [this] { removeGroup(currentPage().group); },
                     .enabled =
                         [this] {
                             const QString group = currentPage().group;
                             return !group.isEmpty() && group != kHomeGroup && group != kProgramGroup;
                         }});
    m_commands->add({.id = QStringLiteral("file.exit.quit"),
                     .title = tr("Quit"),
                     .shortcut = QKeySequence(Qt::CTRL | Qt::Key_Q),
                     .menu = CommandMenu::File,
                     .trigger = [this] { close(); }});
}

void MainWindow::addViewCommands()
{
    const auto addTheme = [this](const QString& id, const QString& title, ThemeChoice choice) {
        m_commands->add({.id = id,
                         .title = title,
                         .menu = CommandMenu::View,
                         .trigger = [this, choice] { m_settings.setTheme(choice); },
                         .checked = [this, choice] { return m_settings.theme() == choice; }});
    };
    m_commands->add({.id = QStringLiteral("view.navigation"),
                     .title = tr("Show the navigation"),
                     .shortcut = QKeySequence(Qt::Key_F9),
                     .menu = CommandMenu::View,
                     .trigger = [this] { m_navigation->setVisible(m_navigation->isHidden()); },
                     .checked = [this] { return !m_navigation->isHidden(); }});
    m_commands->add({.id = QStringLiteral("view.fullScreen"),
                     .title = tr("Full screen"),
                     .shortcut = QKeySequence(Qt::Key_F11),
                     .menu = CommandMenu::View,
                     .trigger = [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); },
                     .checked = [this] { return isFullScreen(); }});
    addTheme(QStringLiteral("view.theme.system"), tr("Theme as the system"), ThemeChoice::System);
    addTheme(QStringLiteral("view.theme.light"), tr("Light theme"), ThemeChoice::Light);
    addTheme(QStringLiteral("view.theme.dark"), tr("Dark theme"), ThemeChoice::Dark);
}

void MainWindow::addGoCommands()
{
    const auto add = [this](const char* id, const QString& title, const QKeySequence& keys, const QString& icon,
                            std::function<void()> trigger, std::function<bool()> enabled) {
        m_commands->add({.id = QString::fromLatin1(id),
                         .title = title,
                         .shortcut = keys,
                         .menu = CommandMenu::Go,
                         .icon = icon,
                         .trigger = std::move(trigger),
                         .enabled = std::move(enabled)});
    };
    add("go.back", tr("Back"), QKeySequence(Qt::ALT | Qt::Key_Left), QStringLiteral("back"),
        [this] { m_host->goBack(); }, [this] { return m_host->history().canGoBack(); });
    add("go.forward", tr("Forward"), QKeySequence(Qt::ALT | Qt::Key_Right), QStringLiteral("forward"),
        [this] { m_host->goForward(); }, [this] { return m_host->history().canGoForward(); });
    add("go.to.anything", tr("Go to or do anything…"), QKeySequence(Qt::CTRL | Qt::Key_K), QStringLiteral("search"),
        [this] { m_palette->open(); }, {});
    add("go.to.filter", tr("Go to the page's filter"), {}, QStringLiteral("filter"), [this] { focusFilter(); },
        [this] { return m_host->currentPage() && m_host->currentPage()->filterBox(); });
    const QString next = QStringLiteral("next");
    const QString finding = QStringLiteral("finding");
    const QString unsignedKind = QStringLiteral("unsigned");
    add("go.next.finding", tr("Next finding"), QKeySequence(Qt::Key_F3), QStringLiteral("findings"),
        [this, finding, next] { route(finding, next); }, [this, finding] { return canRoute(finding); });
    add("go.next.unsigned", tr("Next unsigned transaction"), QKeySequence(Qt::Key_F8), QStringLiteral("transactions"),
        [this, unsignedKind, next] { route(unsignedKind, next); },
        [this, unsignedKind] { return canRoute(unsignedKind); });
}

void MainWindow::updateRecentCommands()
{
    QList<Command> commands;
    const QList<RecentPlace> places = m_settings.recentPlaces();
    for (int i = 0; i < int(places.size()); ++i)
        commands += {.id = QStringLiteral("file.recent.%1").arg(i),
                     .title = tr("Open recent: %1").arg(places[i].title),
                     .menu = i < 5 ? CommandMenu::File : CommandMenu::None,
                     .icon = QStringLiteral("clock"),
                     .trigger = [this, paths = places[i].paths] { openPaths(paths); }};
    m_commands->replaceScope(kRecentScope, commands);
}

void MainWindow::updatePageCommands()
{
    QList<Command> commands;
    if (Page* page = m_host->currentPage()) commands = page->commands();
    m_commands->replaceScope(kPageScope, commands);
    m_commands->refresh();
}

CommandPalette::Offer MainWindow::paletteOffer(const QString& query)
{
    CommandPalette::Offer offer;
    const auto id = parseTransactionId(query.toStdString());
    bool isNumber = false;
    const bool isSeqno = query.toULongLong(&isNumber) > 0 && isNumber;
    if ((id || isSeqno) && canRoute(kTransaction))
        offer.exact += {.title = tr("Go to transaction %1").arg(query),
                        .hint = {},
                        .icon = QStringLiteral("transactions"),
                        .trigger = [this, query] { route(kTransaction, query); }};
    for (const PageKey& key : m_host->keys()) {
        const Page* page = m_host->page(key);
        offer.filtered += {.title = page->title(),
                           .hint = m_groupTitles.value(key.group),
                           .icon = page->icon(),
                           .trigger = [this, key] { showPage(key.group, key.page); }};
    }
    m_commands->refresh();
    for (const CommandRegistry::Entry& entry : m_commands->entries()) {
        if (!entry.action->isEnabled() || entry.command.id == QStringLiteral("go.to.anything")) continue;
        offer.filtered += {.title = entry.command.title,
                           .hint = entry.command.shortcut.toString(QKeySequence::NativeText),
                           .icon = entry.command.icon,
                           .trigger = [this, id = entry.command.id] { m_commands->trigger(id); }};
    }
    return offer;
}

} // namespace countersign::ui
