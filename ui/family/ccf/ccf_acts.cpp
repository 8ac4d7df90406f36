#include "ui/family/ccf/ccf_acts.h"

#include "core/base/hex.h"
#include "core/ccf/client/gov_client.h"
#include "core/ccf/client/identity.h"
#include "core/ccf/client/node_client.h"
#include "core/ccf/client/submission.h"
#include "core/ccf/receipt/ccf_receipts.h"
#include "core/crypto/cose_sign1.h"
#include "core/family/reasons.h"
#include "ui/family/ccf/ccf_prepared.h"
#include "ui/family/ccf/ccf_reading.h"
#include "ui/models/safe_text.h"

#include <QLocale>

#include <algorithm>
#include <atomic>

namespace countersign::ui::ccf_family {

namespace {

constexpr qint64 kMostClockSeconds = 120;
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
    const UtcTime before = m_place.clock();
    const auto commit = channel.get("/node/commit", stop);
    if (!commit) return commit.error();
    if (const auto there = momentOfHttpDate(commit->header("date").value_or(""))) {
        result.clockSeconds = before.seconds - there->seconds;
        if (std::abs(*result.clockSeconds) > kMostClockSeconds) result.block = ActBlock::ClockOff;
    }
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
    auto anchors = ccf::parseAnchor({m_place.anchor, "pin"});
    if (!anchors) return std::move(anchors).error();
    VerifyOptions options;
    options.transactionId = id;
    options.at = m_place.clock();
    const ccf::IdentityGraph identities(*std::move(anchors), {});
    ccf::ReceiptCertificates certificates;
    const auto judge = ccf::ccfReceiptFamily().makeJudge(identities, options, certificates);
    if (!judge) return judge.error();
    const ccf::Judgement judgement = (*judge)(receipt, ccf::ReceiptFormat::Json);
    return ActReceipt{std::move(receipt), judgement.verdict(), judgement.reason()};
}

} // namespace

std::optional<UtcTime> momentOfHttpDate(const std::string& date)
{
    QDateTime time = QLocale::c().toDateTime(QString::fromStdString(date), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (!time.isValid()) return {};
    time.setTimeSpec(Qt::UTC);
    return UtcTime{time.toSecsSinceEpoch()};
}

std::shared_ptr<ActPort> makeCcfActs(std::shared_ptr<net::HttpTransport> transport, CcfActsPlace place)
{
    return std::make_shared<CcfActs>(std::move(transport), std::move(place));
}

} // namespace countersign::ui::ccf_family
