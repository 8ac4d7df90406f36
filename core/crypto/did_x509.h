#pragma once

#include "core/crypto/certificate.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::crypto {

enum class DidFault {
    None,
    Malformed,   ///< It is no did:x509, or a policy in it is not as the method writes it.
    Unsupported, ///< Another version, hash or policy than is known here.
    Mismatch,    ///< It names other certificates.
};

/// Whether a did:x509 names a chain of certificates, and if not, why.
struct DidAnswer {
    DidFault fault = DidFault::None;
    std::string problem; ///< "did.syntax: …", "did.policy: …", "did.subject: …"; empty when it resolves.

    bool resolved() const noexcept { return fault == DidFault::None; }
};

/// did:x509 version 0: the fingerprint is that of a certificate above the leaf, each certificate signs the one before
/// it up to that one at least, and every policy holds for the leaf. Values are compared whole, as UTF-8. Dates are not
/// looked at. `chain` is leaf first.
DidAnswer resolveDidX509(std::string_view did, const std::vector<Certificate>& chain);

} // namespace countersign::crypto
