#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace countersign {

/// Seconds since 1970-01-01T00:00:00Z. Core never asks for the present; the caller hands a time in.
struct UtcTime {
    std::int64_t seconds = 0;

    auto operator<=>(const UtcTime&) const = default;
};

/// "2026-11-12T09:14:00Z"; years outside 0..9999 are written as "@<seconds>".
std::string toIso8601(UtcTime time);

/// "2026-11-12", "2026-11-12T09:14:00Z" or "@<seconds>"; Malformed otherwise.
Result<UtcTime> parseIso8601(std::string_view text);

/// The only clock reading in core; called by app/ and ui/ and passed down.
UtcTime systemTime();

} // namespace countersign
