#include "app/sandbox/service/policy_routes.h"

#include "core/base/base64.h"

#include <algorithm>

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kGov = "public:ccf.gov.";

json memberOr(const json& object, const char* name, json otherwise = nullptr)
{
    return object.contains(name) ? object.at(name) : std::move(otherwise);
}

bool isId(const std::string& text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

HttpAnswer noSuch(const char* kind, char letter, const std::string& id)
{
    return refuse(404, "ResourceNotFound",
                  std::string(kind) + ' ' + letter + '[' + id + "] does not exist.");
}

HttpAnswer info(const Scene& scene)
{
    const json row = scene.service.rowOf(kGov + "service.info");
    const json config = scene.service.rowOf(kGov + "service.config");
    json answer{{"certificate", row.at("cert")},
                {"configuration",
                 {{"maximumNodeCertificateValidityDays", memberOr(config, "maximum_node_certificate_validity_days")},
                  {"maximumServiceCertificateValidityDays", memberOr(config, "maximum_service_certificate_validity_days")},
                  {"recentCoseProposalsWindowSize", memberOr(config, "recent_cose_proposals_window_size")},
                  {"recoveryThreshold", memberOr(config, "recovery_threshold")}}},
                {"creationTransactionId", memberOr(row, "current_service_create_txid")},
                {"recoveryCount", memberOr(row, "recovery_count", 0)},
                {"serviceData", memberOr(row, "service_data")},
                {"status", row.at("status")}};
    if (row.contains("previous_service_identity_version")) {
        const SeqNo before = row["previous_service_identity_version"];
        answer["previousServiceCreationTransactionId"] = TransactionId{scene.service.viewAt(before), before}.toString();
    }
    return jsonAnswer(answer);
}

HttpAnswer constitution(const Scene& scene)
{
    return textAnswer("text/javascript", scene.service.rowOf(kGov + "constitution"));
}

json memberJson(const Scene& scene, const std::string& id)
{
    const TableState& tables = scene.service.tables();
    const json row = scene.service.rowOf(kGov + "members.info", id);
    const std::string key = tables.value(kGov + "members.encryption_public_keys", id);
    json member{{"certificate", tables.value(kGov + "members.certs", id)},
                {"memberData", memberOr(row, "member_data")},
                {"memberId", id},
                {"recoveryRole", memberOr(row, "recovery_role", key.empty() ? "NonParticipant" : "Participant")},
                {"status", row.at("status")}};
    if (!key.empty()) member["publicEncryptionKey"] = key;
    return member;
}

json userJson(const Scene& scene, const std::string& id)
{
    const json row = scene.service.rowOf(kGov + "users.info", id);
    return {{"certificate", scene.service.tables().value(kGov + "users.certs", id)},
            {"userData", row.empty() ? json() : row},
            {"userId", id}};
}

json nodeJson(const Scene& scene, const std::string& id)
{
    const json row = scene.service.rowOf(kGov + "nodes.info", id);
    const std::string certificate = scene.service.tables().value(kGov + "nodes.endorsed_certificates", id);
    const json quote = row.at("quote_info");
    const auto raw = fromBase64(quote.at("quote").get<std::string>());
    const json said = json::parse(textOf(raw.value_or({})), nullptr, false);
    json interfaces = json::object();
    const json places = memberOr(row, "rpc_interfaces", json::object());
    for (const auto& [name, place] : places.items())
        interfaces[name] = {{"publishedAddress", place.at("published_address")}};
    json node{{"nodeData", memberOr(row, "node_data")},
              {"nodeId", id},
              {"quoteInfo", {{"format", quote.at("format")}, {"rawQuote", quote.at("quote")}}},
              {"retiredCommitted", memberOr(row, "retired_committed", false)},
              {"rpcInterfaces", interfaces},
              {"status", row.at("status")}};
    if (said.is_object())
        node["quoteInfo"]["details"] = {{"hostData", memberOr(said, "host_data")},
                                        {"measurement", memberOr(said, "measurement")},
                                        {"reportData", memberOr(said, "report_data")}};
    if (!certificate.empty()) node["certificate"] = certificate;
    return node;
}

HttpAnswer listOf(const Scene& scene, const char* table, json (*one)(const Scene&, const std::string&))
{
    json list = json::array();
    for (const auto& [id, unused] : scene.service.tables().rows(kGov + table)) list.push_back(one(scene, id));
    return jsonAnswer({{"value", list}});
}

HttpAnswer oneOf(const Scene& scene, const char* table, const char* kind, json (*one)(const Scene&, const std::string&))
{
    const std::string& id = scene.parts[0];
    std::string word = kind;
    word[0] = static_cast<char>(word[0] | 0x20);
    if (!isId(id)) return refuse(400, "InvalidResourceName", "'" + id + "' is not a valid hex-encoded " + word + " ID");
    if (!scene.service.tables().rows(kGov + table).contains(id)) return noSuch(kind, word[0], id);
    return jsonAnswer(one(scene, id));
}

HttpAnswer members(const Scene& scene) { return listOf(scene, "members.info", memberJson); }
HttpAnswer member(const Scene& scene) { return oneOf(scene, "members.info", "Member", memberJson); }
HttpAnswer users(const Scene& scene) { return listOf(scene, "users.certs", userJson); }
HttpAnswer user(const Scene& scene) { return oneOf(scene, "users.certs", "User", userJson); }
HttpAnswer nodes(const Scene& scene) { return listOf(scene, "nodes.info", nodeJson); }
HttpAnswer node(const Scene& scene) { return oneOf(scene, "nodes.info", "Node", nodeJson); }

HttpAnswer commit(const Scene& scene)
{
    return jsonAnswer({{"status", "Committed"}, {"transactionId", scene.service.committed().toString()}});
}

HttpAnswer transaction(const Scene& scene)
{
    const auto id = transactionIdFrom(scene.parts[0]);
    if (!id)
        return refuse(400, "InvalidQueryParameterValue",
                      "The value '" + scene.parts[0] +
                          "' passed as parameter 'transactionId' could not be converted to a valid Transaction ID.");
    return jsonAnswer({{"status", transactionStatus(scene.service, *id)}, {"transactionId", scene.parts[0]}});
}

HttpAnswer proposals(const Scene& scene)
{
    json list = json::array();
    for (const auto& [id, unused] : scene.service.tables().rows(kGov + "proposals_info"))
        list.push_back(Consortium::proposalJson(id, scene.service.rowOf(kGov + "proposals_info", id)));
    return jsonAnswer({{"value", list}});
}

HttpAnswer noProposal(const std::string& id)
{
    return refuse(404, "ProposalNotFound", "Could not find proposal " + id + '.');
}

HttpAnswer proposal(const Scene& scene)
{
    const json row = scene.service.rowOf(kGov + "proposals_info", scene.parts[0]);
    return row.empty() ? noProposal(scene.parts[0]) : jsonAnswer(Consortium::proposalJson(scene.parts[0], row));
}

HttpAnswer actions(const Scene& scene)
{
    HttpAnswer answer; // CCF names no content type here.
    answer.body = scene.service.tables().value(kGov + "proposals", scene.parts[0]);
    return answer.body.empty() ? noProposal(scene.parts[0]) : answer;
}

HttpAnswer ballot(const Scene& scene)
{
    const std::string& id = scene.parts[0];
    const json row = scene.service.rowOf(kGov + "proposals_info", id);
    if (row.empty()) return refuse(404, "ProposalNotFound", "Proposal " + id + " does not exist.");
    const json& ballots = row.at("ballots");
    if (ballots.contains(scene.parts[1])) return textAnswer("text/javascript", ballots[scene.parts[1]]);
    return refuse(404, "VoteNotFound", "Member m[" + scene.parts[1] + "] has not voted for proposal " + id + '.');
}

HttpAnswer stateDigest(const Scene& scene)
{
    const json row = scene.service.rowOf(kGov + "members.acks", scene.parts[0]);
    if (row.empty())
        return refuse(404, "ResourceNotFound", "No ACK record exists for member m[" + scene.parts[0] + "].");
    return jsonAnswer({{"memberId", scene.parts[0]}, {"stateDigest", row.at("state_digest")}});
}

HttpAnswer encryptedShare(const Scene& scene)
{
    const json row = scene.service.rowOf("public:ccf.internal.recovery_shares");
    const json shares = memberOr(row, "encrypted_shares", json::object());
    if (!shares.contains(scene.parts[0]))
        return refuse(404, "ResourceNotFound", "Recovery share not found for member m[" + scene.parts[0] + "].");
    return jsonAnswer({{"encryptedShare", shares[scene.parts[0]]}, {"memberId", scene.parts[0]}});
}

/// Goes on with a member's message, once it has been found to be hers and of this type.
template <class Act>
HttpAnswer signedBy(const Scene& scene, const char* type, Signer signer, Act act)
{
    auto request = authenticate(scene.question, scene.service.tables(), type, signer);
    return request ? act(*request) : request.refusal;
}

/// As signedBy(), for paths that name the signer.
template <class Act>
HttpAnswer signedByNamed(const Scene& scene, const char* type, Signer signer, Act act)
{
    return signedBy(scene, type, signer, [&](const SignedRequest& request) {
        if (request.memberId == scene.parts[0]) return act(request);
        return refuse(400, "InvalidAuthenticationInfo",
                      "Authenticated as member " + request.memberId + ", but the path names member " + scene.parts[0]);
    });
}

HttpAnswer propose(const Scene& scene)
{
    return signedBy(scene, "proposal", Signer::ActiveMember, [&](const SignedRequest& r) { return scene.service.propose(r); });
}

HttpAnswer submitBallot(const Scene& scene)
{
    return signedBy(scene, "ballot", Signer::ActiveMember,
                    [&](const SignedRequest& r) { return scene.service.ballot(r, scene.parts[0], scene.parts[1]); });
}

HttpAnswer withdraw(const Scene& scene)
{
    return signedBy(scene, "withdrawal", Signer::ActiveMember,
                    [&](const SignedRequest& r) { return scene.service.withdraw(r, scene.parts[0]); });
}

HttpAnswer updateDigest(const Scene& scene)
{
    return signedByNamed(scene, "state_digest", Signer::AnyMember,
                         [&](const SignedRequest& r) { return scene.service.updateDigest(r); });
}

HttpAnswer acknowledge(const Scene& scene)
{
    return signedByNamed(scene, "ack", Signer::AnyMember,
                         [&](const SignedRequest& r) { return scene.service.acknowledge(r); });
}

HttpAnswer recover(const Scene& scene)
{
    return signedByNamed(scene, "recovery_share", Signer::ActiveMember,
                         [&](const SignedRequest& r) { return scene.service.recoverShare(r); });
}

} // namespace

const std::vector<Route> kGovernanceRoutes{
    {"GET", "/service/info", info},
    {"GET", "/service/constitution", constitution},
    {"GET", "/service/javascript-app", answerScriptApp},
    {"GET", "/service/javascript-modules", answerScriptModules},
    {"GET", "/service/javascript-modules/{}", answerScriptModule},
    {"GET", "/service/join-policy", answerJoinPolicy},
    {"GET", "/service/jwk", answerJwtPolicy},
    {"GET", "/service/members", members},
    {"GET", "/service/members/{}", member},
    {"GET", "/service/users", users},
    {"GET", "/service/users/{}", user},
    {"GET", "/service/nodes", nodes},
    {"GET", "/service/nodes/{}", node},
    {"GET", "/service/transactions/commit", commit, false},
    {"GET", "/service/transactions/{}", transaction, false},
    {"GET", "/members/state-digests/{}", stateDigest},
    {"POST", "/members/state-digests/{}:update", updateDigest},
    {"POST", "/members/state-digests/{}:ack", acknowledge},
    {"GET", "/members/proposals", proposals},
    {"POST", "/members/proposals:create", propose},
    {"GET", "/members/proposals/{}", proposal},
    {"POST", "/members/proposals/{}:withdraw", withdraw},
    {"GET", "/members/proposals/{}/actions", actions},
    {"GET", "/members/proposals/{}/ballots/{}", ballot},
    {"POST", "/members/proposals/{}/ballots/{}:submit", submitBallot},
    {"GET", "/recovery/encrypted-shares/{}", encryptedShare},
    {"POST", "/recovery/members/{}:recover", recover},
    {"GET", "/commit", answerCommit, false},
    {"GET", "/tx", answerTransaction, false},
    {"GET", "/receipt", answerReceipt},
};

const std::vector<Route> kApplicationRoutes{
    {"GET", "/commit", answerCommit},
    {"GET", "/tx", answerTransaction, false},
    {"GET", "/receipt", answerReceipt},
};

} // namespace countersign::sandbox
