#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/judgement.h"
#include "core/crypto/cose_sign1.h"
#include "core/family/records.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

/// Azure's signed statement about the measurement of its utility VM, in either of its two generations. Views in
/// `message` point into `bytes`.
struct UvmEndorsement {
    ByteVector bytes;
    crypto::CoseSign1 message;
    bool cwt = false; ///< The newer generation: claims under label 15, raw measurement as payload.
    std::string issuer, feed, contentType;
    std::optional<std::uint64_t> svn;
    std::optional<UtcTime> signedAt;
    std::vector<crypto::Certificate> chain; ///< Leaf first.
    std::optional<ByteVector> thumbprint;   ///< SHA-256 of the leaf as stated; empty vector when of another hash.
    ByteVector measurement;
};

/// Reads what is protected; nothing that counts is taken from the unprotected header.
Result<UvmEndorsement> parseUvm(Bytes bytes);

/// Whether the first bytes look like such an endorsement and not like another COSE_Sign1.
bool looksLikeUvm(Bytes bytes);

/// Judges an endorsement; `measurement` is the report's, or none when there is no report.
void judgeUvm(Bytes bytes, std::optional<Bytes> measurement, const AttestationContext& context, Judgement& judgement,
              StructureNode& structure);

StructureNode uvmStructure(const UvmEndorsement& endorsement);

} // namespace countersign::attestation
