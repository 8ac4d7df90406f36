#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/crypto/merkle.h"
#include "tests/support/ec_key.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace countersign::support {

/// A leaf with its parts, and the way to a root over it.
struct ReceiptLeaf {
    TransactionId id{2, 46};
    Digest writeSet{};
    std::string evidence; ///< "ce:2.46:…".
    Digest claims{};
    std::vector<crypto::MerklePathStep> path;

    Digest leaf() const;
    Digest root() const;
};

/// A service of our own that hands out receipts; the same seed gives the same keys and, but for what is asked, bytes.
class ReceiptWriter
{
public:
    explicit ReceiptWriter(std::string seed, crypto::KeyKind kind = crypto::KeyKind::P384);

    /// Different numbers have different leaves, paths and roots. Claims are SHA-256 of `claimed`; none when it is empty.
    ReceiptLeaf leaf(TransactionId id, const std::string& claimed = {}) const;

    nlohmann::json json(const ReceiptLeaf& leaf) const;
    nlohmann::json jsonOfRoot(const Digest& root) const; ///< Of a signature transaction.

    /// Proofs of one root. `edit` may change the algorithm, key id and tree algorithm before signing.
    struct CoseHeader {
        std::int64_t algorithm;
        std::string keyId;
        std::int64_t tree = 2;
        TransactionId signedAt{2, 50};
    };
    ByteVector cose(const std::vector<ReceiptLeaf>& leaves, const std::function<void(CoseHeader&)>& edit = {}) const;
    /// Over an RFC 9162 tree: the path (from the leaf up) and the root it leads to are the caller's.
    ByteVector coseRfc9162(std::uint64_t size, std::uint64_t index, const std::vector<Digest>& path,
                           const Digest& root) const;
    /// `newer` says that this service came before it.
    ByteVector endorsedBy(const ReceiptWriter& newer, TransactionId begin, TransactionId end) const;
    std::string certificateEndorsedBy(const ReceiptWriter& newer) const; ///< PEM, as in service_endorsements.

    const EcKey& serviceKey() const noexcept { return m_service; }
    const EcKey& nodeKey() const noexcept { return m_node; }
    const std::string& serviceCertificate() const noexcept { return m_serviceCertificate; }
    const std::string& nodeCertificate() const noexcept { return m_nodeCertificate; }

private:
    std::string m_seed;
    EcKey m_service, m_node;
    std::string m_serviceCertificate, m_nodeCertificate;
};

/// `{"endorsements": […]}`.
std::string endorsementList(const std::vector<ByteVector>& newestFirst);

/// 18([protected, unprotected as given, payload or nil, signature]).
ByteVector sign1With(const EcKey& key, Bytes protectedHeader, Bytes unprotectedHeader, std::optional<Bytes> embedded,
                     Bytes signedPayload);

/// A SCITT statement by a leaf certificate under a root of its own, with a did:x509 issuer.
struct StatementWriter {
    EcKey rootKey, leafKey;
    std::string rootCertificate, leafCertificate; ///< PEM.

    explicit StatementWriter(const std::string& seed);
    std::string issuer() const; ///< did:x509 of the root, with the leaf's common name.
    ByteVector statement(const std::string& payload, const std::vector<ByteVector>& receipts) const;
};

} // namespace countersign::support
