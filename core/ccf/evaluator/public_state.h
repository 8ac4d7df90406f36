#pragma once

#include "core/base/bytes.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::ccf {

struct StateTable {
    std::map<ByteVector, ByteVector> rows;
    bool partial = false; ///< Rows, or parts of them, may be missing.
};

/// Public tables of a service at one moment: what a constitution is evaluated on.
struct PublicState {
    std::map<std::string, StateTable, std::less<>> tables;
    bool complete = false; ///< Every public table is here, so one that is not named has no rows.

    const ByteVector* find(std::string_view table, Bytes key) const;
    /// Whether what is here says all there is about `table`.
    bool knows(std::string_view table) const;
    void put(std::string_view table, Bytes key, Bytes value);
};

/// One row that a script wrote, or took away.
struct RowWrite {
    std::string table;
    ByteVector key;
    std::optional<ByteVector> value; ///< None: removed.

    bool operator==(const RowWrite&) const = default;
};

/// The state after `writes`.
PublicState withWrites(PublicState state, const std::vector<RowWrite>& writes);

} // namespace countersign::ccf
