#include "core/ccf/evaluator/progress.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

Result<void> runBallots(Progress& progress, ConstitutionEvaluator& evaluator, const StoredProposal& proposal,
                        const PublicState& state, const std::stop_token& stop)
{
    for (const StoredBallot& ballot : proposal.ballots) {
        auto answer = evaluator.vote(bytesOf(ballot.script), proposal, state, stop);
        if (!answer) return std::move(answer).error();
        progress.ballots.push_back({ballot.member, std::move(*answer)});
    }
    return {};
}

/// In the order of members, as CCF hands them to resolve().
std::vector<CastVote> cast(const std::vector<BallotOutcome>& ballots)
{
    std::vector<CastVote> votes;
    for (const BallotOutcome& ballot : ballots)
        if (ballot.answer.choice != Choice::Unknown)
            votes.push_back({ballot.member, ballot.answer.choice == Choice::Yes});
    return votes;
}

std::vector<std::vector<CastVote>> growing(const std::vector<CastVote>& votes, const std::vector<std::string>& waiting)
{
    std::vector<std::vector<CastVote>> sets{votes};
    for (std::size_t i = 0; i < std::min(waiting.size(), kMostTries); ++i) {
        std::vector<CastVote> next = sets.back();
        next.push_back({waiting[i], true});
        std::ranges::sort(next, {}, &CastVote::member);
        sets.push_back(std::move(next));
    }
    return sets;
}

void warn(Progress& progress, const StoredProposal& proposal)
{
    Warning failed{GovernanceWarning::BallotWithoutVote, {}};
    for (const BallotOutcome& ballot : progress.ballots)
        if (ballot.answer.choice == Choice::Unknown) failed.subjects.push_back(ballot.member);
    if (!failed.subjects.empty()) progress.warnings.push_back(std::move(failed));
    if (proposal.state != "Open") return;
    if (progress.tried && !progress.moreYes && progress.now.resolution == Resolution::Open)
        progress.warnings.push_back({GovernanceWarning::CannotBeAccepted, {}});
    if (progress.now.resolution == Resolution::Accepted || progress.now.resolution == Resolution::Rejected)
        progress.warnings.push_back({GovernanceWarning::DecidesWithoutMoreVotes, {resolutionName(progress.now.resolution)}});
}

} // namespace

bool Progress::onWholeState() const noexcept
{
    return now.onWholeState() &&
           std::ranges::all_of(ballots, [](const BallotOutcome& one) { return one.answer.onWholeState(); });
}

Result<Progress> evaluateProgress(ConstitutionEvaluator& evaluator, Bytes constitution, const StoredProposal& proposal,
                                  const PublicState& state, std::stop_token stop)
{
    Progress progress;
    if (auto run = runBallots(progress, evaluator, proposal, state, stop); !run) return std::move(run).error();
    for (const MemberStanding& member : membersIn(state)) {
        const auto hasOne = [&](const StoredBallot& ballot) { return ballot.member == member.id; };
        if (member.active && std::ranges::none_of(proposal.ballots, hasOne)) progress.waiting.push_back(member.id);
    }
    const auto sets = growing(cast(progress.ballots), progress.waiting);
    auto answers = evaluator.resolve(constitution, proposal, sets, state, stop);
    if (!answers) return std::move(answers).error();
    progress.now = answers->front();
    const auto accepts = [](const ResolveAnswer& one) { return one.resolution == Resolution::Accepted; };
    const auto first = std::ranges::find_if(*answers, accepts);
    if (first != answers->end()) progress.moreYes = static_cast<std::size_t>(first - answers->begin());
    const auto answered = [](const ResolveAnswer& one) { return one.end == EvaluationEnd::Answered; };
    progress.tried = sets.size() == progress.waiting.size() + 1 && std::ranges::all_of(*answers, answered);
    warn(progress, proposal);
    return progress;
}

} // namespace countersign::ccf
