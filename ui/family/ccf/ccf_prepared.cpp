#include "ui/family/ccf/ccf_prepared.h"

#include "core/base/hex.h"
#include "core/ccf/governance/payloads.h"
#include "core/crypto/sha2.h"
#include "ui/common/format.h"
#include "ui/family/ccf/ccf_proposal.h"
#include "ui/models/safe_text.h"

#include <QCoreApplication>

namespace countersign::ui::ccf_family {

namespace {

struct CcfActs {
    Q_DECLARE_TR_FUNCTIONS(CcfActs)
};

using ccf::MessageType;

constexpr qsizetype kMostText = 4'000'000;

MessageType typeOf(ActKind kind)
{
    switch (kind) {
    case ActKind::Propose: return MessageType::Proposal;
    case ActKind::Vote: return MessageType::Ballot;
    case ActKind::Withdraw: return MessageType::Withdrawal;
    case ActKind::UpdateStateDigest: return MessageType::StateDigest;
    case ActKind::Acknowledge: return MessageType::Ack;
    case ActKind::RecoveryShare: break;
    }
    return MessageType::RecoveryShare;
}

Result<crypto::SecretBytes> ballotOf(const Act& act)
{
    switch (act.ballot) {
    case BallotChoice::PlainYes: return ccf::ballotPayload(ccf::plainBallot(true));
    case BallotChoice::PlainNo: return ccf::ballotPayload(ccf::plainBallot(false));
    case BallotChoice::Own: return ccf::ballotPayload(act.ownBallot.toStdString());
    case BallotChoice::Careful: break;
    }
    const auto script = ccf::carefulBallot(act.reviewed);
    if (!script) return script.error();
    return ccf::ballotPayload(*script);
}

Result<crypto::SecretBytes> payloadOf(const Act& act)
{
    switch (act.kind) {
    case ActKind::Propose: return ccf::proposalPayload(act.payload);
    case ActKind::Vote: return ballotOf(act);
    case ActKind::Acknowledge: return ccf::ackPayload(act.stateDigest.toStdString());
    case ActKind::RecoveryShare:
        if (!act.share) return Error{ErrorCode::Malformed, "recovery share", "none"};
        return ccf::recoverySharePayload(*act.share);
    case ActKind::Withdraw:
    case ActKind::UpdateStateDigest: break;
    }
    return crypto::SecretBytes();
}

QString voteSentence(const ccf::MessageEffect& effect)
{
    if (effect.careful)
        return CcfActs::tr("Votes yes on exactly the proposal below. Run on any other text the ballot fails, which counts as "
                           "no vote.");
    if (effect.plainVote)
        return *effect.plainVote ? CcfActs::tr("Votes yes whatever the service holds under this proposal's id.")
                                 : CcfActs::tr("Votes no whatever the service holds under this proposal's id.");
    return CcfActs::tr("Votes as this script decides when the service runs it.");
}

QString sentenceOf(MessageType type, const ccf::MessageEffect& effect)
{
    switch (type) {
    case MessageType::Proposal: return CcfActs::tr("Proposes to the members:");
    case MessageType::Ballot: return voteSentence(effect);
    case MessageType::Withdrawal: return CcfActs::tr("Withdraws the proposal below.");
    case MessageType::StateDigest:
        return CcfActs::tr("Asks the service for the digest of its present state, to be acknowledged next.");
    case MessageType::Ack:
        return CcfActs::tr("Acknowledges the state with digest %1.").arg(QString::fromStdString(effect.stateDigest));
    case MessageType::RecoveryShare: break;
    }
    return CcfActs::tr("Hands this member's recovery share to the service.");
}

QList<DetailItem> headerOf(const ccf::PreparedMessage& message)
{
    const ccf::GovernanceMessage& inside = message.message();
    QList<DetailItem> lines{
        {.name = CcfActs::tr("Kind of message"), .value = QString::fromLatin1(ccf::messageTypeName(inside.type))},
        {.name = CcfActs::tr("Created at"),
         .value = formatTime(QDateTime::fromSecsSinceEpoch(inside.createdAt.seconds, Qt::UTC))},
        {.name = CcfActs::tr("Member id"), .value = QString::fromStdString(toHex(message.member().fingerprint()))},
        {.name = CcfActs::tr("Algorithm"), .value = QString::fromLatin1(message.scheme().name)}};
    if (!inside.proposalId.empty())
        lines.insert(1, {.name = CcfActs::tr("Proposal id"), .value = QString::fromStdString(inside.proposalId)});
    lines += {.name = CcfActs::tr("Protected header"),
              .value = CcfActs::tr("bytes: %1").arg(message.protectedBytes().size()),
              .text = QString::fromStdString(toHex(message.protectedBytes()))};
    return lines;
}

QStringList warningsOf(const ccf::PreparedMessage& message, const ccf::MessageEffect& effect, bool proposalKnown)
{
    QStringList warnings;
    if (!message.member().validAt(message.message().createdAt))
        warnings += CcfActs::tr("The member's certificate is not valid at that time.");
    if (message.message().type == MessageType::Ballot && !proposalKnown)
        warnings += CcfActs::tr("The proposal's text is not at hand, so it can't be said what is voted on.");
    if (effect.script && !effect.careful && !effect.plainVote)
        warnings += CcfActs::tr("An own script may vote otherwise than it seems: read it line by line.");
    return warnings;
}

void describePayload(const ccf::GovernanceMessage& message, const ccf::MessageEffect& effect, PreparedAct& act)
{
    act.mayLeave = message.type != MessageType::RecoveryShare;
    act.payloadSize = qsizetype(message.payload.size());
    if (!act.mayLeave) return;
    act.payloadIsScript = effect.script.has_value();
    act.payload = safeMultiline(effect.script ? std::string_view(*effect.script) : textOf(message.payload), kMostText);
    act.payloadDigest = QString::fromStdString(toHex(crypto::sha256(message.payload)));
}

} // namespace

Result<PreparedAct> prepareAct(const Act& act, const QByteArray& certificate, QDateTime createdAt, const std::string& service)
{
    auto member = crypto::Certificate::fromPem(certificate.toStdString());
    if (!member) return std::move(member).error();
    auto payload = payloadOf(act);
    if (!payload) return std::move(payload).error();
    auto prepared = ccf::PreparedMessage::prepare({.type = typeOf(act.kind),
                                                   .createdAt = UtcTime{createdAt.toSecsSinceEpoch()},
                                                   .proposalId = act.proposalId.toStdString(),
                                                   .payload = *std::move(payload)},
                                                  *std::move(member));
    if (!prepared) return std::move(prepared).error();
    const bool onProposal = act.kind == ActKind::Vote || act.kind == ActKind::Withdraw;
    const Bytes proposal = onProposal ? Bytes(act.reviewed) : Bytes();
    const auto effect = ccf::effectOf(prepared->message(), proposal);
    if (!effect) return effect.error();
    PreparedAct shown;
    shown.sentence = sentenceOf(prepared->message().type, *effect);
    for (const ccf::DecodedAction& action : effect->actions) shown.effect += actionItem(action);
    shown.warnings = warningsOf(*prepared, *effect, !proposal.empty());
    shown.header = headerOf(*prepared);
    describePayload(prepared->message(), *effect, shown);
    shown.digest = QString::fromStdString(toHex(prepared->digest()));
    shown.algorithm = QString::fromLatin1(prepared->scheme().name);
    shown.createdAt = createdAt;
    if (shown.mayLeave) {
        const auto request = ccf::toJson({*prepared, service, act.kind == ActKind::Vote ? act.reviewed : ByteVector()});
        if (!request) return request.error();
        shown.request = QByteArray::fromStdString(*request);
        shown.vaultInput = QByteArray::fromStdString(ccf::digestDocument(*prepared));
    }
    shown.message = std::make_shared<const CcfMessage>(*std::move(prepared));
    return shown;
}

const CcfMessage& messageOf(const PreparedAct& act)
{
    return static_cast<const CcfMessage&>(*act.message);
}

} // namespace countersign::ui::ccf_family
