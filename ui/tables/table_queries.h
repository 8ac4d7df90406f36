#pragma once

#include "core/family/table_history.h"
#include "ui/models/plain_table_model.h"
#include "ui/models/row_verdict.h"

#include <memory>

namespace countersign::ui {

/// Rows ready to be shown, with the keys they stand for. All functions here read files: not for the GUI thread.
struct TableState {
    QList<PlainRow> rows;
    std::vector<ByteVector> keys;
    bool more = false; ///< There are more than were asked for.
};

struct KeyVersions {
    QList<PlainRow> rows; ///< Latest first.
    std::vector<KeyChange> changes; ///< In the order of the rows.
    bool more = false;              ///< Later ones were left out.
};

Result<QList<PlainRow>> tablesAt(TableHistory& history, SeqNo at);
Result<TableState> stateOf(TableHistory& history, const std::string& table, SeqNo at, std::size_t count,
                           const RowVerdicts& verdicts);
Result<KeyVersions> versionsOf(TableHistory& history, const std::string& table, const ByteVector& key,
                               const RowVerdicts& verdicts);

/// A value on one line, for a cell.
QString shortValue(Bytes value, qsizetype limit = 200);
/// A value in full: JSON set out over lines, text as it is, else hex with offsets. At most about `limit` characters.
QString fullValue(Bytes value, qsizetype limit = 400'000);

/// What a list says of a record written at `seqno`, with the unsigned tail told apart.
PlainCell recordStateCell(const RowVerdicts& verdicts, SeqNo seqno);

inline constexpr std::size_t kMostVersions = 2000;

} // namespace countersign::ui
