#pragma once

#include "core/ccf/ledger/layout.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// Something about files or their arrangement that a check answers for.
struct ReadNote {
    const char* check = "";  ///< Of check_ids.h.
    const char* reason = ""; ///< Of reasons.h; empty when the check passed.
    Verdict verdict = Verdict::Passed;
    Place where;
    std::string detail;
};

/// A run of entries of one file, found by walking. What they hold was not looked at yet.
struct Slice {
    std::shared_ptr<const Chunk> chunk;
    std::uint32_t chunkIndex = 0;   ///< Into LedgerFiles::chunks.
    SeqNo first = 0;
    std::vector<ByteRange> entries; ///< Whole entries in the file, of seqnos first, first+1, …
    std::vector<ReadNote> notes;    ///< Seen on the way here; about what comes before or in this slice.
    SeqNo missingFrom = 0;          ///< When not 0: seqnos missingFrom..first−1 are not to be had.
    bool chunkDone = false;         ///< The last slice of its file.

    SeqNo end() const noexcept { return first + entries.size(); }
    ByteRange bytes() const noexcept
    {
        return entries.empty() ? ByteRange{}
                               : ByteRange{entries.front().offset, entries.back().end() - entries.front().offset};
    }
};

struct SliceLimits {
    std::uint64_t bytes = 1u << 20;
    std::size_t entries = 4096;
};

/// Walks a line from its first entry on. Entries are found by their sizes; where those break, the positions table
/// serves as a hint that must be confirmed by the seqno in the entry's IV. One thread at a time.
class LineReader
{
public:
    LineReader(const LedgerFiles& files, const Line& line, SeqNo from = 0, SliceLimits limits = {});

    /// Empty after the last slice; the last one may have no entries and only notes.
    std::optional<Slice> next();

private:
    bool openSegment(Slice& slice);
    void walk(Slice& slice);
    std::optional<ByteRange> entryHere(Slice& slice);
    bool plausible(std::uint64_t offset, SeqNo seqno, ByteRange& range) const;
    bool cutShort() const;
    std::optional<std::uint64_t> searchFor(SeqNo seqno) const;
    void closeChunk(Slice& slice);
    void checkTableAgainstWalk(Slice& slice);
    void skipToSegmentStart(Slice& slice);
    bool wantsMore() const;
    void note(Slice& slice, const char* check, const char* reason, Verdict verdict, std::uint64_t offset,
              std::string detail = {}) const;
    void noteFile(Slice& slice, const char* check, const char* reason, Verdict verdict, std::uint64_t offset,
                  std::string detail = {}, std::optional<SeqNo> seqno = {}) const;
    Place place(std::optional<std::uint64_t> offset = {}) const;

    const LedgerFiles& m_files;
    const Line& m_line;
    SliceLimits m_limits;
    std::size_t m_segment = 0;
    SeqNo m_from = 0;

    std::shared_ptr<const Chunk> m_chunk;
    std::uint64_t m_offset = 0;
    std::uint64_t m_walkEnd = 0;
    SeqNo m_seqno = 0;    ///< Of the entry at m_offset.
    SeqNo m_expected = 0; ///< Next seqno of the line; 0 before the first.
    std::optional<std::uint64_t> m_positionFault; ///< First index where the table disagrees with the walk.
    bool m_walkBroken = false;
};

} // namespace countersign::ccf
