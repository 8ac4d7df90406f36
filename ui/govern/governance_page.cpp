#include "ui/govern/governance_page.h"

#include "ui/common/empty_state.h"
#include "ui/common/layout_memory.h"
#include "ui/common/format.h"
#include "ui/common/table_helper.h"
#include "ui/govern/evaluation_pane.h"
#include "ui/govern/proposal_pane.h"
#include "ui/govern/proposal_rows.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace countersign::ui {

namespace {

// All that an evaluation rests on, as far as pages hold it.
QString evaluationBasis(const LiveProposal& proposal, const LiveService& service)
{
    QStringList parts{proposal.id, QString::number(proposal.ballots), service.constitution.digest};
    for (const LiveProposal& one : service.proposals) parts += one.id + one.state;
    for (const LiveMember& one : service.members) parts += one.id + one.status + one.recoveryRole;
    for (const LiveNode& one : service.nodes) parts += one.id + one.status;
    parts += QString::number(service.recoveryThreshold.value_or(0));
    return parts.join(QLatin1Char('\n'));
}

} // namespace

GovernancePage::GovernancePage(LiveSession& session, LayoutMemory* memory, ActDesk* desk, QWidget* parent)
    : LivePage({.id = QStringLiteral("governance"), .title = tr("Governance"), .icon = QStringLiteral("governance"), .goKey = u'v'},
               session, LivePart::Proposals, parent), m_desk(desk)
{
    buildFilter();
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    column().addWidget(splitter, 1);
    buildTable(memory);
    splitter->addWidget(m_table);
    m_pane = new ProposalPane(memory, splitter);
    m_pane->clear(tr("Choose a proposal to see what it would do and who voted."));
    splitter->addWidget(m_pane);
    splitter->setSizes({220, 440});
    const QString key = QStringLiteral("split/governance");
    if (memory) {
        splitter->restoreState(memory->layout(key));
        connect(splitter, &QSplitter::splitterMoved, this, [memory, key, splitter] { memory->keepLayout(key, splitter->saveState()); });
    }
    connect(m_pane, &ProposalPane::memberWanted, this, [this](const QString& id) { Q_EMIT openPlace(QStringLiteral("members"), id); });
    connect(m_pane, &ProposalPane::actWanted, this, &GovernancePage::act);
    connect(m_pane, &ProposalPane::canActChanged, this, &Page::commandsChanged);
    m_pane->setActing(m_desk != nullptr);
    connect(&session, &LiveSession::proposalAnswered, this, &GovernancePage::answered);
    connect(&session, &LiveSession::evaluated, this, &GovernancePage::evaluated);
    begin();
}

void GovernancePage::buildFilter()
{
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(QStringLiteral("proposalFilter"));
    m_filter->setPlaceholderText(tr("Filter proposals by state, action or proposer"));
    m_filter->setAccessibleName(tr("Filter proposals"));
    m_filter->setClearButtonEnabled(true);
    auto* row = new QHBoxLayout;
    row->addWidget(m_filter, 1);
    column().addLayout(row);
    if (!m_desk) return;
    auto* compose = new QPushButton(tr("New proposal…"), this);
    compose->setObjectName(QStringLiteral("newProposal"));
    connect(compose, &QPushButton::clicked, this, [this] { Q_EMIT openPlace(QStringLiteral("page"), QStringLiteral("compose")); });
    row->addWidget(compose);
}

void GovernancePage::buildTable(LayoutMemory* memory)
{
    m_model = new PlainTableModel(proposalHeaders(), this);
    m_proxy = new QSortFilterProxyModel(this);
    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(PlainTableModel::SortRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("proposalTable"));
    m_table->setAccessibleName(tr("Proposals"));
    m_table->setModel(m_proxy);
    const int em = fontMetrics().averageCharWidth();
    const int widths[] = {14, 13, 36, 20, 9, 26, 24};
    for (int i = 0; i < 7; ++i) m_table->horizontalHeader()->resizeSection(i, em * widths[i]);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // open ones first, as they come
    auto* helper = new TableHelper(m_table, QStringLiteral("proposals"), memory);
    helper->setEmptyState(new EmptyState({}, tr("The service lists no proposals. It forgets decided ones after a while; "
                                                "its ledger keeps them all."), {}));
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) {
        if (index.isValid()) chosen(index.data(PlainTableModel::ValueRole).toString());
    });
}

const LiveProposal* GovernancePage::proposal(const QString& id) const
{
    if (!session()) return nullptr;
    const QList<LiveProposal>& all = session()->proposals();
    const auto found = std::ranges::find_if(all, [&](const LiveProposal& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

void GovernancePage::serviceChanged(const LiveService& service)
{
    m_held = session()->snapshot();
    m_service = &service;
    const auto open = std::ranges::count_if(service.proposals, &LiveProposal::isOpen);
    setBadge(open > 0 ? formatCount(quint64(open)) : QString(), open > 0 ? tr("Open proposals: %1").arg(open) : QString());
    const QString before = m_chosen;
    m_model->setRows(proposalRows(*session()));
    choose(before);
}

void GovernancePage::choose(const QString& wanted)
{
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (!wanted.isEmpty() && index.data(PlainTableModel::ValueRole).toString() != wanted) continue;
        m_table->setCurrentIndex(index);
        return;
    }
}

void GovernancePage::chosen(const QString& id)
{
    const LiveProposal* one = proposal(id);
    if (!one || !m_service) return;
    m_chosen = id;
    m_pane->showProposal(*one, *m_service);
    session()->askProposal(id);
    // A run takes seconds, and the service is read again more often than it changes.
    const QString basis = evaluationBasis(*one, *m_service);
    if (basis == m_evaluated) return;
    m_evaluated = basis;
    m_warnings.clear();
    if (one->isOpen) session()->askEvaluation(id);
}

void GovernancePage::evaluated(const QString& id, const Result<LiveEvaluation>& answer)
{
    if (id != m_chosen) return;
    if (answer) {
        m_warnings = answer->warnings;
        m_pane->evaluation()->showEvaluation(*answer);
    } else {
        m_evaluated.clear(); // tried again when the service was read again
        m_pane->evaluation()->showFailure(answer.error());
    }
}

void GovernancePage::answered(const QString& id, const Result<LiveProposalDetail>& answer)
{
    const LiveProposal* one = proposal(id);
    if (id != m_chosen || !one || !m_service) return;
    if (answer) m_pane->showDetail(*one, *m_service, *answer);
    else m_pane->showFailure(answer.error());
}

QStringList GovernancePage::notesFor(const LiveProposal& proposal, const QStringList& voted) const
{
    QStringList names, notes = m_warnings;
    for (const QString& member : voted) names += memberName(*m_service, member);
    if (!names.isEmpty())
        notes += tr("Have voted, as the service shows it: %1. A ballot can't be changed.", "names").arg(names.join(QStringLiteral(", ")));
    if (m_pane->detail().digest.isEmpty()) notes += tr("The proposal could not be decoded. Read its text before you sign.");
    if (!proposal.isOpen) notes += tr("The service no longer calls it open.");
    return notes;
}

void GovernancePage::act(ActKind kind, BallotChoice ballot)
{
    const LiveProposal* one = proposal(m_chosen);
    if (!m_desk || !one || !m_service || !m_pane->canAct(kind, ballot)) return;
    QStringList voted;
    for (const LiveVote& vote : m_pane->detail().votes)
        if (vote.ballot != LiveBallot::NotSeen) voted += vote.member;
    Act act{.kind = kind, .proposalId = one->id, .reviewed = m_pane->detail().bytes, .ballot = ballot,
            .notes = notesFor(*one, voted), .voted = voted};
    if (kind == ActKind::Withdraw) act.member = one->proposer;
    m_desk->sign(std::move(act), this, [this](const ActOutcome& outcome) {
        if (outcome.end != ActEnd::NotSigned && session()) session()->askProposal(m_chosen);
    });
}

QList<Command> GovernancePage::commands()
{
    QList<Command> all = LivePage::commands();
    if (!m_desk) return all;
    const auto add = [&](const char* id, const QString& title, ActKind kind, BallotChoice ballot) {
        all += {.id = QString::fromLatin1(id), .title = title, .menu = CommandMenu::Tools, .icon = QStringLiteral("governance"),
                .trigger = [this, kind, ballot] { act(kind, ballot); },
                .enabled = [this, kind, ballot] { return m_pane->canAct(kind, ballot); }};
    };
    add("govern.approve", tr("Approve this proposal…"), ActKind::Vote, BallotChoice::Careful);
    add("govern.reject", tr("Reject this proposal…"), ActKind::Vote, BallotChoice::PlainNo);
    add("govern.withdraw", tr("Withdraw this proposal…"), ActKind::Withdraw, BallotChoice::PlainNo);
    return all;
}

QWidget* GovernancePage::filterBox() const
{
    return m_filter;
}

bool GovernancePage::shows(const QString& kind) const
{
    return kind == QStringLiteral("proposal");
}

void GovernancePage::showPlace(const QString&, const QString& value)
{
    m_filter->clear();
    choose(value);
}

} // namespace countersign::ui
