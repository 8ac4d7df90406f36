#pragma once

#include "app/sandbox/ledger/ec_key.h"
#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/base/utc_time.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign::sandbox {

/// Deterministic CBOR, just what COSE needs.
class CborOut
{
public:
    CborOut& integer(std::int64_t value);
    CborOut& bytes(Bytes value);
    CborOut& text(std::string_view value);
    CborOut& array(std::uint64_t count) { return head(4, count); }
    CborOut& map(std::uint64_t count) { return head(5, count); }
    CborOut& tag(std::uint64_t number) { return head(6, number); }
    CborOut& boolean(bool value);
    CborOut& null();
    ByteVector take() { return std::move(m_bytes); }

private:
    CborOut& head(std::uint8_t major, std::uint64_t value);

    ByteVector m_bytes;
};

/// The service's signature over a root (spec ccf (b)).
struct ServiceSignature {
    TransactionId transaction; ///< Of the signature transaction itself.
    Digest root{};
    UtcTime issuedAt;
    std::string issuer = "service.example";
    std::string subject = "ledger";
    std::optional<std::string> keyId;           ///< Instead of the hex digest of the key.
    std::optional<std::int64_t> algorithm;      ///< Instead of the one that fits the curve.
    std::optional<std::string> transactionText; ///< Instead of `transaction`.
};

/// A member's signed request (spec ccf (g)).
struct GovernanceMessage {
    std::string type; ///< "proposal", "ballot", "ack", "withdrawal", …
    std::string memberId;
    UtcTime createdAt;
    std::optional<std::string> proposalId;
    std::string payload;
};

/// An earlier identity endorsed by a later one (spec ccf (e)).
struct IdentityEndorsement {
    ByteVector endorsedKey; ///< SubjectPublicKeyInfo.
    UtcTime issuedAt;
    TransactionId begin;
    std::optional<TransactionId> end;
    std::optional<Digest> endRoot;
};

class CoseWriter
{
public:
    static ByteVector serviceSignature(const EcKey& key, const ServiceSignature& content);
    static ByteVector governance(const EcKey& key, const GovernanceMessage& content);
    static ByteVector endorsement(const EcKey& key, const IdentityEndorsement& content);

    /// −7, −35 or −36.
    static std::int64_t algorithmOf(const EcKey& key);
    /// 18([protected, {}, payload or nil, signature]); signs `payload` whether it is embedded or not.
    static ByteVector sign1(const EcKey& key, Bytes protectedHeader, Bytes payload, bool embedded);
};

} // namespace countersign::sandbox
