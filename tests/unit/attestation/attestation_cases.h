#pragma once

#include "core/attestation/attestation_report.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace countersign::test {

/// One case of the recorded evidence, ready to be judged.
struct AttestationCase {
    std::string id;
    nlohmann::json data; ///< The case as the index states it.
    attestation::AttestationInput input;
    attestation::AttestationContext context;

    const nlohmann::json& expected() const { return data.at("expect"); }
    std::string verdict() const { return expected().at("verdict").get<std::string>(); }
    bool isDid() const { return data.at("family") == "did-x509"; }
};

/// Every case of ../shared/vectors/attestation, in the order of its index.
std::vector<AttestationCase> attestationCases();

/// The value of the first node with this name, depth first; null when there is none.
const StructureNode* findNode(const StructureNode& root, const std::string& name);

} // namespace countersign::test
