#pragma once

#include "core/ccf/ledger/chunk.h"
#include "core/ccf/ledger/ledger_files.h"

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace countersign::ccf {

/// A stretch of a history taken from one file.
struct Segment {
    std::uint32_t chunk = 0;   ///< Index into LedgerFiles::chunks.
    SeqNo from = 0;            ///< May lie inside the chunk.
    std::optional<SeqNo> to;   ///< By name; none for an open chunk, which goes as far as its bytes do.
};

/// A history put together from files, and the files that were left over.
struct Line {
    std::vector<Segment> segments;      ///< In order; gaps may lie between.
    std::vector<std::uint32_t> copies;  ///< Chunks whose range other chunks hold already.
};

/// Chooses, for every seqno, the file to judge: committed before complete before open, then the longer, then the earlier in the
/// list. `preferredFolder` comes before all that, for judging a copy that differs. Set-aside, recovery and empty files
/// take no part.
Line layOut(const LedgerFiles& files, std::optional<std::uint32_t> preferredFolder = {});

/// `line` up to where `chunk` begins, then that chunk, then what else its folder holds: the history the chunk is part of.
Line lineOver(const LedgerFiles& files, const Line& line, std::uint32_t chunk);

/// The seqnos no file holds, between the first and the last held.
std::vector<std::pair<SeqNo, SeqNo>> gapsOf(const Line& line);

/// Opens chunks when they are asked for and keeps the most recent ones mapped. Safe from any thread.
class ChunkCache
{
public:
    explicit ChunkCache(const LedgerFiles& files, std::size_t limit = 64) : m_files(files), m_limit(limit) {}

    Result<std::shared_ptr<const Chunk>> open(std::uint32_t chunk);

private:
    const LedgerFiles& m_files;
    std::size_t m_limit;
    std::mutex m_mutex;
    std::vector<std::pair<std::uint32_t, std::shared_ptr<const Chunk>>> m_recent; ///< Latest used last.
};

} // namespace countersign::ccf
