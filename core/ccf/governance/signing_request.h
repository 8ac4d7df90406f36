#pragma once

#include "core/ccf/governance/governance_message.h"
#include "core/ccf/governance/proposal_text.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// A message on its way to a key that is elsewhere: everything needed to review it, sign it and put it together again.
struct SigningRequest {
    PreparedMessage message;
    std::string service;               ///< SHA-256 of the target service's certificate, in hex.
    ByteVector proposal{};             ///< Of a ballot: the text of the proposal voted on, when it is at hand.
};

/// What the message does, decoded from its own bytes.
struct MessageEffect {
    std::vector<DecodedAction> actions{};       ///< Of a proposal; of a ballot, those of the proposal voted on.
    std::optional<std::string> script{}; ///< Of a ballot.
    std::optional<bool> plainVote{};     ///< Of a ballot that says yes or no whatever it is run on.
    bool careful = false;                ///< The careful ballot for exactly the proposal text at hand.
    std::string stateDigest{};           ///< Of an ack.
};

/// Malformed when the payload is not what its type asks for, or the proposal at hand is none.
Result<MessageEffect> effectOf(const GovernanceMessage& message, Bytes proposal);

/// "countersign.signing-request/1". Refused (Unsupported) for a recovery share: the file would hold the share in clear.
Result<std::string> toJson(const SigningRequest& request);

/// Builds the message anew from the file's payload and certificate, and takes nothing else on trust: Malformed when the
/// digest, the protected header or the effect that the file states are not those of that message.
Result<SigningRequest> signingRequestFromJson(Bytes text);

/// `{"alg": "ES384", "value": base64 of the digest}`: what CCF's prepare step hands to a key vault.
std::string digestDocument(const PreparedMessage& message);

/// A signature as it comes back: r‖s or DER, as bytes, base64 or base64url, or in the member "value" of a JSON object
/// as CCF's finish step takes it. Malformed when it is none of these; whether it holds is for finish() to say.
Result<ByteVector> signatureFrom(Bytes answer);

} // namespace countersign::ccf
