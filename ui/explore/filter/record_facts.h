#pragma once

#include "core/family/records.h"

namespace countersign::ui::filter {

/// What conditions on keys, values and nodes look at, taken from a record's structure. Views into the detail.
struct RecordFacts {
    struct Write {
        std::string_view table;
        std::optional<Bytes> key;   ///< None when its bytes are not at hand.
        std::optional<Bytes> value; ///< None when its bytes are not at hand, or removed.
        bool removed = false;
    };

    std::vector<Write> writes;
    std::vector<std::string_view> nodes; ///< Values of structure nodes that name a node.
    bool complete = true;      ///< False when some write is not at hand (cut, elided, unreadable): absence proves nothing.
    bool nodesComplete = true; ///< The same for nodes.
};

/// `detail` must outlive the facts.
RecordFacts factsOf(const RecordDetail& detail);

/// The bytes of `range` in the detail; none when they were cut.
std::optional<Bytes> bytesIn(const RecordDetail& detail, const std::optional<ByteRange>& range);

} // namespace countersign::ui::filter
