#include "app/sandbox/ledger/ledger_service.h"

#include "core/base/base64.h"
#include "core/base/hex.h"

#include <algorithm>
#include <stdexcept>

namespace countersign::sandbox {

using nlohmann::json;

LedgerService::LedgerService(std::filesystem::path folder, ServiceOptions options, ServiceHooks hooks)
    : m_options(std::move(options)), m_hooks(std::move(hooks)),
      m_writer(folder / "ledger", m_options.seed, m_hooks.entries), m_snapshots(folder / "snapshots"),
      m_random("contents:" + m_options.seed)
{
    m_made.folder = std::move(folder);
}

std::uint8_t LedgerService::entryType() const
{
    const auto after = m_options.entryTypes.upper_bound(m_seqno + 1);
    return after == m_options.entryTypes.begin() ? std::uint8_t{4} : std::prev(after)->second;
}

json LedgerService::row(const std::string& table, const std::string& key) const
{
    const std::string value = m_tables.value(table, key);
    return value.empty() ? json::object() : json::parse(value);
}

std::string LedgerService::commitEvidence(TransactionId id) const
{
    const std::string text = id.toString();
    return "ce:" + text + ':' + toHex(sha256Of("evidence:" + m_options.seed + ':' + text));
}

Digest LedgerService::append(Transaction& transaction)
{
    transaction.entryType = entryType();
    transaction.view = m_view;
    transaction.seqno = ++m_seqno;
    if (transaction.entryType >= 3) transaction.evidence = sha256Of(commitEvidence(last()));
    const Digest writeSet = m_writer.append(transaction);
    appended(transaction, writeSet);
    if (m_viewStarts.size() < m_view) m_viewStarts.resize(m_view, m_seqno);
    return writeSet;
}

TransactionId LedgerService::commit(Transaction transaction)
{
    append(transaction);
    keep(transaction);
    return last();
}

void LedgerService::keep(const Transaction& transaction)
{
    if (m_options.mirrorApplication || transaction.tables.empty()) return m_tables.apply(transaction);
    Transaction own = transaction;
    std::erase_if(own.tables, [](const TableChange& change) { return !change.name.starts_with("public:ccf."); });
    m_tables.apply(own);
}

void LedgerService::writeRecord(std::size_t size, bool isPrivate)
{
    static const std::string kTable = "public:app.records";
    m_record.tables.clear();
    m_record.privateBytes.clear();
    m_record.claims = {};
    if (isPrivate) {
        m_record.privateBytes.resize(size + 60);
        m_random.fill(m_record.privateBytes.data(), m_record.privateBytes.size());
    } else {
        m_record.tables.resize(1);
        m_record.tables[0].name = kTable;
        m_record.tables[0].writes.resize(1);
        auto& [key, value] = m_record.tables[0].writes[0];
        key = "record-" + std::to_string(m_random.below(m_options.recordKeys));
        value.resize(size);
        m_random.fillText(value.data(), size);
    }
    append(m_record);
    if (m_options.mirrorApplication) m_tables.apply(m_record);
}

UtcTime LedgerService::tick()
{
    return m_options.clock ? m_options.clock() : UtcTime{m_options.start.seconds + m_ticks++};
}

bool LedgerService::isActive(const std::string& member) const
{
    return row("public:ccf.gov.members.info", member).value("status", "") == "Active";
}

bool LedgerService::coseNow() const
{
    if (m_options.cose == CoseMode::Off || entryType() != 4) return false;
    return m_options.cose == CoseMode::On || (m_signatures / 4) % 2 == 0;
}

void LedgerService::sign(std::uint8_t flags)
{
    const Node& primary = m_made.nodes[m_primary];
    const SeqNo window = m_seqno > m_options.treeWindow ? m_seqno - m_options.treeWindow : 0;
    m_writer.tree().flushTo(std::min(m_made.lastSignature.seqno, window));
    SignaturePlan plan;
    plan.transaction = {m_view, m_seqno + 1};
    plan.root = m_writer.tree().root();
    plan.node = m_options.nodeSignatures;
    plan.cose = coseNow();
    plan.nodeKey = &primary.key;
    plan.nodeId = primary.id;
    if (!m_tables.value("public:ccf.gov.nodes.endorsed_certificates", primary.id).empty())
        plan.nodeCertificate = primary.certificate;
    plan.serviceKey = &m_made.identities.back().key;
    plan.coseContent = {plan.transaction, plan.root, tick(), m_options.issuer, m_options.subject, {}, {}, {}};
    plan.tree = textOf(m_writer.tree().serialise());
    if (m_hooks.signature) m_hooks.signature(plan);
    plan.coseContent.root = plan.root;
    ++m_signatures;

    Transaction transaction;
    transaction.flags = flags;
    ByteVector nodeSignature = plan.nodeKey->signDigestDer(plan.root);
    if (plan.cose) {
        const ByteVector cose = CoseWriter::serviceSignature(*plan.serviceKey, plan.coseContent);
        transaction.write("public:ccf.internal.cose_signatures", kSingle, json(toBase64(cose)).dump());
    }
    if (plan.node)
        transaction.write("public:ccf.internal.signatures", kSingle, signatureRow(plan, nodeSignature).dump());
    transaction.write("public:ccf.internal.tree", kSingle, plan.tree);
    finishSignature(transaction, plan, nodeSignature);
}

json LedgerService::signatureRow(const SignaturePlan& plan, Bytes signature)
{
    json row{{"commit_seqno", 0},
             {"commit_view", 0},
             {"hashed_nonce", std::string(64, '0')},
             {"node", plan.nodeId},
             {"root", toHex(plan.root)},
             {"seqno", plan.transaction.seqno},
             {"sig", toBase64(signature)},
             {"view", plan.transaction.view}};
    if (!plan.nodeCertificate.empty()) row["cert"] = plan.nodeCertificate;
    return row;
}

void LedgerService::finishSignature(Transaction& transaction, const SignaturePlan& plan, const ByteVector& signature)
{
    if (m_snapshots.waiting())
        m_snapshots.commit(m_writer.tree(), {plan.nodeCertificate, plan.nodeId, signature, {}, {}, {}, {}});
    append(transaction);
    keep(transaction);
    m_made.lastSignature = last();
    m_made.lastSignedRoot = plan.root;
    if ((transaction.flags & 1) != 0 || m_writer.chunkSize() >= m_options.chunkBytes)
        m_writer.finishChunk(ChunkEnd::Committed);
    m_made.last = last();
}

void LedgerService::snapshot()
{
    sign(1);
    SnapshotWriter::Pending pending;
    pending.at = m_seqno;
    pending.entry = snapshotEntry(m_tables, last(), m_writer.tree().leaf(m_seqno), m_viewStarts, m_random);
    pending.claims = sha256Of(pending.entry);
    Transaction transaction;
    transaction.claims = pending.claims;
    transaction.write("public:ccf.internal.snapshot_evidence", kSingle,
                      json{{"hash", toHex(pending.claims)}, {"version", pending.at}}.dump());
    pending.writeSet = append(transaction);
    keep(transaction);
    pending.evidence = m_seqno;
    pending.commitEvidence = commitEvidence(last());
    m_snapshots.add(std::move(pending));
}

void LedgerService::elect(std::optional<std::size_t> node)
{
    if (m_made.lastSignature.seqno != m_seqno) sign();
    const auto trusted = [&](std::size_t index) {
        return row("public:ccf.gov.nodes.info", m_made.nodes.at(index).id).value("status", "") == "Trusted";
    };
    std::size_t chosen = node.value_or(m_primary);
    while (!node && !trusted(chosen = (chosen + 1) % m_made.nodes.size())) {
    }
    m_primary = chosen;
    ++m_view;
}

Result<GeneratedLedger> LedgerService::finish(ChunkEnd end)
{
    const bool unsignedTail = m_made.lastSignature.seqno != m_seqno || m_snapshots.waiting();
    if (end != ChunkEnd::Open && unsignedTail) sign();
    m_writer.finishChunk(end);
    m_made.last = last();
    m_made.bytes = m_writer.bytesWritten();
    if (!m_writer.state()) return m_writer.state().error();
    if (!m_snapshots.state()) return m_snapshots.state().error();
    return m_made;
}

} // namespace countersign::sandbox
