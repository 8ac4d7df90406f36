#include "core/ccf/ledger/record_access.h"

#include "core/base/byte_reader.h"
#include "core/ccf/ledger/signature_transaction.h"
#include "core/ccf/ledger/structure.h"
#include "core/ccf/ledger/tables.h"

#include <algorithm>
#include <limits>

namespace countersign::ccf {

namespace {

constexpr std::uint64_t kReleaseEvery = 8u << 20;
constexpr std::size_t kMostReserved = 4096;

Error missing(SeqNo seqno)
{
    return {ErrorCode::NotFound, "seqno " + std::to_string(seqno), {}};
}

LocatedEntry located(SeqNo seqno, EntryPlace place)
{
    const Bytes bytes = place.chunk->bytes(place.range);
    return {seqno, std::move(place), bytes};
}

std::optional<UtcTime> signedTime(const std::vector<TableBlock>& tables)
{
    const auto block = std::ranges::find(tables, tables::kCoseSignatures, &TableBlock::name);
    if (block == tables.end() || !block->singleValue()) return {};
    const auto row = parseServiceSignatureRow(*block->singleValue());
    return row ? row->time : std::nullopt;
}

/// Walks a chunk's entries in order: the next one usually begins where the last one ended.
class ChunkCursor
{
public:
    ChunkCursor(RecordLocator& locator, std::uint32_t chunkIndex, std::shared_ptr<const Chunk> chunk)
        : m_locator(locator), m_chunkIndex(chunkIndex), m_chunk(std::move(chunk))
    {}

    Result<EntryPlace> at(SeqNo seqno)
    {
        if (m_next != 0) {
            const auto range = m_chunk->entryAt(m_next);
            if (range && loadIvSeqno(m_chunk->bytes(*range).data()) == seqno)
                return passed({m_chunkIndex, m_chunk, *range, false});
        }
        auto place = m_locator.find(m_chunkIndex, seqno);
        if (!place) return place;
        return passed(*std::move(place));
    }

    ~ChunkCursor() { release(); }
    ChunkCursor(const ChunkCursor&) = delete;
    ChunkCursor& operator=(const ChunkCursor&) = delete;

private:
    EntryPlace passed(EntryPlace place)
    {
        if (m_next > m_kept + kReleaseEvery) release();
        if (m_next == 0) m_kept = place.range.offset;
        m_next = place.range.end();
        return place;
    }

    void release()
    {
        if (m_next > m_kept) m_chunk->file().release({m_kept, m_next - m_kept});
        m_kept = m_next;
    }

    RecordLocator& m_locator;
    std::uint32_t m_chunkIndex;
    std::shared_ptr<const Chunk> m_chunk;
    std::uint64_t m_next = 0;
    std::uint64_t m_kept = 0;
};

} // namespace

RecordKind recordKindOf(const std::vector<TableBlock>& tables) noexcept
{
    const auto named = [&](std::string_view prefix) {
        return std::ranges::any_of(tables, [&](const TableBlock& block) { return block.name.starts_with(prefix); });
    };
    if (isSignatureTransaction(tables)) return RecordKind::Signature;
    if (named(tables::kGovernancePrefix)) return RecordKind::Governance;
    if (named(tables::kInternalPrefix)) return RecordKind::Internal;
    return tables.empty() ? RecordKind::PrivateOnly : RecordKind::Application;
}

RecordRow describeRow(const LocatedEntry& located, std::uint32_t file)
{
    RecordRow row{.seqno = located.seqno, .kind = RecordKind::Unreadable, .file = file, .bytes = located.place.range};
    if (located.bytes.size() >= kSmallestEntry) {
        row.flags = loadEntryHeader(located.bytes.data()).flags;
        row.view = loadU32le(located.bytes.data() + kEntryHeaderSize + 24) & 0x7fffffffu;
    }
    const auto entry = located.parse();
    if (!entry) return row;
    row.type = static_cast<std::uint8_t>(entry->type);
    row.privateBytes = entry->privateDomain.size();
    const auto tables = located.tables(*entry);
    if (!tables) return row;
    row.kind = recordKindOf(*tables);
    row.tables.reserve(tables->size());
    for (const TableBlock& block : *tables) {
        row.tables.emplace_back(block.name);
        row.writes += static_cast<std::uint32_t>(block.writes.size());
        row.removes += static_cast<std::uint32_t>(block.removes.size());
    }
    if (row.kind == RecordKind::Signature) row.time = signedTime(*tables);
    return row;
}

LedgerRecords::LedgerRecords(const LedgerFiles& files, Line line)
    : m_files(files), m_line(std::move(line)), m_locator(files)
{}

SeqNo LedgerRecords::endOfSegment(const Segment& segment) const
{
    const std::uint64_t positions = m_locator.positions(segment.chunk);
    if (positions == 0) return segment.from - 1;
    const SeqNo begin = m_files.chunks[segment.chunk].name.first;
    const SeqNo most = std::numeric_limits<SeqNo>::max();
    const SeqNo held = positions - 1 > most - begin ? most : begin + positions - 1;
    return std::max(segment.from - 1, std::min(held, segment.to.value_or(most)));
}

SeqNo LedgerRecords::first() const
{
    for (const Segment& segment : m_line.segments)
        if (endOfSegment(segment) >= segment.from) return segment.from;
    return 0;
}

SeqNo LedgerRecords::last() const
{
    for (auto it = m_line.segments.rbegin(); it != m_line.segments.rend(); ++it)
        if (const SeqNo end = endOfSegment(*it); end >= it->from) return end;
    return 0;
}

Result<LocatedEntry> LedgerRecords::locateIn(const Segment& segment, SeqNo seqno) const
{
    if (seqno < segment.from || (segment.to && seqno > *segment.to)) return missing(seqno);
    auto place = m_locator.find(segment.chunk, seqno);
    if (!place) return std::move(place).error();
    return located(seqno, *std::move(place));
}

Result<LocatedEntry> LedgerRecords::locate(SeqNo seqno) const
{
    const auto after = std::ranges::upper_bound(m_line.segments, seqno, {}, &Segment::from);
    if (after == m_line.segments.begin()) return missing(seqno);
    return locateIn(*std::prev(after), seqno);
}

bool LedgerRecords::visitSegment(const Segment& segment, SeqNo from, const std::stop_token& stop,
                                 const std::function<bool(const LocatedEntry&)>& visit) const
{
    auto chunk = m_locator.chunk(segment.chunk);
    if (!chunk) return true;
    ChunkCursor cursor(m_locator, segment.chunk, *chunk);
    const SeqNo end = endOfSegment(segment);
    for (SeqNo seqno = std::max(from, segment.from); seqno <= end && seqno != 0; ++seqno) {
        if (stop.stop_requested()) return false;
        auto place = cursor.at(seqno);
        if (!place) continue;
        if (!visit(located(seqno, *std::move(place)))) return false;
    }
    return true;
}

Result<void> LedgerRecords::forEach(SeqNo from, std::stop_token stop,
                                    const std::function<bool(const LocatedEntry&)>& visit) const
{
    const auto after = std::ranges::upper_bound(m_line.segments, from, {}, &Segment::from);
    auto segment = after == m_line.segments.begin() ? after : std::prev(after);
    for (; segment != m_line.segments.end(); ++segment)
        if (!visitSegment(*segment, from, stop, visit)) break;
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "records", {}};
    return {};
}

Result<std::vector<RecordRow>> LedgerRecords::rows(SeqNo from, std::size_t count, std::stop_token stop)
{
    std::vector<RecordRow> rows;
    if (count == 0) return rows;
    rows.reserve(std::min(count, kMostReserved));
    auto done = forEach(from, std::move(stop), [&](const LocatedEntry& entry) {
        rows.push_back(describeRow(entry, m_files.chunks[entry.place.chunkIndex].file));
        return rows.size() < count;
    });
    if (!done) return std::move(done).error();
    return rows;
}

Result<RecordDetail> LedgerRecords::detail(SeqNo seqno, std::uint64_t limit)
{
    const auto entry = locate(seqno);
    if (!entry) return entry.error();
    RecordDetail detail;
    detail.row = describeRow(*entry, m_files.chunks[entry->place.chunkIndex].file);
    detail.cut = entry->bytes.size() > limit;
    detail.bytes = copyOf(entry->bytes.first(std::min<std::uint64_t>(limit, entry->bytes.size())));
    detail.structure = describeEntry(entry->bytes);
    return detail;
}

Result<ByteVector> LedgerRecords::writtenValue(SeqNo seqno, std::string_view table, Bytes key)
{
    const auto located = locate(seqno);
    if (!located) return located.error();
    const auto entry = located->parse();
    if (!entry) return entry.error();
    const auto tables = located->tables(*entry);
    if (!tables) return tables.error();
    const auto block = std::ranges::find(*tables, table, &TableBlock::name);
    const TableWrite* write = block == tables->end() ? nullptr : block->find(key);
    if (!write) return missing(seqno);
    return copyOf(write->value);
}

} // namespace countersign::ccf
