#include "core/ccf/client/delivery.h"

#include "core/base/strict_json.h"
#include "core/ccf/client/identity.h"
#include "core/ccf/receipt/ccf_receipts.h"

namespace countersign::ccf {

namespace {

class Courier
{
public:
    Courier(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address, UtcTime now,
            std::stop_token stop, const std::function<void(DeliveryStage)>& stage)
        : m_transport(transport), m_waiter(waiter), m_address(address), m_channel(transport, waiter, address), m_now(now),
          m_stop(std::move(stop)), m_stage(stage)
    {
    }

    void carry(Bytes message, Delivery& delivery)
    {
        if (!knowsThePeer(delivery) || !send(message, delivery) || !follow(delivery)) return;
        fetchReceipt(delivery);
    }

private:
    void begin(DeliveryStage stage) const
    {
        if (m_stage) m_stage(stage);
    }

    bool knowsThePeer(Delivery& delivery)
    {
        begin(DeliveryStage::Identity);
        auto identity = askIdentity(m_transport, m_waiter, m_address, m_stop);
        if (!identity) {
            delivery.error = std::move(identity).error();
            return false;
        }
        const bool pinned = identity->kind == IdentityKind::Pinned || identity->kind == IdentityKind::Renewed;
        if (!pinned) delivery.end = DeliveryEnd::OtherIdentity;
        return pinned;
    }

    bool send(Bytes message, Delivery& delivery)
    {
        begin(DeliveryStage::Sending);
        delivery.end = DeliveryEnd::Unclear;
        auto answer = submitMessage(m_channel, message, m_stop);
        if (!answer) {
            delivery.error = std::move(answer).error();
            return false;
        }
        delivery.answer = std::move(*answer);
        delivery.end = DeliveryEnd::Refused;
        if (!delivery.answer.value) return false;
        const bool silent = delivery.answer.value->is_null();
        delivery.end = silent && delivery.message.type == MessageType::Withdrawal ? DeliveryEnd::NoEffect
                                                                                  : DeliveryEnd::OtherAnswer;
        if (delivery.end == DeliveryEnd::NoEffect || !answersTo(delivery.message, *delivery.answer.value)) return false;
        delivery.end = DeliveryEnd::NotFollowed;
        return delivery.answer.state.has_value();
    }

    bool follow(Delivery& delivery)
    {
        begin(DeliveryStage::Following);
        auto followed = NodeClient(m_channel).followTransaction(*delivery.answer.state, m_waiter, m_stop);
        if (!followed || !followed->value) {
            if (!followed) delivery.error = std::move(followed).error();
            return false;
        }
        delivery.status = followed->value->status;
        if (delivery.status == TransactionStatus::Committed) return true;
        delivery.end = delivery.status == TransactionStatus::Invalid ? DeliveryEnd::Invalid : DeliveryEnd::Pending;
        return false;
    }

    void fetchReceipt(Delivery& delivery)
    {
        begin(DeliveryStage::Receipt);
        delivery.end = DeliveryEnd::NoReceipt;
        const std::string target = "/node/receipt?transaction_id=" + delivery.answer.state->toString();
        auto reply = m_channel.get(target, m_stop, true);
        if (!reply) {
            delivery.error = std::move(reply).error();
            return;
        }
        if (reply->status != 200) {
            delivery.receiptRefusal = serviceErrorOf(*reply);
            return;
        }
        delivery.receipt = std::move(reply->body);
        delivery.end = DeliveryEnd::Judged;
        judgeReceiptOf(*delivery.answer.state, m_address.trust ? *m_address.trust : net::PeerTrust{}, m_now, delivery);
    }

    net::HttpTransport& m_transport;
    net::Waiter& m_waiter;
    const NodeAddress& m_address;
    Channel m_channel;
    UtcTime m_now;
    std::stop_token m_stop;
    const std::function<void(DeliveryStage)>& m_stage;
};

} // namespace

const char* deliveryEndName(DeliveryEnd end) noexcept
{
    switch (end) {
    case DeliveryEnd::NotSent: return "notSent";
    case DeliveryEnd::OtherIdentity: return "otherIdentity";
    case DeliveryEnd::Unclear: return "unclear";
    case DeliveryEnd::Refused: return "refused";
    case DeliveryEnd::NoEffect: return "noEffect";
    case DeliveryEnd::OtherAnswer: return "otherAnswer";
    case DeliveryEnd::NotFollowed: return "notFollowed";
    case DeliveryEnd::Pending: return "pending";
    case DeliveryEnd::Invalid: return "invalid";
    case DeliveryEnd::NoReceipt: return "noReceipt";
    case DeliveryEnd::Judged: break;
    }
    return "judged";
}

bool answersTo(const Submission& message, const nlohmann::json& answer)
{
    const auto other = [&](const char* member, const std::string& expected) {
        const auto named = jsonText(answer, member);
        return named && *named != expected;
    };
    if (other("memberId", message.memberId)) return false;
    if (message.type == MessageType::Proposal || message.type == MessageType::Withdrawal)
        if (other("proposerId", message.memberId)) return false;
    return !namesAProposal(message.type) || !other("proposalId", message.proposalId);
}

Verdict Delivery::verdict() const noexcept
{
    switch (end) {
    case DeliveryEnd::OtherIdentity:
    case DeliveryEnd::Refused:
    case DeliveryEnd::NoEffect:
    case DeliveryEnd::OtherAnswer:
    case DeliveryEnd::Invalid: return Verdict::Failed;
    case DeliveryEnd::Judged: return receiptVerdict == Verdict::NotChecked ? Verdict::Indeterminate : receiptVerdict;
    case DeliveryEnd::NotSent:
    case DeliveryEnd::Unclear:
    case DeliveryEnd::NotFollowed:
    case DeliveryEnd::Pending:
    case DeliveryEnd::NoReceipt: break;
    }
    return Verdict::Indeterminate;
}

void judgeReceiptOf(TransactionId id, const net::PeerTrust& trust, UtcTime now, Delivery& delivery)
{
    std::vector<CcfAnchor> anchors;
    for (const crypto::Certificate& one : trust.certificates) anchors.push_back({one.publicKey(), one, {}});
    for (const crypto::PublicKey& one : trust.keys) anchors.push_back({one, {}, {}});
    const IdentityGraph identities(std::move(anchors), {});
    VerifyOptions options;
    options.transactionId = id;
    options.at = now;
    ReceiptCertificates cache;
    const auto judge = ccfReceiptFamily().makeJudge(identities, options, cache);
    if (!judge) {
        delivery.error = judge.error();
        return;
    }
    const Judgement judgement = (*judge)(delivery.receipt, ReceiptFormat::Json);
    delivery.receiptVerdict = judgement.verdict();
    delivery.checks = judgement.checks;
    delivery.receiptReason = judgement.reason();
}

Result<Delivery> deliver(net::HttpTransport& transport, net::Waiter& waiter, const NodeAddress& address, Bytes message,
                         UtcTime now, std::stop_token stop, const std::function<void(DeliveryStage)>& stage)
{
    auto submission = submissionOf(message);
    if (!submission) return std::move(submission).error();
    Delivery delivery;
    delivery.message = *std::move(submission);
    Courier(transport, waiter, address, now, std::move(stop), stage).carry(message, delivery);
    return delivery;
}

} // namespace countersign::ccf
