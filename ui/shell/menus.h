#pragma once

#include <QObject>

class QMenu;
class QMenuBar;

namespace countersign::ui {

class CommandRegistry;
enum class CommandMenu : quint8;

/// The menu bar, made from the commands and from nothing else.
class Menus final : public QObject
{
    Q_OBJECT
public:
    /// `bar` and `registry` outlive this.
    Menus(QMenuBar& bar, CommandRegistry& registry, QObject* parent);

private:
    void fill();

    CommandRegistry& m_registry;
    QList<std::pair<CommandMenu, QMenu*>> m_menus;
};

} // namespace countersign::ui
