#pragma once

#include "app/gui/connector.h"
#include "app/gui/demo_desk.h"
#include "app/gui/evidence_desk.h"
#include "app/gui/ledger_opener.h"
#include "app/gui/snapshot_desk.h"
#include "ui/explore/explore_settings.h"
#include "ui/shell/main_window.h"

#include <QThreadPool>

namespace countersign::ui {
class StartPage;
}

namespace countersign::app {

/// How running services are reached; tests bring their own.
struct LiveWorld {
    std::shared_ptr<net::HttpTransport> transport = {}; ///< None: the network.
    ui::LiveTiming timing = {};
    QString proofFolder = {}; ///< Where proof of what members did is kept; empty: nowhere.
    std::function<UtcTime()> clock = systemTime; ///< Called from several threads.
    std::chrono::milliseconds followFor{60'000}; ///< How long a transaction is followed.
};

/// The window with the pages of the program itself and the way ledgers are opened and services connected.
class Desk
{
public:
    /// The three references outlive the desk. `pinFile` is where pins are kept, empty: nowhere; `cacheFolder` where
    /// indexes are, empty: in memory.
    Desk(ui::Settings& settings, ui::Theme& theme, ui::Prompts& prompts, const QString& pinFile = {},
         const QString& cacheFolder = {}, const LiveWorld& live = {});
    ~Desk();

    ui::MainWindow& window() { return m_window; }
    /// Opens paths with identities handed in for them.
    void open(const QStringList& paths, const QStringList& anchorFiles);
    Connector& connector() { return *m_connector; }
    DemoDesk& demo() { return *m_demo; }
    /// The session of the ledger that is shown; null when none is.
    ui::LedgerSession* currentSession();

private:
    void addPages();
    void addLedgerCommands();
    void addLive(const QString& pinFile, const LiveWorld& live);
    void addDemo();

    ui::Settings& m_settings;
    ui::Prompts& m_prompts;
    ui::ExploreSettings m_exploreSettings;
    QThreadPool m_pool, m_verifyPool, m_pinPool, m_livePool; // outlive the window, whose pages hand work to them
    ui::MainWindow m_window;
    ui::VendorAsk m_vendors;
    LedgerOpener* m_opener = nullptr;
    Connector* m_connector = nullptr;
    ui::StartPage* m_start = nullptr;
    EvidenceDesk* m_evidence = nullptr;
    DemoDesk* m_demo = nullptr;
    SnapshotDesk* m_snapshots = nullptr;
};

} // namespace countersign::app
