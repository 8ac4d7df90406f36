#include "app/gui/desk.h"

#include "app/gui/demo_places.h"
#include "app/gui/open_workspace.h"
#include "app/gui/translations.h"
#include "ui/home/help_page.h"
#include "ui/home/start_page.h"
#include "ui/settings/settings.h"
#include "ui/settings/settings_page.h"
#include "ui/shell/command_registry.h"
#include "ui/tasks/run_task.h"

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

} // namespace

Desk::Desk(ui::Settings& settings, ui::Theme& theme, ui::Prompts& prompts)
    : m_settings(settings), m_window(settings, theme, prompts)
{
    addPages();
    m_window.setWorkspaceOpener(workspaceOpener());
}

Desk::~Desk()
{
    m_pool.clear();
}

void Desk::addPages()
{
    auto* start = new ui::StartPage(m_settings);
    m_window.addPage(ui::kHomeGroup, start);
    m_window.addPage(ui::kProgramGroup, new ui::SettingsPage(m_settings, builtInLanguages()));
    m_window.addPage(ui::kProgramGroup, new ui::HelpPage([this] { return keysOf(m_window.commands()); }));
    ui::runTask(m_pool, start, [](std::stop_token) { return findDemoPlaces(); },
                [start](const ui::DemoPlaces& places) { start->setDemo(places); });
}

} // namespace countersign::app
