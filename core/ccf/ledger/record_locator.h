#pragma once

#include "core/ccf/ledger/layout.h"

#include <list>
#include <memory>
#include <mutex>
#include <vector>

namespace countersign::ccf {

/// Where an entry stands, with the mapping that holds it.
struct EntryPlace {
    std::uint32_t chunkIndex = 0; ///< Index into LedgerFiles::chunks.
    std::shared_ptr<const Chunk> chunk;
    ByteRange range;
    bool damaged = false; ///< Its header does not hold; the range reaches as far as the entry may.
};

/// What a walk over the entry headers of a chunk found: every kStride-th offset, so that any entry is few steps away.
struct ChunkWalk {
    static constexpr std::uint64_t kStride = 256;
    std::vector<std::uint64_t> offsets; ///< Of entries 0, kStride, 2 kStride, …
    std::uint64_t count = 0;            ///< Whole entries.
    std::uint64_t end = 0;              ///< Where the walk stopped.
    bool damaged = false;               ///< It stopped at bytes that are no entry, not at the end or at one cut short.
};

ChunkWalk walkChunk(const Chunk& chunk);

/// Finds entries by position: the positions table is asked first and believed only when the seqno in the entry's
/// initialisation vector agrees; otherwise the chunk is walked. Safe from any thread.
class RecordLocator
{
public:
    /// `files` outlives this.
    explicit RecordLocator(const LedgerFiles& files) : m_files(files), m_chunks(files) {}

    /// NotFound when the chunk does not reach to `seqno`.
    Result<EntryPlace> find(std::uint32_t chunkIndex, SeqNo seqno);

    /// How many positions the chunk has, a damaged one at its end included. 0 when it cannot be opened.
    std::uint64_t positions(std::uint32_t chunkIndex);

    Result<std::shared_ptr<const Chunk>> chunk(std::uint32_t chunkIndex) { return m_chunks.open(chunkIndex); }

private:
    using Walks = std::list<std::pair<std::uint32_t, std::shared_ptr<const ChunkWalk>>>;

    std::shared_ptr<const ChunkWalk> walkOf(std::uint32_t chunkIndex, const Chunk& chunk);
    std::uint64_t positionsOf(std::uint32_t chunkIndex, const Chunk& chunk);
    std::optional<ByteRange> damagedRange(const Chunk& chunk, std::uint64_t index) const;

    static constexpr std::size_t kWalksKept = 32;

    const LedgerFiles& m_files;
    ChunkCache m_chunks;
    std::mutex m_mutex;
    Walks m_walks; ///< Latest used first.
};

} // namespace countersign::ccf
