#pragma once

#include "ui/network/live_values.h"

#include <QWidget>

class QLabel;
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

Q_SIGNALS:
    void memberWanted(const QString& id);

private:
    void buildVotes(LayoutMemory* memory);
    void showBallot(int row);

    LiveProposalDetail m_detail;
    QString m_shown;
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
