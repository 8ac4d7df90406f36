#pragma once

#include "core/ccf/ledger/index_file.h"
#include "core/ccf/ledger/record_access.h"
#include "core/family/table_history.h"

#include <atomic>
#include <filesystem>
#include <mutex>

namespace countersign::ccf {

/// Public tables of a line, through an index in a cache file. The index says where a value stands and is never
/// evidence: values are read from the ledger files, and only where table, key and seqno stand there too. A file of the
/// ledger that was changed since it was indexed gives Io, and the next prepare() builds anew. Entries that do not
/// decode take no part.
class TableIndex final : public TableHistory
{
public:
    /// `records` outlives this. Without a `cacheFolder`, or where its file cannot be used, the index is temporary.
    TableIndex(const LedgerRecords& records, std::filesystem::path cacheFolder);

    /// Goes on where the cache file ends when the ledger's files up to there are unchanged. Cancelling keeps what is
    /// done.
    Result<void> prepare(std::stop_token stop, const ProgressSink& progress) override;
    bool prepared() const override { return m_prepared; }

    Result<std::vector<TableSummary>> tables(SeqNo at) override;
    Result<std::vector<TableRow>> rows(std::string_view table, SeqNo at, std::optional<ByteVector> afterKey,
                                       std::size_t count) override;
    Result<std::optional<TableRow>> row(std::string_view table, Bytes key, SeqNo at) override;
    Result<std::vector<KeyChange>> history(std::string_view table, Bytes key, std::size_t count = 10'000) override;

    SeqNo indexedTo() const noexcept { return m_indexedTo; }
    std::filesystem::path file() const; ///< Of the cache; empty when there is none.

private:
    struct Found;

    Result<void> ready() const;
    Result<std::optional<std::int64_t>> tableId(std::string_view table);
    Result<std::optional<Found>> latest(std::int64_t table, Bytes key, SeqNo at);
    Result<ByteVector> readBack(std::string_view table, Bytes key, const Found& found);

    const LedgerRecords& m_records;
    std::filesystem::path m_folder;
    std::mutex m_mutex; ///< Of everything below.
    std::optional<IndexFile> m_index;
    std::optional<std::pair<SeqNo, std::vector<TableSummary>>> m_summary; ///< The latest answer of tables().
    std::atomic<bool> m_prepared = false;
    std::atomic<bool> m_stale = false;
    std::atomic<SeqNo> m_indexedTo = 0;
};

} // namespace countersign::ccf
