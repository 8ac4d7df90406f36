#include "tests/support/scripted_transport.h"

namespace countersign::support {

Result<net::HttpReply> ScriptedTransport::send(const net::HttpRequest& request, std::stop_token stop)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(request);
    }
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, request.url.origin(), {}};
    auto reply = m_answer(request);
    if (reply) reply->url = request.url;
    return reply;
}

Result<std::vector<ByteVector>> ScriptedTransport::presentedBy(const net::Url& url, const net::HttpLimits&,
                                                               std::stop_token)
{
    const auto found = chains.find(url.origin());
    if (found == chains.end()) return Error{ErrorCode::Network, url.origin() + ": connect", "nobody there"};
    return found->second;
}

std::vector<net::HttpRequest> ScriptedTransport::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

Result<void> RecordingWaiter::wait(std::chrono::milliseconds time, std::stop_token stop)
{
    waits.push_back(time);
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "waiting", {}};
    return {};
}

net::HttpReply jsonReply(int status, std::string_view body, std::vector<net::HttpHeader> headers)
{
    net::HttpReply reply;
    reply.status = status;
    reply.headers = std::move(headers);
    reply.headers.push_back({"content-type", "application/json"});
    reply.body = copyOf(bytesOf(body));
    return reply;
}

} // namespace countersign::support
