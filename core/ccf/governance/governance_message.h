#pragma once

#include "core/base/utc_time.h"
#include "core/crypto/certificate.h"
#include "core/crypto/cose_signing.h"
#include "core/crypto/private_key.h"

#include <string>

namespace countersign::ccf {

enum class MessageType : std::uint8_t { Proposal, Ballot, Withdrawal, StateDigest, Ack, RecoveryShare };

const char* messageTypeName(MessageType type) noexcept; ///< As in "ccf.gov.msg.type": "state_digest".
/// Malformed when the name is none of them.
Result<MessageType> messageTypeFrom(std::string_view name);
bool namesAProposal(MessageType type) noexcept; ///< Ballots and withdrawals carry a proposal id.

/// What a member is about to sign (spec ccf (g)).
struct GovernanceMessage {
    MessageType type = MessageType::Proposal;
    UtcTime createdAt;
    std::string proposalId;      ///< Of ballots and withdrawals, else empty.
    crypto::SecretBytes payload; ///< Signed byte for byte. Wiped, since that of a recovery share is a secret.
};

/// A message with everything fixed but the signature.
class PreparedMessage
{
public:
    /// Malformed when the proposal id is missing, not 64 hex digits or out of place, when the time does not fit in ten
    /// digits, or when a state digest or withdrawal has a payload. Unsupported when the certificate's key is on none of
    /// the three curves.
    static Result<PreparedMessage> prepare(GovernanceMessage message, crypto::Certificate member);

    const GovernanceMessage& message() const noexcept { return m_message; }
    const crypto::Certificate& member() const noexcept { return m_member; }
    const crypto::CoseScheme& scheme() const noexcept { return m_scheme; }
    Bytes protectedBytes() const noexcept { return m_protected; } ///< In the order CCF's own tool writes.
    Bytes digest() const noexcept { return m_digest; }            ///< What the signature is made over.

    /// Signs, checks the signature under the member's certificate, and gives the COSE_Sign1. Crypto with the place
    /// "signing key: not the member's" when the key belongs to another certificate: nothing is signed then.
    Result<crypto::SecretBytes> sign(const crypto::PrivateKey& key) const;
    /// The COSE_Sign1 from a signature made elsewhere, r‖s or DER. Crypto when it does not hold under the member's
    /// certificate, Malformed when it is no signature.
    Result<crypto::SecretBytes> finish(Bytes signature) const;

private:
    PreparedMessage(GovernanceMessage message, crypto::Certificate member, crypto::CoseScheme scheme);

    GovernanceMessage m_message;
    crypto::Certificate m_member;
    crypto::CoseScheme m_scheme;
    ByteVector m_protected;
    ByteVector m_digest;
};

} // namespace countersign::ccf
