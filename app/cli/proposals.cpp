#include "app/cli/proposals.h"

#include "app/cli/evaluated.h"
#include "app/cli/terminal_text.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

constexpr std::size_t kMostLine = 2000;

nlohmann::json proposalJson(const ccf::Proposal& one)
{
    nlohmann::json votes = nlohmann::json::object(), failures = nlohmann::json::object();
    for (const auto& [member, vote] : one.finalVotes) votes[member] = vote;
    for (const auto& [member, failure] : one.voteFailures) failures[member] = failure.reason;
    return {{"proposalId", one.id},       {"proposerId", one.proposer}, {"proposalState", one.state},
            {"ballotCount", one.ballots}, {"finalVotes", votes},        {"voteFailures", failures}};
}

Result<LiveAnswer> askList(ccf::Channel& channel, const Environment& environment)
{
    auto reply = ccf::GovClient(channel).proposals(environment.stop);
    const auto state = reply ? reply->state : std::nullopt;
    auto proposals = answered(std::move(reply), channel.origin() + ": proposals");
    if (!proposals) return std::move(proposals).error();
    LiveAnswer answer;
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows{{"proposal", "state", "ballots", "proposer"}};
    for (const ccf::Proposal& one : proposals->proposals) {
        list.push_back(proposalJson(one));
        rows.push_back({one.id, one.state, std::to_string(one.ballots), one.proposer});
    }
    answer.statements.push_back({channel.origin(), "proposals", ccf::digestOfAnswer(list), state});
    answer.json = orderedJson(list);
    answer.text = proposals->proposals.empty() ? "  No proposals.\n" : tableText(rows);
    answer.text += "  A service forgets decided proposals, all but the last; the ledger keeps them.\n";
    return answer;
}

std::string votesText(const ccf::Proposal& proposal)
{
    std::vector<std::vector<std::string>> rows;
    for (const auto& [member, vote] : proposal.finalVotes) rows.push_back({"voted", member, vote ? "yes" : "no"});
    for (const auto& [member, failure] : proposal.voteFailures)
        rows.push_back({"ballot failed", member, failure.reason});
    return tableText(rows);
}

Result<LiveAnswer> askOne(const std::string& id, ccf::Channel& channel, const Environment& environment)
{
    ccf::GovClient gov(channel);
    auto reply = gov.proposal(id, environment.stop);
    const auto state = reply ? reply->state : std::nullopt;
    auto proposal = answered(std::move(reply), channel.origin() + ": proposal");
    if (!proposal) return std::move(proposal).error();
    auto actions = answered(gov.actions(id, environment.stop), channel.origin() + ": actions");
    if (!actions) return std::move(actions).error();
    nlohmann::json whole = proposalJson(*proposal);
    whole["actions"] = nlohmann::json::array();
    LiveAnswer answer;
    answer.text = tableText({{"proposal", proposal->id},
                             {"state", proposal->state},
                             {"proposer", proposal->proposer},
                             {"ballots", std::to_string(proposal->ballots)}}) +
                  votesText(*proposal) + "  actions\n";
    for (const ccf::ProposedAction& action : actions->actions) {
        whole["actions"].push_back({{"name", action.name}, {"args", action.arguments}});
        answer.text += "    " + escaped(action.name) + ' ' + shortened(action.arguments.dump(), kMostLine) + '\n';
    }
    answer.statements.push_back({channel.origin(), "proposal", ccf::digestOfAnswer(whole), state});
    answer.json = orderedJson(whole);
    answer.json["asEvaluatedHere"] = nullptr;
    if (proposal->state != "Open") return answer;
    EvaluatedHere evaluated = evaluateHere(id, gov, environment);
    answer.json["asEvaluatedHere"] = std::move(evaluated.json);
    answer.text += evaluated.text;
    return answer;
}

} // namespace

CLI::App* declareProposals(CLI::App& program, LiveArguments& arguments)
{
    CLI::App* command = program.add_subcommand("proposals", "List the proposals of a running service, or show one");
    command->add_option("ID", arguments.item, "Show this proposal with its actions and votes");
    declareLiveOptions(*command, arguments);
    return command;
}

int runProposals(const LiveArguments& arguments, Environment& environment)
{
    const std::string id = arguments.item;
    if (id.empty()) return runLive({"proposals", false, askList}, arguments, environment);
    const auto ask = [id](ccf::Channel& channel, const Environment& world) { return askOne(id, channel, world); };
    return runLive({"proposals", false, ask}, arguments, environment);
}

} // namespace countersign
