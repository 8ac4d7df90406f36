#pragma once

#include "core/base/result.h"
#include "core/crypto/certificate.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::attestation {

/// Whether a did:x509 names a chain of certificates, and if not, why.
struct DidAnswer {
    bool resolved = false;
    std::string problem; ///< "did.syntax: …", "did.policy: …", "did.subject: …"; empty when resolved.
};

/// did:x509 version 0: the fingerprint is that of a certificate above the leaf, each certificate signs the one before
/// it up to that one at least, and every policy holds for the leaf. Values are compared whole, as UTF-8. Dates are not
/// looked at. `chain` is leaf first.
DidAnswer resolveDidX509(std::string_view did, const std::vector<crypto::Certificate>& chain);

} // namespace countersign::attestation
