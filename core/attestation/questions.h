#pragma once

#include "core/base/verification.h"

#include <string_view>
#include <vector>

namespace countersign::attestation {

/// The three questions about evidence that must never be folded into one.
enum class Question : std::uint8_t {
    Authentic, ///< Did genuine hardware sign these bytes?
    Current,   ///< Is the platform patched, by data that is itself current?
    Wanted,    ///< Is it the software and the key that are expected?
};

const char* questionName(Question question) noexcept; ///< "authentic", "current", "wanted".

/// Which question a check of check_ids.h helps to answer.
Question questionOf(std::string_view checkId) noexcept;

/// The worst verdict among the checks of that question. NotChecked when none was made, and for Wanted also when nothing
/// said which software is wanted: that debugging is off does not make software the expected one.
Verdict answerTo(Question question, const std::vector<Check>& checks) noexcept;

} // namespace countersign::attestation
