#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/judgement.h"

namespace countersign::attestation {

/// Passed when `value` is one of `accepted`; listed as not checked when the policy accepts nothing in particular.
void judgeAcceptedValue(const char* id, Bytes value, const std::vector<ByteVector>& accepted, const char* reason,
                        Judgement& judgement);

/// What 64 bytes of report data bind: the node's key, id and certificate, a COSE key, or what the policy asks for.
/// A digest fills the first half, the rest must be zero.
void judgeBindings(Bytes reportData, const AttestationInput& input, const AttestationContext& context,
                   Judgement& judgement);

/// RFC 9679: SHA-256 of the deterministic encoding of a COSE_Key's required members. Malformed for other keys than EC2
/// and RSA.
Result<Digest> coseKeyThumbprint(Bytes coseKey);

} // namespace countersign::attestation
