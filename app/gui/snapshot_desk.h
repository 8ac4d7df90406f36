#pragma once

#include "app/gui/ledger_opener.h"
#include "ui/audit/snapshots_page.h"

#include <QHash>

#include <memory>

namespace countersign::ui {
class CommandRegistry;
}

namespace countersign::app {

/// The page of audit snapshots, the workspace that was open last, and the ledgers of which snapshots can be taken.
class SnapshotDesk final : public QObject
{
    Q_OBJECT
public:
    /// Adds its page to the home group and its commands to the menu. The opener outlives it.
    SnapshotDesk(const LedgerContext& context, FamilyList families, LedgerOpener& opener, ui::CommandRegistry& commands,
                 ui::SnapshotsPage::Clock clock, QObject* parent = nullptr);

    ui::SnapshotsPage& page() { return *m_page; }
    /// Whether the file is named as a workspace.
    static bool isWorkspace(const QStringList& paths);
    void open(const QString& path);

private:
    void addCommands(ui::CommandRegistry& commands);
    void reopen();
    void updateLedgers();
    void noticeRuns();
    static ui::SnapshotsPage::Ledger ledgerOf(LedgerWorkspace& workspace);
    void showTransaction(const std::vector<std::string>& ledger, const QString& id);

    LedgerContext m_context;
    LedgerOpener& m_opener;
    ui::SnapshotsPage* m_page = nullptr;
    QHash<QString, std::weak_ptr<const VerificationReport>> m_seen; ///< The last run of each ledger.
};

} // namespace countersign::app
