#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace countersign::sandbox {

/// Eight zero bytes, the key of a table with one value.
inline const std::string kSingle(8, '\0');

/// What a transaction does to one table; keys and values are raw bytes.
struct TableChange {
    std::string name;
    std::vector<std::pair<std::string, std::string>> writes;
    std::vector<std::string> removes;
};

/// The content of one ledger entry, before it is laid out in bytes.
struct Transaction {
    View view = 0;
    SeqNo seqno = 0;
    std::uint8_t version = 1;
    std::uint8_t flags = 0;     ///< 1: a new chunk after, 2: a new chunk before.
    std::uint8_t entryType = 4; ///< 0, 3 or 4 in ledgers; 2 exists and is unsupported.
    Digest claims{};
    Digest evidence{};
    std::vector<TableChange> tables; ///< Public ones.
    ByteVector privateBytes;         ///< Stands for the ciphertext.

    /// The change to a table, added when it is not there yet.
    TableChange& table(const std::string& name);
    const TableChange* find(const std::string& name) const;
    /// The value written to `key` of `table`; empty when there is none.
    std::string written(const std::string& name, const std::string& key = kSingle) const;
    Transaction& write(const std::string& name, const std::string& key, std::string value);
    Transaction& remove(const std::string& name, const std::string& key);
    bool isSignature() const;
};

inline constexpr std::size_t kEntryHeaderSize = 8;
inline constexpr std::size_t kGcmHeaderSize = 28;

/// Lays out entries (spec ccf (a)). Tags look random and depend on seqno, view and seed alone.
class EntryBuilder
{
public:
    explicit EntryBuilder(std::string_view seed);

    /// Overwrites `out` with the whole entry; its memory is used again.
    void build(const Transaction& transaction, ByteVector& out) const;
    ByteVector build(const Transaction& transaction) const;

private:
    std::uint64_t m_seed = 0;
};

/// The leaf of a whole entry (spec ccf (b)), for entry types 0, 3 and 4.
Digest leafOf(Bytes entry, std::uint8_t entryType, const Digest& evidence, const Digest& claims);

/// Reads an entry back, for editing. An independent reading of the format, strict about ends only.
Result<Transaction> parseEntry(Bytes entry);

} // namespace countersign::sandbox
