#include "app/cli/nodes.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

std::string addressesOf(const ccf::GovNode& node)
{
    std::string text;
    for (const auto& [name, address] : node.addresses) text += (text.empty() ? "" : ", ") + name + ' ' + address;
    return text;
}

Result<LiveAnswer> askNodes(ccf::Channel& channel, const Environment& environment)
{
    auto reply = ccf::GovClient(channel).nodes(environment.stop);
    const auto state = reply ? reply->state : std::nullopt;
    auto nodes = answered(std::move(reply), channel.origin() + ": nodes");
    if (!nodes) return std::move(nodes).error();
    LiveAnswer answer;
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows{{"node", "status", "quote", "certificate to", "interfaces"}};
    for (const ccf::GovNode& one : nodes->nodes) {
        list.push_back({{"nodeId", one.id},
                        {"status", one.status},
                        {"nodeData", one.data},
                        {"certificate", one.certificate.value_or("")},
                        {"quoteFormat", one.quoteFormat.value_or("")},
                        {"addresses", addressesOf(one)}});
        rows.push_back({one.id, one.status, one.quoteFormat.value_or("none"),
                        one.certificate ? certificateEnd(*one.certificate, environment.now) : "none",
                        addressesOf(one)});
    }
    answer.statements.push_back({channel.origin(), "nodes", ccf::digestOfAnswer(list), state});
    answer.json = orderedJson(list);
    answer.text = tableText(rows);
    return answer;
}

} // namespace

CLI::App* declareNodes(CLI::App& program, LiveArguments& arguments)
{
    CLI::App* command = program.add_subcommand("nodes", "List the nodes of a running service");
    declareLiveOptions(*command, arguments);
    return command;
}

int runNodes(const LiveArguments& arguments, Environment& environment)
{
    return runLive({"nodes", false, askNodes}, arguments, environment);
}

} // namespace countersign
