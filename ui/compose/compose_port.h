#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "ui/compose/action_form.h"
#include "ui/network/live_evaluation.h"
#include "ui/network/live_values.h"

#include <stop_token>

namespace countersign::ui {

enum class DraftStanding : quint8 {
    Unknown, ///< The constitution could not be run here, or gave no plain answer.
    Valid,   ///< Its validate() takes the text. Whether it is accepted is for the members.
    Invalid
};

/// What the service's own constitution says of a draft, run here.
struct DraftCheck {
    DraftStanding standing = DraftStanding::Unknown;
    QString description;   ///< The constitution's own words, or why there is no answer; safe text.
    LiveEvaluation effect; ///< What accepting it would change; empty when that could not be found out.
};

/// What was read from a file somebody chose as a member's or user's certificate.
struct CertificateFacts {
    LiveCertificate certificate;
    QString groups; ///< The fingerprint in groups of four: it is the member's id.
    QString words;  ///< The same as words, for a check by telephone.
    bool isKeyUsable = false; ///< On a curve with which messages of governance are signed.
};

/// What a ledger family brings to composing. Calls but the first block and belong on a worker.
class ComposePort
{
public:
    virtual ~ComposePort() = default;

    virtual QList<ActionForm> forms() const = 0;
    virtual Result<DraftCheck> check(Bytes text, std::stop_token stop) = 0;
    /// Malformed for what is no PEM certificate.
    virtual Result<CertificateFacts> certificate(Bytes pem) const = 0;
    /// "RSA, 2048 bits": of a public key in PEM. Malformed or Unsupported for one that cannot carry recovery shares.
    virtual Result<QString> encryptionKey(Bytes pem) const = 0;
};

} // namespace countersign::ui
