#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/base/verification.h"
#include "core/crypto/secret.h"
#include "ui/network/detail_item.h"

#include <QDateTime>
#include <QStringList>

#include <memory>

// What a member does to a service, before it is signed and after it was sent. Values; texts are fit to be shown.

namespace countersign::ui {

enum class ActKind : quint8 { Propose, Vote, Withdraw, UpdateStateDigest, Acknowledge, RecoveryShare };

enum class BallotChoice : quint8 {
    Careful, ///< Yes to exactly the proposal that was reviewed.
    PlainYes,
    PlainNo,
    Own ///< Act::ownBallot.
};

/// What is to be signed, as a page asks for it. What stands on the signing sheet is decoded anew from the bytes that
/// come of it.
struct Act {
    ActKind kind = ActKind::Propose;
    QString member = {};     ///< Id of the one member who can sign it; empty: any member of the service.
    QString proposalId = {}; ///< Of Vote and Withdraw.
    /// Of Propose: the proposal's text, signed byte for byte.
    ByteVector payload = {};
    /// Of Vote and Withdraw: the text of the proposal that the person was shown. Nothing is signed when the service
    /// holds another one by then.
    ByteVector reviewed = {};
    BallotChoice ballot = BallotChoice::Careful; ///< Preselected; the person may choose another one on the sheet.
    QString ownBallot = {};                      ///< Script of BallotChoice::Own.
    QString stateDigest = {};                    ///< Of Acknowledge, hex.
    std::shared_ptr<const crypto::SecretBytes> share = {}; ///< Of RecoveryShare, decrypted.
    QStringList notes = {};       ///< Sentences to be heard before signing.
    QList<DetailItem> about = {}; ///< What stands beside the decoded effect: the state that is acknowledged.
    QStringList voted = {};       ///< Members who have voted already: others are offered first.
};

/// Whom it goes to.
struct ActService {
    QString name;        ///< As the trust bar says it.
    QString fingerprint; ///< SHA-256 of the pinned certificate, or of the key when it is bare, hex.
    QStringList origins; ///< The first one that answers is spoken to.
    bool demo = false;
};

/// Why nothing was signed.
enum class ActBlock : quint8 {
    None,
    OtherIdentity,   ///< The service answers under another identity than the pinned one.
    ClockOff,        ///< This computer's clock and the service's are more than two minutes apart.
    ProposalChanged, ///< The service holds another text under the proposal's id than was reviewed.
    ProposalClosed,  ///< It is no longer open.
    NotTheMembers    ///< The key, or the signature that came back, is not the member's.
};

enum class ActEnd : quint8 {
    NotSigned, ///< And nothing was sent: `block` or `error` says why.
    Unclear,   ///< It was sent, and whether it arrived is not known: `error` says why.
    Refused,   ///< The service said no.
    Taken      ///< The service said yes; whether it stays is in `commit`.
};

enum class ActCommit : quint8 {
    NotKnown, ///< Not followed to its end: no transaction was named, or time ran out.
    Committed,
    Invalid ///< Rolled back: it never happened.
};

/// What became of an act.
struct ActOutcome {
    ActEnd end = ActEnd::NotSigned;
    ActBlock block = ActBlock::None;
    std::optional<Error> error = {};
    bool clockKnown = false; ///< Whether the service told its time.
    qint64 clockSeconds = 0; ///< How far this computer's clock is ahead, when it did.
    int status = 0;          ///< HTTP, of a refusal.
    QString code = {};       ///< The service's own, of a refusal: "VoteAlreadyExists".
    QString original = {};   ///< What the service said, as it came.
    QString member = {};     ///< Who signed.
    QString proposalId = {}, proposalState = {}; ///< As the answer names them.
    QString stateDigest = {};                    ///< Answer to UpdateStateDigest.
    std::optional<TransactionId> transaction = {};
    ActCommit commit = ActCommit::NotKnown;
    Verdict receipt = Verdict::NotChecked; ///< Of the receipt, under the pin and for this transaction.
    std::string receiptReason = {};
    QString receiptFile = {}, messageFile = {}; ///< Where they are kept; empty: not kept.
    QString keepProblem = {};                   ///< Why not.

    bool isCommitted() const { return end == ActEnd::Taken && commit == ActCommit::Committed; }
};

} // namespace countersign::ui
