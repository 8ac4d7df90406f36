#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/ccf/receipt/receipt_certificates.h"
#include "core/crypto/certificate.h"
#include "core/crypto/merkle.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// A JSON receipt (spec ccf (d)). Every digest is 64 lower-case hex digits, every proof element has one side.
struct JsonReceipt {
    ByteVector signature; ///< DER ECDSA over the root.
    std::optional<crypto::Certificate> certificate; ///< Absent before CCF 2.0.
    std::string nodeId;                             ///< Empty when absent.
    std::vector<crypto::MerklePathStep> proof;
    std::optional<Digest> leaf;           ///< Of a signature transaction, or of a 1.x transaction.
    std::optional<Digest> writeSetDigest; ///< Of leaf_components.
    std::string commitEvidence;
    std::optional<Digest> claimsDigest;   ///< Of leaf_components; none when no claims were stored.
    std::optional<Digest> statedRoot;     ///< Only the oldest receipts state it.
    std::vector<crypto::Certificate> serviceEndorsements; ///< From the one that issued `certificate` on.

    /// The leaf as stated or from its components.
    Digest leafDigest() const;
    Digest root() const;
    /// From the commit evidence ("ce:V.S:<hex>"); none without one.
    std::optional<TransactionId> transactionId() const;
    /// A leaf without components below other hashes: nothing ties it to a transaction.
    bool isUnbound() const noexcept { return leaf && !proof.empty(); }
};

/// How members are written: one way throughout.
enum class ReceiptSpelling : std::uint8_t { Snake, Camel };

struct JsonReceiptForm {
    ReceiptSpelling spelling = ReceiptSpelling::Snake;
    bool nodeIdRequired = true;
    ReceiptCertificates* cache = nullptr; ///< May be null.
};

/// Malformed on a missing, ill-formed or unknown member, and on both a leaf and components or neither; on commit evidence
/// that is not "ce:V.S:" and 64 digits; on a signature transaction that has a path or components.
Result<JsonReceipt> readJsonReceipt(const nlohmann::json& receipt, const JsonReceiptForm& form = {});
/// The same from text; strict as parseJson().
Result<JsonReceipt> parseJsonReceipt(Bytes json, const JsonReceiptForm& form = {});

/// The id in "ce:<view>.<seqno>:<64 lower-case hex digits>"; Malformed for anything else.
Result<TransactionId> parseCommitEvidence(std::string_view evidence);

/// H(write set ‖ H(commit evidence) ‖ claims); without claims the last part is left out.
Digest leafOfComponents(const Digest& writeSet, std::string_view evidence, const std::optional<Digest>& claims);

} // namespace countersign::ccf
