#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/crypto/certificate.h"
#include "core/crypto/merkle.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// A JSON receipt (spec ccf (d)). Every digest is 64 lower-case hex digits, every proof element has one side.
struct JsonReceipt {
    ByteVector signature; ///< DER ECDSA over the root.
    std::optional<crypto::Certificate> certificate;
    std::string nodeId;
    std::vector<crypto::MerklePathStep> proof;
    std::optional<Digest> leaf;           ///< Of a signature transaction, or of a 1.x transaction.
    std::optional<Digest> writeSetDigest; ///< Of leaf_components.
    std::string commitEvidence;
    std::optional<Digest> claimsDigest;   ///< Of leaf_components; none when no claims were stored.
    std::vector<crypto::Certificate> serviceEndorsements; ///< From the one that issued `certificate` on.

    /// The leaf as stated or from its components.
    Digest leafDigest() const;
    Digest root() const;
    /// From the commit evidence ("ce:V.S:<hex>"); none without one.
    std::optional<TransactionId> transactionId() const;
};

/// Malformed on a missing or ill-formed member; both a leaf and components are Malformed.
Result<JsonReceipt> parseJsonReceipt(Bytes json);

} // namespace countersign::ccf
