#pragma once

#include "core/attestation/attestation_report.h"
#include "tests/unit/attestation/test_pki.h"

#include <functional>

namespace countersign::test {

/// A test AMD: root, intermediate and leaf for one product, and a report signed by the leaf. Change members, then ask
/// for input() and context().
struct TestSnp {
    TestSnp();

    std::string product = "Milan";
    TestCertificate root, intermediate, leaf;
    ByteVector report = ByteVector(1184); ///< Before its signature.
    std::optional<ByteVector> crl;

    void setLeafTcb(std::uint8_t bootLoader, std::uint8_t tee, std::uint8_t snp, std::uint8_t microcode);
    attestation::AttestationInput input() const; ///< Signs the report.
    attestation::AttestationContext context() const;
    attestation::AttestationReport judged() const { return attestation::judgeAttestation(input(), context()); }
};

} // namespace countersign::test
