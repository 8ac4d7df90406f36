#include "tests/unit/sandbox/live_sandbox.h"

#include "app/cli/program.h"
#include "app/common/families.h"
#include "core/base/file_io.h"
#include "core/ccf/governance/payloads.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace countersign::test {

namespace {

constexpr const char* kVersion = "?api-version=2024-07-01";

template <class T>
T need(Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().where + ": " + result.error().detail);
    return std::move(*result);
}

std::string contentOf(const std::filesystem::path& path)
{
    return std::string(textOf(need(readSmallFile(path))));
}

} // namespace

LiveSandbox::LiveSandbox(sandbox::Fault fault, bool waitsForShares) : m_transport(systemTime)
{
    sandbox::SandboxOptions options;
    options.folder = m_folder.filePath(QStringLiteral("demo")).toStdString();
    options.fault = fault;
    options.waitsForShares = waitsForShares;
    m_sandbox = need(sandbox::Sandbox::start(options));
}

CommandOutcome LiveSandbox::act(std::size_t member, std::vector<std::string> arguments, const World& world)
{
    const sandbox::DemoMember& me = places().members.at(member);
    arguments.insert(arguments.end(), {"--url", places().urls[0], "--service-cert", places().serviceCertificate.string(),
                                       "--cert", me.certificate.string(), "--json"});
    if (std::ranges::find(arguments, "--key") == arguments.end())
        arguments.insert(arguments.end(), {"--key", me.key.string()});
    if (!world.asking) arguments.push_back("--yes");
    return run(arguments, world);
}

CommandOutcome LiveSandbox::run(const std::vector<std::string>& arguments, const World& world)
{
    std::ostringstream out, err;
    Console console(out, err, {}, {});
    const FamilyList families = allFamilies();
    Environment environment{families,
                            console,
                            world.stop,
                            UtcTime{systemTime().seconds + world.secondsOff},
                            world.transport ? world.transport : &m_transport,
                            world.asking,
                            world.waiter};
    Program program;
    const int status = program.run(arguments, environment);
    return {status, out.str(), err.str()};
}

CommandOutcome LiveSandbox::ask(std::vector<std::string> arguments)
{
    for (const std::string& url : places().urls) arguments.insert(arguments.end(), {"--url", url});
    arguments.insert(arguments.end(), {"--service-cert", places().serviceCertificate.string()});
    return run(arguments);
}

net::HttpReply LiveSandbox::send(const std::string& method, std::size_t node, const std::string& target,
                                 const ByteVector& body, const std::string& contentType)
{
    net::HttpRequest request;
    request.method = method;
    request.url = need(net::parseUrl(places().urls.at(node) + target));
    net::PeerTrust trust;
    trust.certificates.push_back(need(crypto::Certificate::fromPem(contentOf(places().serviceCertificate))));
    request.trust = std::make_shared<const net::PeerTrust>(std::move(trust));
    request.body = crypto::secretCopy(body);
    if (!body.empty()) request.headers.push_back({"content-type", contentType});
    return need(m_transport.send(request, {}));
}

nlohmann::json LiveSandbox::getJson(const std::string& target, std::size_t node)
{
    return jsonOfReply(get(target, node));
}

ByteVector LiveSandbox::signedBy(std::size_t member, ccf::MessageType type, const std::string& payload,
                                 const std::string& proposal, std::int64_t secondsAgo) const
{
    const sandbox::DemoMember& who = places().members.at(member);
    ccf::GovernanceMessage message{type, UtcTime{systemTime().seconds - secondsAgo}, proposal,
                                   crypto::secretCopy(bytesOf(payload))};
    const auto prepared =
        need(ccf::PreparedMessage::prepare(std::move(message), need(crypto::Certificate::fromPem(contentOf(who.certificate)))));
    const auto made = need(prepared.sign(need(crypto::PrivateKey::fromPem(contentOf(who.key)))));
    return {made.begin(), made.end()};
}

net::HttpReply LiveSandbox::propose(std::size_t member, const nlohmann::json& actions, std::int64_t secondsAgo)
{
    const std::string payload = nlohmann::json{{"actions", actions}}.dump();
    return send("POST", 0, std::string("/gov/members/proposals:create") + kVersion,
                signedBy(member, ccf::MessageType::Proposal, payload, {}, secondsAgo));
}

net::HttpReply LiveSandbox::vote(std::size_t member, const std::string& proposal, bool yes)
{
    const std::string payload = nlohmann::json{{"ballot", ccf::plainBallot(yes)}}.dump();
    return send("POST", 0, "/gov/members/proposals/" + proposal + "/ballots/" + memberId(member) + ":submit" + kVersion,
                signedBy(member, ccf::MessageType::Ballot, payload, proposal));
}

std::string LiveSandbox::openProposal(const std::string& action)
{
    const auto all = getJson(std::string("/gov/members/proposals") + kVersion);
    for (const auto& one : all.at("value")) {
        if (one.at("proposalState") != "Open") continue;
        const std::string id = one.at("proposalId");
        const auto actions = getJson("/gov/members/proposals/" + id + "/actions" + kVersion);
        if (actions.at("actions").at(0).at("name") == action) return id;
    }
    return {};
}

nlohmann::json jsonOfReply(const net::HttpReply& reply)
{
    return nlohmann::json::parse(textOf(reply.body), nullptr, false);
}

std::string errorCodeOf(const net::HttpReply& reply)
{
    const auto json = jsonOfReply(reply);
    return json.is_object() && json.contains("error") ? json["error"].value("code", "") : std::string();
}

} // namespace countersign::test
