#pragma once

#include "core/attestation/attestation_report.h"
#include "tests/unit/attestation/test_pki.h"

#include <nlohmann/json.hpp>

namespace countersign::test {

/// A test Intel: root, platform authority, platform, TCB signer; an SGX quote and its collateral, signed when asked
/// for.
struct TestSgx {
    TestSgx();

    TestCertificate root, authority, platform, signer;
    std::array<std::uint8_t, 16> components{5, 5, 2, 2, 3, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0};
    std::uint64_t pceSvn = 13;
    ByteVector fmspc{0x00, 0xaa, 0x11, 0xbb, 0x22, 0xcc};
    std::optional<ByteVector> extension; ///< Instead of the platform's right one.
    ByteVector body = ByteVector(384);   ///< Of the enclave.
    ByteVector qe = ByteVector(384);     ///< Of the quoting enclave, without its report data.
    nlohmann::json tcbInfo, qeIdentity;
    std::vector<long> revokedPlatforms, revokedAuthorities;
    UtcTime listsTo{1'900'000'000};
    std::string listIssuer = "PCK Platform CA"; ///< Of the platforms' list.
    bool collateral = true;

    attestation::AttestationInput input() const;
    attestation::AttestationContext context() const;
    attestation::AttestationReport judged() const { return attestation::judgeAttestation(input(), context()); }

private:
    ByteVector pckExtension() const;
    std::string collateralJson() const;
};

} // namespace countersign::test
