#pragma once

#include "core/family/records.h"

#include <memory>

namespace countersign::ui {

/// A record's structure laid out flat, children side by side, so that a model and a byte pane can walk it both ways.
/// Built off the GUI thread; immutable.
class StructureTree
{
public:
    struct Entry {
        const StructureNode* node = nullptr;
        int parent = -1; ///< Index of the parent entry.
        int row = 0;     ///< Among its siblings.
        int firstChild = -1;
    };

    explicit StructureTree(std::shared_ptr<const RecordDetail> detail);

    const RecordDetail& detail() const { return *m_detail; }
    /// The first is the record as a whole.
    const std::vector<Entry>& entries() const { return m_entries; }
    int childCount(int entry) const { return int(m_entries[std::size_t(entry)].node->children.size()); }

    /// The innermost entry whose bytes hold `offset`; -1 when none does.
    int deepestAt(std::uint64_t offset) const;
    /// The entry's own bytes, or those of the nearest one around it that has some.
    std::optional<ByteRange> rangeOf(int entry) const;
    /// The bytes of `entry` alone; none when it has none here.
    std::optional<Bytes> bytesOf(int entry) const;

private:
    std::shared_ptr<const RecordDetail> m_detail;
    std::vector<Entry> m_entries;
};

} // namespace countersign::ui
