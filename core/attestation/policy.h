#pragma once

#include "core/attestation/roots.h"
#include "core/attestation/snp_report.h"
#include "core/base/result.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace countersign::attestation {

/// What a user accepts. Each member that holds something is a rule, and each rule one check; the defaults are those of
/// a careful user who knows nothing of the service: genuine, patched, no debugging, no copies.
struct AttestationPolicy {
    // AMD SEV-SNP
    std::map<std::string, SnpTcb> minimumTcb; ///< By product: "Milan".
    std::vector<ByteVector> snpMeasurements;
    std::vector<ByteVector> hostData;
    std::vector<UvmRoot> uvmRoots = builtinUvmRoots();
    bool requireChipKey = false; ///< A VCEK, not a provider's VLEK.

    // Intel SGX and TDX
    std::vector<ByteVector> mrenclaves;
    std::vector<ByteVector> mrsigners;
    std::vector<ByteVector> mrtds;
    std::set<std::string> acceptedStates = {"UpToDate"};     ///< Revoked and unlisted platforms are never accepted.
    std::optional<std::set<std::string>> acceptedAdvisories; ///< Empty set: none may apply. None: all are accepted.
    std::optional<std::uint64_t> minimumEvaluation;          ///< tcbEvaluationDataNumber.

    // All
    std::vector<ByteVector> reportData;
    bool debugForbidden = true; ///< When false, debugging makes the answer Indeterminate instead of Failed.
};

/// The file behind --policy: one JSON object, schema "countersign.attestation-policy/1". Malformed for a member that is
/// not known, since a misspelt rule would otherwise be no rule.
Result<AttestationPolicy> parsePolicy(Bytes json);

} // namespace countersign::attestation
