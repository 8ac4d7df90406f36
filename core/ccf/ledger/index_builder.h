#pragma once

#include "core/base/progress.h"
#include "core/ccf/ledger/index_file.h"

#include <stop_token>

namespace countersign::ccf {

/// Brings the index up to the end of `records`, from nothing when `anew`. Cancelled keeps what is done, ready to go on.
Result<void> buildIndex(IndexFile& index, const LedgerRecords& records, bool anew, std::stop_token stop,
                        const ProgressSink& progress);

} // namespace countersign::ccf
