#pragma once

#include "core/family/report.h"

#include <string>

namespace countersign {

/// What may be said of a report as a whole. The report's own verdict, but never Passed without an anchor or beside a
/// check, range, identity or receipt that failed, whatever the family says; NotChecked becomes Indeterminate.
struct StatedVerdict {
    Verdict verdict = Verdict::Indeterminate;
    std::string reason; ///< Empty exactly when Passed, or when the report gives none.
};

StatedVerdict statedVerdict(const VerificationReport& report);

} // namespace countersign
