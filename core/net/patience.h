#pragma once

#include "core/net/http.h"

namespace countersign::net {

/// How often, how long and where a request is tried again.
struct Patience {
    int redirects = 3; ///< 307 and 308 only, to the same service under the same trust; others are handed back.
    int retries = 8;   ///< After 202 (only when `acceptedMeansWait`) and 503, of GET and HEAD.
    std::chrono::milliseconds firstDelay{250};      ///< Doubled each time, unless the reply names seconds.
    std::chrono::milliseconds longestDelay{10'000}; ///< Also for what a reply names.
    std::chrono::milliseconds total{90'000};        ///< Waiting in all.
    bool acceptedMeansWait = false;                 ///< A 202 asks to come again (receipts, historical queries).
};

/// Waits; in tests it only writes down for how long.
class Waiter
{
public:
    virtual ~Waiter() = default;
    /// Cancelled as soon as `stop` is asked.
    virtual Result<void> wait(std::chrono::milliseconds time, std::stop_token stop);
};

/// Sends `request`, following and repeating as `patience` allows. The last reply is handed back when patience ends, be
/// it 202 or 503. A redirect is followed with the same method, headers, body and trust, and only under a pin: with the
/// system store a redirect is handed back. LimitExceeded after too many; Malformed for a location that is no https URL.
Result<HttpReply> sendPatiently(HttpTransport& transport, HttpRequest request, const Patience& patience, Waiter& waiter,
                                std::stop_token stop);

} // namespace countersign::net
