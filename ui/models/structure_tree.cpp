#include "ui/models/structure_tree.h"

#include "ui/explore/filter/record_facts.h"

namespace countersign::ui {

StructureTree::StructureTree(std::shared_ptr<const RecordDetail> detail) : m_detail(std::move(detail))
{
    m_entries.push_back({&m_detail->structure, -1, 0, -1});
    for (std::size_t at = 0; at < m_entries.size(); ++at) {
        const StructureNode& node = *m_entries[at].node;
        if (node.children.empty()) continue;
        m_entries[at].firstChild = int(m_entries.size());
        int row = 0;
        for (const StructureNode& child : node.children) m_entries.push_back({&child, int(at), row++, -1});
    }
}

int StructureTree::deepestAt(std::uint64_t offset) const
{
    int best = -1;
    std::uint64_t bestLength = 0;
    for (std::size_t at = 0; at < m_entries.size(); ++at) {
        const auto& range = m_entries[at].node->range;
        if (!range || offset < range->offset || offset - range->offset >= range->length) continue;
        // Entries come level by level: of equal ranges the later one is the inner one.
        if (best >= 0 && range->length > bestLength) continue;
        best = int(at);
        bestLength = range->length;
    }
    return best;
}

std::optional<ByteRange> StructureTree::rangeOf(int entry) const
{
    for (; entry >= 0; entry = m_entries[std::size_t(entry)].parent) {
        if (const auto& range = m_entries[std::size_t(entry)].node->range) return range;
    }
    return {};
}

std::optional<Bytes> StructureTree::bytesOf(int entry) const
{
    return filter::bytesIn(*m_detail, m_entries[std::size_t(entry)].node->range);
}

} // namespace countersign::ui
