#include "core/ccf/governance/governance_message.h"

#include "core/base/hex.h"
#include "core/crypto/cbor.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

struct TypeName {
    MessageType type;
    const char* name;
};

constexpr TypeName kTypes[] = {
    {MessageType::Proposal, "proposal"},        {MessageType::Ballot, "ballot"},
    {MessageType::Withdrawal, "withdrawal"},    {MessageType::StateDigest, "state_digest"},
    {MessageType::Ack, "ack"},                  {MessageType::RecoveryShare, "recovery_share"},
};

constexpr std::int64_t kLatestTime = 9'999'999'999;

Error malformed(std::string_view what)
{
    return {ErrorCode::Malformed, "governance message: " + std::string(what), {}};
}

Result<void> checkMessage(const GovernanceMessage& message)
{
    if (message.createdAt.seconds < 0 || message.createdAt.seconds > kLatestTime) return malformed("time out of range");
    if (!namesAProposal(message.type) && !message.proposalId.empty()) return malformed("a proposal id out of place");
    if (namesAProposal(message.type) && !digestFromHex(message.proposalId))
        return malformed("the proposal id is not 64 lower-case hex digits");
    const bool empty = message.type == MessageType::Withdrawal || message.type == MessageType::StateDigest;
    if (empty && !message.payload.empty()) return malformed("a payload out of place");
    return {};
}

/// Labels by length, then bytewise (RFC 7049 section 3.9): what CCF's own tool makes.
ByteVector protectedHeader(const GovernanceMessage& message, const crypto::Certificate& member,
                           const crypto::CoseScheme& scheme)
{
    const bool named = namesAProposal(message.type);
    crypto::CborWriter writer;
    writer.map(named ? 5 : 4);
    writer.integer(1).integer(scheme.algorithm);
    writer.integer(4).byteString(bytesOf(toHex(member.fingerprint())));
    writer.textString("ccf.gov.msg.type").textString(messageTypeName(message.type));
    writer.textString("ccf.gov.msg.created_at").integer(message.createdAt.seconds);
    if (named) writer.textString("ccf.gov.msg.proposal_id").textString(message.proposalId);
    return writer.bytes();
}

} // namespace

const char* messageTypeName(MessageType type) noexcept
{
    return std::ranges::find(kTypes, type, &TypeName::type)->name;
}

Result<MessageType> messageTypeFrom(std::string_view name)
{
    const auto found = std::ranges::find(kTypes, name, [](const TypeName& t) { return std::string_view(t.name); });
    if (found == std::end(kTypes)) return malformed("unknown type");
    return found->type;
}

bool namesAProposal(MessageType type) noexcept
{
    return type == MessageType::Ballot || type == MessageType::Withdrawal;
}

PreparedMessage::PreparedMessage(GovernanceMessage message, crypto::Certificate member, crypto::CoseScheme scheme)
    : m_message(std::move(message)), m_member(std::move(member)), m_scheme(scheme),
      m_protected(protectedHeader(m_message, m_member, m_scheme)),
      m_digest(crypto::coseDigest(m_scheme, m_protected, m_message.payload))
{
}

Result<PreparedMessage> PreparedMessage::prepare(GovernanceMessage message, crypto::Certificate member)
{
    if (auto checked = checkMessage(message); !checked) return std::move(checked).error();
    auto scheme = crypto::coseSchemeFor(member.publicKey());
    if (!scheme) return std::move(scheme).error();
    return PreparedMessage(std::move(message), std::move(member), *scheme);
}

Result<crypto::SecretBytes> PreparedMessage::sign(const crypto::PrivateKey& key) const
{
    if (!(key.publicKey() == m_member.publicKey()))
        return Error{ErrorCode::Crypto, "signing key: not the member's", keyKindName(key.publicKey().kind())};
    auto signature = key.signDigestRaw(m_digest);
    if (!signature) return std::move(signature).error();
    return finish(*signature);
}

Result<crypto::SecretBytes> PreparedMessage::finish(Bytes signature) const
{
    auto raw = crypto::coseSignature(m_scheme, signature);
    if (!raw) return std::move(raw).error();
    auto holds = m_member.publicKey().ecdsaRawHolds(m_digest, *raw);
    if (!holds) return std::move(holds).error();
    if (!*holds) return Error{ErrorCode::Crypto, "signature: does not hold under the member's certificate", {}};
    return crypto::coseSign1(m_protected, m_message.payload, *raw);
}

} // namespace countersign::ccf
