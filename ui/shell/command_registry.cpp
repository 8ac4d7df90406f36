#include "ui/shell/command_registry.h"

#include "ui/common/icons.h"

#include <QWidget>

namespace countersign::ui {

CommandRegistry::CommandRegistry(QWidget* window) : QObject(window), m_window(window) {}

void CommandRegistry::add(Command command, const QString& scope)
{
    addQuietly(std::move(command), scope);
    Q_EMIT changed();
}

void CommandRegistry::addQuietly(Command command, const QString& scope)
{
    Q_ASSERT_X(!action(command.id), "CommandRegistry", qPrintable(command.id));
    if (action(command.id)) return;
    // Titles may hold names and paths: an ampersand in them is no mnemonic.
    QString text = command.title;
    auto* made = new QAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")), m_window);
    made->setObjectName(command.id);
    made->setShortcut(command.shortcut);
    made->setMenuRole(QAction::NoRole);
    if (!command.icon.isEmpty()) made->setIcon(lineIcon(command.icon));
    if (command.checked) made->setCheckable(true);
    connect(made, &QAction::triggered, this, [this, trigger = command.trigger] {
        trigger();
        refresh();
    });
    m_window->addAction(made);
    m_entries.append({std::move(command), made, scope});
    refresh();
}

void CommandRegistry::replaceScope(const QString& scope, const QList<Command>& commands)
{
    Q_ASSERT(!scope.isEmpty());
    for (const Entry& entry : m_entries)
        if (entry.scope == scope) {
            m_window->removeAction(entry.action);
            entry.action->deleteLater(); // it may be the one that is being triggered
        }
    m_entries.removeIf([&scope](const Entry& entry) { return entry.scope == scope; });
    for (const Command& command : commands) addQuietly(command, scope);
    Q_EMIT changed();
}

QAction* CommandRegistry::action(const QString& id) const
{
    for (const Entry& entry : m_entries)
        if (entry.command.id == id) return entry.action;
    return nullptr;
}

bool CommandRegistry::trigger(const QString& id)
{
    refresh();
    QAction* found = action(id);
    if (!found || !found->isEnabled()) return false;
    found->trigger();
    return true;
}

void CommandRegistry::refresh()
{
    for (const Entry& entry : m_entries) {
        entry.action->setEnabled(!entry.command.enabled || entry.command.enabled());
        if (entry.command.checked) entry.action->setChecked(entry.command.checked());
    }
}

} // namespace countersign::ui
