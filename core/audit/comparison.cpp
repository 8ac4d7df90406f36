#include "core/audit/comparison.h"

#include <utility>

namespace countersign::audit {

Comparison compareSights(Sight one, Sight two)
{
    Comparison comparison{std::move(one), std::move(two), false, {}, {}, false};
    if (seenInOtherOrder(comparison.earlier, comparison.later)) {
        std::swap(comparison.earlier, comparison.later);
        comparison.swapped = true;
    }
    comparison.answer = judgeContinuity(comparison.earlier, comparison.later);
    comparison.changes = compareConsortia(comparison.earlier.snapshot.consortium, comparison.later.snapshot.consortium);
    return comparison;
}

Verdict verdictOf(const Comparison& comparison)
{
    Verdict verdict = comparison.answer.verdict;
    for (const Sight* side : {&comparison.earlier, &comparison.later})
        if (side->standing == Standing::Judged) verdict = worse(verdict, side->snapshot.verdict);
    return verdict == Verdict::NotChecked ? Verdict::Indeterminate : verdict;
}

Result<void> explainComparison(Comparison& comparison, EvidenceSource& source, const std::vector<HistoryEvent>& events,
                               std::stop_token stop)
{
    const auto& before = comparison.earlier.snapshot.head;
    const auto& after = comparison.later.snapshot.head;
    if (!before || !after || !source.consortium()) return {};
    comparison.explained = true;
    return explainChanges(comparison.changes, source, events, before->signedRoot.id.seqno, after->signedRoot.id.seqno,
                          std::move(stop));
}

} // namespace countersign::audit
