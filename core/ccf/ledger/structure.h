#pragma once

#include "core/base/bytes.h"
#include "core/family/records.h"

namespace countersign::ccf {

struct StructureLimits {
    std::size_t nodes = 20'000;      ///< In all; what is left out leaves a node of format "elided" with its count.
    std::size_t children = 2'000;    ///< Of one node.
    std::size_t depth = 40;          ///< Of decoded values inside values.
    std::size_t text = 4'096;        ///< Bytes of a text before its middle is left out.
    std::size_t hex = 256;           ///< Bytes of a hex string before its middle is left out.
    std::uint64_t value = 16u << 20; ///< Bytes of a value that is decoded; a longer one is shown as bytes.
};

/// An entry taken apart, for people (spec ccf (a), and (i) for what the values are). Ranges count in `entry`. The
/// root's children lie side by side and cover the entry, whatever is wrong with it: what does not decode is a node of
/// format "unreadable" whose value is the reason. Judges nothing. Time and memory are linear in the entry's size, the
/// number of nodes is bounded by `limits`.
StructureNode describeEntry(Bytes entry, const StructureLimits& limits = {});

/// One value of a table as describeEntry() shows it, without ranges.
StructureNode describeTableValue(std::string_view table, Bytes value, const StructureLimits& limits = {});

/// Bytes for display: UTF-8 with control characters, and those that reorder or hide text, as \uXXXX, bytes that are no
/// UTF-8 as \xXX; the middle left out beyond `limit` bytes.
std::string displayText(Bytes text, std::size_t limit = 4'096);

} // namespace countersign::ccf
