#include "core/ccf/evaluator/service_state.h"

#include "core/ccf/ledger/tables.h"

namespace countersign::ccf {

namespace {

using nlohmann::json;

constexpr const char* kUserCertificates = "public:ccf.gov.users.certs";
constexpr const char* kUsersInfo = "public:ccf.gov.users.info";
constexpr const char* kSgxMeasurements = "public:ccf.gov.nodes.code_ids";
constexpr const char* kSnpMeasurements = "public:ccf.gov.nodes.snp.measurements";
constexpr const char* kSnpHostData = "public:ccf.gov.nodes.snp.host_data";
constexpr const char* kUvmEndorsements = "public:ccf.gov.nodes.snp.uvm_endorsements";
constexpr const char* kTcbVersions = "public:ccf.gov.nodes.snp.tcb_versions";
constexpr const char* kVirtualMeasurements = "public:ccf.gov.nodes.virtual.measurements";
constexpr const char* kCaBundles = "public:ccf.gov.tls.ca_cert_bundles";
constexpr const char* kJwtIssuers = "public:ccf.gov.jwt.issuers";

class Builder
{
public:
    /// A table that is known, even when it has no rows.
    void open(std::string_view table, bool partial = false) { m_state.tables[std::string(table)].partial = partial; }
    void text(std::string_view table, std::string_view key, std::string_view value)
    {
        m_state.put(table, bytesOf(key), bytesOf(value));
    }
    void value(std::string_view table, std::string_view key, const json& value)
    {
        text(table, key, value.dump(-1, ' ', false, json::error_handler_t::replace));
    }
    void single(std::string_view table, const json& value)
    {
        m_state.put(table, tables::kSingleKey, bytesOf(value.dump(-1, ' ', false, json::error_handler_t::replace)));
    }
    PublicState take() { return std::move(m_state); }

private:
    PublicState m_state;
};

void addMembers(Builder& builder, const Members& members)
{
    for (const auto table : {tables::kMembersInfo, tables::kMemberCertificates, tables::kMemberEncryptionKeys})
        builder.open(table);
    for (const Member& member : members.members) {
        json info{{"status", member.status}, {"member_data", member.data}};
        const char* usual = member.encryptionKey ? "Participant" : "NonParticipant"; // Not stored then.
        if (member.recoveryRole && *member.recoveryRole != usual) info["recovery_role"] = *member.recoveryRole;
        builder.value(tables::kMembersInfo, member.id, info);
        builder.text(tables::kMemberCertificates, member.id, member.certificate);
        if (member.encryptionKey) builder.text(tables::kMemberEncryptionKeys, member.id, *member.encryptionKey);
    }
}

void addUsers(Builder& builder, const Users& users)
{
    builder.open(kUserCertificates);
    builder.open(kUsersInfo);
    for (const User& user : users.users) {
        builder.text(kUserCertificates, user.id, user.certificate);
        if (!user.data.is_null()) builder.value(kUsersInfo, user.id, user.data);
    }
}

/// Signing requests, keys and the nodes' own addresses are not told.
void addNodes(Builder& builder, const GovNodes& nodes)
{
    builder.open(tables::kNodesInfo, true);
    builder.open(tables::kNodeCertificates);
    for (const GovNode& node : nodes.nodes) {
        json info{{"status", node.status}, {"node_data", node.data}};
        if (node.retiredCommitted) info["retired_committed"] = *node.retiredCommitted;
        builder.value(tables::kNodesInfo, node.id, info);
        if (node.certificate) builder.text(tables::kNodeCertificates, node.id, *node.certificate);
    }
}

void addService(Builder& builder, const ServiceInfo& info)
{
    json service{{"status", info.status}, {"cert", info.certificate}, {"service_data", info.serviceData}};
    if (info.recoveryCount) service["recovery_count"] = *info.recoveryCount;
    if (info.creation) service["current_service_create_txid"] = info.creation->toString();
    builder.open(tables::kServiceInfo, true);
    builder.single(tables::kServiceInfo, service);
    json configuration = json::object();
    const auto add = [&](const char* name, const std::optional<std::uint64_t>& number) {
        if (number) configuration[name] = *number;
    };
    add("recovery_threshold", info.configuration.recoveryThreshold);
    add("maximum_node_certificate_validity_days", info.configuration.nodeValidityDays);
    add("maximum_service_certificate_validity_days", info.configuration.serviceValidityDays);
    add("recent_cose_proposals_window_size", info.configuration.recentProposals);
    builder.single(tables::kServiceConfig, configuration);
}

void addPolicies(Builder& builder, const JoinPolicy& policy)
{
    for (const char* table : {kSgxMeasurements, kSnpMeasurements, kSnpHostData, kUvmEndorsements, kTcbVersions,
                              kVirtualMeasurements})
        builder.open(table);
    for (const std::string& one : policy.sgxMeasurements) builder.value(kSgxMeasurements, one, "AllowedToJoin");
    for (const std::string& one : policy.snpMeasurements) builder.value(kSnpMeasurements, one, "AllowedToJoin");
    for (const std::string& one : policy.virtualMeasurements) builder.value(kVirtualMeasurements, one, "AllowedToJoin");
    for (const auto& [digest, text] : policy.snpHostData) builder.value(kSnpHostData, digest, text);
    if (policy.uvmEndorsements.is_object())
        for (const auto& [did, feeds] : policy.uvmEndorsements.items()) builder.value(kUvmEndorsements, did, feeds);
    if (policy.tcbVersions.is_object())
        for (const auto& [cpuid, version] : policy.tcbVersions.items()) builder.value(kTcbVersions, cpuid, version);
}

void addJwt(Builder& builder, const JwtPolicy& policy)
{
    builder.open(kCaBundles);
    builder.open(kJwtIssuers);
    for (const auto& [name, pem] : policy.caBundles) builder.value(kCaBundles, name, pem);
    for (const auto& [name, issuer] : policy.issuers) {
        json value{{"auto_refresh", issuer.autoRefresh.value_or(false)}};
        if (issuer.caBundle) value["ca_cert_bundle_name"] = *issuer.caBundle;
        builder.value(kJwtIssuers, name, value);
    }
}

void addProposals(Builder& builder, const ServiceReplies& replies)
{
    builder.open(tables::kProposals, !replies.allProposals);
    builder.open(tables::kProposalsInfo, !replies.allProposals);
    for (const LiveProposal& one : replies.proposals) {
        json ballots = json::object();
        for (const StoredBallot& ballot : one.ballots) ballots[ballot.member] = ballot.script;
        builder.text(tables::kProposals, one.proposal.id, textOf(one.text));
        builder.value(tables::kProposalsInfo, one.proposal.id,
                      {{"proposer_id", one.proposal.proposer}, {"state", one.proposal.state}, {"ballots", ballots}});
    }
}

/// Keeps the value; false on an Error of the connection.
template <class T>
bool take(Result<Reply<T>> reply, std::optional<T>& into, std::optional<Error>& error)
{
    if (!reply)
        error = std::move(reply).error();
    else if (reply->value)
        into = std::move(*reply->value);
    return !error;
}

/// None when the service refused its text or one of its ballots.
Result<std::optional<LiveProposal>> askProposal(GovClient& client, const Proposal& proposal,
                                                const std::vector<std::string>& members, std::stop_token stop)
{
    auto actions = client.actions(proposal.id, stop);
    if (!actions) return std::move(actions).error();
    if (!actions->value) return std::optional<LiveProposal>();
    LiveProposal live{proposal, actions->body, {}};
    for (const std::string& member : members) {
        if (live.ballots.size() == proposal.ballots) break;
        auto ballot = client.ballot(proposal.id, member, stop);
        if (!ballot) return std::move(ballot).error();
        if (ballot->value) live.ballots.push_back({member, *ballot->value});
    }
    if (live.ballots.size() != proposal.ballots) return std::optional<LiveProposal>();
    return std::optional(std::move(live));
}

} // namespace

PublicState stateFrom(const ServiceReplies& replies)
{
    Builder builder;
    if (replies.info) addService(builder, *replies.info);
    if (replies.members) addMembers(builder, *replies.members);
    if (replies.users) addUsers(builder, *replies.users);
    if (replies.nodes) addNodes(builder, *replies.nodes);
    if (replies.constitution) builder.single(tables::kConstitution, *replies.constitution);
    if (replies.joinPolicy) addPolicies(builder, *replies.joinPolicy);
    if (replies.jwtPolicy) addJwt(builder, *replies.jwtPolicy);
    addProposals(builder, replies);
    return builder.take();
}

Result<ServiceReplies> askForState(GovClient& client, std::stop_token stop)
{
    ServiceReplies replies;
    std::optional<Proposals> proposals;
    std::optional<Error> error;
    const bool asked = take(client.serviceInfo(stop), replies.info, error) &&
                       take(client.members(stop), replies.members, error) &&
                       take(client.users(stop), replies.users, error) &&
                       take(client.nodes(stop), replies.nodes, error) &&
                       take(client.constitution(stop), replies.constitution, error) &&
                       take(client.joinPolicy(stop), replies.joinPolicy, error) &&
                       take(client.jwtPolicy(stop), replies.jwtPolicy, error) &&
                       take(client.proposals(stop), proposals, error);
    if (!asked) return std::move(*error);
    if (!proposals || !replies.members) return replies;
    std::vector<std::string> members;
    for (const Member& member : replies.members->members) members.push_back(member.id);
    replies.allProposals = true;
    for (const Proposal& proposal : proposals->proposals) {
        auto live = askProposal(client, proposal, members, stop);
        if (!live) return std::move(live).error();
        if (*live)
            replies.proposals.push_back(std::move(**live));
        else
            replies.allProposals = false;
    }
    return replies;
}

} // namespace countersign::ccf
