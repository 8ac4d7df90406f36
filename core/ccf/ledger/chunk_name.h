#pragma once

#include "core/base/transaction_id.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign::ccf {

/// What a ledger file's name says (spec ccf (a), "File names").
struct ChunkName {
    SeqNo first = 0;
    std::optional<SeqNo> last;
    bool committed = false;
    bool recovery = false;
    bool setAside = false; ///< ".ignored" or ".corrupted".

    auto operator<=>(const ChunkName&) const = default;
};

/// Empty for any other name: numbers with a leading zero, last before first, suffixes in another order.
std::optional<ChunkName> parseChunkName(std::string_view name);

/// What a CCF snapshot's name says: state at `seqno`, evidence at `evidence` (spec ccf (c)).
struct SnapshotName {
    SeqNo seqno = 0;
    SeqNo evidence = 0;
    bool committed = false;

    auto operator<=>(const SnapshotName&) const = default;
};

std::optional<SnapshotName> parseSnapshotName(std::string_view name);

} // namespace countersign::ccf
