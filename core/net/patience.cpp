#include "core/net/patience.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>

namespace countersign::net {

namespace {

using std::chrono::milliseconds;

// Whole seconds only; a date, or nonsense, counts as not given.
std::optional<milliseconds> retryAfter(const HttpReply& reply)
{
    const auto text = reply.header("retry-after");
    if (!text) return {};
    std::uint32_t seconds = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), seconds);
    if (problem != std::errc() || end != text->data() + text->size()) return {};
    return milliseconds(std::uint64_t{seconds} * 1000);
}

bool asksToWait(const HttpReply& reply, const HttpRequest& request, const Patience& patience)
{
    if (request.method != "GET" && request.method != "HEAD") return false;
    return reply.status == 503 || (reply.status == 202 && patience.acceptedMeansWait);
}

bool redirects(const HttpReply& reply, const HttpRequest& request)
{
    const bool pinned = request.trust && !request.trust->systemStore;
    return (reply.status == 307 || reply.status == 308) && pinned && reply.header("location");
}

// A location without a host stays where it is (RFC 9110 section 10.2.2).
Result<Url> targetOf(const HttpReply& reply, const Url& from)
{
    const std::string location = reply.header("location").value_or("");
    if (!location.starts_with('/') || location.starts_with("//")) return parseUrl(location);
    return parseUrl(from.origin() + location);
}

} // namespace

Result<void> Waiter::wait(milliseconds time, std::stop_token stop)
{
    std::mutex mutex;
    std::condition_variable_any condition;
    std::unique_lock lock(mutex);
    condition.wait_for(lock, stop, time, [] { return false; });
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "waiting to try again", {}};
    return {};
}

Result<HttpReply> sendPatiently(HttpTransport& transport, HttpRequest request, const Patience& patience, Waiter& waiter,
                                std::stop_token stop)
{
    int redirected = 0, retried = 0;
    milliseconds delay = patience.firstDelay, waited{0};
    for (;;) {
        auto reply = transport.send(request, stop);
        if (!reply) return reply;
        if (redirects(*reply, request)) {
            if (++redirected > patience.redirects)
                return Error{ErrorCode::LimitExceeded, request.url.origin() + ": redirects", "too many"};
            auto target = targetOf(*reply, request.url);
            if (!target) return std::move(target).error();
            request.url = std::move(*target);
            continue;
        }
        if (!asksToWait(*reply, request, patience) || retried++ >= patience.retries) return reply;
        const milliseconds time = std::min(retryAfter(*reply).value_or(delay), patience.longestDelay);
        if (waited + time > patience.total) return reply;
        if (auto done = waiter.wait(time, stop); !done) return std::move(done).error();
        waited += time;
        delay = std::min(delay * 2, patience.longestDelay);
    }
}

} // namespace countersign::net
