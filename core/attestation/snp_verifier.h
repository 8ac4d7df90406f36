#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/judgement.h"
#include "core/attestation/snp_report.h"

namespace countersign::attestation {

/// Judges a SEV-SNP report with what came beside it: chain, key, firmware, guest policy, bindings and user's policy.
/// Missing certificates are Indeterminate, everything that contradicts is Failed. The structure is filled in as far as
/// the report could be read.
void judgeSnp(Bytes report, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
              StructureNode& structure);

/// AMD's chain, leaf first; the others in any order.
struct SnpChain {
    std::vector<crypto::Certificate> certificates;
    std::string product; ///< By the pinned root; empty when none was reached.

    const crypto::Certificate* leaf() const { return certificates.empty() ? nullptr : &certificates.front(); }
};

/// The certificates at hand, from the endorsements or the host's JSON, completed from the context's collateral; without any
/// beside the report, the one of collateral that is for its chip and firmware. The checks on them are made here. Empty,
/// with an Indeterminate check that names what to bring, when there is none at all.
SnpChain judgeSnpChain(const SnpReport& report, const AttestationInput& input, const AttestationContext& context,
                       Judgement& judgement);

/// Measurement, host data, firmware minimum, report data: the rules of the user's policy and what the report binds.
void judgeSnpPolicy(const SnpReport& report, const std::string& product, const AttestationInput& input,
                    const AttestationContext& context, Judgement& judgement);

} // namespace countersign::attestation
