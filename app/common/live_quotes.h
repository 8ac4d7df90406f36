#pragma once

#include "core/attestation/evidence.h"
#include "core/ccf/client/channel.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace countersign {

/// What one node says of the hardware of all nodes of its service. Nothing is judged, and nothing that the service says of
/// its own measurements is taken.
struct LiveQuotes {
    /// With the certificate that the service gives for the node, and what its members accept now. A trusted node, or the
    /// one that answers, whose evidence is not shown is among them as EvidenceKind::Missing.
    std::vector<attestation::AttestationInput> inputs;
    std::optional<Error> policyProblem; ///< Why it is not known what the members accept.
    Digest told{};                      ///< Of the evidence, to be held against what other nodes say.
    std::optional<TransactionId> state;
};

/// Asks over the channel, whose trust decides who may answer. Errors: the node could not be asked, refused, or answered
/// what cannot be read.
Result<LiveQuotes> askQuotes(ccf::Channel& channel, std::stop_token stop);

} // namespace countersign
