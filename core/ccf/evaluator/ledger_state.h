#pragma once

#include "core/base/result.h"
#include "core/ccf/evaluator/public_state.h"
#include "core/family/table_history.h"

#include <stop_token>

namespace countersign::ccf {

struct LedgerStateOptions {
    bool fromGenesis = false;              ///< The history begins at the service's first transaction and has no gap.
    std::uint64_t applicationRows = 1000;  ///< Of a table that is not CCF's own; a larger one is partial.
    std::uint64_t bytes = 48u << 20;       ///< Of keys and values of CCF's own tables; LimitExceeded past it.
    std::uint64_t applicationBytes = 8u << 20; ///< Tables after that are partial.
};

/// The public tables as they stood after transaction `at`; `history` is prepared. Complete only when the history is
/// whole; tables that were cut are marked partial, so that an evaluation that uses one says so.
Result<PublicState> stateAt(TableHistory& history, SeqNo at, const LedgerStateOptions& options, std::stop_token stop);

} // namespace countersign::ccf
