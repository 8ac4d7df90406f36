#include "app/sandbox/service/consortium.h"

#include "app/sandbox/ledger/byte_writer.h"
#include "app/sandbox/ledger/certificate_factory.h"
#include "app/sandbox/service/rsa_key.h"
#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/crypto/cose_sign1.h"

#include <openssl/rand.h>

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kNodes = "public:ccf.gov.nodes.info";
const std::string kEndorsed = "public:ccf.gov.nodes.endorsed_certificates";

} // namespace

Consortium::Consortium(std::filesystem::path folder, ServiceOptions options, ccf::ConstitutionEvaluator& evaluator)
    : LedgerService(std::move(folder), std::move(options)), m_evaluator(evaluator)
{
}

void Consortium::appended(const Transaction& transaction, const Digest& writeSet)
{
    m_leaves.push_back({transaction.view, writeSet, transaction.claims});
    if (m_remembers) m_history.push_back(transaction);
    if (transaction.isSignature()) {
        Signature one;
        one.row = json::parse(transaction.written("public:ccf.internal.signatures"));
        const json cose = json::parse(transaction.written("public:ccf.internal.cose_signatures"));
        one.cose = fromBase64(cose.get<std::string>()).value_or({});
        one.identity = m_made.identities.size() - 1;
        m_signatureRows[transaction.seqno] = std::move(one);
    }
    m_tree.append(m_writer.tree().leaf(transaction.seqno));
}

View Consortium::viewAt(SeqNo seqno) const
{
    return seqno == 0 || seqno >= m_leaves.size() ? 0 : m_leaves[seqno].view;
}

std::string Consortium::shareOf(const std::string& memberId)
{
    constexpr std::size_t kShareSize = 44;
    ByteVector share(kShareSize);
    if (RAND_bytes(share.data(), static_cast<int>(share.size())) != 1) return {};
    share[0] = 1; // A share of several, not the whole key.
    share[1] = share[2] = share[3] = 0;
    const auto encrypted = rsaOaepEncrypt(m_tables.value("public:ccf.gov.members.encryption_public_keys", memberId), share);
    if (!encrypted) return LedgerService::shareOf(memberId);
    m_issuedShares[toBase64(*encrypted)] = sha256Of(share);
    return toBase64(*encrypted);
}

void Consortium::signNow()
{
    if (m_snapshotDue)
        snapshot();
    else
        sign(m_chunkDue ? 1 : 0);
    if (m_snapshotDue) sign();
    m_snapshotDue = m_chunkDue = false;
    if (m_opensNext) {
        m_opensNext = false;
        retireForGood();
        openRecovered();
    }
    flush();
}

std::size_t Consortium::joinNode()
{
    m_made.nodes.push_back(newNode());
    const std::size_t index = m_made.nodes.size() - 1;
    Transaction join;
    writeNode(join, m_made.nodes[index], nodeInfo(m_made.nodes[index], index, "Pending"));
    commit(std::move(join));
    return index;
}

HttpAnswer Consortium::deleteNode(const std::string& id)
{
    const json info = row(kNodes, id);
    if (info.empty()) return refuse(404, "ResourceNotFound", "No such node");
    if (!info.value("retired_committed", false))
        return refuse(400, "NodeNotRetiredCommitted", "Node is not completely retired");
    Transaction transaction;
    removeRow(transaction, kNodes, id);
    removeRow(transaction, kEndorsed, id);
    return written(jsonAnswer(true), std::move(transaction));
}

void Consortium::deleteRetiredNodes()
{
    std::vector<std::string> gone;
    for (const auto& [id, unused] : m_tables.rows(kNodes))
        if (row(kNodes, id).value("retired_committed", false)) gone.push_back(id);
    for (const std::string& id : gone) deleteNode(id);
}

TransactionId Consortium::writeApplication(const std::string& key, const std::string& value, bool isPrivate,
                                           const std::string& claimed)
{
    Transaction transaction;
    if (isPrivate) {
        transaction.privateBytes.resize(key.size() + value.size() + 60);
        RAND_bytes(transaction.privateBytes.data(), static_cast<int>(transaction.privateBytes.size()));
    } else {
        transaction.write("public:demo.journal", key, value);
    }
    if (!claimed.empty()) transaction.claims = sha256Of(claimed);
    return commit(std::move(transaction));
}

void Consortium::removeRow(Transaction& transaction, const std::string& table, const std::string& key) const
{
    const bool stored = m_tables.rows(table).contains(key);
    TableChange& change = transaction.table(table);
    std::erase_if(change.writes, [&](const auto& one) { return one.first == key; });
    const bool named = std::find(change.removes.begin(), change.removes.end(), key) != change.removes.end();
    if (stored && !named) change.removes.push_back(key);
}

HttpAnswer Consortium::written(HttpAnswer answer, Transaction transaction)
{
    std::erase_if(transaction.tables, [](const TableChange& one) { return one.writes.empty() && one.removes.empty(); });
    const TransactionId id = commit(std::move(transaction));
    flush();
    return answer.with("x-ms-ccf-transaction-id", id.toString());
}

const Consortium::Signature* Consortium::signatureAfter(SeqNo seqno, SeqNo& at) const
{
    const auto found = m_signatureRows.lower_bound(seqno);
    if (found == m_signatureRows.end()) return nullptr;
    at = found->first;
    return &found->second;
}

std::optional<json> Consortium::receipt(SeqNo seqno) const
{
    SeqNo at = 0;
    const Signature* signature = signatureAfter(seqno, at);
    if (!signature || viewAt(seqno) == 0) return std::nullopt;
    json receipt{{"cert", signature->row.at("cert")},
                 {"node_id", signature->row.at("node")},
                 {"proof", json::array()},
                 {"signature", signature->row.at("sig")}};
    if (at == seqno) {
        receipt["leaf"] = signature->row.at("root");
    } else {
        const Leaf& leaf = m_leaves[seqno];
        receipt["leaf_components"] = {{"claims_digest", toHex(leaf.claims)},
                                      {"commit_evidence", commitEvidence({leaf.view, seqno})},
                                      {"write_set_digest", toHex(leaf.writeSet)}};
        for (const auto& [isLeft, sibling] : m_tree.path(seqno, at))
            receipt["proof"].push_back({{isLeft ? "left" : "right", toHex(sibling)}});
    }
    const ServiceIdentity& now = m_made.identities.back();
    const ServiceIdentity& then = m_made.identities[signature->identity];
    if (then.key.id() == now.key.id()) return receipt;
    const Validity validity{m_options.start, UtcTime{m_options.start.seconds + 365 * 86'400}};
    receipt["service_endorsements"] = json::array({CertificateFactory::serviceEndorsement(
        then.certificate, {m_options.subjectName, validity, "endorsement"}, now.key, now.certificate)});
    return receipt;
}

std::optional<ByteVector> Consortium::coseReceipt(SeqNo seqno) const
{
    SeqNo at = 0;
    const Signature* signature = signatureAfter(seqno, at);
    const auto cose = signature ? crypto::CoseSign1::parse(signature->cose) : Error{};
    if (!cose || at == seqno || viewAt(seqno) == 0) return std::nullopt;
    const Leaf& leaf = m_leaves[seqno];
    CborOut proof;
    proof.map(2).integer(1).array(3).bytes(leaf.writeSet).text(commitEvidence({leaf.view, seqno})).bytes(leaf.claims);
    const auto path = m_tree.path(seqno, at);
    proof.integer(2).array(path.size());
    for (const auto& [isLeft, sibling] : path) proof.array(2).boolean(isLeft).bytes(sibling);
    CborOut receipt;
    receipt.tag(18).array(4).bytes(cose->protectedBytes);
    receipt.map(1).integer(396).map(1).integer(-1).array(1).bytes(proof.take());
    return receipt.null().bytes(cose->signature).take();
}

} // namespace countersign::sandbox
