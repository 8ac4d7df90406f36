#pragma once

#include <QKeySequence>
#include <QString>

#include <functional>

namespace countersign::ui {

enum class CommandMenu : quint8 { None, File, View, Go, Tools, Help };

/// Something that can be done: an entry of a menu, of the palette and of the keyboard page at once.
struct Command {
    QString id;    ///< Stable and untranslated: "go.back".
    QString title; ///< Translated, a verb first.
    QKeySequence shortcut;
    CommandMenu menu = CommandMenu::None;
    QString icon;
    std::function<void()> trigger;
    std::function<bool()> enabled; ///< Empty: always. Must be cheap.
    std::function<bool()> checked; ///< Empty: not a switch.
};

} // namespace countersign::ui
