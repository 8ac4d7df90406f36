#pragma once

#include "ui/attestation/evidence_drop.h"
#include "ui/attestation/vendor_offer.h"
#include "ui/shell/page.h"

#include <QThreadPool>

class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;
class QVBoxLayout;

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
class VendorPanel;
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
    /// Of a running service: the button that asks it anew, and a place to say whom it was that answered, and when.
    void offerVerifyNow();
    void showAsking(bool asking);
    void setStamp(const QString& sentence);
    void setLiveProblem(const QString& sentence); ///< Empty: none.
    /// How to find out what is missing that vendors give out; without it nothing is offered.
    void setVendors(VendorAsk ask) { m_vendors = std::move(ask); }
    /// Judges what was handed in, in place of what was there.
    void judge(EvidenceDrop drop);
    bool isRunning() const { return m_running; }

    QList<Command> commands() override;

Q_SIGNALS:
    void judged();
    void shown(); ///< Each time it comes into sight.
    void verifyNowWanted();

protected:
    void showEvent(QShowEvent* event) override;

private:
    // attestation_page_parts.cpp
    void makeAll(); ///< With the first evidence: an empty page needs none of it.
    QWidget* makeTop();
    QWidget* makeLiveRow();
    QWidget* makeDetails();
    QWidget* makeRoots();
    void makeTable();

    void start();
    void finished(const std::shared_ptr<const VerificationReport>& report);
    void loadLinks(const std::shared_ptr<const VerificationReport>& report);
    void offerVendors();
    VerifyOptions questions() const;
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
    std::vector<NamedFile> m_collateral, m_fetched;
    VendorAsk m_vendors;
    QString m_collateralFolder;
    LedgerSession* m_session = nullptr;
    std::shared_ptr<const VerificationReport> m_report;
    bool m_running = false;
    EvidenceModel* m_model = nullptr;
    RecordLoader* m_loader = nullptr;
    QVBoxLayout* m_column = nullptr;
    QStackedWidget* m_stack = nullptr;
    QToolButton* m_verifyNow = nullptr; ///< Null but on the page of a running service, as the next two.
    QLabel* m_stamp = nullptr;
    QLabel* m_liveProblem = nullptr;
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
    VendorPanel* m_vendorPanel = nullptr;
};

} // namespace countersign::ui
