#include "app/cli/members.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

Result<LiveAnswer> askMembers(ccf::Channel& channel, const Environment& environment)
{
    auto reply = ccf::GovClient(channel).members(environment.stop);
    const auto state = reply ? reply->state : std::nullopt;
    auto members = answered(std::move(reply), channel.origin() + ": members");
    if (!members) return std::move(members).error();
    LiveAnswer answer;
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows{{"member", "status", "recovery", "certificate to", "data"}};
    for (const ccf::Member& one : members->members) {
        list.push_back({{"memberId", one.id},
                        {"status", one.status},
                        {"memberData", one.data},
                        {"certificate", one.certificate},
                        {"recoveryRole", one.recoveryRole.value_or("")},
                        {"publicEncryptionKey", one.encryptionKey.value_or("")}});
        rows.push_back({one.id, one.status, one.recoveryRole.value_or("not told"),
                        certificateEnd(one.certificate, environment.now), one.data.is_null() ? "" : one.data.dump()});
    }
    answer.statements.push_back({channel.origin(), "members", ccf::digestOfAnswer(list), state});
    answer.json = orderedJson(list);
    answer.text = tableText(rows);
    return answer;
}

} // namespace

CLI::App* declareMembers(CLI::App& program, LiveArguments& arguments)
{
    CLI::App* command = program.add_subcommand("members", "List the members of a running service");
    declareLiveOptions(*command, arguments);
    return command;
}

int runMembers(const LiveArguments& arguments, Environment& environment)
{
    return runLive({"members", false, askMembers}, arguments, environment);
}

} // namespace countersign
