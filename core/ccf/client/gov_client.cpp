#include "core/ccf/client/gov_client.h"

#include <array>

namespace countersign::ccf {

using nlohmann::json;

namespace {

constexpr std::array<ApiVersion, 2> kVersions{ApiVersion::V20240701, ApiVersion::Preview20230601};

bool deniesVersion(const net::HttpReply& reply)
{
    return reply.status == 400 && serviceErrorOf(reply).code == "UnsupportedApiVersionValue";
}

// The preview never had these, or no longer has them; its refusal says nothing about the version as a whole.
bool isScriptPath(const std::string& path)
{
    return path.starts_with("/service/javascript");
}

template <class T, Result<T> (*Parse)(const json&, const std::string&)>
Result<T> one(const json& reply)
{
    return Parse(reply, "reply");
}

Result<json> asItIs(const json& reply)
{
    return reply;
}

} // namespace

const char* apiVersionText(ApiVersion version) noexcept
{
    return version == ApiVersion::V20240701 ? "2024-07-01" : "2023-06-01-preview";
}

Result<net::HttpReply> GovClient::getAs(ApiVersion version, const std::string& path, std::stop_token stop)
{
    const char* joint = path.find('?') == std::string::npos ? "?" : "&";
    return m_channel.get("/gov" + path + joint + "api-version=" + apiVersionText(version), stop);
}

Result<void> GovClient::findVersion(std::stop_token stop)
{
    for (const ApiVersion version : kVersions) {
        auto reply = getAs(version, "/service/info", stop);
        if (!reply) return std::move(reply).error();
        if (reply->status == 200) {
            m_version = version;
            return {};
        }
        if (reply->status == 404)
            return Error{ErrorCode::Unsupported, m_channel.origin() + ": /gov",
                         "no governance interface of version 5.0 or later here"};
        if (!deniesVersion(*reply)) {
            const ServiceError error = serviceErrorOf(*reply);
            return Error{ErrorCode::Network, m_channel.origin() + ": /gov/service/info",
                         "status " + std::to_string(error.status) + ' ' + error.code + ' ' + error.message};
        }
    }
    return Error{ErrorCode::Unsupported, m_channel.origin() + ": api-version",
                 "the service speaks none that is known here"};
}

Result<net::HttpReply> GovClient::get(const std::string& path, std::stop_token stop)
{
    if (!m_version)
        if (auto found = findVersion(stop); !found) return std::move(found).error();
    auto reply = getAs(*m_version, path, stop);
    const bool scriptsOfPreview = *m_version == ApiVersion::Preview20230601 && isScriptPath(path);
    if (reply && deniesVersion(*reply) && !scriptsOfPreview)
        return Error{ErrorCode::Unsupported, m_channel.origin() + ": api-version",
                     std::string("the service spoke ") + apiVersionText(*m_version) + " before and denies it now"};
    return reply;
}

template <class T>
Result<Reply<T>> GovClient::ask(const std::string& path, Result<T> (*parse)(const json&), std::stop_token stop)
{
    return sortedJson<T>(get(path, stop), m_channel.origin() + ": /gov" + path, parse);
}

Result<Reply<std::string>> GovClient::askText(const std::string& path, std::stop_token stop)
{
    return sorted<std::string>(
        get(path, stop), m_channel.origin() + ": /gov" + path,
        [](const net::HttpReply& reply) -> Result<std::string> { return std::string(textOf(reply.body)); });
}

Result<Reply<ServiceInfo>> GovClient::serviceInfo(std::stop_token stop)
{
    return ask("/service/info", parseServiceInfo, stop);
}

Result<Reply<std::string>> GovClient::constitution(std::stop_token stop)
{
    return askText("/service/constitution", stop);
}

Result<Reply<JavascriptApp>> GovClient::javascriptApp(std::stop_token stop)
{
    return ask("/service/javascript-app", parseJavascriptApp, stop);
}

Result<Reply<json>> GovClient::javascriptAppOriginal(std::stop_token stop)
{
    return ask("/service/javascript-app?case=original", asItIs, stop);
}

Result<Reply<ModuleNames>> GovClient::modules(std::stop_token stop)
{
    return ask("/service/javascript-modules", parseModuleNames, stop);
}

Result<Reply<std::string>> GovClient::module(const std::string& name, std::stop_token stop)
{
    return askText("/service/javascript-modules/" + net::percentEncoded(name), stop);
}

Result<Reply<JoinPolicy>> GovClient::joinPolicy(std::stop_token stop)
{
    return ask("/service/join-policy", parseJoinPolicy, stop);
}

Result<Reply<JwtPolicy>> GovClient::jwtPolicy(std::stop_token stop)
{
    return ask("/service/jwk", parseJwtPolicy, stop);
}

Result<Reply<Members>> GovClient::members(std::stop_token stop)
{
    return ask("/service/members", parseMembers, stop);
}

Result<Reply<Member>> GovClient::member(const std::string& id, std::stop_token stop)
{
    return ask("/service/members/" + net::percentEncoded(id), one<Member, parseMember>, stop);
}

Result<Reply<Users>> GovClient::users(std::stop_token stop)
{
    return ask("/service/users", parseUsers, stop);
}

Result<Reply<User>> GovClient::user(const std::string& id, std::stop_token stop)
{
    return ask("/service/users/" + net::percentEncoded(id), one<User, parseUser>, stop);
}

Result<Reply<GovNodes>> GovClient::nodes(std::stop_token stop)
{
    return ask("/service/nodes", parseGovNodes, stop);
}

Result<Reply<GovNode>> GovClient::node(const std::string& id, std::stop_token stop)
{
    return ask("/service/nodes/" + net::percentEncoded(id), one<GovNode, parseGovNode>, stop);
}

Result<Reply<TransactionState>> GovClient::transaction(TransactionId id, std::stop_token stop)
{
    return ask("/service/transactions/" + id.toString(), parseTransaction, stop);
}

Result<Reply<TransactionState>> GovClient::commit(std::stop_token stop)
{
    return ask("/service/transactions/commit", parseTransaction, stop);
}

Result<Reply<StateDigest>> GovClient::stateDigest(const std::string& member, std::stop_token stop)
{
    return ask("/members/state-digests/" + net::percentEncoded(member), parseStateDigest, stop);
}

Result<Reply<Proposals>> GovClient::proposals(std::stop_token stop)
{
    return ask("/members/proposals", parseProposals, stop);
}

Result<Reply<Proposal>> GovClient::proposal(const std::string& id, std::stop_token stop)
{
    return ask("/members/proposals/" + net::percentEncoded(id), one<Proposal, parseProposal>, stop);
}

Result<Reply<ProposalActions>> GovClient::actions(const std::string& proposal, std::stop_token stop)
{
    return ask("/members/proposals/" + net::percentEncoded(proposal) + "/actions", parseActions, stop);
}

Result<Reply<std::string>> GovClient::ballot(const std::string& proposal, const std::string& member,
                                             std::stop_token stop)
{
    return askText("/members/proposals/" + net::percentEncoded(proposal) + "/ballots/" + net::percentEncoded(member),
                   stop);
}

Result<Reply<EncryptedShare>> GovClient::encryptedShare(const std::string& member, std::stop_token stop)
{
    return ask("/recovery/encrypted-shares/" + net::percentEncoded(member), parseEncryptedShare, stop);
}

} // namespace countersign::ccf
