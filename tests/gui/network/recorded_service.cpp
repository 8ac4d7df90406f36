#include "tests/gui/network/recorded_service.h"

#include "tests/support/scripted_transport.h"
#include "tests/unit/ccf_client/recorded.h"

#include <nlohmann/json.hpp>

namespace countersign::tests {

void RecordedService::addNode(const std::string& origin, const std::string& folder)
{
    std::map<std::string, net::HttpReply> replies;
    for (test::Exchange& exchange : test::recordedExchanges())
        if (exchange.method == "GET" && exchange.name.starts_with(folder + '/'))
            replies.emplace(exchange.target, std::move(exchange.reply));
    const std::lock_guard lock(m_mutex);
    m_nodes[origin] = std::move(replies);
}

void RecordedService::setChange(Change change)
{
    const std::lock_guard lock(m_mutex);
    m_change = std::move(change);
}

void RecordedService::setDown(const std::string& origin, bool down)
{
    const std::lock_guard lock(m_mutex);
    if (down) m_down.insert(origin);
    else m_down.erase(origin);
}

void RecordedService::setHanging(const std::string& origin, bool hanging)
{
    const std::lock_guard lock(m_mutex);
    if (hanging) m_hangs.insert(origin);
    else m_hangs.erase(origin);
    m_wake.notify_all();
}

int RecordedService::hanging() const
{
    const std::lock_guard lock(m_mutex);
    return m_hanging;
}

int RecordedService::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

Result<net::HttpReply> RecordedService::send(const net::HttpRequest& request, std::stop_token stop)
{
    const std::string origin = request.url.origin();
    Change change;
    {
        std::unique_lock lock(m_mutex);
        ++m_asked;
        if (m_hangs.contains(origin)) {
            ++m_hanging;
            m_wake.wait(lock, stop, [&] { return !m_hangs.contains(origin); });
            --m_hanging;
        }
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, origin + ": exchange", {}};
        if (m_down.contains(origin)) return Error{ErrorCode::Network, origin + ": connect", "Connection refused"};
        change = m_change;
    }
    if (change)
        if (auto changed = change(request)) {
            if (*changed) (*changed)->url = request.url;
            return *std::move(changed);
        }
    auto reply = recorded(request);
    if (reply) reply->url = request.url;
    return reply;
}

Result<net::HttpReply> RecordedService::recorded(const net::HttpRequest& request) const
{
    const std::lock_guard lock(m_mutex);
    const auto node = m_nodes.find(request.url.origin());
    if (node == m_nodes.end()) return Error{ErrorCode::Network, request.url.origin() + ": connect", "nobody there"};
    const std::string& target = request.url.target;
    if (const auto found = node->second.find(target); found != node->second.end()) return found->second;
    const std::string transaction = "/node/tx?transaction_id=";
    if (target.starts_with(transaction))
        return support::jsonReply(200, R"({"status":"Committed","transaction_id":")" + target.substr(transaction.size()) + "\"}");
    if (target.starts_with("/node/receipt?")) return test::recorded("06-receipts/receipt-signature-0").reply;
    return support::jsonReply(404, R"({"error":{"code":"ResourceNotFound","message":"not recorded"}})");
}

Result<std::vector<ByteVector>> RecordedService::presentedBy(const net::Url& url, const net::HttpLimits&, std::stop_token)
{
    return Error{ErrorCode::Network, url.origin() + ": connect", "no handshake was recorded"};
}

std::string RecordedService::servicePem()
{
    const test::Exchange network = test::recorded("03-open/node-network");
    return nlohmann::json::parse(textOf(network.reply.body)).at("service_certificate").get<std::string>();
}

} // namespace countersign::tests
