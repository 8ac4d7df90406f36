#include "app/sandbox/ledger/ledger_tree.h"

#include "app/sandbox/ledger/byte_writer.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace countersign::sandbox {

LedgerTree::LedgerTree()
{
    append(Digest{});
}

void LedgerTree::push(std::vector<Digest>& peaks, std::uint64_t size, const Digest& leaf)
{
    Digest carry = leaf;
    for (; (size & 1) != 0; size >>= 1) {
        carry = sha256Of(peaks.back(), carry);
        peaks.pop_back();
    }
    peaks.push_back(carry);
}

void LedgerTree::append(const Digest& leaf)
{
    push(m_peaks, m_size, leaf);
    m_leaves.push_back(leaf);
    ++m_size;
}

Digest LedgerTree::root() const
{
    Digest acc = m_peaks.back();
    for (auto peak = m_peaks.rbegin() + 1; peak != m_peaks.rend(); ++peak) acc = sha256Of(*peak, acc);
    return acc;
}

void LedgerTree::flushTo(std::uint64_t index)
{
    index = std::min(index, m_size - 1);
    if (index <= m_flushed) return;
    const auto count = static_cast<std::ptrdiff_t>(index - m_flushed);
    for (auto leaf = m_leaves.begin(); leaf != m_leaves.begin() + count; ++leaf)
        push(m_flushedPeaks, m_flushed++, *leaf);
    m_leaves.erase(m_leaves.begin(), m_leaves.begin() + count);
}

Digest LedgerTree::leaf(std::uint64_t index) const
{
    if (index < m_flushed || index >= m_size) throw std::out_of_range("the leaf is not kept");
    return m_leaves[index - m_flushed];
}

Digest LedgerTree::rangeHash(std::uint64_t first, std::uint64_t last) const
{
    if (last <= m_flushed) {
        // A whole subtree of flushed leaves is one of their peaks.
        std::uint64_t begin = 0;
        std::size_t peak = 0;
        for (int bit = 63; bit >= 0; --bit) {
            const std::uint64_t width = std::uint64_t{1} << bit;
            if ((m_flushed & width) == 0) continue;
            if (begin == first && begin + width == last) return m_flushedPeaks[peak];
            begin += width;
            ++peak;
        }
        throw std::out_of_range("the range is flushed");
    }
    if (last - first == 1) return leaf(first);
    const std::uint64_t middle = first + std::bit_floor(last - first - 1);
    return sha256Of(rangeHash(first, middle), rangeHash(middle, last));
}

std::vector<PathStep> LedgerTree::path(std::uint64_t index, std::uint64_t size) const
{
    std::vector<PathStep> steps;
    std::uint64_t first = 0;
    std::uint64_t last = size;
    while (last - first > 1) {
        const std::uint64_t middle = first + std::bit_floor(last - first - 1);
        if (index < middle) {
            steps.emplace_back(false, rangeHash(middle, last));
            last = middle;
        } else {
            steps.emplace_back(true, rangeHash(first, middle));
            first = middle;
        }
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

ByteVector LedgerTree::serialise() const
{
    ByteWriter out;
    out.reserve(16 + 32 * (m_leaves.size() + m_flushedPeaks.size()));
    out.u64be(m_leaves.size()).u64be(m_flushed);
    for (const Digest& leaf : m_leaves) out.bytes(leaf);
    for (auto peak = m_flushedPeaks.rbegin(); peak != m_flushedPeaks.rend(); ++peak) out.bytes(*peak);
    return out.take();
}

Digest plainRoot(std::vector<Digest> leaves)
{
    if (leaves.empty()) return {};
    while (leaves.size() > 1) {
        std::vector<Digest> above;
        for (std::size_t i = 0; i + 1 < leaves.size(); i += 2) above.push_back(sha256Of(leaves[i], leaves[i + 1]));
        if (leaves.size() % 2 == 1) above.push_back(leaves.back());
        leaves = std::move(above);
    }
    return leaves.front();
}

} // namespace countersign::sandbox
