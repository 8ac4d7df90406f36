#pragma once

#include "core/base/result.h"
#include "core/crypto/secret.h"

#include <string>
#include <string_view>

namespace countersign::ccf {

/// Plain ballots, whatever is proposed: `export function vote (rawProposal, proposerId) { return true; }`.
std::string plainBallot(bool inFavour);

/// A ballot in favour of exactly the proposal whose text is given, as the service hands it out under …/actions. Run on
/// any other text it throws, which counts as no vote and is shown as a failure: a service that showed one proposal and
/// stored another gains nothing. Malformed when the text is no proposal. About as large as the proposal itself.
Result<std::string> carefulBallot(Bytes proposalText);

/// `{"ballot": script}`. Malformed when the script is empty or no UTF-8.
Result<crypto::SecretBytes> ballotPayload(std::string_view script);

/// `{"stateDigest": hex}`. Malformed when it is not 64 lower-case hex digits.
Result<crypto::SecretBytes> ackPayload(std::string_view stateDigest);

/// `{"share": base64}`, in wiped memory.
crypto::SecretBytes recoverySharePayload(Bytes share);

/// The proposal's own bytes, once they have been found to be a proposal (see parseProposal()).
Result<crypto::SecretBytes> proposalPayload(Bytes text);

} // namespace countersign::ccf
