#include "ui/sign/act_text.h"

#include "ui/common/format.h"
#include "ui/common/reason_text.h"

#include <QCoreApplication>
#include <QHash>

namespace countersign::ui {

namespace {

struct ActText {
    Q_DECLARE_TR_FUNCTIONS(ActText)
};

QString idOf(const ActOutcome& outcome)
{
    return outcome.transaction ? QString::fromStdString(outcome.transaction->toString()) : QString();
}

QString clockSentence(qint64 ahead)
{
    const QString distance = formatDuration(double(std::abs(ahead)));
    return ahead > 0 ? ActText::tr("This computer's clock is %1 ahead of the service's. A message with a wrong time may be refused, "
                                   "or count when it should not. Set the clock, then sign.").arg(distance)
                     : ActText::tr("This computer's clock is %1 behind the service's. A message with a wrong time may be refused, "
                                   "or count when it should not. Set the clock, then sign.").arg(distance);
}

QString blockSentence(const ActOutcome& outcome)
{
    switch (outcome.block) {
    case ActBlock::OtherIdentity:
        return ActText::tr("Another identity than the one you pinned answers there. Look at the trust bar first.");
    case ActBlock::ClockOff:
        return clockSentence(outcome.clockSeconds);
    case ActBlock::ProposalChanged:
        return ActText::tr("The service now holds another text under this proposal's id than the one you reviewed. That is never "
                           "right: review it again, and ask the proposer.");
    case ActBlock::ProposalClosed:
        return ActText::tr("The proposal is no longer open, says the service: %1.").arg(outcome.original);
    case ActBlock::NotTheMembers: return ActText::tr("That is not the key, or not the signature, of the member chosen here.");
    case ActBlock::None: break;
    }
    return {};
}

QString takenHeadline(const ActOutcome& outcome)
{
    if (outcome.commit == ActCommit::Invalid)
        return ActText::tr("Transaction %1 was rolled back: it never happened. Sign it again.").arg(idOf(outcome));
    if (!outcome.isCommitted()) return ActText::tr("The service took it, but it is not committed as far as can be told.");
    if (outcome.receipt == Verdict::Passed)
        return ActText::tr("Committed as transaction %1; its receipt passed under your pin.").arg(idOf(outcome));
    if (outcome.receipt == Verdict::Failed)
        return ActText::tr("The service calls transaction %1 committed, but the receipt it gave does not hold.").arg(idOf(outcome));
    return ActText::tr("The service calls transaction %1 committed; no receipt proves it yet.").arg(idOf(outcome));
}

QStringList takenLines(const ActOutcome& outcome)
{
    QStringList lines;
    if (!outcome.proposalState.isEmpty())
        lines += ActText::tr("The proposal is now %1, says the service.", "a state").arg(outcome.proposalState);
    if (outcome.commit == ActCommit::NotKnown)
        lines += outcome.transaction
                     ? ActText::tr("Transaction %1 did not become final in time. Look at the page before you sign it again.")
                           .arg(idOf(outcome))
                     : ActText::tr("The service named no transaction, so nothing could be followed. Look at the page before "
                                   "you sign it again.");
    if (!outcome.receiptReason.empty()) lines += reasonText(outcome.receiptReason);
    if (outcome.receipt == Verdict::Passed)
        lines += ActText::tr("The receipt proves that this transaction is part of the ledger. What it holds shows in the ledger "
                             "itself.");
    return lines;
}

} // namespace

QString actTitle(const Act& act)
{
    const QString id = shortId(act.proposalId);
    switch (act.kind) {
    case ActKind::Propose: return ActText::tr("Create a proposal");
    case ActKind::Vote:
        return act.ballot == BallotChoice::PlainNo ? ActText::tr("Reject proposal %1").arg(id)
               : act.ballot == BallotChoice::Own   ? ActText::tr("Vote on proposal %1").arg(id)
                                                   : ActText::tr("Approve proposal %1").arg(id);
    case ActKind::Withdraw: return ActText::tr("Withdraw proposal %1").arg(id);
    case ActKind::UpdateStateDigest: return ActText::tr("Acknowledge the state: ask for its digest");
    case ActKind::Acknowledge: return ActText::tr("Acknowledge the state");
    case ActKind::RecoveryShare: break;
    }
    return ActText::tr("Submit a recovery share");
}

QString stageText(ActStage stage)
{
    switch (stage) {
    case ActStage::Checking: return ActText::tr("Asking who answers, what time it is there, and whether all is as reviewed");
    case ActStage::Signing: return ActText::tr("Signing");
    case ActStage::Sending: return ActText::tr("Sending");
    case ActStage::Following: return ActText::tr("Waiting until it is committed");
    case ActStage::Proving: break;
    }
    return ActText::tr("Fetching its receipt and judging it under your pin");
}

QString outcomeHeadline(const ActOutcome& outcome)
{
    switch (outcome.end) {
    case ActEnd::NotSigned: return ActText::tr("Nothing was signed, and nothing was sent.");
    case ActEnd::Unclear: return ActText::tr("It was sent, but whether it arrived is not known.");
    case ActEnd::Refused: return ActText::tr("The service refused it.");
    case ActEnd::Taken: break;
    }
    return takenHeadline(outcome);
}

QStringList outcomeLines(const ActOutcome& outcome)
{
    QStringList lines;
    if (outcome.block != ActBlock::None) lines += blockSentence(outcome);
    else if (outcome.end == ActEnd::NotSigned && outcome.error) lines += keyProblem(*outcome.error);
    if (outcome.end == ActEnd::Unclear)
        lines += ActText::tr("Look at the page first: only when the service does not show it, sign it again.");
    if (outcome.end == ActEnd::Refused) {
        const QString meaning = refusalMeaning(outcome.code);
        lines += meaning.isEmpty() ? ActText::tr("It gave a reason of its own, below.") : meaning;
    }
    if (outcome.end == ActEnd::Taken) lines += takenLines(outcome);
    if (outcome.end != ActEnd::NotSigned && !outcome.clockKnown)
        lines += ActText::tr("The service tells no time, so this computer's clock could not be held against it.");
    if (!outcome.receiptFile.isEmpty()) lines += ActText::tr("Receipt kept as %1").arg(outcome.receiptFile);
    if (!outcome.messageFile.isEmpty()) lines += ActText::tr("Signed message kept as %1").arg(outcome.messageFile);
    if (!outcome.keepProblem.isEmpty()) lines += ActText::tr("The proof could not be kept: %1").arg(outcome.keepProblem);
    return lines;
}

Verdict outcomeVerdict(const ActOutcome& outcome)
{
    if (outcome.end == ActEnd::Refused || outcome.block != ActBlock::None) return Verdict::Failed;
    if (outcome.end != ActEnd::Taken) return Verdict::Indeterminate;
    if (outcome.commit == ActCommit::Invalid) return Verdict::Failed;
    if (!outcome.isCommitted()) return Verdict::Indeterminate;
    return outcome.receipt == Verdict::NotChecked ? Verdict::Indeterminate : outcome.receipt;
}

QString refusalMeaning(const QString& code)
{
    static const QHash<QString, const char*> kMeanings{
        {QStringLiteral("VoteAlreadyExists"),
         QT_TRANSLATE_NOOP("ActText", "This member has voted on this proposal before, with another ballot. A ballot can't be changed.")},
        {QStringLiteral("ProposalNotOpen"), QT_TRANSLATE_NOOP("ActText", "The proposal was decided or withdrawn before this arrived.")},
        {QStringLiteral("ProposalFailedToValidate"),
         QT_TRANSLATE_NOOP("ActText", "The service's constitution finds the proposal not valid. Its reason is below.")},
        {QStringLiteral("ProposalReplay"), QT_TRANSLATE_NOOP("ActText", "The service has this very message already.")},
        {QStringLiteral("ProposalCreatedTooLongAgo"),
         QT_TRANSLATE_NOOP("ActText", "The time inside is older than that of the service's recent proposals. Sign it again; "
                                      "if it happens again, compare the clocks.")},
        {QStringLiteral("InvalidCreatedAt"), QT_TRANSLATE_NOOP("ActText", "The service does not take the time inside.")},
        {QStringLiteral("AuthorizationFailed"), QT_TRANSLATE_NOOP("ActText", "The service knows the member, but this is not allowed to them.")},
        {QStringLiteral("InvalidAuthenticationInfo"),
         QT_TRANSLATE_NOOP("ActText", "The service does not take the signature: the member is not known or not active there, or "
                                      "the key is not theirs.")},
        {QStringLiteral("ServiceNotWaitingForRecoveryShares"),
         QT_TRANSLATE_NOOP("ActText", "The service is not in a recovery that waits for shares.")},
        {QStringLiteral("NodeAlreadyRecovering"), QT_TRANSLATE_NOOP("ActText", "The recovery goes on already; no more shares are needed.")},
        {QStringLiteral("ResourceNotFound"), QT_TRANSLATE_NOOP("ActText", "The service knows no such proposal or member.")},
        {QStringLiteral("StateDigestMismatch"),
         QT_TRANSLATE_NOOP("ActText", "The state has moved on since its digest was asked for: ask again.")},
        {QStringLiteral("InternalError"),
         QT_TRANSLATE_NOOP("ActText", "Something went wrong inside the service; often the constitution failed while applying the "
                                      "proposal. Nothing of it was recorded.")},
    };
    const char* text = kMeanings.value(code);
    return text ? ActText::tr(text) : QString();
}

QString keyProblem(const Error& error)
{
    const QString where = QString::fromStdString(error.where);
    if (error.code == ErrorCode::Cancelled) return ActText::tr("It was stopped.");
    if (where.contains(QLatin1String("passphrase wrong"))) return ActText::tr("The passphrase is wrong.");
    if (where.contains(QLatin1String("passphrase missing"))) return ActText::tr("The key needs a passphrase.");
    if (where.contains(QLatin1String("PIN missing"))) return ActText::tr("The token needs a PIN.");
    if (error.code == ErrorCode::Network)
        return ActText::tr("The service could not be asked: %1").arg(where + QLatin1Char(' ') + QString::fromStdString(error.detail));
    return ActText::tr("It could not be done: %1").arg(where + QLatin1Char(' ') + QString::fromStdString(error.detail));
}

} // namespace countersign::ui
