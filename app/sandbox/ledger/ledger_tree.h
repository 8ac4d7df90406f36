#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace countersign::sandbox {

/// One step of a path: is the sibling on the left, and its hash.
using PathStep = std::pair<bool, Digest>;

/// CCF's Merkle tree with its old leaves flushed, as a node keeps it. Leaf n is transaction n; leaf 0 is zeros.
class LedgerTree
{
public:
    LedgerTree();

    void append(const Digest& leaf);
    std::uint64_t size() const noexcept { return m_size; }
    std::uint64_t flushed() const noexcept { return m_flushed; } ///< First leaf still kept.
    Digest root() const;
    /// Forgets leaves before `index`; never the last one.
    void flushTo(std::uint64_t index);
    Digest leaf(std::uint64_t index) const;
    /// From leaf `index` (still kept) up to the root over the first `size` leaves.
    std::vector<PathStep> path(std::uint64_t index, std::uint64_t size) const;
    /// As public:ccf.internal.tree holds it, all numbers big-endian.
    ByteVector serialise() const;

private:
    static void push(std::vector<Digest>& peaks, std::uint64_t size, const Digest& leaf);
    Digest rangeHash(std::uint64_t first, std::uint64_t last) const;

    std::uint64_t m_size = 0;
    std::uint64_t m_flushed = 0;
    std::vector<Digest> m_peaks;        ///< Of all leaves, lowest level last.
    std::vector<Digest> m_flushedPeaks; ///< Of the flushed ones, lowest level last.
    std::vector<Digest> m_leaves;       ///< From m_flushed on.
};

/// The root over `leaves` by definition, level by level.
Digest plainRoot(std::vector<Digest> leaves);

} // namespace countersign::sandbox
