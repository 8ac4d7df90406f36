#include "app/cli/status.h"

#include "app/cli/terminal_text.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

struct Parts {
    ccf::NetworkInfo network;
    ccf::NodeState state;
    ccf::CommitState commit;
    ccf::NodeVersion version;
    ccf::ServiceInfo info;
    std::size_t openProposals = 0;
    ccf::NodeStatement constitution, nodes;
};

template <class T>
bool take(Result<T> from, T& to, std::optional<Error>& error)
{
    if (from)
        to = std::move(*from);
    else if (!error)
        error = std::move(from).error();
    return from.has_value();
}

Result<Parts> askParts(ccf::Channel& channel, std::stop_token stop)
{
    ccf::NodeClient node(channel);
    ccf::GovClient gov(channel);
    const std::string origin = channel.origin();
    Parts parts;
    std::optional<Error> error;
    take(answered(node.network(stop), origin + ": network"), parts.network, error);
    take(answered(node.state(stop), origin + ": state"), parts.state, error);
    take(answered(node.commit(stop), origin + ": commit"), parts.commit, error);
    take(answered(node.version(stop), origin + ": version"), parts.version, error);
    take(answered(gov.serviceInfo(stop), origin + ": service info"), parts.info, error);
    if (error) return *error;
    auto script = gov.constitution(stop);
    if (!script || !script->value) return answered(std::move(script), origin + ": constitution").error();
    parts.constitution = {origin, "constitution", crypto::sha256(script->body), script->state};
    auto nodes = gov.nodes(stop);
    if (!nodes || !nodes->value) return answered(std::move(nodes), origin + ": nodes").error();
    nlohmann::json list = nlohmann::json::array();
    for (const ccf::GovNode& one : nodes->value->nodes) list.push_back({one.id, one.status});
    parts.nodes = {origin, "nodes", ccf::digestOfAnswer(list), nodes->state};
    ccf::Proposals proposals;
    if (!take(answered(gov.proposals(stop), origin + ": proposals"), proposals, error)) return *error;
    for (const ccf::Proposal& one : proposals.proposals) parts.openProposals += one.state == "Open" ? 1u : 0u;
    return parts;
}

std::string numberText(const std::optional<std::uint64_t>& number)
{
    return number ? std::to_string(*number) : "not told";
}

Json statusJson(const Parts& parts)
{
    Json json;
    json["status"] = parts.network.serviceStatus;
    json["view"] = orNull(parts.network.view);
    json["commit"] = parts.commit.id.toString();
    json["primary"] = orNull(parts.network.primaryId);
    json["node"] = parts.state.nodeId;
    json["nodeState"] = parts.state.state;
    json["version"] = parts.version.ccf;
    json["recoveryCount"] = orNull(parts.info.recoveryCount);
    json["recoveryThreshold"] = orNull(parts.info.configuration.recoveryThreshold);
    json["openProposals"] = parts.openProposals;
    json["constitution"] = toHex(parts.constitution.digest);
    json["certificate"] = parts.network.serviceCertificate;
    return json;
}

std::string statusText(const Parts& parts, UtcTime now)
{
    const bool primary = parts.network.primaryId == parts.state.nodeId;
    return tableText({{"service", parts.network.serviceStatus},
                      {"committed", parts.commit.id.toString()},
                      {"view", numberText(parts.network.view)},
                      {"this node", parts.state.nodeId + (primary ? ", the primary" : "")},
                      {"its state", parts.state.state},
                      {"primary", parts.network.primaryId.value_or("none")},
                      {"version", parts.version.ccf},
                      {"service certificate to", certificateEnd(parts.network.serviceCertificate, now)},
                      {"recoveries", numberText(parts.info.recoveryCount)},
                      {"recovery threshold", numberText(parts.info.configuration.recoveryThreshold)},
                      {"open proposals", std::to_string(parts.openProposals)},
                      {"constitution (SHA-256)", toHex(parts.constitution.digest)}});
}

Result<LiveAnswer> askStatus(ccf::Channel& channel, const Environment& environment)
{
    auto parts = askParts(channel, environment.stop);
    if (!parts) return std::move(parts).error();
    return LiveAnswer{
        statusJson(*parts), statusText(*parts, environment.now), {parts->constitution, parts->nodes}, parts->commit.id};
}

} // namespace

CLI::App* declareStatus(CLI::App& program, LiveArguments& arguments)
{
    CLI::App* command = program.add_subcommand("status", "Ask a running service how it is, and compare its nodes");
    declareLiveOptions(*command, arguments);
    return command;
}

int runStatus(const LiveArguments& arguments, Environment& environment)
{
    return runLive({"status", true, askStatus}, arguments, environment);
}

} // namespace countersign
