#include "core/ccf/ledger/serialised_tree.h"

#include "core/base/byte_reader.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace countersign::ccf {

namespace {

constexpr std::size_t kHash = 32;

Digest digestAt(Bytes bytes, std::uint64_t index) noexcept
{
    Digest digest;
    std::memcpy(digest.data(), bytes.data() + index * kHash, kHash);
    return digest;
}

} // namespace

Result<SerialisedTree> SerialisedTree::parse(Bytes bytes)
{
    ByteReader reader(bytes, 0, "tree");
    SerialisedTree tree;
    auto leafCount = reader.u64be("leaf count");
    if (!leafCount) return std::move(leafCount).error();
    auto firstLeaf = reader.u64be("first leaf");
    if (!firstLeaf) return std::move(firstLeaf).error();
    tree.m_leafCount = *leafCount;
    tree.m_firstLeaf = *firstLeaf;

    const auto peaks = static_cast<std::uint64_t>(std::popcount(*firstLeaf));
    const std::uint64_t hashes = reader.remaining() / kHash;
    if (reader.remaining() % kHash != 0 || hashes < peaks || hashes - peaks != *leafCount
        || *firstLeaf > UINT64_MAX / 2)
        return reader.fault(ErrorCode::Malformed, "length");
    tree.m_leaves = *reader.take(*leafCount * kHash, "leaves");
    const Bytes siblings = *reader.take(peaks * kHash, "siblings");
    for (std::uint64_t i = 0; i < peaks; ++i) tree.m_peaks.push_back(digestAt(siblings, i));
    return tree;
}

Digest SerialisedTree::leaf(std::uint64_t index) const noexcept
{
    return digestAt(m_leaves, index - m_firstLeaf);
}

crypto::MerkleFrontier SerialisedTree::flushed() const
{
    return crypto::MerkleFrontier::fromPeaks(m_firstLeaf, m_peaks).value_or({});
}

crypto::MerkleFrontier SerialisedTree::frontier() const
{
    auto frontier = flushed();
    for (std::uint64_t i = 0; i < m_leafCount; ++i) frontier.append(digestAt(m_leaves, i));
    return frontier;
}

Result<std::vector<crypto::MerklePathStep>> SerialisedTree::path(std::uint64_t index) const
{
    if (index < m_firstLeaf || index >= size())
        return Error{ErrorCode::NotFound, "tree: leaf", std::to_string(index)};

    // One level at a time: `level` holds the nodes from number `begin` on; where that is odd, the peak of the level is the left
    // sibling of the first.
    std::vector<Digest> level;
    for (std::uint64_t i = 0; i < m_leafCount; ++i) level.push_back(digestAt(m_leaves, i));
    std::uint64_t begin = m_firstLeaf;
    std::size_t nextPeak = 0;
    std::vector<crypto::MerklePathStep> path;
    while (begin != 0 || level.size() > 1) {
        if (begin % 2 == 1) {
            level.insert(level.begin(), m_peaks[nextPeak++]);
            --begin;
        }
        const std::uint64_t at = index - begin;
        const std::uint64_t sibling = at ^ 1;
        if (sibling < level.size()) path.push_back({sibling < at, level[sibling]});
        std::vector<Digest> above;
        for (std::size_t i = 0; i + 1 < level.size(); i += 2) above.push_back(crypto::sha256Pair(level[i], level[i + 1]));
        if (level.size() % 2 == 1) above.push_back(level.back());
        level = std::move(above);
        begin /= 2;
        index /= 2;
    }
    return path;
}

} // namespace countersign::ccf
