#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace countersign::acl {

/// One application claim of an Azure Confidential Ledger receipt (spec acl 6.5).
struct ApplicationClaim {
    Digest digest{};                     ///< SHA-256(protocol ‖ inner digest).
    std::optional<std::string> contents; ///< Of a ledger entry that is revealed.
};

/// A list of claims, both spellings. Malformed on a missing, ill-formed or unknown member; Unsupported on another kind or
/// protocol than LedgerEntry and ClaimDigest of LedgerEntryV1.
Result<std::vector<ApplicationClaim>> parseApplicationClaims(const nlohmann::json& list);

/// SHA-256 over their number (4 bytes, little endian) and their digests, in order.
Digest claimsDigestOf(const std::vector<ApplicationClaim>& claims);

/// H(HMAC(key, collection) ‖ HMAC(key, contents)), both HMAC-SHA-256.
Digest ledgerEntryDigest(Bytes secretKey, std::string_view collection, std::string_view contents);

} // namespace countersign::acl
