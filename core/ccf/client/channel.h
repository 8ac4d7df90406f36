#pragma once

#include "core/base/transaction_id.h"
#include "core/net/patience.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

struct ServiceErrorDetail {
    std::string code, message, policy, trace; ///< Empty when not given.
};

/// What a service said instead of an answer. Its words are kept as they came.
struct ServiceError {
    int status = 0;
    std::string code;    ///< "ResourceNotFound"; empty when the body is no error of CCF's form.
    std::string message; ///< Or the beginning of a body of another form.
    std::vector<ServiceErrorDetail> details;
};

/// One reply, either of the two. Which it is, is no Error: the service was asked and answered.
template <class T>
struct Reply {
    std::optional<T> value;
    std::optional<ServiceError> refusal;
    std::optional<TransactionId> state; ///< The id the service named: of the state it read, or of the write.
    ByteVector body;                    ///< As received.
};

/// Where a node is, and how it is spoken to.
struct NodeAddress {
    net::Url url; ///< Only its origin is used.
    std::shared_ptr<const net::PeerTrust> trust;
    std::shared_ptr<const net::ClientIdentity> client;
    net::HttpLimits limits;
    net::Patience patience;
};

/// Asks one node. Holds references: transport and waiter outlive it. Not for several threads at once.
class Channel
{
public:
    Channel(net::HttpTransport& transport, net::Waiter& waiter, NodeAddress address);

    /// GET of path and query. `wait` comes again after 202. Errors as HttpTransport's.
    Result<net::HttpReply> get(const std::string& target, std::stop_token stop, bool wait = false);
    Result<net::HttpReply> getOnce(const std::string& target, std::stop_token stop); ///< No redirects, no retries.
    /// Sends a member's signed message. Redirects to the primary are followed under the same trust; it is sent once.
    Result<net::HttpReply> post(const std::string& target, Bytes message, std::stop_token stop);
    const NodeAddress& address() const noexcept { return m_address; }
    std::string origin() const { return m_address.url.origin(); }

private:
    net::HttpRequest requestFor(const std::string& target) const;

    net::HttpTransport& m_transport;
    net::Waiter& m_waiter;
    NodeAddress m_address;
};

/// Of a reply outside 200..299.
ServiceError serviceErrorOf(const net::HttpReply& reply);

/// The id in x-ms-ccf-transaction-id; none when absent or ill-formed.
std::optional<TransactionId> stateOf(const net::HttpReply& reply);

/// The JSON of a body, at most 64 deep; Malformed with `where`.
Result<nlohmann::json> jsonOf(const net::HttpReply& reply, const std::string& where);

/// Sorts a reply: 200 and 206 go through `parse(reply)`, which gives a Result; others are refusals. An Error of `parse`
/// is placed at `origin`.
template <class T, class Parse>
Result<Reply<T>> sorted(Result<net::HttpReply> reply, const std::string& origin, Parse parse)
{
    if (!reply) return std::move(reply).error();
    Reply<T> result;
    result.state = stateOf(*reply);
    if (reply->status == 200 || reply->status == 206) {
        auto value = parse(*reply);
        if (!value) return Error{value.error().code, origin + ": " + value.error().where, value.error().detail};
        result.value = std::move(*value);
    } else {
        result.refusal = serviceErrorOf(*reply);
    }
    result.body = std::move(reply->body);
    return result;
}

/// As sorted(), for JSON bodies and a parse function over them.
template <class T>
Result<Reply<T>> sortedJson(Result<net::HttpReply> reply, const std::string& origin,
                            Result<T> (*parse)(const nlohmann::json&))
{
    return sorted<T>(std::move(reply), origin, [parse](const net::HttpReply& whole) -> Result<T> {
        auto json = jsonOf(whole, "body");
        if (!json) return std::move(json).error();
        return parse(*json);
    });
}

/// The answer, or an Error that says how the service refused it: NotFound for 404, else Unsupported; the detail begins with
/// "the service answered" and goes on with its own words.
template <class T>
Result<T> answered(Result<Reply<T>> reply, const std::string& what)
{
    if (!reply) return std::move(reply).error();
    if (reply->value) return std::move(*reply->value);
    const ServiceError& refusal = *reply->refusal;
    return Error{refusal.status == 404 ? ErrorCode::NotFound : ErrorCode::Unsupported, what,
                 "the service answered " + std::to_string(refusal.status) + ' ' + refusal.code + ": " + refusal.message};
}

} // namespace countersign::ccf
