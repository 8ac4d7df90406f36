#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ccf/ledger/entry.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace countersign::ccf {

struct TableWrite {
    Bytes key;
    Bytes value;
};

/// What a transaction does to one table. Views point into the entry.
struct TableBlock {
    std::string_view name; ///< Bytes as stored; no claim that they are UTF-8.
    ByteRange range;       ///< In the entry's bytes.
    std::vector<TableWrite> writes;
    std::vector<Bytes> removes;

    /// The value written under the one key of a single-valued table, when that is the block's only write.
    std::optional<Bytes> singleValue() const noexcept;
    const TableWrite* find(Bytes key) const noexcept;
};

struct TableLimits {
    std::size_t tables = 10'000;
    std::size_t rows = 10'000'000; ///< Writes and removes of one transaction.
};

/// All table blocks of an entry (spec ccf (a), "Public domain of a transaction"). Malformed when a table is named twice, a key is
/// written or removed twice, or a read is recorded.
Result<std::vector<TableBlock>> readTables(const Entry& entry, std::uint64_t offset, std::string_view context,
                                           const TableLimits& limits = {});

/// What the hot path asks of every transaction: its table blocks are whole, and whether it touches CCF's own tables.
struct TablesOutline {
    std::uint32_t tables = 0;
    std::uint32_t writes = 0;
    std::uint32_t removes = 0;
    bool framework = false; ///< A table under public:ccf.
};

/// As strict about lengths and counts as readTables, without keeping anything.
Result<TablesOutline> outlineTables(const Entry& entry, std::uint64_t offset, std::string_view context,
                                    const TableLimits& limits = {});

} // namespace countersign::ccf
