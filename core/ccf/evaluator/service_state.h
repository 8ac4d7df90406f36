#pragma once

#include "core/ccf/client/gov_client.h"
#include "core/ccf/evaluator/stored_proposal.h"

namespace countersign::ccf {

/// A proposal as a live service shows it, with its text and ballots.
struct LiveProposal {
    Proposal proposal;
    ByteVector text;
    std::vector<StoredBallot> ballots;
};

/// What was asked of a live service; what is not here was not asked, or refused.
struct ServiceReplies {
    std::optional<ServiceInfo> info;
    std::optional<Members> members;
    std::optional<Users> users;
    std::optional<GovNodes> nodes;
    std::optional<std::string> constitution;
    std::optional<JoinPolicy> joinPolicy;
    std::optional<JwtPolicy> jwtPolicy;
    std::vector<LiveProposal> proposals;
    bool allProposals = false; ///< Every proposal that the service lists is in `proposals`.
};

/// The tables as far as the replies tell them. Never complete: a table that could not be rebuilt is not there, and one
/// rebuilt in part is marked, so that an evaluation that uses either names it. Rows hold the same values as in the
/// service, not the same bytes.
PublicState stateFrom(const ServiceReplies& replies);

/// Asks for all of it. What the service refuses is left out; an Error is one of the connection.
Result<ServiceReplies> askForState(GovClient& client, std::stop_token stop);

} // namespace countersign::ccf
