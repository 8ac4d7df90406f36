#pragma once

#include "ui/attestation/evidence_drop.h"
#include "ui/shell/page.h"

#include <QThreadPool>

class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace countersign::ui {

class AnswersPanel;
class EmptyState;
class EvidenceModel;
class LayoutMemory;
class LedgerSession;
class PlainTableModel;
class Prompts;
class RecordLoader;
class RecordPane;
class VerdictBadge;

/// Nodes and their attestation evidence: a matrix of pieces and checks, the three answers of the selected one, its report
/// and bytes, and the roots that the verdicts rest on.
class AttestationPage final : public Page
{
    Q_OBJECT
public:
    /// All outlive the page; `memory` may be null.
    AttestationPage(LayoutMemory* memory, Prompts& prompts, QThreadPool& pool, QThreadPool& verifyPool,
                    QWidget* parent = nullptr);

    void setRoots(const QList<PinnedRoot>& roots);
    /// What stands in place of the evidence while there is none.
    void setEmptySentence(const QString& sentence);
    /// Judges what was handed in, in place of what was there.
    void judge(EvidenceDrop drop);
    bool isRunning() const { return m_running; }

    QList<Command> commands() override;

Q_SIGNALS:
    void judged();
    void shown(); ///< Each time it comes into sight.

protected:
    void showEvent(QShowEvent* event) override;

private:
    // attestation_page_parts.cpp
    void makeAll(); ///< With the first evidence: an empty page needs none of it.
    QWidget* makeTop();
    QWidget* makeDetails();
    QWidget* makeRoots();
    void makeTable();

    void start();
    void finished(const std::shared_ptr<const VerificationReport>& report);
    void loadLinks(const std::shared_ptr<const VerificationReport>& report);
    void showRows(std::vector<EvidenceRow> rows);
    void showSelected();
    void choosePolicy();
    void chooseCollateral();
    void forgetChoices();
    void showChoices();
    void showProblem(const QString& sentence);

    LayoutMemory* m_memory;
    Prompts& m_prompts;
    QThreadPool& m_pool;
    QThreadPool& m_verifyPool;
    EvidenceDrop m_drop;
    std::optional<NamedFile> m_policy;
    std::vector<NamedFile> m_collateral;
    QString m_collateralFolder;
    LedgerSession* m_session = nullptr;
    std::shared_ptr<const VerificationReport> m_report;
    bool m_running = false;
    EvidenceModel* m_model = nullptr;
    RecordLoader* m_loader = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    VerdictBadge* m_badge = nullptr;
    QLabel* m_choices = nullptr;
    QLabel* m_problem = nullptr;
    QToolButton* m_forget = nullptr;
    QToolButton* m_showRoots = nullptr;
    QTableView* m_table = nullptr;
    AnswersPanel* m_panel = nullptr;
    RecordPane* m_pane = nullptr;
    PlainTableModel* m_roots = nullptr;
};

} // namespace countersign::ui
