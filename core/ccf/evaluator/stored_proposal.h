#pragma once

#include "core/base/result.h"
#include "core/ccf/evaluator/evaluator.h"

namespace countersign::ccf {

struct StoredBallot {
    std::string member;
    std::string script;

    bool operator==(const StoredBallot&) const = default;
};

/// A proposal with what members said to it so far.
struct StoredProposal : ProposalCase {
    std::string state; ///< "Open", "Accepted", …
    std::vector<StoredBallot> ballots; ///< By member.
};

/// Reads the rows of one proposal. NotFound when there are none.
Result<StoredProposal> proposalIn(const PublicState& state, const std::string& id);
/// The same from the value of its row in the table of proposals' states, and its text.
Result<StoredProposal> readProposal(const std::string& id, Bytes text, Bytes info);

/// The script in force. NotFound when there is none.
Result<ByteVector> constitutionIn(const PublicState& state);

struct MemberStanding {
    std::string id;
    bool active = false;
    bool holdsShare = false; ///< Has a key for recovery shares.
};

/// Members in the order of their ids; rows that do not read are left out.
std::vector<MemberStanding> membersIn(const PublicState& state);

} // namespace countersign::ccf
