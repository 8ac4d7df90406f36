#include "core/ccf/ledger/copies.h"

#include "core/base/byte_reader.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace countersign::ccf {

namespace {

/// The entries of a line, one after the other.
class EntryWalk
{
public:
    EntryWalk(const LedgerFiles& files, const Line& line, SeqNo from) : m_reader(files, line, from) { load(); }

    bool atEnd() const noexcept { return !m_slice; }
    SeqNo seqno() const noexcept { return m_slice->first + m_index; }
    ByteRange range() const noexcept { return m_slice->entries[m_index]; }
    std::vector<ReadNote> takeNotes() { return std::move(m_notes); }
    Bytes bytes() const noexcept { return m_slice->chunk->bytes(range()); }

    void step()
    {
        if (++m_index < m_slice->entries.size()) return;
        m_slice->chunk->file().release(m_slice->bytes());
        load();
    }

private:
    void load()
    {
        m_index = 0;
        do {
            m_slice = m_reader.next();
            if (m_slice) std::ranges::move(m_slice->notes, std::back_inserter(m_notes));
        } while (m_slice && m_slice->entries.empty());
    }

    LineReader m_reader;
    std::vector<ReadNote> m_notes;
    std::optional<Slice> m_slice;
    std::size_t m_index = 0;
};

View viewOf(Bytes entry) noexcept
{
    return entry.size() < kSmallestEntry ? 0 : loadU32le(entry.data() + kEntryHeaderSize + 24) & 0x7fffffffu;
}

bool same(Bytes a, Bytes b) noexcept
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

namespace {

/// Files, or parts of files, that the line passes over.
std::vector<Segment> passedOver(const LedgerFiles& files, const Line& line)
{
    std::vector<Segment> parts;
    for (const std::uint32_t chunk : line.copies) parts.push_back({chunk, files.chunks[chunk].name.first, files.chunks[chunk].name.last});
    for (const Segment& segment : line.segments) {
        const ChunkName& name = files.chunks[segment.chunk].name;
        if (name.first < segment.from) parts.push_back({segment.chunk, name.first, segment.from - 1});
        if (segment.to && segment.to != name.last) parts.push_back({segment.chunk, *segment.to + 1, name.last});
    }
    return parts;
}

CopyComparison compare(const LedgerFiles& files, const Line& line, const Segment& part, const std::stop_token& stop)
{
    const Line alone{{part}, {}};
    EntryWalk copy(files, alone, part.from);
    EntryWalk main(files, line, part.from);
    CopyComparison comparison{.chunk = part.chunk, .first = part.from, .last = part.from};
    while (!copy.atEnd() && !stop.stop_requested()) {
        while (!main.atEnd() && main.seqno() < copy.seqno()) main.step();
        if (!main.atEnd() && main.seqno() == copy.seqno()) {
            comparison.last = copy.seqno();
            if (!same(copy.bytes(), main.bytes())) {
                comparison.differsAt = copy.seqno();
                comparison.offset = copy.range().offset;
                comparison.view = viewOf(copy.bytes());
                comparison.lineView = viewOf(main.bytes());
                break;
            }
        }
        copy.step();
    }
    for (ReadNote& note : copy.takeNotes())
        if (note.verdict != Verdict::Passed) comparison.notes.push_back(std::move(note));
    return comparison;
}

} // namespace

std::vector<CopyComparison> compareCopies(const LedgerFiles& files, const Line& line, std::stop_token stop)
{
    std::vector<CopyComparison> result;
    for (const Segment& part : passedOver(files, line)) {
        if (stop.stop_requested()) return result;
        result.push_back(compare(files, line, part, stop));
    }
    return result;
}

SeqNo committedByName(const LedgerFiles& files, std::uint32_t folder)
{
    SeqNo committed = 0;
    for (const ChunkFile& chunk : files.chunks)
        if (chunk.folder == folder && chunk.name.committed && !chunk.name.setAside && !chunk.name.recovery)
            committed = std::max(committed, *chunk.name.last);
    return committed;
}

SeqNo committedByName(const LedgerFiles& files, const Line& line)
{
    SeqNo committed = 0;
    for (const Segment& segment : line.segments)
        if (files.chunks[segment.chunk].name.committed)
            committed = std::max(committed, *files.chunks[segment.chunk].name.last);
    return committed;
}

} // namespace countersign::ccf
