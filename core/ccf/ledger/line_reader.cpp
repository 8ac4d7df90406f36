#include "core/ccf/ledger/line_reader.h"

#include "core/base/byte_reader.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

namespace countersign::ccf {

namespace {

constexpr std::uint64_t kHeadersAhead = 8;

} // namespace

LineReader::LineReader(const LedgerFiles& files, const Line& line, SeqNo from, SliceLimits limits)
    : m_files(files), m_line(line), m_limits(limits), m_from(from)
{
    if (from == 0) return;
    while (m_segment < line.segments.size() && line.segments[m_segment].to && *line.segments[m_segment].to < from)
        ++m_segment;
}

Place LineReader::place(std::optional<std::uint64_t> offset) const
{
    Place where;
    where.file = m_files.chunks[m_line.segments[m_segment].chunk].path.string();
    where.offset = offset;
    if (m_seqno != 0) where.seqno = m_seqno;
    return where;
}

/// About a file as a whole, or the one of its entries named.
void LineReader::noteFile(Slice& slice, const char* check, const char* reason, Verdict verdict, std::uint64_t offset,
                          std::string detail, std::optional<SeqNo> seqno) const
{
    note(slice, check, reason, verdict, offset, std::move(detail));
    slice.notes.back().where.seqno = seqno;
}

void LineReader::note(Slice& slice, const char* check, const char* reason, Verdict verdict, std::uint64_t offset,
                      std::string detail) const
{
    slice.notes.push_back({check, reason, verdict, place(offset), std::move(detail)});
}

std::optional<Slice> LineReader::next()
{
    Slice slice;
    while (m_segment < m_line.segments.size()) {
        if (!m_chunk && !openSegment(slice)) {
            ++m_segment;
            continue;
        }
        slice.chunk = m_chunk;
        slice.chunkIndex = m_line.segments[m_segment].chunk;
        slice.first = m_seqno;
        if (m_expected != 0 && m_expected < m_seqno && wantsMore()) slice.missingFrom = m_expected;
        walk(slice);
        if (!slice.entries.empty()) m_expected = m_seqno;
        if (slice.entries.size() < m_limits.entries && slice.bytes().length < m_limits.bytes) {
            closeChunk(slice);
            slice.chunkDone = true;
            m_chunk.reset();
            ++m_segment;
        }
        return slice;
    }
    if (!slice.notes.empty()) return slice;
    return {};
}

bool LineReader::openSegment(Slice& slice)
{
    const Segment& segment = m_line.segments[m_segment];
    const ChunkFile& file = m_files.chunks[segment.chunk];
    m_seqno = 0;
    auto opened = Chunk::open(file.path, file.name.first);
    if (!opened) {
        slice.notes.push_back({kCheckChunkReadable, kReasonUnreadable, Verdict::Indeterminate, place(),
                               opened.error().where + ": " + opened.error().detail});
        return false;
    }
    m_chunk = *std::move(opened);
    m_seqno = file.name.first;
    m_offset = Chunk::kFirstEntry;
    m_walkEnd = file.name.last ? m_chunk->file().size() : m_chunk->entriesEnd();
    m_positionFault.reset();
    m_walkBroken = false;
    skipToSegmentStart(slice);
    return true;
}

void LineReader::skipToSegmentStart(Slice& slice)
{
    const SeqNo start = std::max(m_line.segments[m_segment].from, m_from);
    while (m_seqno < start) {
        const auto range = entryHere(slice);
        if (!range) return;
        m_offset = range->end();
        ++m_seqno;
    }
}

bool LineReader::wantsMore() const
{
    const Segment& segment = m_line.segments[m_segment];
    return !m_walkBroken && (!segment.to || m_seqno <= *segment.to) && m_offset < m_walkEnd;
}

void LineReader::walk(Slice& slice)
{
    const std::uint64_t begin = m_offset;
    m_chunk->file().prefetch({m_offset, m_limits.bytes});
    while (wantsMore() && slice.entries.size() < m_limits.entries && m_offset - begin < m_limits.bytes) {
        const auto range = entryHere(slice);
        if (!range) return;
        slice.entries.push_back(*range);
        m_offset = range->end();
        ++m_seqno;
    }
}

/// Whether an entry of `seqno` may stand at `offset`: version, size and the IV's seqno.
bool LineReader::plausible(std::uint64_t offset, SeqNo seqno, ByteRange& range) const
{
    const Bytes bytes = m_chunk->file().bytes();
    if (offset < Chunk::kFirstEntry || offset > m_walkEnd || m_walkEnd - offset < kSmallestEntry) return false;
    const EntryHeader header = loadEntryHeader(bytes.data() + offset);
    range = {offset, header.size + kEntryHeaderSize};
    return header.version == 1 && range.length >= kSmallestEntry && range.length <= m_walkEnd - offset
           && loadIvSeqno(bytes.data() + offset) == seqno;
}

std::optional<ByteRange> LineReader::entryHere(Slice& slice)
{
    const std::uint64_t index = m_seqno - m_chunk->first();
    const auto stated = m_chunk->position(index);
    if (stated && *stated != m_offset && !m_positionFault) m_positionFault = index;
    // Headers lie a cache miss apart; the table tells where the ones to come are.
    if (const auto ahead = m_chunk->position(index + kHeadersAhead); ahead && *ahead < m_walkEnd)
        __builtin_prefetch(m_chunk->file().bytes().data() + *ahead);

    ByteRange range;
    ByteRange after;
    if (plausible(m_offset, m_seqno, range)) {
        // A size that leads astray is noticed where the table and the next entry agree on another place.
        const auto next = m_chunk->position(index + 1);
        if (next && *next != range.end() && *next > m_offset && !plausible(range.end(), m_seqno + 1, after)
            && plausible(*next, m_seqno + 1, after))
            return ByteRange{m_offset, *next - m_offset};
        return range;
    }
    // The IV alone is damaged: the size still leads to the next entry.
    auto bySize = m_chunk->entryAt(m_offset);
    if (bySize && plausible(bySize->end(), m_seqno + 1, after)) return *bySize;
    // The header is damaged: the table names the next entry, and it is there.
    const auto next = m_chunk->position(index + 1);
    if (next && *next > m_offset && *next - m_offset >= kEntryHeaderSize && plausible(*next, m_seqno + 1, after))
        return ByteRange{m_offset, *next - m_offset};
    // The last entry of a finished chunk ends where the table begins.
    if (m_chunk->hasPositions() && index + 1 == m_chunk->tableCount() && m_chunk->entriesEnd() > m_offset)
        return ByteRange{m_offset, m_chunk->entriesEnd() - m_offset};
    if (bySize && bySize->end() == m_walkEnd) return *bySize;
    if (const auto found = searchFor(m_seqno + 1)) return ByteRange{m_offset, *found - m_offset};

    m_walkBroken = true;
    const bool openTail = !m_line.segments[m_segment].to && !m_chunk->hasPositions();
    const std::string left = std::to_string(m_walkEnd - m_offset) + " bytes left";
    if (openTail && cutShort())
        note(slice, kCheckChunkComplete, kReasonTruncated, Verdict::Passed, m_offset, left);
    else
        note(slice, kCheckEntryStructure, kReasonMalformed, Verdict::Failed, m_offset, left);
    return {};
}

/// Whether what stands at the end of an open chunk is the beginning of an entry that was still being written.
bool LineReader::cutShort() const
{
    const std::uint64_t left = m_walkEnd - m_offset;
    const std::uint8_t* p = m_chunk->file().bytes().data() + m_offset;
    if (left < kEntryHeaderSize) return true;
    const EntryHeader header = loadEntryHeader(p);
    if (header.version != 1 || header.size <= left - kEntryHeaderSize) return false;
    return left < kSmallestEntry || loadIvSeqno(p) == m_seqno;
}

/// Neither sizes nor positions lead on: the next place where an entry of `seqno` stands with another one, or the end, behind it.
std::optional<std::uint64_t> LineReader::searchFor(SeqNo seqno) const
{
    if (m_walkEnd < kSmallestEntry) return {};
    const Bytes bytes = m_chunk->file().bytes();
    ByteRange range, after;
    for (std::uint64_t at = m_offset + kEntryHeaderSize; at <= m_walkEnd - kSmallestEntry; ++at) {
        if (bytes[at] != 1 || !plausible(at, seqno, range)) continue;
        const bool last = range.end() == m_walkEnd || range.end() == m_chunk->entriesEnd();
        if (last || plausible(range.end(), seqno + 1, after)) return at;
    }
    return {};
}

void LineReader::closeChunk(Slice& slice)
{
    const ChunkName& name = m_files.chunks[m_line.segments[m_segment].chunk].name;
    const bool wholeChunkRead = m_line.segments[m_segment].to == name.last;
    if (m_chunk->file().changed())
        noteFile(slice, kCheckChunkUnchanged, kReasonFileChanged, Verdict::Indeterminate, 0);
    if (!wholeChunkRead || m_chunk->file().size() == 0) return;
    if (name.last && m_seqno <= *name.last)
        note(slice, kCheckChunkName, kReasonNameMismatch, Verdict::Failed, m_offset,
             "ends before " + std::to_string(m_seqno) + ", the name says " + std::to_string(*name.last));
    else if (name.last)
        noteFile(slice, kCheckChunkName, "", Verdict::Passed, 0);
    checkTableAgainstWalk(slice);
}

void LineReader::checkTableAgainstWalk(Slice& slice)
{
    const ChunkName& name = m_files.chunks[m_line.segments[m_segment].chunk].name;
    const std::uint64_t walked = m_seqno - m_chunk->first();
    if (const auto& fault = m_chunk->tableFault()) {
        noteFile(slice, kCheckChunkPositions, kReasonPositionsMismatch, Verdict::Failed, 0, fault->where);
        return;
    }
    if (!m_chunk->hasPositions()) {
        if (name.last)
            noteFile(slice, kCheckChunkComplete, kReasonIncompleteChunk, Verdict::Failed, 0, "no positions table");
        return;
    }
    const std::uint64_t table = m_chunk->entriesEnd();
    if (m_walkBroken) return;
    if (m_offset < table)
        note(slice, kCheckChunkName, kReasonNameMismatch, Verdict::Failed, m_offset,
             std::to_string(table - m_offset) + " bytes of further entries");
    else if (m_offset > table)
        noteFile(slice, kCheckChunkPositions, kReasonPositionsMismatch, Verdict::Failed, 0,
             "entries end at " + std::to_string(m_offset) + ", the table is said to begin at " + std::to_string(table));
    else if (m_chunk->tableCount() > walked)
        noteFile(slice, kCheckChunkPositions, kReasonTrailingBytes, Verdict::Failed, table + 4 * walked,
             std::to_string(m_chunk->tableCount() - walked) + " positions too many");
    else if (m_chunk->tableCount() < walked)
        noteFile(slice, kCheckChunkPositions, kReasonPositionsMismatch, Verdict::Failed, table,
             std::to_string(walked - m_chunk->tableCount()) + " positions missing");
    else if (m_positionFault)
        noteFile(slice, kCheckChunkPositions, kReasonPositionsMismatch, Verdict::Failed, table + 4 * *m_positionFault,
                 "entry " + std::to_string(m_chunk->first() + *m_positionFault), m_chunk->first() + *m_positionFault);
    else
        noteFile(slice, kCheckChunkPositions, "", Verdict::Passed, 0);
}

} // namespace countersign::ccf
