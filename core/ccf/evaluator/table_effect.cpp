#include "core/ccf/evaluator/table_effect.h"

#include "core/base/strict_json.h"
#include "core/ccf/ledger/tables.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

std::optional<std::string> stateOf(const std::optional<ByteVector>& info)
{
    const auto object = info ? parseJson(*info) : Result<nlohmann::json>(Error{});
    return object ? jsonText(*object, "state") : std::nullopt;
}

std::vector<std::string> droppedBy(const std::vector<TableChange>& changes, const std::string& proposal)
{
    std::vector<std::string> dropped;
    for (const TableChange& change : changes) {
        if (change.table != tables::kProposalsInfo) continue;
        for (const RowChange& row : change.rows)
            if (textOf(row.key) != proposal && stateOf(row.before) == "Open" && stateOf(row.after) != "Open")
                dropped.emplace_back(textOf(row.key));
    }
    return dropped;
}

std::optional<std::uint64_t> recoveryThreshold(const PublicState& state)
{
    const ByteVector* row = state.find(tables::kServiceConfig, tables::kSingleKey);
    const auto object = row ? parseJson(*row) : Result<nlohmann::json>(Error{});
    return object ? jsonNumber(*object, "recovery_threshold") : std::nullopt;
}

/// About the state that would be reached, where it is worse than what it was before.
std::vector<Warning> warningsAbout(const PublicState& before, const PublicState& after)
{
    const auto holders = [](const PublicState& state) {
        return std::ranges::count_if(membersIn(state), [](const auto& one) { return one.active && one.holdsShare; });
    };
    const auto reachable = [&](const PublicState& state) {
        const auto threshold = recoveryThreshold(state);
        return !threshold || static_cast<std::uint64_t>(holders(state)) >= *threshold;
    };
    const auto anyActive = [](const PublicState& state) {
        return std::ranges::any_of(membersIn(state), &MemberStanding::active);
    };
    std::vector<Warning> warnings;
    if (reachable(before) && !reachable(after)) warnings.push_back({GovernanceWarning::RecoveryOutOfReach, {}});
    if (anyActive(before) && !anyActive(after)) warnings.push_back({GovernanceWarning::NoActiveMemberLeft, {}});
    return warnings;
}

} // namespace

const char* governanceWarningName(GovernanceWarning warning) noexcept
{
    switch (warning) {
    case GovernanceWarning::DropsOpenProposals: return "dropsOpenProposals";
    case GovernanceWarning::ReplacesConstitution: return "replacesConstitution";
    case GovernanceWarning::RecoveryOutOfReach: return "recoveryOutOfReach";
    case GovernanceWarning::NoActiveMemberLeft: return "noActiveMemberLeft";
    case GovernanceWarning::BallotWithoutVote: return "ballotWithoutVote";
    case GovernanceWarning::CannotBeAccepted: return "cannotBeAccepted";
    case GovernanceWarning::DecidesWithoutMoreVotes: return "decidesWithoutMoreVotes";
    }
    return "";
}

std::vector<TableChange> changesOf(const std::vector<RowWrite>& writes, const PublicState& before)
{
    std::map<std::string, std::map<ByteVector, RowChange>> found;
    for (const RowWrite& write : writes) {
        const ByteVector* old = before.find(write.table, write.key);
        RowChange change{RowChangeKind::Changed, write.key, std::nullopt, write.value};
        if (old) change.before = *old;
        if (!change.before) change.kind = RowChangeKind::Added;
        if (!change.after) change.kind = RowChangeKind::Removed;
        found[write.table].insert_or_assign(write.key, std::move(change));
    }
    std::vector<TableChange> changes;
    for (auto& [table, rows] : found) {
        TableChange change{table, {}, !before.knows(table)};
        for (auto& [key, row] : rows)
            if (row.before != row.after) change.rows.push_back(std::move(row));
        if (!change.rows.empty()) changes.push_back(std::move(change));
    }
    return changes;
}

Result<ExpectedEffect> whatWouldChange(ConstitutionEvaluator& evaluator, Bytes constitution,
                                       const ProposalCase& proposal, const PublicState& state, std::stop_token stop)
{
    auto applied = evaluator.apply(constitution, proposal, state, stop);
    if (!applied) return std::move(applied).error();
    ExpectedEffect effect;
    effect.evaluation = static_cast<const Evaluation&>(*applied);
    if (applied->end != EvaluationEnd::Answered) return effect;
    effect.tables = changesOf(applied->writes, state);
    if (auto dropped = droppedBy(effect.tables, proposal.id); !dropped.empty())
        effect.warnings.push_back({GovernanceWarning::DropsOpenProposals, std::move(dropped)});
    const auto isConstitution = [](const TableChange& change) { return change.table == tables::kConstitution; };
    if (std::ranges::any_of(effect.tables, isConstitution))
        effect.warnings.push_back({GovernanceWarning::ReplacesConstitution, {}});
    for (Warning& warning : warningsAbout(state, withWrites(state, applied->writes)))
        effect.warnings.push_back(std::move(warning));
    return effect;
}

} // namespace countersign::ccf
