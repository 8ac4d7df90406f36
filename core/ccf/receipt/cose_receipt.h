#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/ccf/receipt/service_header.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/merkle.h"

#include <memory>
#include <string>
#include <vector>

namespace countersign::ccf {

/// A way from a transaction of a CCF ledger to the signed root.
struct CcfInclusion {
    Digest writeSetDigest{};
    std::string commitEvidence;
    Digest claimsDigest{};
    std::vector<crypto::MerklePathStep> path;
    TransactionId id; ///< From the commit evidence.

    Digest leaf() const;
    Digest root() const { return crypto::rootFromPath(leaf(), path); }
};

/// A way through a tree of RFC 9162 section 2.1. The leaf is not part of it.
struct Rfc9162Inclusion {
    std::uint64_t treeSize = 0;
    std::uint64_t leafIndex = 0;
    std::vector<Digest> path;

    /// RFC 9162 section 2.1.3.2; Malformed when the path is too short or too long for the tree.
    Result<Digest> root(const Digest& leaf) const;
};

/// H(0x00 ‖ entry): a leaf of RFC 9162 section 2.1.1.
Digest rfc9162Leaf(Bytes entry) noexcept;

/// A COSE receipt (spec ccf (d)): a signature over a tree's root with ways that lead to it.
struct CoseReceipt {
    std::shared_ptr<const ByteVector> bytes; ///< `cose` views it.
    crypto::CoseSign1 cose;
    ServiceHeader header;
    std::vector<CcfInclusion> ccf;         ///< With tree algorithm kTreeCcf; else empty.
    std::vector<Rfc9162Inclusion> rfc9162; ///< With tree algorithm kTreeRfc9162; else empty.
    bool hasProofs = false;                ///< False for a ledger signature alone, which is about nothing by itself.
};

/// Malformed on an unknown or ill-formed member in the unprotected header or in a proof, on a payload that is not detached,
/// and on receipts without a tree algorithm. Unsupported on another tree algorithm or kind of proof.
Result<CoseReceipt> parseCoseReceipt(ByteVector bytes);

} // namespace countersign::ccf
