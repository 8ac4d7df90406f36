#include "core/family/stated_verdict.h"

#include "core/family/reasons.h"

namespace countersign {

StatedVerdict statedVerdict(const VerificationReport& report)
{
    if (report.verdict == Verdict::Failed) return {Verdict::Failed, report.reason};
    if (report.verdict != Verdict::Passed) return {Verdict::Indeterminate, report.reason};
    for (const Check& check : report.checks)
        if (check.verdict == Verdict::Failed) return {Verdict::Failed, check.reason};
    for (const RangeVerdict& range : report.ranges)
        if (range.verdict == Verdict::Failed) return {Verdict::Failed, range.reason};
    for (const IdentityEpoch& epoch : report.identities)
        if (epoch.trust == Verdict::Failed) return {Verdict::Failed, epoch.trustReason};
    for (const ReceiptOutcome& receipt : report.receipts)
        if (receipt.verdict == Verdict::Failed) return {Verdict::Failed, receipt.reason};
    for (const EvidenceOutcome& piece : report.evidence)
        if (piece.verdict == Verdict::Failed) return {Verdict::Failed, piece.reason};
    for (const ReceiptOutcome& receipt : report.receipts)
        if (receipt.verdict != Verdict::Passed) return {Verdict::Indeterminate, receipt.reason};
    for (const EvidenceOutcome& piece : report.evidence)
        if (piece.verdict != Verdict::Passed) return {Verdict::Indeterminate, piece.reason};
    if (!report.anchor) return {Verdict::Indeterminate, kReasonNoTrustAnchor};
    return {Verdict::Passed, {}};
}

} // namespace countersign
