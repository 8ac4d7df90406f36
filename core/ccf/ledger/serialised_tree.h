#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/merkle.h"

#include <optional>
#include <vector>

namespace countersign::ccf {

/// The value of public:ccf.internal.tree (spec ccf (b), "Serialised tree"): leaves from `firstLeaf` on, and the left siblings that
/// stand for those before. A claim of whoever wrote it until its root is compared. Views point into the input.
class SerialisedTree
{
public:
    /// Malformed when counts and length disagree: nothing may follow, and there is one sibling for every 1-bit.
    static Result<SerialisedTree> parse(Bytes bytes);

    std::uint64_t firstLeaf() const noexcept { return m_firstLeaf; }
    std::uint64_t leafCount() const noexcept { return m_leafCount; }
    std::uint64_t size() const noexcept { return m_firstLeaf + m_leafCount; } ///< Leaves in all, flushed ones too.
    /// `index` counts from the start of the whole tree and must lie in firstLeaf()..size()-1.
    Digest leaf(std::uint64_t index) const noexcept;

    /// The right edge after all its leaves; its root() is the tree's root. Costs one hash a leaf.
    crypto::MerkleFrontier frontier() const;
    /// The right edge before the first leaf it holds.
    crypto::MerkleFrontier flushed() const;

    /// Path of a leaf it holds up to the root. Costs one hash a leaf. NotFound for a leaf it does not hold.
    Result<std::vector<crypto::MerklePathStep>> path(std::uint64_t index) const;

private:
    std::uint64_t m_leafCount = 0;
    std::uint64_t m_firstLeaf = 0;
    Bytes m_leaves;
    std::vector<Digest> m_peaks; ///< Lowest level first.
};

} // namespace countersign::ccf
