#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"
#include "core/ccf/ledger/public_domain.h"
#include "core/ccf/ledger/serialised_tree.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_sign1.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// Certificates already read, by their PEM text: a node signs thousands of times with the same one. One thread at a time.
class CertificateCache
{
public:
    Result<crypto::Certificate> fromPem(const std::string& pem);

private:
    std::map<std::string, crypto::Certificate> m_known; ///< At most kMost; then forgotten as a whole.
    static constexpr std::size_t kMost = 256;
};

/// The row of public:ccf.internal.signatures (spec ccf (b)).
struct NodeSignatureRow {
    TransactionId stated;   ///< What it calls itself; never used as a position.
    Digest root{};
    std::string node;       ///< 64 lower-case hex digits.
    ByteVector signature;   ///< DER ECDSA.
    std::optional<crypto::Certificate> certificate;
};

/// Strict: JSON (members sorted, no white space), base64, hex, numbers and PEM as CCF writes them; unknown members are left
/// alone.
Result<NodeSignatureRow> parseNodeSignatureRow(Bytes json, CertificateCache* cache = nullptr);

/// The row of public:ccf.internal.cose_signatures, with the bytes it owns.
struct ServiceSignatureRow {
    std::shared_ptr<const ByteVector> bytes; ///< The COSE_Sign1; `cose` views it.
    crypto::CoseSign1 cose;
    std::string keyId;                       ///< Label 4 as text when it is 64 hex digits, else its hex.
    std::optional<TransactionId> stated;     ///< "ccf.v1" / "txid".
    std::optional<UtcTime> time;             ///< CWT claim iat.
    std::optional<std::int64_t> treeAlgorithm; ///< Label 395.
};

/// A COSE_Sign1 with detached payload over a root, as CCF writes it.
Result<ServiceSignatureRow> parseServiceSignature(ByteVector coseSign1);
/// The table's value: a JSON string holding base64 of the above, with an empty unprotected header.
Result<ServiceSignatureRow> parseServiceSignatureRow(Bytes json);

/// A signature transaction taken apart. Parts that do not parse carry their Error; the others stand.
struct SignatureTransaction {
    std::optional<Result<NodeSignatureRow>> node;
    std::optional<Result<ServiceSignatureRow>> service;
    std::optional<Result<SerialisedTree>> tree; ///< Views the entry.
    /// True when it writes exactly its own tables, one row each under the single key, and removes nothing.
    bool shapeHolds = true;
    std::string shapeDetail;
};

bool isSignatureTransaction(const std::vector<TableBlock>& tables) noexcept;
SignatureTransaction readSignatureTransaction(const std::vector<TableBlock>& tables, CertificateCache* cache = nullptr);

} // namespace countersign::ccf
