#pragma once

#include "core/base/utc_time.h"
#include "core/ccf/client/gov_client.h"

namespace countersign::ccf {

/// What a service lets one know about the time. CCF itself names none; whatever stands before it may.
struct ClockReading {
    std::optional<UtcTime> told; ///< Of the reply's "date" header, when there is one.
    UtcTime earliest;            ///< It is later than this: the service's and its nodes' certificates had begun.
};

enum class ClockStanding : std::uint8_t {
    Plausible, ///< Nothing speaks against it; no more than that.
    Behind,    ///< This machine's time lies before what the service shows.
    Ahead,     ///< It lies after what the service told.
};

inline constexpr std::int64_t kClockTolerance = 120; ///< Seconds.

/// The time of an HTTP "date" header in its one modern form (RFC 9110 section 5.6.7); none for anything else.
std::optional<UtcTime> httpDate(std::string_view text);

/// Asks under the pin. Certificates that cannot be read count for nothing. Errors are those of the connection.
Result<ClockReading> askClock(Channel& channel, std::stop_token stop);

/// How `now` stands to the reading.
ClockStanding standingOf(const ClockReading& reading, UtcTime now) noexcept;

} // namespace countersign::ccf
