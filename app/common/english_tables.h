#pragma once

#include <span>
#include <string_view>

namespace countersign {

struct EnglishText {
    std::string_view id;
    std::string_view text;
};

std::span<const EnglishText> englishReasonTable() noexcept; ///< One row for each id of core/family/reasons.h.
std::span<const EnglishText> englishCheckTable() noexcept;  ///< One row for each id of core/family/check_ids.h.

} // namespace countersign
