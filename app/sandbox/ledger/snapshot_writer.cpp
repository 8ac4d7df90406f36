#include "app/sandbox/ledger/snapshot_writer.h"

#include "core/base/base64.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"

#include <nlohmann/json.hpp>

namespace countersign::sandbox {

void TableState::apply(const Transaction& transaction)
{
    for (const TableChange& change : transaction.tables) {
        Table& table = m_tables[change.name];
        table.version = transaction.seqno;
        for (const auto& [key, value] : change.writes) table.rows[key] = {transaction.seqno, value};
        for (const auto& key : change.removes) table.rows.erase(key);
    }
}

std::string TableState::value(const std::string& table, const std::string& key) const
{
    const auto& all = rows(table);
    const auto found = all.find(key);
    return found == all.end() ? std::string{} : found->second.value;
}

const std::map<std::string, TableState::Row>& TableState::rows(const std::string& table) const
{
    static const std::map<std::string, Row> none;
    const auto found = m_tables.find(table);
    return found == m_tables.end() ? none : found->second.rows;
}

ByteVector snapshotEntry(const TableState& tables, TransactionId at, const Digest& leaf,
                         const std::vector<SeqNo>& viewStarts, Random& random)
{
    constexpr std::uint8_t kSnapshotType = 1;
    constexpr std::uint32_t kSnapshotBit = 0x80000000;
    ByteWriter out;
    out.u8(1).u8(0).u48(0).bytes(random.bytes(16)).u64(at.seqno).u32(kSnapshotBit).u64(0);
    const std::size_t domain = out.size();
    out.u8(kSnapshotType).i64(static_cast<std::int64_t>(at.seqno)).i64(0);
    out.u64(leaf.size()).bytes(leaf);
    out.u64(8 * viewStarts.size());
    for (const SeqNo start : viewStarts) out.u64(start);
    for (const auto& [name, table] : tables.tables()) {
        ByteWriter rows;
        for (const auto& [key, row] : table.rows) {
            rows.sized(key).padTo8();
            rows.u64(8 + row.value.size()).i64(static_cast<std::int64_t>(row.version)).bytes(row.value).padTo8();
        }
        out.sized(name).i64(static_cast<std::int64_t>(table.version)).sized(textOf(rows.view()));
    }
    out.setU64(domain - 8, out.size() - domain);
    out.bytes(random.bytes(256));
    out.setU48(2, out.size() - kEntryHeaderSize);
    return out.take();
}

std::string receiptJson(const ReceiptParts& parts)
{
    nlohmann::json proof = nlohmann::json::array();
    for (const auto& [isLeft, sibling] : parts.path) proof.push_back({{isLeft ? "left" : "right", toHex(sibling)}});
    return nlohmann::json{
        {"cert", parts.certificate},
        {"leaf_components",
         {{"claims_digest", toHex(parts.claims)},
          {"commit_evidence", parts.commitEvidence},
          {"write_set_digest", toHex(parts.writeSet)}}},
        {"node_id", parts.nodeId},
        {"proof", proof},
        {"signature", toBase64(parts.signature)},
    }
        .dump();
}

void SnapshotWriter::commit(const LedgerTree& tree, ReceiptParts signer)
{
    std::error_code error;
    if (!m_pending.empty()) std::filesystem::create_directories(m_folder, error);
    for (Pending& pending : m_pending) {
        signer.path = tree.path(pending.evidence, tree.size());
        signer.writeSet = pending.writeSet;
        signer.commitEvidence = pending.commitEvidence;
        signer.claims = pending.claims;
        ByteVector file = std::move(pending.entry);
        const std::string receipt = receiptJson(signer);
        file.insert(file.end(), receipt.begin(), receipt.end());
        const std::string name =
            "snapshot_" + std::to_string(pending.at) + '_' + std::to_string(pending.evidence) + ".committed";
        if (const auto written = writeFileAtomically(m_folder / name, file); !written && m_state) m_state = written;
    }
    m_pending.clear();
}

} // namespace countersign::sandbox
