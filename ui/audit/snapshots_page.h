#pragma once

#include "ui/audit/workspace_work.h"
#include "ui/common/format.h"
#include "ui/shell/page.h"

#include <QThreadPool>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace countersign::ui {

class ComparisonPanel;
class EmptyState;
class LayoutMemory;
class PlainTableModel;
class Prompts;
class VerdictBadge;

/// Audit snapshots of the open workspace: taken, listed, two of them compared, handed out and taken in.
class SnapshotsPage final : public Page
{
    Q_OBJECT
public:
    /// A ledger that is open, of which a snapshot can be taken.
    struct Ledger {
        QString title;
        std::vector<std::string> paths;
        std::vector<AnchorInput> anchors;
    };

    using Clock = std::function<UtcTime()>;

    /// All outlive the page; `memory` may be null. `pool` is for short work, `verifyPool` for whole runs.
    SnapshotsPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QThreadPool& verifyPool,
                  FamilyList families, Clock clock, QWidget* parent = nullptr);

    /// Opens a workspace; what was open is closed.
    void openWorkspace(const QString& path);
    void setLedgers(QList<Ledger> ledgers);
    /// Takes a snapshot of a ledger that was just verified, if the person wants that and the workspace knows the ledger.
    void ledgerVerified(const Ledger& ledger);
    bool takesAfterRuns() const;
    void setTakesAfterRuns(bool takes);
    QString workspace() const { return m_view ? m_view->path : QString(); }

    void chooseNew();
    void chooseExisting();

    QList<Command> commands() override;

Q_SIGNALS:
    void workspaceOpened(const QString& path);
    void takesAfterRunsChanged(bool takes);
    void transactionWanted(const std::vector<std::string>& ledger, const QString& id);

private:
    // snapshots_page_parts.cpp
    QWidget* makeBody();
    QWidget* makeTop();
    QWidget* makeTable();
    QWidget* makeImport();
    QPushButton* makeButton(const char* name, const char* icon, const QString& text, void (SnapshotsPage::*slot)());

    void adopt(Result<WorkspaceView> view, const QString& failure);
    void showView();
    void updateButtons();
    QList<std::int64_t> selected() const;
    void take();
    void takeOf(const Ledger& ledger);
    void takeNext();
    bool knows(const Ledger& ledger) const;
    void taken(const Result<TakenSnapshot>& taken);
    void compare();
    void compareNumbers(std::int64_t one, std::int64_t two);
    void explain(const audit::Comparison& comparison);
    void chooseExport();
    void chooseImport();
    void import();
    void tell(const QString& sentence);
    void showBusy(const QString& sentence);

    LayoutMemory* m_memory;
    Prompts& m_prompts;
    QThreadPool& m_pool;
    QThreadPool& m_verifyPool;
    FamilyList m_families;
    Clock m_clock;
    std::shared_ptr<const WorkspaceView> m_view;
    QList<Ledger> m_ledgers;
    QList<Ledger> m_waiting; ///< Verified while something else went on.
    QString m_importFile;
    std::stop_source m_explaining;
    bool m_busy = false;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_name = nullptr;
    VerdictBadge* m_chain = nullptr;
    QLabel* m_message = nullptr;
    QComboBox* m_ledger = nullptr;
    QCheckBox* m_afterRuns = nullptr;
    QPushButton *m_take = nullptr, *m_compare = nullptr, *m_export = nullptr;
    QWidget* m_importBox = nullptr;
    QLineEdit* m_importFrom = nullptr;
    PlainTableModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    ComparisonPanel* m_panel = nullptr;
};

} // namespace countersign::ui
