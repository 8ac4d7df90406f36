#pragma once

#include "core/base/result.h"
#include "core/base/verification.h"

#include <string_view>

// What people read on the command line. The window has the same sentences, translated, in ui/common/reason_text.cpp and
// ui/common/check_text.cpp; a test holds the two English texts together. Every function gives an empty text for an id
// that it does not know; callers then show the id itself.

namespace countersign {

std::string_view englishVerdict(Verdict verdict) noexcept;    ///< "Passed", "Not checked".
std::string_view englishReason(std::string_view id) noexcept; ///< A whole sentence for an id of reasons.h.
std::string_view englishCheck(std::string_view id) noexcept;  ///< What the check claims, for an id of check_ids.h.
std::string_view englishLink(std::string_view id) noexcept;   ///< For IdentityEpoch::link.
std::string_view englishBasis(std::string_view id) noexcept;  ///< For VerificationReport::committedBasis.
/// For AssuranceProfile::restsOn and cannotShow.
std::string_view englishAssurance(std::string_view id) noexcept;
std::string_view englishQuestion(std::string_view id) noexcept; ///< For SeparateAnswer::id.
std::string_view englishError(ErrorCode code) noexcept;       ///< Why a question could not be asked.

} // namespace countersign
