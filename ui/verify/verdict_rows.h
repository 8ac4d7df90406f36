#pragma once

#include "core/family/report.h"
#include "ui/models/plain_table_model.h"

namespace countersign::ui {

/// The rows of the verdict's tables, in the order of the report.
QList<PlainRow> rangeRows(const VerificationReport& report);
QList<PlainRow> identityRows(const VerificationReport& report);
QList<PlainRow> checkRows(const VerificationReport& report);
QList<PlainRow> notCheckedRows(const VerificationReport& report);

/// Ranges beyond this many are left out of the table, and said to be.
inline constexpr std::size_t kMostRangeRows = 10'000;

} // namespace countersign::ui
