#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"
#include "app/common/documents.h"
#include "core/ccf/client/agreement.h"
#include "core/ccf/client/gov_client.h"
#include "core/ccf/client/node_client.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

// What the commands that ask a running service have in common.

namespace countersign {

struct LiveArguments {
    std::vector<std::string> urls;
    std::vector<std::string> certificates;
    std::string name;      ///< Expected in the nodes' certificates in place of the host.
    std::string item;      ///< Of commands that show one thing in full.
    unsigned timeout = 30; ///< Seconds for one exchange.
    bool json = false;
    bool quiet = false;
};

/// What one node answered, ready to be shown.
struct LiveAnswer {
    Json json;
    std::string text; ///< Whole lines, escaped.
    std::vector<ccf::NodeStatement> statements;
    std::optional<TransactionId> commit; ///< To be held against the other nodes, when asked for.
    std::vector<Check> checks;           ///< Of the command's own.
    std::vector<Finding> findings;
};

struct LiveCommand {
    const char* name;
    bool eachNode = false; ///< Show every node's answer, not only the first.
    std::function<Result<LiveAnswer>(ccf::Channel&, const Environment&)> ask;
};

/// Adds --url, --service-cert, --name, --timeout, --json and --quiet; `arguments` outlives the command.
void declareLiveOptions(CLI::App& command, LiveArguments& arguments);

/// The part of the help that says how nodes are trusted and what the status means.
extern const char* const kLiveFooter;

/// The same under a trust that is at hand already; the arguments' certificates are not read.
Result<std::vector<ccf::NodeAddress>> liveAddresses(const LiveArguments& arguments,
                                                    const std::shared_ptr<const net::PeerTrust>& trust);

/// The nodes that the arguments name, trusted as they say. Unsupported or Malformed for a URL.
Result<std::vector<ccf::NodeAddress>> liveAddresses(const LiveArguments& arguments);

/// Asks each node under the pin, shows what `command` asks for, and compares what several nodes said.
int runLive(const LiveCommand& command, const LiveArguments& arguments, Environment& environment);

using ccf::answered;

/// Columns of equal width, the first row as heading; every cell is escaped and cut to a length people can read.
std::string tableText(const std::vector<std::vector<std::string>>& rows);

/// "2027-05-21", with " expired" when before `now`; "unreadable" for what is no certificate.
std::string certificateEnd(const std::string& pem, UtcTime now);

/// Order kept, for documents.
Json orderedJson(const nlohmann::json& value);

} // namespace countersign
