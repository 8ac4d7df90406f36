#include "core/crypto/merkle.h"

#include "core/crypto/sha2.h"

#include <bit>

namespace countersign::crypto {

void MerkleFrontier::append(const Digest& leaf) noexcept
{
    Digest carry = leaf;
    std::size_t level = 0;
    for (; m_size >> level & 1; ++level) carry = sha256Pair(m_pending[level], carry);
    m_pending[level] = carry;
    ++m_size;
}

Digest MerkleFrontier::root() const noexcept
{
    if (m_size == 0) return {};
    auto level = static_cast<std::size_t>(std::countr_zero(m_size));
    Digest root = m_pending[level];
    for (++level; level < m_pending.size(); ++level)
        if (m_size >> level & 1) root = sha256Pair(m_pending[level], root);
    return root;
}

std::vector<Digest> MerkleFrontier::peaks() const
{
    std::vector<Digest> peaks;
    for (std::size_t level = 0; level < m_pending.size(); ++level)
        if (m_size >> level & 1) peaks.push_back(m_pending[level]);
    return peaks;
}

Result<MerkleFrontier> MerkleFrontier::fromPeaks(std::uint64_t size, std::span<const Digest> peaks)
{
    if (peaks.size() != static_cast<std::size_t>(std::popcount(size)))
        return Error{ErrorCode::Malformed, "merkle tree: peaks",
                     std::to_string(peaks.size()) + " hashes for " + std::to_string(size) + " leaves"};
    MerkleFrontier frontier;
    frontier.m_size = size;
    std::size_t next = 0;
    for (std::size_t level = 0; level < frontier.m_pending.size(); ++level)
        if (size >> level & 1) frontier.m_pending[level] = peaks[next++];
    return frontier;
}

bool MerkleFrontier::operator==(const MerkleFrontier& other) const noexcept
{
    if (m_size != other.m_size) return false;
    for (std::size_t level = 0; level < m_pending.size(); ++level)
        if ((m_size >> level & 1) && m_pending[level] != other.m_pending[level]) return false;
    return true;
}

Digest rootFromPath(Digest leaf, std::span<const MerklePathStep> path) noexcept
{
    for (const MerklePathStep& step : path)
        leaf = step.siblingIsLeft ? sha256Pair(step.sibling, leaf) : sha256Pair(leaf, step.sibling);
    return leaf;
}

} // namespace countersign::crypto
