#include "core/ccf/client/channel.h"

#include "core/base/strict_json.h"

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostForeignText = 500;
constexpr std::size_t kMostDetails = 100;

ServiceErrorDetail detailOf(const nlohmann::json& json)
{
    return {jsonText(json, "code").value_or(""), jsonText(json, "message").value_or(""),
            jsonText(json, "auth_policy").value_or(""), jsonText(json, "trace").value_or("")};
}

} // namespace

Channel::Channel(net::HttpTransport& transport, net::Waiter& waiter, NodeAddress address)
    : m_transport(transport), m_waiter(waiter), m_address(std::move(address))
{}

net::HttpRequest Channel::requestFor(const std::string& target) const
{
    net::HttpRequest request;
    request.url = m_address.url;
    request.url.target = target;
    request.headers = {{"accept", "*/*"}};
    request.trust = m_address.trust;
    request.client = m_address.client;
    request.limits = m_address.limits;
    return request;
}

Result<net::HttpReply> Channel::get(const std::string& target, std::stop_token stop, bool wait)
{
    net::Patience patience = m_address.patience;
    patience.acceptedMeansWait = wait;
    return net::sendPatiently(m_transport, requestFor(target), patience, m_waiter, stop);
}

Result<net::HttpReply> Channel::post(const std::string& target, Bytes message, std::stop_token stop)
{
    net::HttpRequest request = requestFor(target);
    request.method = "POST";
    request.headers.push_back({"content-type", "application/cose"});
    request.body = crypto::secretCopy(message);
    net::Patience once = m_address.patience;
    once.retries = 0;
    return net::sendPatiently(m_transport, std::move(request), once, m_waiter, stop);
}

Result<net::HttpReply> Channel::getOnce(const std::string& target, std::stop_token stop)
{
    return m_transport.send(requestFor(target), stop);
}

ServiceError serviceErrorOf(const net::HttpReply& reply)
{
    ServiceError error;
    error.status = reply.status;
    const auto json = parseJson(reply.body);
    const auto* inner = json && json->is_object() && json->contains("error") ? &(*json)["error"] : nullptr;
    if (!inner || !jsonText(*inner, "code")) {
        const std::string_view text = textOf(reply.body);
        error.message = text.substr(0, kMostForeignText);
        return error;
    }
    error.code = *jsonText(*inner, "code");
    error.message = jsonText(*inner, "message").value_or("");
    const auto details = inner->find("details");
    if (details == inner->end() || !details->is_array()) return error;
    for (const auto& one : *details)
        if (error.details.size() < kMostDetails) error.details.push_back(detailOf(one));
    return error;
}

std::optional<TransactionId> stateOf(const net::HttpReply& reply)
{
    const auto text = reply.header("x-ms-ccf-transaction-id");
    if (!text) return {};
    const auto id = parseTransactionId(*text);
    if (!id) return {};
    return *id;
}

Result<nlohmann::json> jsonOf(const net::HttpReply& reply, const std::string& where)
{
    auto json = parseJson(reply.body);
    if (!json) return Error{ErrorCode::Malformed, where, json.error().detail};
    return json;
}

} // namespace countersign::ccf
