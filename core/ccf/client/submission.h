#pragma once

#include "core/ccf/client/channel.h"
#include "core/ccf/governance/governance_message.h"

namespace countersign::ccf {

/// Where a signed message belongs, as its own header says.
struct Submission {
    MessageType type = MessageType::Proposal;
    std::string memberId;   ///< Who signed it, as stated.
    std::string proposalId; ///< Of ballots and withdrawals.
    std::string target;     ///< Path and query below the service's origin, api-version 2024-07-01.
};

/// Reads the header of a COSE_Sign1; the signature is for the service to judge. Malformed when it is no message of
/// governance, or names a member or proposal by what is no id.
Result<Submission> submissionOf(Bytes message);

/// Sends it once. The value is the service's JSON, null when it had nothing to say (204). After an Error it is not known
/// whether the message arrived: look at the service before it is sent again.
Result<Reply<nlohmann::json>> submitMessage(Channel& channel, Bytes message, std::stop_token stop);

} // namespace countersign::ccf
