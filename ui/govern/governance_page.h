#pragma once

#include "ui/network/live_page.h"
#include "ui/sign/act_desk.h"

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace countersign::ui {

class LayoutMemory;
class PlainTableModel;
class ProposalPane;

/// Proposals that wait and those that were decided, with all of the chosen one.
class GovernancePage final : public LivePage
{
    Q_OBJECT
public:
    /// `memory` and `desk` may be null; else they outlive the page. Without a desk nothing can be signed here.
    GovernancePage(LiveSession& session, LayoutMemory* memory, ActDesk* desk = nullptr, QWidget* parent = nullptr);

    QList<Command> commands() override;
    QWidget* filterBox() const override;
    bool shows(const QString& kind) const override;
    void showPlace(const QString& kind, const QString& value) override;
    ProposalPane* pane() const { return m_pane; }

protected:
    void serviceChanged(const LiveService& service) override;

private:
    void buildFilter();
    void buildTable(LayoutMemory* memory);
    void chosen(const QString& id);
    void choose(const QString& id);
    void evaluated(const QString& id, const Result<LiveEvaluation>& answer);
    void answered(const QString& id, const Result<LiveProposalDetail>& answer);
    const LiveProposal* proposal(const QString& id) const;
    void act(ActKind kind, BallotChoice ballot);
    QStringList notesFor(const LiveProposal& proposal, const QStringList& voted) const;

    ActDesk* m_desk = nullptr;
    QStringList m_warnings; ///< Of the evaluation of the chosen one.
    std::shared_ptr<const LiveSnapshot> m_held;
    const LiveService* m_service = nullptr; ///< Of m_held.
    QString m_chosen, m_evaluated;
    QLineEdit* m_filter = nullptr;
    PlainTableModel* m_model = nullptr;
    QSortFilterProxyModel* m_proxy = nullptr;
    QTableView* m_table = nullptr;
    ProposalPane* m_pane = nullptr;
};

} // namespace countersign::ui
