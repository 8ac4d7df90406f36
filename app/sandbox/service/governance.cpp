#include "app/sandbox/service/consortium.h"

#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

namespace countersign::sandbox {

using nlohmann::json;

namespace {

const std::string kProposals = "public:ccf.gov.proposals";
const std::string kProposalsInfo = "public:ccf.gov.proposals_info";
const std::string kRecent = "public:ccf.gov.cose_recent_proposals";
const std::string kAcks = "public:ccf.gov.members.acks";
const std::string kMembers = "public:ccf.gov.members.info";
constexpr std::int64_t kLatestTime = 9'999'999'999;

std::string tenDigits(std::int64_t seconds)
{
    std::string text = std::to_string(seconds);
    return text.insert(0, text.size() < 10 ? 10 - text.size() : 0, '0');
}

std::string lowered(std::string text)
{
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

void keepMessage(Transaction& transaction, const SignedRequest& request)
{
    transaction.write("public:ccf.gov.cose_history", request.memberId, json(toBase64(bytesOf(request.message))).dump());
}

HttpAnswer otherProposal()
{
    return refuse(400, "InvalidResourceName", "Authenticated proposal id does not match URL");
}

HttpAnswer notOpen(const std::string& id, const std::string& state, const char* what)
{
    return refuse(400, "ProposalNotOpen",
                  "Proposal " + id + " is currently in state " + lowered(state) + " - only open proposals can " + what);
}

} // namespace

json Consortium::proposalJson(const std::string& id, const json& info)
{
    json proposal{{"ballotCount", info.at("ballots").size()},
                  {"proposalId", id},
                  {"proposalState", info.at("state")},
                  {"proposerId", info.at("proposer_id")}};
    if (info.contains("final_votes")) proposal["finalVotes"] = info["final_votes"];
    if (info.contains("vote_failures")) proposal["voteFailures"] = info["vote_failures"];
    if (info.contains("failure")) proposal["failure"] = info["failure"];
    return proposal;
}

Checked<Nothing> Consortium::checkTime(const SignedRequest& request) const
{
    if (request.createdAt < 0 || request.createdAt > kLatestTime)
        return refuse(400, "InvalidCreatedAt", "Header parameter created_at value is too large");
    const auto& recent = m_tables.rows(kRecent);
    const auto again = recent.find(tenDigits(request.createdAt) + ':' + toHex(crypto::sha256(request.signature)));
    if (again != recent.end())
        return refuse(400, "ProposalReplay",
                      "Proposal submission replay, already exists as proposal " +
                          json::parse(again->second.value).get<std::string>());
    if (recent.empty()) return Nothing{};
    const std::string& median = std::next(recent.begin(), static_cast<std::ptrdiff_t>(recent.size() / 2))->first;
    const std::int64_t earliest = std::stoll(median.substr(0, 10));
    if (request.createdAt >= earliest) return Nothing{};
    return refuse(400, "ProposalCreatedTooLongAgo",
                  "Proposal created too long ago, created_at must be greater than " + std::to_string(earliest));
}

HttpAnswer Consortium::propose(const SignedRequest& request)
{
    if (auto valid = validate(request.payload); !valid) return valid.refusal;
    if (auto timely = checkTime(request); !timely) return timely.refusal;
    Transaction transaction;
    keepMessage(transaction, request);
    const std::string id = recordRecent(transaction, UtcTime{request.createdAt}, request.signature);
    transaction.write(kProposals, id, request.payload);
    json info{{"ballots", json::object()}, {"proposer_id", request.memberId}, {"state", "Open"}};
    if (auto decided = decide(transaction, id, info, request.payload); !decided) return decided.refusal;
    return written(jsonAnswer(proposalJson(id, info)), std::move(transaction));
}

HttpAnswer Consortium::ballot(const SignedRequest& request, const std::string& proposal, const std::string& member)
{
    if (request.proposalId != proposal) return otherProposal();
    if (request.memberId != member)
        return refuse(400, "InvalidAuthenticationInfo",
                      "Authenticated as member " + request.memberId + ", but the path names member " + member);
    json info = row(kProposalsInfo, proposal);
    if (info.empty()) return refuse(404, "ProposalNotFound", "Could not find proposal " + proposal + '.');
    const json payload = json::parse(request.payload, nullptr, false);
    if (!payload.is_object() || !payload.value("ballot", json()).is_string())
        return refuse(400, "InvalidInput", "Signed request body is not a JSON object containing required field \"ballot\"");
    if (info.at("state") != "Open") return notOpen(proposal, info.at("state"), "receive votes");
    json& ballots = info["ballots"];
    if (ballots.contains(member)) {
        if (ballots[member] == payload["ballot"])
            return jsonAnswer(proposalJson(proposal, info)).with("x-ms-ccf-transaction-id", last().toString());
        return refuse(400, "VoteAlreadyExists",
                      "Different ballot already submitted by m[" + member + "] for " + proposal + '.');
    }
    ballots[member] = payload["ballot"];
    Transaction transaction;
    keepMessage(transaction, request);
    if (auto decided = decide(transaction, proposal, info, m_tables.value(kProposals, proposal)); !decided)
        return decided.refusal;
    return written(jsonAnswer(proposalJson(proposal, info)), std::move(transaction));
}

HttpAnswer Consortium::withdraw(const SignedRequest& request, const std::string& proposal)
{
    if (request.proposalId != proposal) return otherProposal();
    HttpAnswer unchanged;
    unchanged.status = 204;
    json info = row(kProposalsInfo, proposal);
    if (info.empty()) return unchanged.with("x-ms-ccf-transaction-id", last().toString());
    const std::string proposer = info.at("proposer_id");
    if (proposer != request.memberId)
        return refuse(403, "AuthorizationFailed",
                      "Proposal " + proposal + " can only be withdrawn by proposer m[" + proposer + "], not caller m[" +
                          request.memberId + "].");
    if (info.at("state") == "Withdrawn")
        return jsonAnswer(proposalJson(proposal, info)).with("x-ms-ccf-transaction-id", last().toString());
    if (info.at("state") != "Open") return notOpen(proposal, info.at("state"), "be withdrawn");
    info["state"] = "Withdrawn";
    Transaction transaction;
    keepMessage(transaction, request);
    removeFinished(transaction, proposal);
    transaction.write(kProposalsInfo, proposal, info.dump());
    return written(jsonAnswer(proposalJson(proposal, info)), std::move(transaction));
}

HttpAnswer Consortium::updateDigest(const SignedRequest& request)
{
    json ack = row(kAcks, request.memberId);
    ack["state_digest"] = toHex(m_made.lastSignedRoot);
    Transaction transaction;
    transaction.write(kAcks, request.memberId, ack.dump());
    return written(jsonAnswer({{"memberId", request.memberId}, {"stateDigest", ack["state_digest"]}}),
                   std::move(transaction));
}

HttpAnswer Consortium::acknowledge(const SignedRequest& request)
{
    json ack = row(kAcks, request.memberId);
    const json payload = json::parse(request.payload, nullptr, false);
    const json given = payload.is_object() ? payload.value("stateDigest", json()) : json();
    if (!given.is_string()) return refuse(400, "InvalidInput", "Signed request body is not a JSON object with stateDigest");
    if (ack.empty())
        return refuse(403, "AuthorizationFailed", "No ACK record exists for caller m[" + request.memberId + "].");
    const std::string expected = ack.at("state_digest");
    if (given != expected)
        return refuse(400, "StateDigestMismatch",
                      "Submitted state digest is not valid.\nExpected\n " + expected + "\nReceived\n " +
                          given.get<std::string>());
    ack["cose_sign1_req"] = toBase64(bytesOf(request.message));
    Transaction transaction;
    transaction.write(kAcks, request.memberId, ack.dump());
    json info = row(kMembers, request.memberId);
    if (info.value("status", "") != "Active") {
        info["status"] = "Active";
        transaction.write(kMembers, request.memberId, info.dump());
        const bool holdsShare = m_tables.rows("public:ccf.gov.members.encryption_public_keys").contains(request.memberId);
        if (holdsShare && row("public:ccf.gov.service.info").value("status", "") == "Open") writeShares(transaction);
    }
    HttpAnswer done;
    done.status = 204;
    return written(done, std::move(transaction));
}

} // namespace countersign::sandbox
