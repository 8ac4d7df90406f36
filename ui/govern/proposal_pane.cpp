#include "ui/govern/proposal_pane.h"

#include "ui/common/empty_state.h"
#include "ui/common/heading.h"
#include "ui/common/id_label.h"
#include "ui/common/table_helper.h"
#include "ui/common/theme/metrics.h"
#include "ui/common/theme/style.h"
#include "ui/explore/json_text.h"
#include "ui/govern/evaluation_pane.h"
#include "ui/govern/proposal_rows.h"
#include "ui/network/detail_pane.h"
#include "ui/network/script_view.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign::ui {

ProposalPane::ProposalPane(LayoutMemory* memory, QWidget* parent) : QWidget(parent)
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, space(this, 8), 0, 0);
    m_empty = new RoleLabel(RoleLabel::Role::Muted, {}, this);
    m_empty->setObjectName(QStringLiteral("proposalEmpty"));
    m_empty->setAlignment(Qt::AlignCenter);
    outer->addWidget(m_empty, 1);
    m_content = new QWidget(this);
    outer->addWidget(m_content, 1);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space(this, 4));
    m_headline = new RoleLabel(RoleLabel::Role::Section, {}, m_content);
    m_headline->setObjectName(QStringLiteral("proposalHeadline"));
    m_headline->setWordWrap(true);
    auto* head = new QHBoxLayout;
    head->addWidget(m_headline, 1);
    column->addLayout(head);
    buildActs(*head);
    auto* ids = new QHBoxLayout;
    const auto addId = [&](const QString& label, const QString& name) {
        ids->addWidget(new RoleLabel(RoleLabel::Role::Muted, label, m_content));
        auto* id = new IdLabel(m_content);
        id->setObjectName(name);
        ids->addWidget(id, 1);
        return id;
    };
    m_id = addId(tr("Proposal"), QStringLiteral("proposalId"));
    m_digest = addId(tr("SHA-256 of its text"), QStringLiteral("proposalDigest"));
    column->addLayout(ids);
    m_note = new RoleLabel(RoleLabel::Role::Muted, {}, m_content);
    m_note->setObjectName(QStringLiteral("proposalNote"));
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    m_tabs = new QTabWidget(m_content);
    m_tabs->setObjectName(QStringLiteral("proposalTabs"));
    m_tabs->setDocumentMode(true);
    column->addWidget(m_tabs, 1);
    m_actions = new DetailPane(QStringLiteral("actions"), memory, m_tabs);
    m_tabs->addTab(m_actions, tr("What it does"));
    m_evaluation = new EvaluationPane(memory, m_tabs);
    m_tabs->addTab(m_evaluation, tr("What would change"));
    buildVotes(memory);
    m_text = new ScriptView(m_tabs);
    m_text->setObjectName(QStringLiteral("proposalText"));
    m_text->setAccessibleName(tr("The proposal's text as it was signed"));
    m_tabs->addTab(m_text, tr("Text as signed"));
    clear({});
}

QPushButton* ProposalPane::addAct(QLayout& row, const QString& name, const QString& text, ActKind kind, BallotChoice ballot)
{
    auto* button = new QPushButton(text, m_acts);
    button->setObjectName(name);
    button->setAutoDefault(false);
    row.addWidget(button);
    connect(button, &QPushButton::clicked, this, [this, kind, ballot] { Q_EMIT actWanted(kind, ballot); });
    return button;
}

void ProposalPane::buildActs(QLayout& head)
{
    m_acts = new QWidget(m_content);
    auto* row = new QHBoxLayout(m_acts);
    row->setContentsMargins(0, 0, 0, 0);
    m_approve = addAct(*row, QStringLiteral("approveProposal"), tr("Approve…"), ActKind::Vote, BallotChoice::Careful);
    makePrimary(m_approve);
    m_reject = addAct(*row, QStringLiteral("rejectProposal"), tr("Reject…"), ActKind::Vote, BallotChoice::PlainNo);
    m_withdraw = addAct(*row, QStringLiteral("withdrawProposal"), tr("Withdraw…"), ActKind::Withdraw, BallotChoice::PlainNo);
    m_withdraw->setToolTip(tr("Only the member who proposed it can withdraw it."));
    head.addWidget(m_acts);
    m_acts->hide();
}

void ProposalPane::setActing(bool acting)
{
    m_acts->setVisible(acting);
    updateActs();
}

bool ProposalPane::canAct(ActKind kind, BallotChoice ballot) const
{
    if (m_acts->isHidden() || !m_open || m_shown.isEmpty() || m_detail.id != m_shown) return false;
    return kind == ActKind::Withdraw || ballot != BallotChoice::Careful || m_detail.problem.isEmpty();
}

void ProposalPane::updateActs()
{
    m_approve->setEnabled(canAct(ActKind::Vote, BallotChoice::Careful));
    m_reject->setEnabled(canAct(ActKind::Vote, BallotChoice::PlainNo));
    m_withdraw->setEnabled(canAct(ActKind::Withdraw, BallotChoice::PlainNo));
    Q_EMIT canActChanged();
}

void ProposalPane::buildVotes(LayoutMemory* memory)
{
    auto* box = new QSplitter(Qt::Horizontal, m_tabs);
    box->setHandleWidth(1);
    box->setChildrenCollapsible(false);
    m_votes = new QTableView(box);
    m_votes->setObjectName(QStringLiteral("voteTable"));
    m_votes->setAccessibleName(tr("Who voted what"));
    m_voteModel = new PlainTableModel(voteHeaders(), this);
    m_votes->setModel(m_voteModel);
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {30, 13, 26, 24};
    for (int i = 0; i < 4; ++i) m_votes->horizontalHeader()->resizeSection(i, em * widths[i]);
    auto* helper = new TableHelper(m_votes, QStringLiteral("votes"), memory, TableHelper::Sorting::Off);
    helper->setEmptyState(new EmptyState({}, tr("The ballots are being asked for."), {}));
    m_votes->horizontalHeader()->setStretchLastSection(true);
    m_ballot = new ScriptView(box);
    m_ballot->setObjectName(QStringLiteral("ballotScript"));
    m_ballot->setAccessibleName(tr("The chosen ballot"));
    m_ballot->setPlaceholderText(tr("Choose a member who voted to read the ballot."));
    box->setSizes({640, 360});
    m_tabs->addTab(box, tr("Who voted"));
    connect(m_votes->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { showBallot(index.row()); });
    connect(m_votes, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT memberWanted(index.data(PlainTableModel::ValueRole).toString());
    });
}

void ProposalPane::clear(const QString& sentence)
{
    m_shown.clear();
    m_open = false;
    m_content->hide();
    m_empty->setText(sentence);
    m_empty->show();
    updateActs();
}

void ProposalPane::showProposal(const LiveProposal& proposal, const LiveService& service)
{
    m_empty->hide();
    m_content->show();
    const QString who = memberName(service, proposal.proposer);
    m_headline->setText(tr("%1: proposed by %2, ballots: %3", "state, member, number").arg(proposal.state, who).arg(proposal.ballots));
    m_note->setText(proposal.failure.isEmpty() ? QString() : tr("It failed when it was applied: %1").arg(proposal.failure));
    m_note->setVisible(!proposal.failure.isEmpty());
    m_id->setId(proposal.id, tr("Proposal id"));
    m_open = proposal.isOpen;
    if (m_shown == proposal.id) return updateActs();
    m_shown = proposal.id;
    m_digest->setId({}, tr("Digest of the proposal's text"));
    m_actions->clear(tr("The proposal is being asked for."));
    m_evaluation->clear(proposal.isOpen ? tr("The service's constitution is being run on this proposal here.")
                                        : tr("It is decided: what it changed stands in the ledger."));
    m_voteModel->setRows({});
    m_ballot->setScript({}, true);
    m_text->setScript({}, true);
    updateActs();
}

void ProposalPane::showDetail(const LiveProposal& proposal, const LiveService& service, const LiveProposalDetail& detail)
{
    showProposal(proposal, service);
    m_detail = detail;
    m_digest->setId(detail.digest, tr("Digest of the proposal's text"));
    if (!detail.problem.isEmpty()) {
        m_note->setText(tr("This proposal can't be decoded, so it can't be said what it does: %1. Read its text.").arg(detail.problem));
        m_note->show();
        m_actions->clear(tr("Not decoded. See the text as it was signed."));
    } else {
        m_actions->setItems(tr("Actions of the proposal"), detail.actions, 2);
    }
    const int row = m_votes->currentIndex().row();
    m_voteModel->setRows(voteRows(service, detail, proposal.proposer));
    if (row >= 0) m_votes->selectRow(row);
    m_text->setScript(indentedJson(detail.text).value_or(detail.text), true);
    updateActs();
}

void ProposalPane::showFailure(const Error& error)
{
    m_note->setText(tr("The rest of this proposal could not be read: %1. Services hand out the text of a decided proposal "
                       "for a while only; the ledger keeps it.")
                        .arg(QString::fromStdString(error.detail.empty() ? error.where : error.detail)));
    m_note->show();
    m_actions->clear(tr("What the proposal does was not handed out."));
}

void ProposalPane::showBallot(int row)
{
    const QString member = m_voteModel->data(m_voteModel->index(row, 0), PlainTableModel::ValueRole).toString();
    const auto found = std::ranges::find_if(m_detail.votes, [&](const LiveVote& vote) { return vote.member == member; });
    m_ballot->setScript(found == m_detail.votes.end() ? QString() : found->script, true);
}

} // namespace countersign::ui
