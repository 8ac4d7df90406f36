#include "ui/family/ccf/ccf_acts.h"

#include "core/ccf/client/delivery.h"
#include "core/ccf/client/identity.h"
#include "core/ccf/client/service_clock.h"
#include "core/crypto/cose_sign1.h"
#include "ui/family/ccf/ccf_prepared.h"
#include "ui/family/ccf/ccf_reading.h"
#include "ui/models/safe_text.h"

#include <algorithm>
#include <atomic>

namespace countersign::ui::ccf_family {

namespace {

constexpr qsizetype kMostAnswer = 20'000;
constexpr const char* kOpen = "Open";
constexpr int kNotFound = 404;

QString text(const nlohmann::json& json, const char* name)
{
    if (!json.is_object() || !json.contains(name) || !json[name].is_string()) return {};
    return safeText(json[name].get<std::string>(), 128);
}

QString refusalText(const ccf::ServiceError& refusal)
{
    QStringList lines{QString::number(refusal.status) + QLatin1Char(' ') + safeText(refusal.code, 120),
                      safeMultiline(refusal.message, kMostAnswer)};
    for (const ccf::ServiceErrorDetail& detail : refusal.details)
        lines += safeText(detail.code + ' ' + detail.message + ' ' + detail.trace, 2'000);
    return lines.join(QLatin1Char('\n'));
}

ActAnswer answerOf(const ccf::Reply<nlohmann::json>& reply)
{
    ActAnswer answer{.taken = reply.value.has_value(), .status = 0, .code = {}, .original = {}, .proposalId = {},
                     .proposalState = {}, .stateDigest = {}, .transaction = reply.state};
    if (reply.refusal) {
        answer.status = reply.refusal->status;
        answer.code = safeText(reply.refusal->code, 120);
        answer.original = refusalText(*reply.refusal);
        return answer;
    }
    answer.original = safeMultiline(textOf(reply.body), kMostAnswer);
    answer.proposalId = text(*reply.value, "proposalId");
    answer.proposalState = text(*reply.value, "proposalState");
    answer.stateDigest = text(*reply.value, "stateDigest");
    return answer;
}

/// Out of a whole signed message the signature, when it is a message of exactly this act.
Result<ByteVector> signatureIn(const ccf::PreparedMessage& message, Bytes answer)
{
    const auto cose = crypto::CoseSign1::parse(answer);
    if (!cose) return ccf::signatureFrom(answer);
    const bool same = cose->payload && std::ranges::equal(cose->protectedBytes, message.protectedBytes()) &&
                      std::ranges::equal(*cose->payload, message.message().payload);
    if (!same) return Error{ErrorCode::Crypto, "signature: of another message", {}};
    return copyOf(cose->signature);
}

/// How far this computer's clock is from what the service shows; none when it tells no time and nothing speaks against it.
std::optional<qint64> clockSeconds(const ccf::ClockReading& reading, UtcTime now)
{
    if (reading.told) return now.seconds - reading.told->seconds;
    if (ccf::standingOf(reading, now) == ccf::ClockStanding::Plausible) return {};
    return now.seconds - reading.earliest.seconds;
}

class CcfActs final : public ActPort
{
public:
    CcfActs(std::shared_ptr<net::HttpTransport> transport, CcfActsPlace place)
        : m_transport(std::move(transport)), m_place(std::move(place))
    {
    }

    Result<PreparedAct> prepare(const Act& act, const QByteArray& certificate, QDateTime createdAt) override
    {
        return prepareAct(act, certificate, createdAt, m_place.service);
    }
    Result<ActCheck> check(const Act& act, std::stop_token stop) override;
    Result<crypto::SecretBytes> sign(const PreparedAct& act, const crypto::PrivateKey& key) override
    {
        return messageOf(act).message().sign(key);
    }
    Result<crypto::SecretBytes> finish(const PreparedAct& act, Bytes answer) override;
    Result<ActAnswer> send(Bytes message, std::stop_token stop) override;
    Result<ActCommit> follow(TransactionId id, std::stop_token stop) override;
    Result<ActReceipt> receipt(TransactionId id, std::stop_token stop) override;

private:
    ccf::NodeAddress address(std::size_t node) const;
    Result<ActCheck> checkNode(const Act& act, std::size_t node, std::stop_token stop);
    static Result<ActCheck> compareActions(ccf::GovClient& gov, const Act& act, ActCheck result, std::stop_token stop);
    Result<ActReceipt> judged(ByteVector receipt, TransactionId id) const;

    std::shared_ptr<net::HttpTransport> m_transport;
    CcfActsPlace m_place;
    std::atomic<std::size_t> m_node = 0; ///< The one that answered last.
};

ccf::NodeAddress CcfActs::address(std::size_t node) const
{
    ccf::NodeAddress address{.url = m_place.place.nodes.at(node), .trust = m_place.place.trust, .client = {},
                             .limits = m_place.place.limits, .patience = {}};
    address.patience.total = m_place.followFor;
    return address;
}

Result<ActCheck> CcfActs::check(const Act& act, std::stop_token stop)
{
    Result<ActCheck> answer = Error{ErrorCode::NotFound, "nodes", "no address"};
    for (std::size_t node = 0; node < m_place.place.nodes.size(); ++node) {
        m_node = node;
        answer = checkNode(act, node, stop);
        if (answer || answer.error().code != ErrorCode::Network) return answer;
    }
    return answer;
}

Result<ActCheck> CcfActs::checkNode(const Act& act, std::size_t node, std::stop_token stop)
{
    net::Waiter waiter;
    const ccf::NodeAddress where = address(node);
    ActCheck result;
    const auto identity = ccf::askIdentity(*m_transport, waiter, where, stop);
    if (!identity) return identity.error();
    if (identity->kind != ccf::IdentityKind::Pinned && identity->kind != ccf::IdentityKind::Renewed) {
        result.block = ActBlock::OtherIdentity;
        result.detail = QString::fromLatin1(ccf::identityKindName(identity->kind));
        return result;
    }
    ccf::Channel channel(*m_transport, waiter, where);
    const UtcTime now = m_place.clock();
    const auto clock = ccf::askClock(channel, stop);
    if (!clock) return clock.error();
    result.clockSeconds = clockSeconds(*clock, now);
    if (ccf::standingOf(*clock, now) != ccf::ClockStanding::Plausible) result.block = ActBlock::ClockOff;
    const bool onProposal = act.kind == ActKind::Vote || act.kind == ActKind::Withdraw;
    if (result.block != ActBlock::None || !onProposal) return result;
    ccf::GovClient gov(channel);
    auto reply = gov.proposal(act.proposalId.toStdString(), stop);
    const bool forgotten = reply && reply->refusal && reply->refusal->status == kNotFound;
    if (forgotten) result.detail = safeText(reply->refusal->code, 60);
    if (!forgotten) {
        const auto proposal = ccf_family::answerOf(std::move(reply), channel.origin() + ": proposal");
        if (!proposal) return proposal.error();
        result.detail = safeText(proposal->state, 60);
        if (proposal->state == kOpen) return compareActions(gov, act, result, stop);
    }
    result.block = ActBlock::ProposalClosed;
    return result;
}

// Byte for byte: what is signed is about the text that was reviewed.
Result<ActCheck> CcfActs::compareActions(ccf::GovClient& gov, const Act& act, ActCheck result, std::stop_token stop)
{
    auto actions = gov.actions(act.proposalId.toStdString(), stop);
    if (!actions) return std::move(actions).error();
    const bool same = actions->body == act.reviewed;
    const auto told = ccf_family::answerOf(std::move(actions), "actions");
    if (!told && told.error().code != ErrorCode::Malformed) return told.error();
    if (!same) result.block = ActBlock::ProposalChanged;
    return result;
}

Result<crypto::SecretBytes> CcfActs::finish(const PreparedAct& act, Bytes answer)
{
    const ccf::PreparedMessage& message = messageOf(act).message();
    const auto signature = signatureIn(message, answer);
    if (!signature) return signature.error();
    return message.finish(*signature);
}

Result<ActAnswer> CcfActs::send(Bytes message, std::stop_token stop)
{
    net::Waiter waiter;
    ccf::Channel channel(*m_transport, waiter, address(m_node));
    const auto reply = ccf::submitMessage(channel, message, std::move(stop));
    if (!reply) return reply.error();
    const auto sent = ccf::submissionOf(message);
    if (!sent) return sent.error();
    if (reply->value && !ccf::answersTo(*sent, *reply->value))
        return Error{ErrorCode::Malformed, channel.origin() + ": answer", "about another proposal or member than the message"};
    return answerOf(*reply);
}

Result<ActCommit> CcfActs::follow(TransactionId id, std::stop_token stop)
{
    net::Waiter waiter;
    ccf::Channel channel(*m_transport, waiter, address(m_node));
    const auto state = ccf::NodeClient(channel).followTransaction(id, waiter, std::move(stop));
    if (!state) return state.error();
    if (!state->value || state->value->id != id) return ActCommit::NotKnown;
    if (state->value->status == ccf::TransactionStatus::Committed) return ActCommit::Committed;
    return state->value->status == ccf::TransactionStatus::Invalid ? ActCommit::Invalid : ActCommit::NotKnown;
}

Result<ActReceipt> CcfActs::receipt(TransactionId id, std::stop_token stop)
{
    net::Waiter waiter;
    ccf::Channel channel(*m_transport, waiter, address(m_node));
    auto reply = ccf::NodeClient(channel).receipt(id, std::move(stop));
    if (!reply) return std::move(reply).error();
    if (reply->refusal)
        return Error{ErrorCode::NotFound, channel.origin() + ": receipt", refusalText(*reply->refusal).toStdString()};
    return judged(std::move(reply->body), id);
}

Result<ActReceipt> CcfActs::judged(ByteVector receipt, TransactionId id) const
{
    ccf::Delivery delivery;
    delivery.receipt = std::move(receipt);
    ccf::judgeReceiptOf(id, *m_place.place.trust, m_place.clock(), delivery);
    if (delivery.error) return *std::move(delivery.error);
    return ActReceipt{std::move(delivery.receipt), delivery.receiptVerdict, delivery.receiptReason};
}

} // namespace

std::shared_ptr<ActPort> makeCcfActs(std::shared_ptr<net::HttpTransport> transport, CcfActsPlace place)
{
    return std::make_shared<CcfActs>(std::move(transport), std::move(place));
}

} // namespace countersign::ui::ccf_family
