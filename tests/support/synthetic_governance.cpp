#include "tests/support/certificate_factory.h"
#include "tests/support/synthetic_service.h"

#include "core/base/base64.h"
#include "core/base/hex.h"

#include <stdexcept>

namespace countersign::support {

using nlohmann::json;

namespace {

const char* const kYes = "export function vote(proposal, proposer) { return true; }";
const char* const kNo = "export function vote(proposal, proposer) { return false; }";
const std::string kProposals = "public:ccf.gov.proposals";
const std::string kProposalsInfo = "public:ccf.gov.proposals_info";

std::string pathOf(const GovernanceMessage& message)
{
    if (message.type == "ack") return "/gov/ack";
    if (message.type == "proposal") return "/gov/proposals";
    const std::string proposal = "/gov/proposals/" + *message.proposalId;
    return proposal + (message.type == "ballot" ? "/ballots" : "/withdraw");
}

/// The record of an HTTP-signed request, as services up to 3.x keep it.
json httpRequest(const EcKey& key, const GovernanceMessage& message)
{
    const Digest digest = sha256Of(message.payload);
    const std::string text = "(request-target): post " + pathOf(message) + "\ndigest: SHA-256=" + toBase64(digest) +
                             "\ncontent-length: " + std::to_string(message.payload.size());
    return {{"key_id", message.memberId},
            {"md", "NONE"},
            {"req", toBase64(bytesOf(text))},
            {"request_body", toBase64(bytesOf(message.payload))},
            {"sig", toBase64(key.signDigestDer(key.hash(bytesOf(text))))}};
}

} // namespace

ByteVector SyntheticService::signMessage(std::size_t member, GovernanceMessage& content)
{
    MemberMessagePlan plan{last().seqno + 1, &m_made.members.at(member).key, std::move(content)};
    plan.content.memberId = m_made.members[member].id;
    plan.content.createdAt = tick();
    if (m_hooks.memberMessage) m_hooks.memberMessage(plan);
    content = plan.content;
    if (entryType() != 4) {
        const std::string text = httpRequest(*plan.key, plan.content).dump();
        return copyOf(bytesOf(text));
    }
    return CoseWriter::governance(*plan.key, plan.content);
}

void SyntheticService::writeMessage(Transaction& transaction, std::size_t member, GovernanceMessage& content)
{
    const ByteVector message = signMessage(member, content);
    const std::string& id = m_made.members[member].id;
    if (entryType() != 4) {
        transaction.write("public:ccf.gov.history", id, std::string(textOf(message)));
        return;
    }
    transaction.write("public:ccf.gov.cose_history", id, json(toBase64(message)).dump());
    if (content.type != "proposal") return;
    const std::size_t signatureSize = m_made.members[member].key.signDigestRaw(Digest{}).size();
    recordRecent(transaction, content.createdAt, Bytes(message).last(std::min(signatureSize, message.size())));
}

void SyntheticService::acknowledge(std::size_t member)
{
    const std::string& id = m_made.members[member].id;
    json ack{{"state_digest", toHex(m_made.lastSignedRoot)}};
    Transaction update;
    update.write("public:ccf.gov.members.acks", id, ack.dump());
    commit(std::move(update));

    const char* const key = entryType() == 4 ? "stateDigest" : "state_digest";
    GovernanceMessage content{"ack", {}, {}, {}, json{{key, ack["state_digest"]}}.dump()};
    const ByteVector message = signMessage(member, content);
    if (entryType() == 4)
        ack["cose_sign1_req"] = toBase64(message);
    else
        ack["signed_req"] = json::parse(message);
    Transaction transaction;
    transaction.write("public:ccf.gov.members.acks", id, ack.dump());
    json info = row("public:ccf.gov.members.info", id);
    info["status"] = "Active";
    transaction.write("public:ccf.gov.members.info", id, info.dump());
    const bool open = row("public:ccf.gov.service.info").value("status", "") == "Open";
    if (open && m_made.members[member].holdsShare) writeShares(transaction);
    commit(std::move(transaction));
}

std::string SyntheticService::propose(std::size_t member, const json& actions)
{
    GovernanceMessage content{"proposal", {}, {}, {}, json{{"actions", actions}}.dump()};
    Transaction transaction;
    writeMessage(transaction, member, content);
    const TableChange* recent = transaction.find("public:ccf.gov.cose_recent_proposals");
    const std::string id = recent != nullptr ? json::parse(recent->writes[0].second).get<std::string>()
                                             : toHex(sha256Of(content.payload + std::to_string(last().seqno)));
    transaction.write(kProposals, id, content.payload);
    const json info{{"ballots", json::object()}, {"proposer_id", m_made.members[member].id}, {"state", "Open"}};
    transaction.write(kProposalsInfo, id, info.dump());
    commit(std::move(transaction));
    return id;
}

std::string SyntheticService::vote(std::size_t member, const std::string& proposal, bool yes)
{
    GovernanceMessage content{"ballot", {}, {}, proposal, json{{"ballot", yes ? kYes : kNo}}.dump()};
    Transaction transaction;
    writeMessage(transaction, member, content);
    json info = row(kProposalsInfo, proposal);
    if (info.value("state", "") != "Open") throw std::logic_error("no open proposal of this id");
    info["ballots"][m_made.members[member].id] = json::parse(content.payload).at("ballot");

    std::size_t active = 0;
    for (const auto& [id, unused] : m_tables.rows("public:ccf.gov.members.info")) active += isActive(id) ? 1u : 0u;
    json votes = json::object();
    std::size_t pro = 0;
    for (const auto& [id, script] : info["ballots"].items()) {
        votes[id] = script == kYes;
        if (isActive(id) && script == kYes) ++pro;
    }
    const std::size_t con = votes.size() - pro;
    if (2 * pro > active)
        info["state"] = "Accepted";
    else if (con > 0 && 2 * con >= active)
        info["state"] = "Rejected";
    if (info["state"] != "Open") {
        info["final_votes"] = votes;
        info["vote_failures"] = json::object();
        removeFinished(transaction, proposal);
    }
    transaction.write(kProposalsInfo, proposal, info.dump());
    if (info["state"] == "Accepted")
        apply(transaction, json::parse(m_tables.value(kProposals, proposal)).at("actions"));
    commit(std::move(transaction));
    return info["state"];
}

void SyntheticService::withdraw(std::size_t member, const std::string& proposal)
{
    GovernanceMessage content{"withdrawal", {}, {}, proposal, {}};
    Transaction transaction;
    writeMessage(transaction, member, content);
    json info = row(kProposalsInfo, proposal);
    info["state"] = "Withdrawn";
    removeFinished(transaction, proposal);
    transaction.write(kProposalsInfo, proposal, info.dump());
    commit(std::move(transaction));
}

std::string SyntheticService::decide(const json& actions)
{
    std::string proposal;
    std::string state = "Open";
    for (std::size_t i = 0; i < m_made.members.size() && state == "Open"; ++i) {
        if (!isActive(m_made.members[i].id)) continue;
        if (proposal.empty()) proposal = propose(i, actions);
        state = vote(i, proposal);
    }
    sign();
    return state;
}

void SyntheticService::open()
{
    for (std::size_t i = 0; i < m_made.members.size(); ++i) acknowledge(i);
    decide(json::array({{{"name", "transition_service_to_open"},
                         {"args", {{"next_service_identity", m_made.serviceCertificate()}}}}}));
}

void SyntheticService::recover()
{
    const std::string previous = m_made.serviceCertificate();
    startRecovery();
    decide(json::array(
        {{{"name", "transition_service_to_open"},
          {"args",
           {{"previous_service_identity", previous}, {"next_service_identity", m_made.serviceCertificate()}}}}}));
    endRecovery();
}

std::size_t SyntheticService::addMember(crypto::KeyKind kind)
{
    m_made.members.push_back(newMember(kind));
    const std::size_t index = m_made.members.size() - 1;
    decide(json::array({{{"name", "set_member"},
                         {"args",
                          {{"cert", m_made.members[index].certificate},
                           {"encryption_pub_key", encryptionPublicKey()},
                           {"member_data", {{"name", "Member " + std::to_string(index)}}}}}}}));
    acknowledge(index);
    sign();
    return index;
}

void SyntheticService::removeMember(std::size_t member)
{
    const json args{{"member_id", m_made.members.at(member).id}};
    decide(json::array({{{"name", "remove_member"}, {"args", args}}}));
}

void SyntheticService::renewServiceCertificate()
{
    const json args{{"valid_from", "260101000000Z"}, {"validity_period_days", 180}};
    decide(json::array({{{"name", "set_service_certificate_validity"}, {"args", args}}}));
}

} // namespace countersign::support
