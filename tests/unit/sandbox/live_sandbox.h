#pragma once

#include "app/cli/asking.h"
#include "app/sandbox/sandbox.h"
#include "core/ccf/governance/governance_message.h"
#include "core/net/patience.h"
#include "core/net/qt/qt_transport.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>

#include <string>
#include <vector>

namespace countersign::test {

struct CommandOutcome {
    int status = -1;
    std::string out, err;
    nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

/// What a command sees of the world in place of the usual.
struct World {
    net::HttpTransport* transport = nullptr; ///< Null: the network.
    net::Waiter* waiter = nullptr;           ///< Null: one that waits.
    Asking* asking = nullptr;                ///< Null: nobody can be asked.
    std::int64_t secondsOff = 0;             ///< Of the clock.
    std::stop_token stop{};
};

/// A demo consortium, and what a user has to talk to it: the pinned transport and the command line.
class LiveSandbox
{
public:
    /// Throws std::runtime_error with the reason when it does not start.
    explicit LiveSandbox(sandbox::Fault fault = sandbox::Fault::None, bool waitsForShares = false);

    sandbox::Sandbox& sandbox() { return *m_sandbox; }
    const sandbox::SandboxPlaces& places() const { return m_sandbox->places(); }

    /// Runs a command of countersign-cli in this process.
    CommandOutcome run(const std::vector<std::string>& arguments, const World& world = {});
    /// A command that acts, as one of the user's members, at the first node; agreed to, with a JSON document.
    CommandOutcome act(std::size_t member, std::vector<std::string> arguments, const World& world = {});
    /// The same, with --url for all nodes and --service-cert.
    CommandOutcome ask(std::vector<std::string> arguments);

    /// Over TLS, under the pin. Throws when there is no answer.
    net::HttpReply send(const std::string& method, std::size_t node, const std::string& target,
                        const ByteVector& body = {}, const std::string& contentType = "application/cose");
    net::HttpReply get(const std::string& target, std::size_t node = 0) { return send("GET", node, target); }
    nlohmann::json getJson(const std::string& target, std::size_t node = 0);

    /// A message signed with the key of one of the user's members, `secondsAgo` from now.
    ByteVector signedBy(std::size_t member, ccf::MessageType type, const std::string& payload,
                        const std::string& proposal = {}, std::int64_t secondsAgo = 0) const;
    std::string memberId(std::size_t member) const { return places().members.at(member).id; }
    /// Sends a message signed by that member; to the first node, the primary.
    net::HttpReply propose(std::size_t member, const nlohmann::json& actions, std::int64_t secondsAgo = 0);
    net::HttpReply vote(std::size_t member, const std::string& proposal, bool yes);
    std::string openProposal(const std::string& action); ///< The one of the story that holds this action.
    net::QtTransport& transport() { return m_transport; }

private:
    QTemporaryDir m_folder;
    net::QtTransport m_transport;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
};

nlohmann::json jsonOfReply(const net::HttpReply& reply);
std::string errorCodeOf(const net::HttpReply& reply); ///< "VoteAlreadyExists".

} // namespace countersign::test
