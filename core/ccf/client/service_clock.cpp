#include "core/ccf/client/service_clock.h"

#include "core/crypto/certificate.h"

#include <algorithm>
#include <array>

namespace countersign::ccf {

namespace {

constexpr std::size_t kDateSize = 29; // "Sun, 06 Nov 1994 08:49:37 GMT"
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string twoDigits(std::size_t number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

void takeBegin(ClockReading& reading, const std::string& pem)
{
    const auto certificate = crypto::Certificate::fromPem(pem);
    if (certificate) reading.earliest = std::max(reading.earliest, certificate->notBefore());
}

} // namespace

std::optional<UtcTime> httpDate(std::string_view text)
{
    if (text.size() != kDateSize || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return {};
    const auto month = std::ranges::find(kMonths, text.substr(8, 3));
    if (month == kMonths.end() || text[7] != ' ' || text[11] != ' ' || text[16] != ' ') return {};
    std::string iso(text.substr(12, 4));
    iso += '-' + twoDigits(static_cast<std::size_t>(month - kMonths.begin()) + 1) + '-';
    iso += std::string(text.substr(5, 2)) + 'T' + std::string(text.substr(17, 8)) + 'Z';
    const auto time = parseIso8601(iso);
    if (!time) return {};
    return *time;
}

Result<ClockReading> askClock(Channel& channel, std::stop_token stop)
{
    ClockReading reading;
    auto reply = channel.get("/node/network", stop);
    if (!reply) return std::move(reply).error();
    if (const auto date = reply->header("date")) reading.told = httpDate(*date);
    const auto network = sortedJson<NetworkInfo>(std::move(reply), channel.origin(), parseNetworkInfo);
    if (network && network->value) takeBegin(reading, network->value->serviceCertificate);
    const auto nodes = GovClient(channel).nodes(stop);
    if (!nodes) return nodes.error();
    if (!nodes->value) return reading;
    for (const GovNode& node : nodes->value->nodes)
        if (node.certificate && node.status == "Trusted") takeBegin(reading, *node.certificate);
    return reading;
}

ClockStanding standingOf(const ClockReading& reading, UtcTime now) noexcept
{
    const UtcTime latestGuess{now.seconds + kClockTolerance};
    if (latestGuess < reading.earliest || (reading.told && latestGuess < *reading.told)) return ClockStanding::Behind;
    if (reading.told && reading.told->seconds + kClockTolerance < now.seconds) return ClockStanding::Ahead;
    return ClockStanding::Plausible;
}

} // namespace countersign::ccf
