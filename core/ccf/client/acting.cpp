#include "core/ccf/client/acting.h"

#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/crypto/sha2.h"

namespace countersign::ccf {

namespace {

bool isPinned(const IdentityAnswer& identity) noexcept
{
    return identity.kind == IdentityKind::Pinned || identity.kind == IdentityKind::Renewed;
}

Result<void> askSelf(GovClient& gov, const std::string& id, ActTarget& target, std::stop_token stop)
{
    auto reply = gov.member(id, stop);
    if (!reply) return std::move(reply).error();
    if (!reply->value) {
        if (reply->refusal->status == 404) return {};
        return answered(std::move(reply), "member " + id).error();
    }
    if (reply->value->id != id) return Error{ErrorCode::Malformed, "member " + id, "an answer about another member"};
    target.self = std::move(*reply->value);
    return {};
}

} // namespace

std::string ActTarget::fingerprint() const
{
    return identity.present ? toHex(identity.present->fingerprint()) : std::string();
}

const char* actObstacleName(ActObstacle obstacle) noexcept
{
    switch (obstacle) {
    case ActObstacle::None: break;
    case ActObstacle::OtherIdentity: return "otherIdentity";
    case ActObstacle::ClockBehind: return "clockBehind";
    case ActObstacle::ClockAhead: return "clockAhead";
    case ActObstacle::NotAMember: return "notAMember";
    case ActObstacle::NotActive: return "notActive";
    case ActObstacle::NoSharesWanted: return "noSharesWanted";
    }
    return "none";
}

Result<ActTarget> askTarget(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address,
                            const crypto::Certificate& member, std::stop_token stop)
{
    ActTarget target;
    auto identity = askIdentity(transport, waiter, address, stop);
    if (!identity) return std::move(identity).error();
    target.identity = std::move(*identity);
    if (!isPinned(target.identity)) return target;
    Channel channel(transport, waiter, address);
    GovClient gov(channel);
    auto info = answered(gov.serviceInfo(stop), channel.origin() + ": service");
    if (!info) return std::move(info).error();
    target.info = std::move(*info);
    auto clock = askClock(channel, stop);
    if (!clock) return std::move(clock).error();
    target.clock = *clock;
    if (auto self = askSelf(gov, toHex(member.fingerprint()), target, stop); !self) return std::move(self).error();
    return target;
}

ActObstacle obstacleTo(MessageType type, const ActTarget& target, UtcTime now) noexcept
{
    if (!isPinned(target.identity)) return ActObstacle::OtherIdentity;
    const ClockStanding clock = standingOf(target.clock, now);
    if (clock != ClockStanding::Plausible)
        return clock == ClockStanding::Behind ? ActObstacle::ClockBehind : ActObstacle::ClockAhead;
    if (!target.self) return ActObstacle::NotAMember;
    const bool acknowledging = type == MessageType::StateDigest || type == MessageType::Ack;
    if (!acknowledging && target.self->status != "Active") return ActObstacle::NotActive;
    if (type == MessageType::RecoveryShare && target.info.status != "WaitingForRecoveryShares")
        return ActObstacle::NoSharesWanted;
    return ActObstacle::None;
}

Result<ProposalAtHand> askProposal(GovClient& gov, const std::string& id, std::stop_token stop)
{
    const std::string where = "proposal " + id;
    if (!digestFromHex(id)) return Error{ErrorCode::Malformed, where, "an id is 64 lower-case hex digits"};
    auto proposal = answered(gov.proposal(id, stop), where);
    if (!proposal) return std::move(proposal).error();
    if (proposal->id != id) return Error{ErrorCode::Malformed, where, "an answer about another proposal"};
    auto actions = gov.actions(id, stop);
    if (!actions) return std::move(actions).error();
    ByteVector text = actions->body;
    if (auto known = answered(std::move(actions), where + ": actions"); !known) return std::move(known).error();
    if (auto parsed = parseProposal(Bytes(text)); !parsed) return std::move(parsed).error();
    return ProposalAtHand{*std::move(proposal), std::move(text)};
}

Result<StateAtHand> askState(GovClient& gov, std::stop_token stop)
{
    auto constitution = answered(gov.constitution(stop), "constitution");
    if (!constitution) return std::move(constitution).error();
    auto members = answered(gov.members(stop), "members");
    if (!members) return std::move(members).error();
    auto nodes = answered(gov.nodes(stop), "nodes");
    if (!nodes) return std::move(nodes).error();
    auto proposals = answered(gov.proposals(stop), "proposals");
    if (!proposals) return std::move(proposals).error();
    StateAtHand state{toHex(crypto::sha256(bytesOf(*constitution))), constitution->size(), std::move(members->members), {}, 0};
    for (GovNode& node : nodes->nodes)
        if (node.status == "Trusted") state.trustedNodes.push_back(std::move(node));
    for (const Proposal& one : proposals->proposals)
        if (one.state == "Open") ++state.openProposals;
    return state;
}

Result<std::string> stateDigestFrom(const nlohmann::json& answer, const std::string& memberId)
{
    const auto digest = jsonText(answer, "stateDigest");
    const auto member = jsonText(answer, "memberId");
    if (!digest || !digestFromHex(*digest) || (member && *member != memberId))
        return Error{ErrorCode::Malformed, "state digest", "the answer holds none for this member"};
    return *digest;
}

Result<RecoveryShare> askShare(GovClient& gov, const std::string& memberId, const crypto::PrivateKey& key,
                               std::stop_token stop)
{
    auto reply = gov.encryptedShare(memberId, stop);
    if (!reply) return std::move(reply).error();
    const ByteVector body = reply->body;
    if (auto share = answered(std::move(reply), "recovery share"); !share) return std::move(share).error();
    return decryptRecoveryShare(body, memberId, key);
}

Result<SigningRequest> requestFor(const ActTarget& target, const crypto::Certificate& member, GovernanceMessage message,
                                  ByteVector proposal)
{
    auto prepared = PreparedMessage::prepare(std::move(message), member);
    if (!prepared) return std::move(prepared).error();
    return SigningRequest{*std::move(prepared), target.fingerprint(), std::move(proposal)};
}

} // namespace countersign::ccf
