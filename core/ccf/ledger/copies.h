#pragma once

#include "core/ccf/ledger/ledger_run.h"

#include <vector>

namespace countersign::ccf {

/// How a file that other files of the history cover compares with them.
struct CopyComparison {
    std::uint32_t chunk = 0;
    SeqNo first = 0;
    SeqNo last = 0;                  ///< Last seqno compared.
    std::optional<SeqNo> differsAt;  ///< First seqno whose bytes are others.
    std::uint64_t offset = 0;        ///< Of that entry in the copy.
    View view = 0;                   ///< Of that entry in the copy, by its IV.
    View lineView = 0;               ///< Of the line's entry in its place.
    std::vector<ReadNote> notes;     ///< What is wrong with the copy as a file.
};

/// Compares every file of the history, as far as `line` does not take it from there, with the line, entry by entry. Stops early
/// when asked; then the result is short.
std::vector<CopyComparison> compareCopies(const LedgerFiles& files, const Line& line, std::stop_token stop);

/// The last seqno that the folder's, or the whole line's, file names state as committed; 0 when none.
SeqNo committedByName(const LedgerFiles& files, std::uint32_t folder);
SeqNo committedByName(const LedgerFiles& files, const Line& line);

} // namespace countersign::ccf
