#include "core/ccf/ledger/layout.h"

#include <algorithm>
#include <limits>
#include <queue>

namespace countersign::ccf {

namespace {

constexpr SeqNo kOpenEnd = std::numeric_limits<SeqNo>::max();

SeqNo endOf(const ChunkName& name)
{
    return name.last.value_or(kOpenEnd);
}

int rank(const ChunkName& name)
{
    return name.committed ? 2 : name.last ? 1 : 0;
}

struct Candidate {
    std::uint32_t chunk = 0;
    bool preferred = false;
    int rank = 0;
    SeqNo end = 0;
    SeqNo first = 0;
    std::uint64_t size = 0;

    /// Worse comes first, for a heap with the best on top.
    bool operator<(const Candidate& other) const noexcept
    {
        if (preferred != other.preferred) return !preferred;
        if (rank != other.rank) return rank < other.rank;
        if (end != other.end) return rank == 0 ? first > other.first : end < other.end;
        if (first != other.first) return rank == 0 ? first < other.first : first > other.first;
        if (size != other.size) return size < other.size;
        return chunk > other.chunk;
    }
};

bool takesPart(const ChunkFile& chunk)
{
    return !chunk.name.setAside && !chunk.name.recovery && chunk.identity.size > 0;
}

} // namespace

Line layOut(const LedgerFiles& files, std::optional<std::uint32_t> preferredFolder)
{
    Line line;
    std::priority_queue<Candidate> open;
    std::vector<bool> used(files.chunks.size());
    std::size_t next = 0;
    const auto admitUpTo = [&](SeqNo seqno) {
        for (; next < files.chunks.size() && files.chunks[next].name.first <= seqno; ++next) {
            const ChunkFile& chunk = files.chunks[next];
            if (takesPart(chunk))
                open.push({static_cast<std::uint32_t>(next), preferredFolder == chunk.folder, rank(chunk.name),
                           endOf(chunk.name), chunk.name.first, chunk.identity.size});
        }
    };
    const auto startOfNext = [&](SeqNo after) {
        for (std::size_t i = next; i < files.chunks.size(); ++i)
            if (takesPart(files.chunks[i]) && files.chunks[i].name.first >= after) return files.chunks[i].name.first;
        return kOpenEnd;
    };

    SeqNo expected = startOfNext(0);
    while (expected != kOpenEnd) {
        admitUpTo(expected);
        while (!open.empty() && open.top().end < expected) open.pop();
        if (open.empty()) {
            expected = startOfNext(expected);
            continue;
        }
        const Candidate best = open.top();
        open.pop();
        used[best.chunk] = true;
        Segment segment{best.chunk, expected, files.chunks[best.chunk].name.last};
        // An open chunk is as long as its bytes; where a finished file begins later, that file takes over.
        if (best.end == kOpenEnd) {
            const SeqNo later = startOfNext(expected + 1);
            if (later != kOpenEnd) segment.to = later - 1;
        }
        line.segments.push_back(segment);
        if (!segment.to) break;
        expected = *segment.to + 1;
    }
    for (std::uint32_t i = 0; i < files.chunks.size(); ++i)
        if (takesPart(files.chunks[i]) && !used[i]) line.copies.push_back(i);
    return line;
}

Line lineOver(const LedgerFiles& files, const Line& line, std::uint32_t chunk)
{
    const ChunkFile& file = files.chunks[chunk];
    Line result;
    for (const Segment& segment : line.segments) {
        if (segment.from >= file.name.first) break;
        result.segments.push_back(segment);
        auto& to = result.segments.back().to;
        if (!to || *to >= file.name.first) to = file.name.first - 1;
    }
    result.segments.push_back({chunk, file.name.first, file.name.last});
    for (const Segment& segment : layOut(files, file.folder).segments) {
        const auto& end = result.segments.back().to;
        if (!end || files.chunks[segment.chunk].folder != file.folder || segment.from <= *end) continue;
        result.segments.push_back(segment);
    }
    return result;
}

std::vector<std::pair<SeqNo, SeqNo>> gapsOf(const Line& line)
{
    std::vector<std::pair<SeqNo, SeqNo>> gaps;
    for (std::size_t i = 1; i < line.segments.size(); ++i) {
        const auto& before = line.segments[i - 1].to;
        if (before && *before + 1 < line.segments[i].from) gaps.emplace_back(*before + 1, line.segments[i].from - 1);
    }
    return gaps;
}

Result<std::shared_ptr<const Chunk>> ChunkCache::open(std::uint32_t chunk)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find(m_recent, chunk, [](const auto& item) { return item.first; });
    if (found != m_recent.end()) {
        std::rotate(found, found + 1, m_recent.end());
        return m_recent.back().second;
    }
    auto opened = Chunk::open(m_files.chunks[chunk].path, m_files.chunks[chunk].name.first);
    if (!opened) return std::move(opened).error();
    if (m_recent.size() >= m_limit) m_recent.erase(m_recent.begin());
    m_recent.emplace_back(chunk, *opened);
    return *std::move(opened);
}

} // namespace countersign::ccf
