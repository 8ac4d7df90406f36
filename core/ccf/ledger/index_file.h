#pragma once

#include "core/ccf/ledger/record_access.h"
#include "core/store/database.h"

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace countersign::ccf {

/// A write or remove as the index keeps it. Offsets count in the entry.
struct IndexedChange {
    std::int64_t table = 0;
    std::uint64_t keyAt = 0; ///< In the batch's bytes.
    std::uint64_t keyLength = 0;
    SeqNo seqno = 0;
    std::uint64_t block = 0; ///< Of the table block.
    std::uint64_t at = 0;    ///< Of the key's length field.
    bool removed = false;
};

/// The cache file of a TableIndex: which changes the entries up to indexedTo() make to public tables. A file that is
/// damaged, of another program or version, or was left in the middle of a write is thrown away.
class IndexFile
{
public:
    /// Where the index of a ledger is kept in `folder`; told by the paths the user gave.
    static std::filesystem::path pathFor(const LedgerFiles& files, const std::filesystem::path& folder);

    /// Temporary when `path` is empty or cannot be used.
    static Result<IndexFile> open(const std::filesystem::path& path);

    /// Forgets what no longer holds for the files of `records`: everything from the first changed file on.
    Result<void> adapt(const LedgerRecords& records);
    /// Forgets everything.
    Result<void> clear();

    /// Between these two the file is marked as unfit to be used again; finish() has it on the disk before it takes that
    /// back.
    Result<void> begin();
    Result<void> finish();

    Result<std::int64_t> tableId(std::string_view name);
    /// Puts the changes in order and adds them; everything up to `seqno` is indexed with it.
    Result<void> add(std::vector<IndexedChange>& changes, const ByteVector& keys, SeqNo seqno);

    SeqNo indexedTo() const noexcept { return m_indexedTo; }
    store::Database& database() noexcept { return m_database; }

private:
    explicit IndexFile(store::Database database) : m_database(std::move(database)) {}
    Result<void> useOrMake();
    Result<bool> usable();
    Result<void> mark(bool dirty);
    Result<SeqNo> unchangedTo(const LedgerRecords& records);
    Result<void> storeFiles(const LedgerRecords& records);

    store::Database m_database;
    SeqNo m_indexedTo = 0;
    std::unordered_map<std::string, std::int64_t> m_tableIds;
};

} // namespace countersign::ccf
