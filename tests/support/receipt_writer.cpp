#include "tests/support/receipt_writer.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/sha2.h"
#include "tests/support/certificate_factory.h"
#include "tests/support/cose_writer.h"

#include <algorithm>

namespace countersign::support {

namespace {

constexpr UtcTime kFrom{1'767'225'600};  ///< 2026-01-01.
constexpr UtcTime kUntil{1'798'761'600}; ///< 2027-01-01.

Digest digestOf(const std::string& text)
{
    return crypto::sha256(bytesOf(text));
}

void append(ByteVector& target, Bytes bytes)
{
    target.insert(target.end(), bytes.begin(), bytes.end());
}

} // namespace

Digest ReceiptLeaf::leaf() const
{
    return crypto::sha256({writeSet, digestOf(evidence), claims});
}

Digest ReceiptLeaf::root() const
{
    return crypto::rootFromPath(leaf(), path);
}

ReceiptWriter::ReceiptWriter(std::string seed, crypto::KeyKind kind)
    : m_seed(std::move(seed)), m_service(EcKey::derive(kind, m_seed + " service")),
      m_node(EcKey::derive(kind, m_seed + " node")),
      m_serviceCertificate(CertificateFactory::service(m_service, {"CCF Network", {kFrom, kUntil}, m_seed})),
      m_nodeCertificate(
          CertificateFactory::node(m_node, {"CCF Node", {kFrom, kUntil}, m_seed}, m_service, m_serviceCertificate))
{
}

ReceiptLeaf ReceiptWriter::leaf(TransactionId id, const std::string& claimed) const
{
    const std::string text = m_seed + ' ' + id.toString();
    ReceiptLeaf leaf{id, digestOf("write set of " + text), "ce:" + id.toString() + ':' + toHex(digestOf(text)), {}, {}};
    if (!claimed.empty()) leaf.claims = digestOf(claimed);
    for (int level = 0; level < 5; ++level)
        leaf.path.push_back({(id.seqno >> level & 1) != 0, digestOf(text + " level " + std::to_string(level))});
    return leaf;
}

nlohmann::json ReceiptWriter::json(const ReceiptLeaf& leaf) const
{
    nlohmann::json receipt = jsonOfRoot(leaf.root());
    receipt.erase("leaf");
    receipt["leaf_components"] = {{"write_set_digest", toHex(leaf.writeSet)},
                                  {"commit_evidence", leaf.evidence},
                                  {"claims_digest", toHex(leaf.claims)}};
    for (const crypto::MerklePathStep& step : leaf.path)
        receipt["proof"].push_back({{step.siblingIsLeft ? "left" : "right", toHex(step.sibling)}});
    return receipt;
}

nlohmann::json ReceiptWriter::jsonOfRoot(const Digest& root) const
{
    return {{"cert", m_nodeCertificate},
            {"node_id", m_node.id()},
            {"leaf", toHex(root)},
            {"proof", nlohmann::json::array()},
            {"signature", toBase64(m_node.signDigestDer(root))}};
}

ByteVector sign1With(const EcKey& key, Bytes protectedHeader, Bytes unprotectedHeader, std::optional<Bytes> embedded,
                     Bytes signedPayload)
{
    const ByteVector signature = key.signDigestRaw(key.hash(crypto::sigStructure(protectedHeader, signedPayload)));
    ByteVector bytes = CborOut().tag(18).array(4).bytes(protectedHeader).take();
    append(bytes, unprotectedHeader);
    append(bytes, embedded ? CborOut().bytes(*embedded).take() : CborOut().null().take());
    append(bytes, CborOut().bytes(signature).take());
    return bytes;
}

namespace {

ByteVector protectedOf(const ReceiptWriter::CoseHeader& header)
{
    CborOut out;
    out.map(5).integer(1).integer(header.algorithm).integer(4).bytes(bytesOf(header.keyId)).integer(395);
    out.integer(header.tree).integer(15).map(1).integer(6).integer(kFrom.seconds + 86'400);
    return out.text("ccf.v1").map(1).text("txid").text(header.signedAt.toString()).take();
}

ByteVector proofsHeader(const std::vector<ByteVector>& proofs)
{
    CborOut out;
    out.map(1).integer(396).map(1).integer(-1).array(proofs.size());
    for (const ByteVector& proof : proofs) out.bytes(proof);
    return out.take();
}

ByteVector proofOf(const ReceiptLeaf& leaf)
{
    CborOut out;
    out.map(2).integer(1).array(3).bytes(leaf.writeSet).text(leaf.evidence).bytes(leaf.claims);
    out.integer(2).array(leaf.path.size());
    for (const crypto::MerklePathStep& step : leaf.path) out.array(2).boolean(step.siblingIsLeft).bytes(step.sibling);
    return out.take();
}

} // namespace

ByteVector ReceiptWriter::cose(const std::vector<ReceiptLeaf>& leaves, const std::function<void(CoseHeader&)>& edit) const
{
    CoseHeader header{CoseWriter::algorithmOf(m_service), m_service.id()};
    if (edit) edit(header);
    std::vector<ByteVector> proofs;
    for (const ReceiptLeaf& leaf : leaves) proofs.push_back(proofOf(leaf));
    return sign1With(m_service, protectedOf(header), proofsHeader(proofs), {}, leaves.front().root());
}

ByteVector ReceiptWriter::coseRfc9162(std::uint64_t size, std::uint64_t index, const std::vector<Digest>& path,
                                      const Digest& root) const
{
    const CoseHeader header{CoseWriter::algorithmOf(m_service), m_service.id(), 1};
    CborOut proof;
    proof.array(3).integer(static_cast<std::int64_t>(size)).integer(static_cast<std::int64_t>(index)).array(path.size());
    for (const Digest& sibling : path) proof.bytes(sibling);
    return sign1With(m_service, protectedOf(header), proofsHeader({proof.take()}), {}, root);
}

ByteVector ReceiptWriter::endorsedBy(const ReceiptWriter& newer, TransactionId begin, TransactionId end) const
{
    return CoseWriter::endorsement(newer.m_service, {m_service.spkiDer(), kFrom, begin, end, digestOf("last root")});
}

std::string ReceiptWriter::certificateEndorsedBy(const ReceiptWriter& newer) const
{
    return CertificateFactory::serviceEndorsement(m_serviceCertificate,
                                                  {"CCF Network", {kFrom, kUntil}, m_seed + newer.m_seed},
                                                  newer.m_service, newer.m_serviceCertificate);
}

std::string endorsementList(const std::vector<ByteVector>& newestFirst)
{
    nlohmann::json list = nlohmann::json::array();
    for (const ByteVector& one : newestFirst) list.push_back(toBase64(one));
    return nlohmann::json{{"endorsements", list}}.dump();
}

StatementWriter::StatementWriter(const std::string& seed)
    : rootKey(EcKey::derive(crypto::KeyKind::P384, seed + " root")),
      leafKey(EcKey::derive(crypto::KeyKind::P256, seed + " issuer")),
      rootCertificate(CertificateFactory::service(rootKey, {seed + " Root", {kFrom, kUntil}, seed})),
      leafCertificate(CertificateFactory::node(leafKey, {"Issuer", {kFrom, kUntil}, seed}, rootKey, rootCertificate))
{
}

std::string StatementWriter::issuer() const
{
    std::string fingerprint = toBase64(crypto::sha256(certificateDer(rootCertificate)));
    std::ranges::replace(fingerprint, '+', '-');
    std::ranges::replace(fingerprint, '/', '_');
    fingerprint.erase(fingerprint.find('='));
    return "did:x509:0:sha256:" + fingerprint + "::subject:CN:Issuer";
}

ByteVector StatementWriter::statement(const std::string& payload, const std::vector<ByteVector>& receipts) const
{
    CborOut head;
    head.map(4).integer(1).integer(-7).integer(3).text("text/plain").integer(15).map(2);
    head.integer(1).text(issuer()).integer(2).text("a subject");
    head.integer(33).array(2).bytes(certificateDer(leafCertificate)).bytes(certificateDer(rootCertificate));
    CborOut unprotected;
    unprotected.map(receipts.empty() ? 0 : 1);
    if (!receipts.empty()) unprotected.integer(394).array(receipts.size());
    for (const ByteVector& receipt : receipts) unprotected.bytes(receipt);
    return sign1With(leafKey, head.take(), unprotected.take(), bytesOf(payload), bytesOf(payload));
}

} // namespace countersign::support
