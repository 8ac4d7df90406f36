#pragma once

#include "core/ccf/client/object_reader.h"

// What a CCF node answers below /node (spec ccf (f)). Names of members are the service's; a member that is not always
// there is optional. Certificates stay PEM text: one that cannot be read must not cost the list it stands in.

namespace countersign::ccf {

struct NetworkInfo : Kept {
    std::string serviceStatus;      ///< "Opening", "Open", "Recovering", "WaitingForRecoveryShares".
    std::string serviceCertificate; ///< PEM.
    std::optional<std::uint64_t> recoveryCount;
    std::optional<TransactionId> creation; ///< First transaction of this identity.
    std::optional<View> view;
    std::optional<std::string> primaryId; ///< None while there is none.
    nlohmann::json serviceData;
};

struct RpcInterface : Kept {
    std::string bindAddress, publishedAddress;
    std::optional<std::string> protocol;
};

struct NetworkNode : Kept {
    std::string id, status; ///< Status "Pending", "Trusted", "Retired".
    bool primary = false;
    std::vector<std::pair<std::string, RpcInterface>> interfaces;
    nlohmann::json data;
    std::optional<SeqNo> lastWritten;
};

struct NetworkNodes : Kept {
    std::vector<NetworkNode> nodes;
};

struct NodeState : Kept {
    std::string nodeId, state;
    SeqNo lastSigned = 0, startup = 0;
    std::optional<SeqNo> recoveryTarget, lastRecovered;
    std::optional<bool> stopNotice;
};

struct NodeVersion : Kept {
    std::string ccf, quickjs;
    std::optional<bool> isUnsafe;
};

struct CommitState : Kept {
    TransactionId id;
    std::vector<TransactionId> viewHistory; ///< First transactions of the views, when asked for.
};

enum class TransactionStatus : std::uint8_t { Unknown, Pending, Committed, Invalid };

struct TransactionState : Kept {
    TransactionId id;
    TransactionStatus status = TransactionStatus::Unknown;
};

struct NodeQuote : Kept {
    std::string nodeId, format;
    std::string raw, endorsements; ///< Base64.
    std::optional<std::string> measurement, uvmEndorsements;
};

struct NodeQuotes : Kept {
    std::vector<NodeQuote> quotes;
};

struct ConsensusState : Kept {
    View view = 0;
    std::optional<std::string> leadership, membership, primaryId, reconfiguration;
    std::optional<bool> ticking;
    nlohmann::json configs, acks;
};

struct ConsensusMembers : Kept {
    std::vector<std::pair<std::string, std::string>> addresses; ///< By node id.
};

struct OneCertificate : Kept {
    std::string pem;
};

struct ServiceConfiguration : Kept {
    std::optional<std::uint64_t> recoveryThreshold, nodeValidityDays, serviceValidityDays, recentProposals;
};

const char* transactionStatusName(TransactionStatus status) noexcept; ///< As the service writes it.

Result<NetworkInfo> parseNetworkInfo(const nlohmann::json& reply);
Result<NetworkNode> parseNetworkNode(const nlohmann::json& reply, const std::string& where = "node");
Result<NetworkNodes> parseNetworkNodes(const nlohmann::json& reply);
Result<NodeState> parseNodeState(const nlohmann::json& reply);
Result<NodeVersion> parseNodeVersion(const nlohmann::json& reply);
Result<CommitState> parseCommit(const nlohmann::json& reply);
Result<TransactionState> parseTransaction(const nlohmann::json& reply); ///< Of /tx and of /gov/service/transactions.
Result<NodeQuote> parseQuote(const nlohmann::json& reply, const std::string& where = "quote");
Result<NodeQuotes> parseQuotes(const nlohmann::json& reply); ///< Of /quotes and /attestations.
Result<ConsensusState> parseConsensus(const nlohmann::json& reply);
Result<ConsensusMembers> parseConsensusMembers(const nlohmann::json& reply);
Result<OneCertificate> parsePreviousIdentity(const nlohmann::json& reply);
Result<OneCertificate> parseSelfSigned(const nlohmann::json& reply);
Result<ServiceConfiguration> parseServiceConfiguration(const nlohmann::json& reply);

} // namespace countersign::ccf
