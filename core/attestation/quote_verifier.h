#pragma once

#include "core/attestation/collateral.h"
#include "core/attestation/evidence.h"
#include "core/attestation/judgement.h"
#include "core/attestation/pck.h"
#include "core/attestation/quote.h"

#include <optional>
#include <vector>

namespace countersign::attestation {

/// Judges an SGX or TDX quote, bare or as Open Enclave evidence: signatures, platform chain, Intel's collateral,
/// status, what it binds and the user's policy. Missing certificates or collateral is Indeterminate.
void judgeQuote(Bytes evidence, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
                StructureNode& structure);

/// The platform's certificates, leaf first, and what the leaf states.
struct Platform {
    std::vector<crypto::Certificate> chain;
    std::optional<PckExtension> pck;

    const crypto::Certificate* at(std::size_t i) const { return i < chain.size() ? &chain[i] : nullptr; }
};

/// Checks on collateral and the status by it.
void judgeCollateral(const Quote& quote, const Platform& platform, const AttestationInput& input,
                     const AttestationContext& context, Judgement& judgement);

/// Whether the chain of a signed text ends at a pinned root and is valid at the time; the check `id` says so.
void judgeSignerChain(const char* id, const std::vector<crypto::Certificate>& chain, const AttestationContext& context,
                      Judgement& judgement);

} // namespace countersign::attestation
