#include "core/ccf/ledger/copies.h"

#include <algorithm>
#include <cstring>

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
        do m_slice = m_reader.next();
        while (m_slice && m_slice->entries.empty());
    }

    LineReader m_reader;
    std::optional<Slice> m_slice;
    std::size_t m_index = 0;
};

bool same(Bytes a, Bytes b) noexcept
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

std::vector<CopyComparison> compareCopies(const LedgerFiles& files, const Line& line, std::stop_token stop)
{
    std::vector<CopyComparison> result;
    for (const std::uint32_t chunk : line.copies) {
        const ChunkName& name = files.chunks[chunk].name;
        const Line alone{{{chunk, name.first, name.last}}, {}};
        EntryWalk copy(files, alone, name.first);
        EntryWalk main(files, line, name.first);
        CopyComparison comparison{.chunk = chunk, .first = name.first, .last = name.first};
        while (!copy.atEnd() && !stop.stop_requested()) {
            while (!main.atEnd() && main.seqno() < copy.seqno()) main.step();
            if (main.atEnd()) {
                comparison.beyond = copy.seqno();
            } else if (main.seqno() == copy.seqno()) {
                comparison.last = copy.seqno();
                if (!same(copy.bytes(), main.bytes())) {
                    comparison.differsAt = copy.seqno();
                    comparison.offset = copy.range().offset;
                    break;
                }
            }
            copy.step();
        }
        if (stop.stop_requested()) return result;
        result.push_back(comparison);
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
