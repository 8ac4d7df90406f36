#include "app/sandbox/ledger/cose_writer.h"

namespace countersign::sandbox {

CborOut& CborOut::head(std::uint8_t major, std::uint64_t value)
{
    const auto first = [&](unsigned low) { m_bytes.push_back(static_cast<std::uint8_t>(major << 5 | low)); };
    int width = 0;
    if (value < 24)
        first(static_cast<unsigned>(value));
    else if (value <= 0xff)
        first(24), width = 1;
    else if (value <= 0xffff)
        first(25), width = 2;
    else if (value <= 0xffffffff)
        first(26), width = 4;
    else
        first(27), width = 8;
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        m_bytes.push_back(static_cast<std::uint8_t>(value >> shift));
    return *this;
}

CborOut& CborOut::integer(std::int64_t value)
{
    return value >= 0 ? head(0, static_cast<std::uint64_t>(value)) : head(1, static_cast<std::uint64_t>(-1 - value));
}

CborOut& CborOut::bytes(Bytes value)
{
    head(2, value.size());
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

CborOut& CborOut::text(std::string_view value)
{
    head(3, value.size());
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

CborOut& CborOut::boolean(bool value)
{
    m_bytes.push_back(value ? 0xf5 : 0xf4);
    return *this;
}

CborOut& CborOut::null()
{
    m_bytes.push_back(0xf6);
    return *this;
}

std::int64_t CoseWriter::algorithmOf(const EcKey& key)
{
    if (key.kind() == crypto::KeyKind::P256) return -7;
    return key.kind() == crypto::KeyKind::P384 ? -35 : -36;
}

ByteVector CoseWriter::sign1(const EcKey& key, Bytes protectedHeader, Bytes payload, bool embedded)
{
    CborOut toBeSigned;
    toBeSigned.array(4).text("Signature1").bytes(protectedHeader).bytes({}).bytes(payload);
    const ByteVector signature = key.signDigestRaw(key.hash(toBeSigned.take()));
    CborOut out;
    out.tag(18).array(4).bytes(protectedHeader).map(0);
    if (embedded)
        out.bytes(payload);
    else
        out.null();
    return out.bytes(signature).take();
}

ByteVector CoseWriter::serviceSignature(const EcKey& key, const ServiceSignature& content)
{
    constexpr std::int64_t kVerifiableDataStructure = 395;
    constexpr std::int64_t kLedgerSha256 = 2;
    constexpr std::int64_t kCwtClaims = 15;
    CborOut header;
    header.map(5);
    header.integer(1).integer(content.algorithm.value_or(algorithmOf(key)));
    header.integer(4).bytes(bytesOf(content.keyId.value_or(key.id())));
    header.integer(kVerifiableDataStructure).integer(kLedgerSha256);
    header.integer(kCwtClaims).map(3);
    header.integer(6).integer(content.issuedAt.seconds);
    header.integer(1).text(content.issuer).integer(2).text(content.subject);
    header.text("ccf.v1").map(1);
    header.text("txid").text(content.transactionText.value_or(content.transaction.toString()));
    return sign1(key, header.take(), content.root, false);
}

ByteVector CoseWriter::governance(const EcKey& key, const GovernanceMessage& content)
{
    CborOut header;
    header.map(content.proposalId ? 5 : 4);
    header.integer(1).integer(algorithmOf(key));
    header.integer(4).bytes(bytesOf(content.memberId));
    header.text("ccf.gov.msg.type").text(content.type);
    header.text("ccf.gov.msg.created_at").integer(content.createdAt.seconds);
    if (content.proposalId) header.text("ccf.gov.msg.proposal_id").text(*content.proposalId);
    return sign1(key, header.take(), bytesOf(content.payload), true);
}

ByteVector CoseWriter::endorsement(const EcKey& key, const IdentityEndorsement& content)
{
    CborOut header;
    header.map(3);
    header.integer(1).integer(algorithmOf(key));
    header.integer(15).map(1).integer(6).integer(content.issuedAt.seconds);
    header.text("ccf.v1").map(1u + (content.end ? 1u : 0u) + (content.endRoot ? 1u : 0u));
    header.text("epoch.start.txid").text(content.begin.toString());
    if (content.end) header.text("epoch.end.txid").text(content.end->toString());
    if (content.endRoot) header.text("epoch.end.merkle.root").bytes(*content.endRoot);
    return sign1(key, header.take(), content.endorsedKey, true);
}

} // namespace countersign::sandbox
