#include "app/cli/constitution.h"

#include "app/cli/terminal_text.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace countersign {

namespace {

std::string escapedLines(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        std::string indent;
        for (; line.starts_with('\t'); line.remove_prefix(1)) indent += "    ";
        result += indent + escaped(line) + '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

Result<LiveAnswer> askConstitution(ccf::Channel& channel, const Environment& environment)
{
    auto reply = ccf::GovClient(channel).constitution(environment.stop);
    const auto state = reply ? reply->state : std::nullopt;
    auto script = answered(std::move(reply), channel.origin() + ": constitution");
    if (!script) return std::move(script).error();
    const Digest digest = crypto::sha256(bytesOf(*script));
    LiveAnswer answer;
    answer.json["sha256"] = toHex(digest);
    answer.json["script"] = *script;
    answer.text = "SHA-256 " + toHex(digest) + "\n\n" + escapedLines(*script);
    answer.statements.push_back({channel.origin(), "constitution", digest, state});
    return answer;
}

} // namespace

CLI::App* declareConstitution(CLI::App& program, LiveArguments& arguments)
{
    CLI::App* command = program.add_subcommand("constitution", "Show the constitution of a running service");
    declareLiveOptions(*command, arguments);
    return command;
}

int runConstitution(const LiveArguments& arguments, Environment& environment)
{
    return runLive({"constitution", false, askConstitution}, arguments, environment);
}

} // namespace countersign
