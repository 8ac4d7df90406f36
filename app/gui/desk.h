#pragma once

#include "ui/shell/main_window.h"

#include <QThreadPool>

namespace countersign::app {

/// The window with the pages of the program itself and the way ledgers are opened.
class Desk
{
public:
    /// All three outlive the desk.
    Desk(ui::Settings& settings, ui::Theme& theme, ui::Prompts& prompts);
    ~Desk();

    ui::MainWindow& window() { return m_window; }

private:
    void addPages();

    ui::Settings& m_settings;
    QThreadPool m_pool;
    ui::MainWindow m_window;
};

} // namespace countersign::app
