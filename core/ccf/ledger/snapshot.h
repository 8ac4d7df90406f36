#pragma once

#include "core/base/mapped_file.h"
#include "core/base/result.h"
#include "core/ccf/ledger/history_state.h"
#include "core/ccf/ledger/serialised_tree.h"
#include "core/ccf/receipt/json_receipt.h"
#include "core/crypto/merkle.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace countersign::ccf {

/// A row of a table's state in a CCF snapshot. Views point into the file.
struct SnapshotRow {
    std::string_view table;
    Bytes key;
    Bytes value;
};

/// A CCF snapshot file (spec ccf (c)): one entry of type 1, then a receipt as JSON in files of 2.x and later.
class Snapshot
{
public:
    static Result<Snapshot> open(const std::filesystem::path& path);

    SeqNo seqno() const noexcept { return m_seqno; }
    /// SHA-256 of the entry's bytes: what evidence and receipt are about.
    const Digest& digest() const noexcept { return m_digest; }
    const Digest& leaf() const noexcept { return m_leaf; } ///< Of the transaction at seqno().
    const std::vector<SeqNo>& viewHistory() const noexcept { return m_viewHistory; }
    bool hasReceipt() const noexcept { return !m_receipt.empty(); }
    Result<JsonReceipt> receipt() const { return parseJsonReceipt(m_receipt); }
    const MappedFile& file() const noexcept { return *m_file; }

    /// Calls `row` for every row present (removed ones left out), in the order of the file. Tables outside public: are in
    /// the ciphertext and not among them.
    Result<void> forEachRow(const std::function<void(const SnapshotRow&)>& row) const;

    /// The framework's tables as state, and the tree up to and with seqno(); Malformed when the tree is missing or ends
    /// elsewhere.
    Result<HistoryState> state() const;
    Result<crypto::MerkleFrontier> frontier() const;

private:
    Snapshot() = default;
    Result<void> parse();

    std::shared_ptr<const MappedFile> m_file;
    std::string m_name;
    SeqNo m_seqno = 0;
    Digest m_digest{};
    Digest m_leaf{};
    std::vector<SeqNo> m_viewHistory;
    ByteRange m_tables; ///< In the file.
    Bytes m_receipt;
};

} // namespace countersign::ccf
