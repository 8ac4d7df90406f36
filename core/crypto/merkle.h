#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <span>
#include <vector>

namespace countersign::crypto {

/// The right edge of CCF's Merkle tree: one pending hash a level (spec ccf (b), "Tree shape"). Inner node = H(left ‖
/// right), no domain separation, a lone node is carried up unchanged.
class MerkleFrontier
{
public:
    MerkleFrontier() = default;

    void append(const Digest& leaf) noexcept;
    std::uint64_t size() const noexcept { return m_size; } ///< Number of leaves.
    /// Of a non-empty tree; zeros for an empty one, which no signature states.
    Digest root() const noexcept;

    /// Pending hashes from the lowest level up, one for every 1-bit of size(): the left siblings that a tree flushed up
    /// to size() keeps.
    std::vector<Digest> peaks() const;

    /// A tree of `size` leaves of which only the peaks are known, lowest level first. Malformed when their number does
    /// not fit.
    static Result<MerkleFrontier> fromPeaks(std::uint64_t size, std::span<const Digest> peaks);

    bool operator==(const MerkleFrontier& other) const noexcept;

private:
    std::array<Digest, 64> m_pending{}; ///< Level i is meaningful when bit i of m_size is set.
    std::uint64_t m_size = 0;
};

/// One step from a leaf upward.
struct MerklePathStep {
    bool siblingIsLeft = false;
    Digest sibling{};
};

Digest rootFromPath(Digest leaf, std::span<const MerklePathStep> path) noexcept;

} // namespace countersign::crypto
