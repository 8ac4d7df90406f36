#pragma once

#include "app/common/documents.h"
#include "core/family/report.h"

namespace countersign {

/// What may be said of a report as a whole. The report's own verdict, but never Passed without an anchor or beside a
/// check, range or identity that failed, whatever the family says; NotChecked becomes Indeterminate.
struct StatedVerdict {
    Verdict verdict = Verdict::Indeterminate;
    std::string reason; ///< Empty exactly when Passed, or when the report gives none.
};

StatedVerdict statedVerdict(const VerificationReport& report);

/// resources/schema/verification-1.json describes it; keys and enum words are a promise.
/// `at` is the time certificates' dates were reported against.
Json verificationDocument(const VerificationReport& report, UtcTime at);

} // namespace countersign
