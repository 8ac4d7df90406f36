#pragma once

#include "core/ccf/client/channel.h"
#include "core/ccf/client/node_replies.h"
#include "core/ccf/receipt/json_receipt.h"

namespace countersign::ccf {

/// The endpoints of one node below /node; no authentication. Nothing of a reply is evidence by itself: it is what the
/// pinned service says.
class NodeClient
{
public:
    explicit NodeClient(Channel& channel) : m_channel(channel) {}

    Result<Reply<NetworkInfo>> network(std::stop_token stop);
    /// All, or those with this status ("Pending", "Trusted", "Retired").
    Result<Reply<NetworkNodes>> nodes(std::stop_token stop, const std::string& status = {});
    /// By id, or "self" or "primary".
    Result<Reply<NetworkNode>> node(const std::string& id, std::stop_token stop);
    Result<Reply<NetworkNodes>> removableNodes(std::stop_token stop);
    Result<Reply<NodeState>> state(std::stop_token stop);
    Result<Reply<NodeVersion>> version(std::stop_token stop);
    Result<Reply<CommitState>> commit(std::stop_token stop, bool viewHistory = false);
    Result<Reply<CommitState>> commitSince(View view, std::stop_token stop); ///< With the views from this one on.
    Result<Reply<TransactionState>> transaction(TransactionId id, std::stop_token stop);
    /// Asks until the transaction is Committed or Invalid or the channel's patience ends; the last answer.
    Result<Reply<TransactionState>> followTransaction(TransactionId id, net::Waiter& waiter, std::stop_token stop);
    /// Comes again while the node reads its ledger (202).
    Result<Reply<JsonReceipt>> receipt(TransactionId id, std::stop_token stop);
    Result<Reply<NodeQuotes>> quotes(std::stop_token stop);
    Result<Reply<NodeQuote>> ownQuote(std::stop_token stop);
    Result<Reply<NodeQuotes>> attestations(std::stop_token stop); ///< Quotes under their newer name.
    Result<Reply<NodeQuote>> ownAttestation(std::stop_token stop);
    Result<Reply<ConsensusState>> consensus(std::stop_token stop);
    Result<Reply<ConsensusMembers>> consensusMembers(std::stop_token stop);
    Result<Reply<OneCertificate>> previousIdentity(std::stop_token stop);
    Result<Reply<OneCertificate>> selfSignedCertificate(std::stop_token stop);
    Result<Reply<ServiceConfiguration>> serviceConfiguration(std::stop_token stop);
    /// "ready/app", "ready/gov", "primary", "backup": whether the node says yes (200, 204) or no (503, 404).
    Result<Reply<bool>> answersYes(const std::string& question, std::stop_token stop);
    /// "metrics", "memory", "js_metrics", "jwt_keys/refresh/metrics", "index/strategies", "api": JSON as it is.
    Result<Reply<nlohmann::json>> diagnostics(const std::string& name, std::stop_token stop);

private:
    template <class T>
    Result<Reply<T>> ask(const std::string& path, Result<T> (*parse)(const nlohmann::json&), std::stop_token stop);

    Channel& m_channel;
};

} // namespace countersign::ccf
