#pragma once

#include "core/audit/changes.h"
#include "core/audit/continuity.h"

namespace countersign::audit {

/// Two sights of a service, held against each other.
struct Comparison {
    Sight earlier, later;
    bool swapped = false; ///< Given in the other order.
    ContinuityAnswer answer;
    ConsortiumChanges changes;
    bool explained = false; ///< A ledger told what caused the changes.
};

/// The one that was seen first is the earlier one.
Comparison compareSights(Sight one, Sight two);

/// The verdict of the answer, and no better than that of a side that was judged just now.
Verdict verdictOf(const Comparison& comparison);

/// explainChanges() between the heads of the two; nothing when one has none.
Result<void> explainComparison(Comparison& comparison, EvidenceSource& source, const std::vector<HistoryEvent>& events,
                               std::stop_token stop);

} // namespace countersign::audit
