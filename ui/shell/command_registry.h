#pragma once

#include "ui/shell/command.h"

#include <QAction>
#include <QList>
#include <QObject>

namespace countersign::ui {

/// All commands of the window, each with the one QAction that menus, shortcuts and palette share.
class CommandRegistry final : public QObject
{
    Q_OBJECT
public:
    struct Entry {
        Command command;
        QAction* action = nullptr;
        QString scope; ///< "" for the window's own; else removed together.
    };

    /// Actions become children of `window`, which carries their shortcuts.
    explicit CommandRegistry(QWidget* window);

    /// An id that is taken already is refused (and asserted in debug builds).
    void add(Command command, const QString& scope = {});
    void replaceScope(const QString& scope, const QList<Command>& commands);

    const QList<Entry>& entries() const { return m_entries; }
    QAction* action(const QString& id) const; ///< Null when there is none.
    /// False when there is no such command or it is not enabled now.
    bool trigger(const QString& id);
    /// Asks every command again whether it is enabled and checked.
    void refresh();

Q_SIGNALS:
    void changed(); ///< Commands came or went.

private:
    void addQuietly(Command command, const QString& scope);

    QWidget* m_window;
    QList<Entry> m_entries;
};

} // namespace countersign::ui
