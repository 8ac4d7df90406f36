#pragma once

#include "core/attestation/attestation_report.h"
#include "core/crypto/cbor.h"
#include "tests/unit/attestation/test_pki.h"

#include <functional>

namespace countersign::test {

/// A test issuer of UVM endorsements, newer form. Change members, then ask for input() and context().
struct TestUvm {
    TestUvm();

    TestCertificate root, leaf;
    std::int64_t algorithm = -35; ///< ES384, the leaf's key being on P-384.
    std::string feed = "ContainerPlat-AMD-UVM";
    std::optional<std::string> issuer; ///< Instead of the did:x509 of this chain.
    std::uint64_t svn = 104;
    std::uint64_t signedAt = 1'750'000'000;
    std::string contentType = "application/json";
    std::optional<ByteVector> thumbprint; ///< Instead of the leaf's.
    ByteVector payload = ByteVector(48, 0x11);
    /// Entries of the protected header before they are written; a test may add, double or drop some.
    std::function<void(std::vector<std::pair<ByteVector, ByteVector>>&)> changeHeader;
    ByteVector unprotected{0xa0};

    std::string did() const;
    attestation::AttestationInput input() const;
    attestation::AttestationContext context() const;
    attestation::AttestationReport judged() const { return attestation::judgeAttestation(input(), context()); }
};

/// One item of CBOR.
ByteVector cborInt(std::int64_t value);
ByteVector cborText(std::string_view value);
ByteVector cborBytes(Bytes value);

} // namespace countersign::test
