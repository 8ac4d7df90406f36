#pragma once

#include "ui/explore/filter/filter_eval.h"

#include <string>

namespace countersign::ui {

enum class RowFormat : std::uint8_t { Json, Csv, Tsv, Hex };

/// Rows as text with stable English names. CSV as RFC 4180; a cell of CSV or TSV that a spreadsheet would take for a
/// formula gets an apostrophe before it. Hex is made by hexOfRecords().
std::string formatRows(const std::vector<RecordRow>& rows, RowFormat format, const filter::FilterContext& context);

/// The whole records, a line each; LimitExceeded past `limit` bytes in all.
Result<std::string> hexOfRecords(RecordAccess& records, const std::vector<SeqNo>& seqnos, std::uint64_t limit,
                                 std::stop_token stop);

/// The rows of ascending numbers, holes left out.
Result<std::vector<RecordRow>> rowsOf(RecordAccess& records, const std::vector<SeqNo>& seqnos, std::stop_token stop);

} // namespace countersign::ui
