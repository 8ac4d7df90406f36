#pragma once

#include "core/base/verification.h"

namespace countersign {

/// A promise to scripts.
enum ExitStatus : int {
    kExitPassed = 0, ///< Also: shown.
    kExitFailed = 1,
    kExitIndeterminate = 2, ///< Also: stopped.
    kExitUsage = 3,
    kExitUnreadable = 4, ///< Input not readable or not there, or output not writable.
    kExitUnreachable = 5,
};

constexpr ExitStatus exitStatusOf(Verdict verdict) noexcept
{
    if (verdict == Verdict::Passed) return kExitPassed;
    return verdict == Verdict::Failed ? kExitFailed : kExitIndeterminate;
}

} // namespace countersign
