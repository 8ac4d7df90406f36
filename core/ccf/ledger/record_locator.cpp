#include "core/ccf/ledger/record_locator.h"

#include <algorithm>

namespace countersign::ccf {

ChunkWalk walkChunk(const Chunk& chunk)
{
    ChunkWalk walk;
    walk.end = Chunk::kFirstEntry;
    while (walk.end < chunk.entriesEnd()) {
        const auto range = chunk.entryAt(walk.end);
        if (!range) {
            // Cut short is how an open chunk ends; in a chunk that says where its entries end it is damage.
            walk.damaged = range.error().code != ErrorCode::Truncated || chunk.hasPositions();
            break;
        }
        if (walk.count % ChunkWalk::kStride == 0) walk.offsets.push_back(walk.end);
        ++walk.count;
        walk.end = range->end();
    }
    return walk;
}

std::shared_ptr<const ChunkWalk> RecordLocator::walkOf(std::uint32_t chunkIndex, const Chunk& chunk)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find(m_walks, chunkIndex, &Walks::value_type::first);
    if (found != m_walks.end()) {
        m_walks.splice(m_walks.begin(), m_walks, found);
        return found->second;
    }
    m_walks.emplace_front(chunkIndex, std::make_shared<const ChunkWalk>(walkChunk(chunk)));
    if (m_walks.size() > kWalksKept) m_walks.pop_back();
    return m_walks.front().second;
}

std::uint64_t RecordLocator::positions(std::uint32_t chunkIndex)
{
    const auto chunk = m_chunks.open(chunkIndex);
    return chunk ? positionsOf(chunkIndex, **chunk) : 0;
}

std::uint64_t RecordLocator::positionsOf(std::uint32_t chunkIndex, const Chunk& chunk)
{
    const ChunkName& name = m_files.chunks[chunkIndex].name;
    if (chunk.tableCount() != 0 && name.last && chunk.tableCount() - 1 == *name.last - name.first)
        return chunk.tableCount();
    const auto walk = walkOf(chunkIndex, chunk);
    return std::max(walk->count + (walk->damaged ? 1 : 0), chunk.tableCount());
}

std::optional<ByteRange> RecordLocator::damagedRange(const Chunk& chunk, std::uint64_t index) const
{
    const auto begin = chunk.position(index);
    if (!begin || *begin < Chunk::kFirstEntry || *begin >= chunk.entriesEnd()) return {};
    const std::uint64_t end = chunk.position(index + 1).value_or(chunk.entriesEnd());
    if (end <= *begin || end > chunk.entriesEnd()) return {};
    return ByteRange{*begin, end - *begin};
}

Result<EntryPlace> RecordLocator::find(std::uint32_t chunkIndex, SeqNo seqno)
{
    auto opened = m_chunks.open(chunkIndex);
    if (!opened) return std::move(opened).error();
    const Chunk& chunk = **opened;
    const Error missing{ErrorCode::NotFound, chunk.name(), "seqno " + std::to_string(seqno)};
    if (seqno < chunk.first()) return missing;
    const std::uint64_t index = seqno - chunk.first();
    if (const auto hint = chunk.position(index)) {
        const auto range = chunk.entryAt(*hint);
        if (range && loadIvSeqno(chunk.bytes(*range).data()) == seqno)
            return EntryPlace{chunkIndex, *opened, *range, false};
    }
    const auto walk = walkOf(chunkIndex, chunk);
    if (index < walk->count) {
        auto range = chunk.entryAt(walk->offsets[index / ChunkWalk::kStride]);
        for (std::uint64_t i = index % ChunkWalk::kStride; range && i > 0; --i) range = chunk.entryAt(range->end());
        if (!range) return std::move(range).error(); // the file changed since it was walked
        return EntryPlace{chunkIndex, *opened, *range, false};
    }
    if (const auto range = damagedRange(chunk, index)) return EntryPlace{chunkIndex, *opened, *range, true};
    if (index == walk->count && walk->damaged)
        return EntryPlace{chunkIndex, *opened, {walk->end, chunk.entriesEnd() - walk->end}, true};
    return missing;
}

} // namespace countersign::ccf
