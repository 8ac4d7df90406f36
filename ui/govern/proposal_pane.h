#pragma once

#include "ui/network/live_values.h"
#include "ui/sign/act.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTabWidget;
class QTableView;

namespace countersign::ui {

class DetailPane;
class EvaluationPane;
class IdLabel;
class LayoutMemory;
class PlainTableModel;
class ScriptView;

/// One proposal: what it does, who voted what, and the text as it was signed.
class ProposalPane final : public QWidget
{
    Q_OBJECT
public:
    explicit ProposalPane(LayoutMemory* memory, QWidget* parent = nullptr);

    /// Nothing is chosen, or nothing can be shown, and why.
    void clear(const QString& sentence);
    /// What the list says, until the rest has come.
    void showProposal(const LiveProposal& proposal, const LiveService& service);
    void showDetail(const LiveProposal& proposal, const LiveService& service, const LiveProposalDetail& detail);
    /// The rest could not be had.
    void showFailure(const Error& error);
    EvaluationPane* evaluation() const { return m_evaluation; }
    /// What can be done with the proposal that is shown: only what was decoded can be approved.
    bool canAct(ActKind kind, BallotChoice ballot) const;
    const LiveProposalDetail& detail() const { return m_detail; }
    void setActing(bool acting);

Q_SIGNALS:
    void memberWanted(const QString& id);
    void actWanted(countersign::ui::ActKind kind, countersign::ui::BallotChoice ballot);
    void canActChanged();

private:
    QPushButton* addAct(QLayout& row, const QString& name, const QString& text, ActKind kind, BallotChoice ballot);
    void buildActs(QLayout& column);
    void updateActs();
    void buildVotes(LayoutMemory* memory);
    void showBallot(int row);

    LiveProposalDetail m_detail;
    QString m_shown;
    bool m_open = false;
    QWidget* m_acts = nullptr;
    QPushButton* m_approve = nullptr;
    QPushButton* m_reject = nullptr;
    QPushButton* m_withdraw = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_content = nullptr;
    QLabel* m_headline = nullptr;
    IdLabel* m_id = nullptr;
    IdLabel* m_digest = nullptr;
    QLabel* m_note = nullptr;
    QTabWidget* m_tabs = nullptr;
    DetailPane* m_actions = nullptr;
    EvaluationPane* m_evaluation = nullptr;
    QTableView* m_votes = nullptr;
    PlainTableModel* m_voteModel = nullptr;
    ScriptView* m_ballot = nullptr;
    ScriptView* m_text = nullptr;
};

} // namespace countersign::ui
