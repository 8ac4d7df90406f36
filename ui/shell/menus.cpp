#include "ui/shell/menus.h"

#include "ui/shell/command_registry.h"

#include <QMenu>
#include <QMenuBar>

namespace countersign::ui {

Menus::Menus(QMenuBar& bar, CommandRegistry& registry, QObject* parent) : QObject(parent), m_registry(registry)
{
    const auto add = [this, &bar](CommandMenu id, const QString& title) {
        QMenu* menu = bar.addMenu(title);
        connect(menu, &QMenu::aboutToShow, &m_registry, &CommandRegistry::refresh);
        m_menus.append({id, menu});
    };
    add(CommandMenu::File, tr("&File"));
    add(CommandMenu::View, tr("&View"));
    add(CommandMenu::Go, tr("&Go"));
    add(CommandMenu::Tools, tr("&Tools"));
    add(CommandMenu::Help, tr("&Help"));
    connect(&registry, &CommandRegistry::changed, this, &Menus::fill);
    fill();
}

// A new line between commands whose ids differ in the part before the last dot, and before those of the page.
void Menus::fill()
{
    for (const auto& [id, menu] : m_menus) {
        menu->clear();
        QString before;
        for (const CommandRegistry::Entry& entry : m_registry.entries()) {
            if (entry.command.menu != id) continue;
            const QString family = entry.scope + entry.command.id.section(QLatin1Char('.'), 0, -2);
            if (!before.isEmpty() && family != before) menu->addSeparator();
            before = family;
            menu->addAction(entry.action);
        }
    }
}

} // namespace countersign::ui
