#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace countersign::ccf {

/// The last leaves of a run with where their entries stand: enough to name the entry a signed tree disagrees with.
class RecentLeaves
{
public:
    struct Leaf {
        SeqNo seqno = 0;
        Digest digest{};
        std::uint32_t chunk = 0;
        std::uint64_t offset = 0;
    };

    explicit RecentLeaves(std::size_t capacity = 65536) : m_leaves(capacity) {}

    void add(const Leaf& leaf) noexcept { m_leaves[leaf.seqno % m_leaves.size()] = leaf; }

    const Leaf* find(SeqNo seqno) const noexcept
    {
        const Leaf& leaf = m_leaves[seqno % m_leaves.size()];
        return leaf.seqno == seqno && seqno != 0 ? &leaf : nullptr;
    }

private:
    std::vector<Leaf> m_leaves;
};

} // namespace countersign::ccf
