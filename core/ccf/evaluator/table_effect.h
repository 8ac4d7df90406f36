#pragma once

#include "core/ccf/evaluator/stored_proposal.h"

#include <stop_token>

namespace countersign::ccf {

enum class RowChangeKind : std::uint8_t { Added, Removed, Changed };

struct RowChange {
    RowChangeKind kind = RowChangeKind::Changed;
    ByteVector key;
    std::optional<ByteVector> before, after;

    bool operator==(const RowChange&) const = default;
};

struct TableChange {
    std::string table;
    std::vector<RowChange> rows; ///< By key.
    bool partial = false;        ///< What stood there before is not wholly known: "added" may be "changed".
};

/// What a person should hear before signing.
enum class GovernanceWarning : std::uint8_t {
    DropsOpenProposals,     ///< Subjects: their ids.
    ReplacesConstitution,
    RecoveryOutOfReach,     ///< Fewer holders of recovery shares than the threshold asks for.
    NoActiveMemberLeft,
    BallotWithoutVote,      ///< Ballots that fail count for nothing; subjects: the members.
    CannotBeAccepted,       ///< Not even with a yes of every active member who has not voted.
    DecidesWithoutMoreVotes ///< Open in the service, decided here with the ballots there are.
};

const char* governanceWarningName(GovernanceWarning warning) noexcept; ///< "dropsOpenProposals".

struct Warning {
    GovernanceWarning kind{};
    std::vector<std::string> subjects;

    bool operator==(const Warning&) const = default;
};

struct ExpectedEffect {
    Evaluation evaluation; ///< Of apply(). Nothing below unless it Answered.
    std::vector<TableChange> tables; ///< By name. Rows written as they stood already are left out.
    std::vector<Warning> warnings;
};

/// What the constitution's apply() would change now, as evaluated here. What nodes do besides stands in
/// ExpectedEffect::evaluation.effects by name.
Result<ExpectedEffect> whatWouldChange(ConstitutionEvaluator& evaluator, Bytes constitution,
                                       const ProposalCase& proposal, const PublicState& state, std::stop_token stop);

/// The difference that `writes` make, by table.
std::vector<TableChange> changesOf(const std::vector<RowWrite>& writes, const PublicState& before);

} // namespace countersign::ccf
