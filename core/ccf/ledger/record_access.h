#pragma once

#include "core/ccf/ledger/layout.h"
#include "core/ccf/ledger/public_domain.h"
#include "core/ccf/ledger/record_locator.h"
#include "core/family/records.h"

#include <functional>

namespace countersign::ccf {

/// An entry where it stands. Keeps its chunk mapped.
struct LocatedEntry {
    SeqNo seqno = 0; ///< By position.
    EntryPlace place;
    Bytes bytes; ///< Whole, as far as its bounds can be told; views `place.chunk`.

    /// Errors name the chunk and the offset in it.
    Result<Entry> parse() const { return parseEntry(bytes, place.range.offset, place.chunk->name()); }
    Result<std::vector<TableBlock>> tables(const Entry& entry) const
    {
        return readTables(entry, place.range.offset, place.chunk->name());
    }
};

/// The records of a line. Opening reads nothing; chunks without a usable positions table are walked, by entry headers
/// only, when they are first needed. Judges nothing: a row shows what its bytes say. Safe from any thread.
class LedgerRecords final : public RecordAccess
{
public:
    /// `files` outlives this.
    LedgerRecords(const LedgerFiles& files, Line line);

    SeqNo first() const override;
    SeqNo last() const override;
    Result<std::vector<RecordRow>> rows(SeqNo from, std::size_t count, std::stop_token stop) override;
    Result<RecordDetail> detail(SeqNo seqno, std::uint64_t limit = 16u << 20) override;
    Result<ByteVector> writtenValue(SeqNo seqno, std::string_view table, Bytes key) override;

    /// NotFound in a hole.
    Result<LocatedEntry> locate(SeqNo seqno) const;

    /// Calls `visit` with every entry from `from` on, in order and holes left out, until it returns false. Pages that
    /// were passed are given back. Cancelled when asked to stop; a chunk that cannot be opened is a hole.
    Result<void> forEach(SeqNo from, std::stop_token stop, const std::function<bool(const LocatedEntry&)>& visit) const;

    const LedgerFiles& files() const noexcept { return m_files; }
    const Line& line() const noexcept { return m_line; }

private:
    SeqNo endOfSegment(const Segment& segment) const;
    Result<LocatedEntry> locateIn(const Segment& segment, SeqNo seqno) const;
    bool visitSegment(const Segment& segment, SeqNo from, const std::stop_token& stop,
                      const std::function<bool(const LocatedEntry&)>& visit) const;

    const LedgerFiles& m_files;
    Line m_line;
    mutable RecordLocator m_locator;
};

/// Of its public tables.
RecordKind recordKindOf(const std::vector<TableBlock>& tables) noexcept;

/// The row of one entry; of kind Unreadable when it does not decode. `file` is an index into SourceSummary::files.
RecordRow describeRow(const LocatedEntry& entry, std::uint32_t file);

} // namespace countersign::ccf
