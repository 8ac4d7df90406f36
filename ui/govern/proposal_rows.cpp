#include "ui/govern/proposal_rows.h"

#include "ui/common/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign::ui {

namespace {

struct ProposalRows {
    Q_DECLARE_TR_FUNCTIONS(ProposalRows)
};

// Whether the state is one that wants a look: an open question, or one that went wrong.
std::optional<Verdict> stateLook(const LiveProposal& proposal)
{
    if (proposal.isOpen) return Verdict::Indeterminate;
    if (proposal.state == QLatin1String("Accepted")) return Verdict::Passed;
    if (proposal.state == QLatin1String("Failed")) return Verdict::Failed;
    return Verdict::NotChecked;
}

QString votesText(const LiveProposal& proposal)
{
    int yes = 0, no = 0, failed = 0;
    for (const LiveVote& vote : proposal.votes) {
        if (!vote.inFavour) ++failed;
        else if (*vote.inFavour) ++yes;
        else ++no;
    }
    if (proposal.isOpen) return ProposalRows::tr("counted when it is decided");
    return failed > 0 ? ProposalRows::tr("%1 yes, %2 no, %3 failed").arg(yes).arg(no).arg(failed)
                      : ProposalRows::tr("%1 yes, %2 no").arg(yes).arg(no);
}

QString ballotText(const LiveVote& vote)
{
    switch (vote.ballot) {
    case LiveBallot::PlainYes: return ProposalRows::tr("plain yes");
    case LiveBallot::PlainNo: return ProposalRows::tr("plain no");
    case LiveBallot::CarefulYes: return ProposalRows::tr("yes to exactly this proposal");
    case LiveBallot::OwnScript: return ProposalRows::tr("an own script: read it");
    case LiveBallot::NotSeen: break;
    }
    return vote.inFavour || !vote.failure.isEmpty() ? ProposalRows::tr("not handed out any more") : ProposalRows::tr("none yet");
}

PlainRow voteRow(const LiveService& service, const LiveVote& vote, bool proposer)
{
    const QString name = memberName(service, vote.member);
    PlainCell counted{.text = ProposalRows::tr("not counted yet")};
    if (!vote.failure.isEmpty()) counted = {.text = ProposalRows::tr("failed: %1").arg(vote.failure), .verdict = Verdict::Failed};
    else if (vote.inFavour) counted = {.text = *vote.inFavour ? ProposalRows::tr("yes") : ProposalRows::tr("no")};
    return {.cells = {{.text = proposer ? ProposalRows::tr("%1, who proposed it").arg(name) : name},
                      {.text = shortId(vote.member), .toolTip = vote.member},
                      {.text = ballotText(vote)},
                      counted},
            .value = vote.member};
}

} // namespace

QString memberName(const LiveService& service, const QString& id)
{
    for (const LiveMember& member : service.members)
        if (member.id == id) return member.name.isEmpty() ? shortId(id) : member.name;
    return ProposalRows::tr("%1, no member any more").arg(shortId(id));
}

QStringList proposalHeaders()
{
    return {ProposalRows::tr("State"),    ProposalRows::tr("Proposal"), ProposalRows::tr("Actions"),
            ProposalRows::tr("Proposer"), ProposalRows::tr("Ballots"),  ProposalRows::tr("Votes"),
            ProposalRows::tr("First seen here")};
}

QList<PlainRow> proposalRows(const LiveSession& session)
{
    const auto snapshot = session.snapshot();
    const LiveService* service = snapshot ? snapshot->service() : nullptr;
    if (!service) return {};
    QList<LiveProposal> ordered = session.proposals();
    std::ranges::stable_sort(ordered, [](const LiveProposal& a, const LiveProposal& b) { return a.isOpen && !b.isOpen; });
    QList<PlainRow> rows;
    for (const LiveProposal& one : std::as_const(ordered))
        rows.append({.cells = {{.text = one.state, .verdict = stateLook(one)},
                               {.text = shortId(one.id), .toolTip = one.id},
                               {.text = one.actions.isEmpty() ? ProposalRows::tr("not handed out") : one.actions.join(QStringLiteral(", "))},
                               {.text = memberName(*service, one.proposer), .toolTip = one.proposer},
                               {.text = formatCount(one.ballots), .number = double(one.ballots)},
                               {.text = votesText(one)},
                               {.text = formatTime(session.proposalSeen(one.id))}},
                     .value = one.id});
    return rows;
}

QStringList voteHeaders()
{
    return {ProposalRows::tr("Member"), ProposalRows::tr("Member id"), ProposalRows::tr("Ballot"), ProposalRows::tr("Counted as")};
}

QList<PlainRow> voteRows(const LiveService& service, const LiveProposalDetail& detail, const QString& proposer)
{
    QList<PlainRow> rows;
    for (const LiveMember& member : service.members) {
        const auto same = [&](const LiveVote& vote) { return vote.member == member.id; };
        const auto found = std::ranges::find_if(detail.votes, same);
        rows += voteRow(service, found == detail.votes.end() ? LiveVote{.member = member.id} : *found, member.id == proposer);
    }
    for (const LiveVote& vote : detail.votes) {
        const auto same = [&](const LiveMember& member) { return member.id == vote.member; };
        if (std::ranges::none_of(service.members, same)) rows += voteRow(service, vote, vote.member == proposer);
    }
    return rows;
}

} // namespace countersign::ui
