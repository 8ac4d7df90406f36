#pragma once

#include "core/attestation/policy.h"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace countersign::attestation {

/// What a consortium's members accept of nodes that join, in the words of the governance tables and of the service.
struct JoinPolicyWords {
    using Rows = std::vector<std::pair<std::string, nlohmann::json>>;

    std::vector<std::string> codeIds, snpMeasurements, hostData; ///< Hex.
    Rows uvmEndorsements; ///< Feeds by issuer: {"feed": {"svn": number or digits}}.
    Rows tcbVersions;     ///< Parts, or "hexstring", by CPUID in hex.
};

/// The rules that the words make, for evidence of one kind. With an endorsement of its measurement at hand (`hasUvm`),
/// CCF asks for its issuer in place of the measurement, and so does this. Words that can't be read accept nothing.
AttestationPolicy joinPolicyOf(const JoinPolicyWords& words, bool hasUvm);

} // namespace countersign::attestation
