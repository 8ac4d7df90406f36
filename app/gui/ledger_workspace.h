#pragma once

#include "app/gui/open_ledger.h"
#include "ui/attestation/vendor_offer.h"
#include "ui/shell/trust_state.h"
#include "ui/verify/ledger_session.h"

#include <QPointer>

class QThreadPool;

namespace countersign::ui {
class ExploreSettings;
class FilesPage;
class FindingsPage;
class OverviewPage;
class Prompts;
class Settings;
class Shell;
class TablesPage;
class TaskRow;
class TransactionsPage;
}

namespace countersign::app {

/// What every opened ledger needs from the program; all of it outlives them.
struct LedgerContext {
    ui::Shell& shell;
    ui::Settings& settings;
    ui::ExploreSettings& exploreSettings;
    ui::Prompts& prompts;
    QThreadPool& pool;       ///< For what a page asks.
    QThreadPool& verifyPool; ///< For whole runs.
    QThreadPool& pinPool;    ///< One thread: pins are read, changed and written in turn.
    ui::VendorAsk vendors = {};
};

/// One opened ledger: its session, its pages, and what passes between them. Goes with its pages.
class LedgerWorkspace final : public QObject
{
    Q_OBJECT
public:
    /// Adds the group and its pages to the shell and begins to verify.
    LedgerWorkspace(const LedgerContext& context, OpenedLedger opened, const OpenRequest& request, const QString& group);
    ~LedgerWorkspace() override;

    ui::LedgerSession& session() { return *m_session; }
    const QString& title() const { return m_title; }
    bool isDemo() const { return m_opened.demo; }
    void show();
    void showTransaction(const QString& id);
    /// Uses an identity the person handed in, and remembers it for this ledger.
    void useAnchor(const ui::AnchorChoice& choice, const QString& note);
    /// The answer to the sheet of a changed identity.
    void answerTrouble(bool keepPin);

Q_SIGNALS:
    void runStateChanged();

private:
    void addFirstPages();
    void addTransactions();
    void addLastPages();
    void begin();
    void askEnds();
    void connectSession();
    void connectIdentitySheet();
    void runStarted();
    void runFinished(const std::shared_ptr<const VerificationReport>& report);
    void runFailed(const Error& error);
    void showTrust();
    ui::TrustState trustState() const;
    std::optional<ui::TrustTrouble> trouble() const;
    void readAnchor(const QString& path);
    void usePin(const ui::Pin& pin);
    void keepPin(const ui::AnchorChoice& choice, const QString& note);
    void removePin(const QString& fingerprint);
    void changePins(std::function<void(QList<ui::Pin>&)> change);

    LedgerContext m_context;
    OpenedLedger m_opened;
    QString m_pinFile;
    QString m_group;
    QString m_title;
    ui::LedgerSession* m_session = nullptr;
    ui::OverviewPage* m_overview = nullptr;
    ui::FilesPage* m_files = nullptr;
    ui::FindingsPage* m_findings = nullptr;
    ui::TablesPage* m_tables = nullptr;
    ui::TransactionsPage* m_transactions = nullptr;
    QPointer<ui::TaskRow> m_task;
    bool m_troubleAnswered = false;
};

} // namespace countersign::app
