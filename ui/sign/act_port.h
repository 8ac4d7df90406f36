#pragma once

#include "core/crypto/private_key.h"
#include "ui/sign/act.h"

#include <stop_token>

// What a ledger family does to make, send and prove an act. Every call blocks and belongs on a worker.

namespace countersign::ui {

/// The family's own part of a prepared act.
class ActMessage
{
public:
    virtual ~ActMessage() = default;
};

/// An act with everything fixed but the signature. All that is shown is decoded from the bytes that are signed.
struct PreparedAct {
    std::shared_ptr<const ActMessage> message;
    QString sentence;          ///< What it does: "Votes yes on exactly the proposal below."
    QList<DetailItem> effect;  ///< Decoded.
    QStringList warnings;      ///< Sentences: the member's certificate is not valid now.
    QList<DetailItem> header;  ///< Of the message.
    QString payload;           ///< As text; empty for a secret.
    bool payloadIsScript = false;
    qsizetype payloadSize = 0;
    QString payloadDigest; ///< SHA-256, hex; empty for a secret.
    QString digest;        ///< What the signature is made over, hex.
    QString algorithm;     ///< "ES384".
    QDateTime createdAt;
    bool mayLeave = true;  ///< A signing request may go out: it holds no secret.
    QByteArray request;    ///< The file that goes to a key elsewhere; empty when none may.
    QByteArray vaultInput; ///< The digest alone, as CCF's own tools hand it to a key vault.
};

/// What the service says just before an act is signed.
struct ActCheck {
    ActBlock block = ActBlock::None;
    std::optional<qint64> clockSeconds; ///< How far this computer's clock is ahead; none: the service tells no time.
    QString detail;                     ///< English: what was seen.
};

struct ActAnswer {
    bool taken = false;
    int status = 0;
    QString code, original;
    QString proposalId, proposalState, stateDigest;
    std::optional<TransactionId> transaction;
};

/// A receipt with what it is worth under the pin.
struct ActReceipt {
    ByteVector bytes;
    Verdict verdict = Verdict::NotChecked;
    std::string reason; ///< Of reasons.h; empty when it passed.
};

class ActPort
{
public:
    virtual ~ActPort() = default;

    /// `certificate` is the member's, PEM. Malformed and Unsupported as the family says.
    virtual Result<PreparedAct> prepare(const Act& act, const QByteArray& certificate, QDateTime createdAt) = 0;
    /// Who answers, what time it is there, and whether the proposal is still the one that was reviewed.
    virtual Result<ActCheck> check(const Act& act, std::stop_token stop) = 0;
    /// The signed message. Crypto with the place beginning "signing key: not the member's" for another member's key.
    virtual Result<crypto::SecretBytes> sign(const PreparedAct& act, const crypto::PrivateKey& key) = 0;
    /// The same from what came back from a key elsewhere: a signature in any usual form, or the whole signed message.
    /// Crypto when it does not hold for exactly this act.
    virtual Result<crypto::SecretBytes> finish(const PreparedAct& act, Bytes answer) = 0;
    /// Sends it once. After an Error it is not known whether it arrived.
    virtual Result<ActAnswer> send(Bytes message, std::stop_token stop) = 0;
    /// Until it is Committed or Invalid, or patience ends.
    virtual Result<ActCommit> follow(TransactionId id, std::stop_token stop) = 0;
    /// Of a committed transaction, judged under the pin and held against `id`.
    virtual Result<ActReceipt> receipt(TransactionId id, std::stop_token stop) = 0;
};

} // namespace countersign::ui
