#include "core/ccf/client/node_replies.h"

#include <array>

namespace countersign::ccf {

using nlohmann::json;

namespace {

struct StatusWord {
    TransactionStatus status;
    const char* word;
};

constexpr std::array<StatusWord, 4> kStatusWords{{{TransactionStatus::Unknown, "Unknown"},
                                                  {TransactionStatus::Pending, "Pending"},
                                                  {TransactionStatus::Committed, "Committed"},
                                                  {TransactionStatus::Invalid, "Invalid"}}};

Result<RpcInterface> parseInterface(const json& value, const std::string& where)
{
    ObjectReader reader(value, where);
    RpcInterface one;
    one.bindAddress = reader.textIfAny("bind_address").value_or("");
    one.publishedAddress = reader.textIfAny("published_address").value_or("");
    one.protocol = reader.textIfAny("protocol");
    return reader.done(std::move(one));
}

Result<TransactionId> transactionIdValue(const json& value, const std::string& where)
{
    if (!value.is_string()) return Error{ErrorCode::Malformed, where, "not a text"};
    auto id = parseTransactionId(value.get<std::string>());
    if (!id) return Error{ErrorCode::Malformed, where, "not a transaction id"};
    return *id;
}

Result<OneCertificate> parseCertificate(const json& reply, const char* member)
{
    ObjectReader reader(reply, "certificate");
    OneCertificate one;
    one.pem = reader.text(member);
    return reader.done(std::move(one));
}

} // namespace

const char* transactionStatusName(TransactionStatus status) noexcept
{
    for (const StatusWord& one : kStatusWords)
        if (one.status == status) return one.word;
    return "Unknown";
}

Result<NetworkInfo> parseNetworkInfo(const json& reply)
{
    ObjectReader reader(reply, "network");
    NetworkInfo info;
    info.serviceStatus = reader.text("service_status");
    info.serviceCertificate = reader.text("service_certificate");
    info.recoveryCount = reader.numberIfAny("recovery_count");
    info.creation = reader.transactionIdIfAny("current_service_create_txid");
    info.view = reader.numberIfAny("current_view");
    info.primaryId = reader.textIfAny("primary_id");
    info.serviceData = reader.any("service_data");
    return reader.done(std::move(info));
}

Result<NetworkNode> parseNetworkNode(const json& reply, const std::string& where)
{
    ObjectReader reader(reply, where);
    NetworkNode node;
    node.id = reader.text("node_id");
    node.status = reader.text("status");
    node.primary = reader.flag("primary");
    node.interfaces = reader.map("rpc_interfaces", parseInterface);
    node.data = reader.any("node_data");
    node.lastWritten = reader.numberIfAny("last_written");
    return reader.done(std::move(node));
}

Result<NetworkNodes> parseNetworkNodes(const json& reply)
{
    ObjectReader reader(reply, "nodes");
    NetworkNodes nodes;
    nodes.nodes = reader.list("nodes", parseNetworkNode);
    return reader.done(std::move(nodes));
}

Result<NodeState> parseNodeState(const json& reply)
{
    ObjectReader reader(reply, "state");
    NodeState state;
    state.nodeId = reader.text("node_id");
    state.state = reader.text("state");
    state.lastSigned = reader.number("last_signed_seqno");
    state.startup = reader.number("startup_seqno");
    state.recoveryTarget = reader.numberIfAny("recovery_target_seqno");
    state.lastRecovered = reader.numberIfAny("last_recovered_seqno");
    state.stopNotice = reader.flagIfAny("stop_notice");
    return reader.done(std::move(state));
}

Result<NodeVersion> parseNodeVersion(const json& reply)
{
    ObjectReader reader(reply, "version");
    NodeVersion version;
    version.ccf = reader.text("ccf_version");
    version.quickjs = reader.textIfAny("quickjs_version").value_or("");
    version.isUnsafe = reader.flagIfAny("unsafe");
    return reader.done(std::move(version));
}

Result<CommitState> parseCommit(const json& reply)
{
    ObjectReader reader(reply, "commit");
    CommitState commit;
    commit.id = reader.transactionId("transaction_id");
    if (reply.is_object() && reply.contains("view_history") && !reply["view_history"].is_null())
        commit.viewHistory = reader.list("view_history", transactionIdValue);
    return reader.done(std::move(commit));
}

Result<TransactionState> parseTransaction(const json& reply)
{
    const bool node = reply.is_object() && reply.contains("transaction_id");
    ObjectReader reader(reply, "transaction");
    TransactionState state;
    state.id = reader.transactionId(node ? "transaction_id" : "transactionId");
    const std::string word = reader.text("status");
    bool known = false;
    for (const StatusWord& one : kStatusWords) {
        if (word != one.word) continue;
        state.status = one.status;
        known = true;
    }
    if (!known) reader.problem("status", "not a status of a transaction");
    return reader.done(std::move(state));
}

Result<NodeQuote> parseQuote(const json& reply, const std::string& where)
{
    ObjectReader reader(reply, where);
    NodeQuote quote;
    quote.nodeId = reader.text("node_id");
    quote.format = reader.text("format");
    quote.raw = reader.text("raw");
    quote.endorsements = reader.text("endorsements");
    quote.measurement = reader.textIfAny("measurement");
    quote.uvmEndorsements = reader.textIfAny("uvm_endorsements");
    return reader.done(std::move(quote));
}

Result<NodeQuotes> parseQuotes(const json& reply)
{
    const bool attestations = reply.is_object() && reply.contains("attestations");
    ObjectReader reader(reply, "quotes");
    NodeQuotes quotes;
    quotes.quotes = reader.list(attestations ? "attestations" : "quotes", parseQuote);
    return reader.done(std::move(quotes));
}

Result<ConsensusState> parseConsensus(const json& reply)
{
    ObjectReader outer(reply, "consensus");
    const json details = outer.any("details");
    ObjectReader reader(details, "consensus.details");
    ConsensusState state;
    state.view = reader.number("current_view");
    state.leadership = reader.textIfAny("leadership_state");
    state.membership = reader.textIfAny("membership_state");
    state.primaryId = reader.textIfAny("primary_id");
    state.reconfiguration = reader.textIfAny("reconfiguration_type");
    state.ticking = reader.flagIfAny("ticking");
    state.configs = reader.any("configs");
    state.acks = reader.any("acks");
    return reader.done(std::move(state));
}

Result<ConsensusMembers> parseConsensusMembers(const json& reply)
{
    if (!reply.is_object()) return Error{ErrorCode::Malformed, "config", "not an object"};
    ConsensusMembers members;
    for (const auto& [id, value] : reply.items()) {
        ObjectReader reader(value, "config." + id);
        auto address = reader.done(OneCertificate{{}, reader.text("address")});
        if (!address) return std::move(address).error();
        members.addresses.emplace_back(id, address->pem);
    }
    return members;
}

Result<OneCertificate> parsePreviousIdentity(const json& reply)
{
    return parseCertificate(reply, "previous_service_identity");
}

Result<OneCertificate> parseSelfSigned(const json& reply)
{
    return parseCertificate(reply, "self_signed_certificate");
}

Result<ServiceConfiguration> parseServiceConfiguration(const json& reply)
{
    ObjectReader reader(reply, "configuration");
    ServiceConfiguration one;
    one.recoveryThreshold = reader.numberIfAny("recovery_threshold");
    one.nodeValidityDays = reader.numberIfAny("maximum_node_certificate_validity_days");
    one.serviceValidityDays = reader.numberIfAny("maximum_service_certificate_validity_days");
    one.recentProposals = reader.numberIfAny("recent_cose_proposals_window_size");
    return reader.done(std::move(one));
}

} // namespace countersign::ccf
