#include "core/ccf/client/node_client.h"

namespace countersign::ccf {

using nlohmann::json;

namespace {

Result<NetworkNode> oneNode(const json& reply)
{
    return parseNetworkNode(reply);
}

Result<NodeQuote> oneQuote(const json& reply)
{
    return parseQuote(reply);
}

Result<json> asItIs(const json& reply)
{
    return reply;
}

bool isSettled(const Reply<TransactionState>& reply)
{
    return !reply.value || reply.value->status == TransactionStatus::Committed ||
           reply.value->status == TransactionStatus::Invalid;
}

} // namespace

template <class T>
Result<Reply<T>> NodeClient::ask(const std::string& path, Result<T> (*parse)(const json&), std::stop_token stop)
{
    return sortedJson<T>(m_channel.get("/node/" + path, stop), m_channel.origin() + ": /node/" + path, parse);
}

Result<Reply<NetworkInfo>> NodeClient::network(std::stop_token stop)
{
    return ask("network", parseNetworkInfo, stop);
}

Result<Reply<NetworkNodes>> NodeClient::nodes(std::stop_token stop, const std::string& status)
{
    return ask("network/nodes" + (status.empty() ? "" : "?status=" + net::percentEncoded(status)), parseNetworkNodes,
               stop);
}

Result<Reply<NetworkNode>> NodeClient::node(const std::string& id, std::stop_token stop)
{
    return ask("network/nodes/" + net::percentEncoded(id), oneNode, stop);
}

Result<Reply<NetworkNodes>> NodeClient::removableNodes(std::stop_token stop)
{
    return ask("network/removable_nodes", parseNetworkNodes, stop);
}

Result<Reply<NodeState>> NodeClient::state(std::stop_token stop)
{
    return ask("state", parseNodeState, stop);
}

Result<Reply<NodeVersion>> NodeClient::version(std::stop_token stop)
{
    return ask("version", parseNodeVersion, stop);
}

Result<Reply<CommitState>> NodeClient::commit(std::stop_token stop, bool viewHistory)
{
    return ask(viewHistory ? "commit?view_history=true" : "commit", parseCommit, stop);
}

Result<Reply<CommitState>> NodeClient::commitSince(View view, std::stop_token stop)
{
    return ask("commit?view_history_since=" + std::to_string(view), parseCommit, stop);
}

Result<Reply<TransactionState>> NodeClient::transaction(TransactionId id, std::stop_token stop)
{
    auto reply = ask("tx?transaction_id=" + id.toString(), parseTransaction, stop);
    if (reply && reply->value && reply->value->id != id)
        return Error{ErrorCode::Malformed, m_channel.origin() + ": /node/tx", "an answer about another transaction"};
    return reply;
}

Result<Reply<TransactionState>> NodeClient::followTransaction(TransactionId id, net::Waiter& waiter,
                                                              std::stop_token stop)
{
    const net::Patience& patience = m_channel.address().patience;
    std::chrono::milliseconds waited{0};
    for (;;) {
        auto reply = transaction(id, stop);
        if (!reply || isSettled(*reply) || waited + patience.firstDelay > patience.total) return reply;
        if (auto done = waiter.wait(patience.firstDelay, stop); !done) return std::move(done).error();
        waited += patience.firstDelay;
    }
}

Result<Reply<JsonReceipt>> NodeClient::receipt(TransactionId id, std::stop_token stop)
{
    const std::string target = "/node/receipt?transaction_id=" + id.toString();
    return sorted<JsonReceipt>(m_channel.get(target, stop, true), m_channel.origin(),
                               [](const net::HttpReply& reply) { return parseJsonReceipt(reply.body); });
}

Result<Reply<NodeQuotes>> NodeClient::quotes(std::stop_token stop)
{
    return ask("quotes", parseQuotes, stop);
}

Result<Reply<NodeQuote>> NodeClient::ownQuote(std::stop_token stop)
{
    return ask("quotes/self", oneQuote, stop);
}

Result<Reply<NodeQuotes>> NodeClient::attestations(std::stop_token stop)
{
    return ask("attestations", parseQuotes, stop);
}

Result<Reply<NodeQuote>> NodeClient::ownAttestation(std::stop_token stop)
{
    return ask("attestations/self", oneQuote, stop);
}

Result<Reply<ConsensusState>> NodeClient::consensus(std::stop_token stop)
{
    return ask("consensus", parseConsensus, stop);
}

Result<Reply<ConsensusMembers>> NodeClient::consensusMembers(std::stop_token stop)
{
    return ask("config", parseConsensusMembers, stop);
}

Result<Reply<OneCertificate>> NodeClient::previousIdentity(std::stop_token stop)
{
    return ask("service/previous_identity", parsePreviousIdentity, stop);
}

Result<Reply<OneCertificate>> NodeClient::selfSignedCertificate(std::stop_token stop)
{
    return ask("self_signed_certificate", parseSelfSigned, stop);
}

Result<Reply<ServiceConfiguration>> NodeClient::serviceConfiguration(std::stop_token stop)
{
    return ask("service/configuration", parseServiceConfiguration, stop);
}

Result<Reply<bool>> NodeClient::answersYes(const std::string& question, std::stop_token stop)
{
    // A 503 is the answer here, not a reason to come again.
    auto reply = m_channel.getOnce("/node/" + question, stop);
    if (!reply) return std::move(reply).error();
    Reply<bool> answer;
    answer.body = reply->body;
    if (reply->status == 200 || reply->status == 204)
        answer.value = true;
    else if (reply->status == 503 || reply->status == 404)
        answer.value = false;
    else
        answer.refusal = serviceErrorOf(*reply);
    return answer;
}

Result<Reply<json>> NodeClient::diagnostics(const std::string& name, std::stop_token stop)
{
    return ask(name, asItIs, stop);
}

} // namespace countersign::ccf
