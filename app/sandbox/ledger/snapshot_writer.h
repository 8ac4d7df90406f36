#pragma once

#include "app/sandbox/ledger/byte_writer.h"
#include "app/sandbox/ledger/ledger_tree.h"
#include "app/sandbox/ledger/transaction.h"
#include "core/base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace countersign::sandbox {

/// Public tables as of the last transaction, with the seqno that wrote each row.
class TableState
{
public:
    struct Row {
        SeqNo version = 0;
        std::string value;
    };
    struct Table {
        SeqNo version = 0;
        std::map<std::string, Row> rows;
    };

    void apply(const Transaction& transaction);
    /// Empty when there is no such row.
    std::string value(const std::string& table, const std::string& key) const;
    const std::map<std::string, Row>& rows(const std::string& table) const;
    const std::map<std::string, Table>& tables() const noexcept { return m_tables; }

private:
    std::map<std::string, Table> m_tables;
};

/// The entry part of a snapshot file (spec ccf (c)).
ByteVector snapshotEntry(const TableState& tables, TransactionId at, const Digest& leaf,
                         const std::vector<SeqNo>& viewStarts, Random& random);

/// What a receipt in JSON says (spec ccf (d)).
struct ReceiptParts {
    std::string certificate;
    std::string nodeId;
    ByteVector signature;
    std::vector<PathStep> path;
    Digest writeSet{};
    std::string commitEvidence;
    Digest claims{};
};

std::string receiptJson(const ReceiptParts& parts);

/// Snapshots whose evidence waits for the next signature.
class SnapshotWriter
{
public:
    explicit SnapshotWriter(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    struct Pending {
        SeqNo at = 0;
        SeqNo evidence = 0;
        ByteVector entry;
        Digest writeSet{};
        std::string commitEvidence;
        Digest claims{};
    };

    void add(Pending pending) { m_pending.push_back(std::move(pending)); }
    bool waiting() const noexcept { return !m_pending.empty(); }
    /// Writes the files of all that wait, proven by a signature over `tree` as it stands now.
    void commit(const LedgerTree& tree, ReceiptParts signer);
    const Result<void>& state() const noexcept { return m_state; }

private:
    std::filesystem::path m_folder;
    std::vector<Pending> m_pending;
    Result<void> m_state;
};

} // namespace countersign::sandbox
