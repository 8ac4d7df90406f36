#pragma once

#include "core/base/bytes.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/base/transaction_id.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace countersign {

struct TableSummary {
    std::string name;
    std::uint64_t rows = 0;    ///< Present at the moment asked for.
    std::uint64_t writes = 0;  ///< Up to that moment.
    std::uint64_t removes = 0;
    SeqNo lastChange = 0;
};

struct TableRow {
    ByteVector key;
    ByteVector value;
    SeqNo seqno = 0; ///< Of the write.
};

struct KeyChange {
    SeqNo seqno = 0;
    std::optional<ByteVector> value; ///< None: removed.
};

/// Public tables as a replay of the records gives them. Safe from any thread once prepared.
class TableHistory
{
public:
    virtual ~TableHistory() = default;

    /// Builds or refreshes the index. May take long; may be called again to go on after records were added.
    virtual Result<void> prepare(std::stop_token stop, const ProgressSink& progress) = 0;
    virtual bool prepared() const = 0;

    virtual Result<std::vector<TableSummary>> tables(SeqNo at) = 0;
    /// Rows present at `at`, ordered by key bytes, after `afterKey`.
    virtual Result<std::vector<TableRow>> rows(std::string_view table, SeqNo at, std::optional<ByteVector> afterKey,
                                               std::size_t count) = 0;
    virtual Result<std::optional<TableRow>> row(std::string_view table, Bytes key, SeqNo at) = 0;
    /// Oldest first; at most `count`.
    virtual Result<std::vector<KeyChange>> history(std::string_view table, Bytes key, std::size_t count = 10'000) = 0;
};

} // namespace countersign
