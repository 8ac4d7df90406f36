#pragma once

#include "core/ccf/evaluator/table_effect.h"

namespace countersign::ccf {

struct BallotOutcome {
    std::string member;
    VoteAnswer answer;
};

/// How far a proposal is, by the service's own constitution, as evaluated here.
struct Progress {
    std::vector<BallotOutcome> ballots; ///< As stored, in the order of members.
    ResolveAnswer now;                  ///< With the ballots there are.
    std::vector<std::string> waiting;   ///< Active members without a ballot, by id.
    /// The fewest further yes votes, of the first of `waiting`, after which resolve() accepts; 0 when it does now.
    std::optional<std::size_t> moreYes;
    bool tried = false; ///< All of `waiting` were tried, so that no `moreYes` means: not to be reached so.
    std::vector<Warning> warnings;

    /// Every script had all it asked for.
    bool onWholeState() const noexcept;
};

inline constexpr std::size_t kMostTries = 64; ///< Hypothetical votes.

/// Runs every ballot, then resolve() with their votes, then with further yes votes of active members, one more at a
/// time. A ballot that ends in anything but an answer counts for nothing, as in CCF.
Result<Progress> evaluateProgress(ConstitutionEvaluator& evaluator, Bytes constitution, const StoredProposal& proposal,
                                  const PublicState& state, std::stop_token stop);

} // namespace countersign::ccf
