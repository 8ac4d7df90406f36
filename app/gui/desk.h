#pragma once

#include "app/gui/ledger_opener.h"
#include "ui/explore/explore_settings.h"
#include "ui/shell/main_window.h"

#include <QThreadPool>

namespace countersign::app {

/// The window with the pages of the program itself and the way ledgers are opened.
class Desk
{
public:
    /// The three references outlive the desk. `pinFile` is where pins are kept, empty: nowhere; `cacheFolder` where
    /// indexes are, empty: in memory.
    Desk(ui::Settings& settings, ui::Theme& theme, ui::Prompts& prompts, const QString& pinFile = {},
         const QString& cacheFolder = {});
    ~Desk();

    ui::MainWindow& window() { return m_window; }
    /// Opens paths with identities handed in for them.
    void open(const QStringList& paths, const QStringList& anchorFiles);
    /// The session of the ledger that is shown; null when none is.
    ui::LedgerSession* currentSession();

private:
    void addPages();
    void addLedgerCommands();

    ui::Settings& m_settings;
    ui::ExploreSettings m_exploreSettings;
    QThreadPool m_pool, m_verifyPool, m_pinPool; // outlive the window, whose pages hand work to them
    ui::MainWindow m_window;
    LedgerOpener* m_opener = nullptr;
};

} // namespace countersign::app
