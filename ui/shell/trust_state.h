#pragma once

#include "core/base/verification.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace countersign::ui {

enum class Contact : quint8 { FilesOnly, Live, Offline };

/// What went wrong with an identity, with the safe way out first.
struct TrustTrouble {
    QString title;       ///< "The service's identity has changed".
    QString sentence;    ///< What happened and what it rests on.
    QString pinned;      ///< Fingerprint that was pinned, hex.
    QString seen;        ///< Fingerprint that was seen, hex.
    QString safeAction;  ///< The default: "Keep the old pin".
    QString otherAction; ///< "Review the recovery…".
};

/// Whose ledger this is and how far it is trusted: what the trust bar shows, and nothing it would have to work out.
struct TrustState {
    QString service;   ///< Name; empty: no ledger is open.
    QString identity;  ///< Fingerprint, hex; empty: no identity chosen.
    QString pinSource; ///< "file service_cert.pem"; empty: not pinned.
    QString pinHow = {}; ///< "compared by phone with Ada": said in place of the source when there is one.
    QDateTime pinned;
    Verdict verdict = Verdict::NotChecked;
    QString scope; ///< Over what and against what, for the badge.
    Contact contact = Contact::FilesOnly;
    QDateTime contactTime;
    bool demo = false;
    std::optional<TrustTrouble> trouble;
};

/// What the state line says of a ledger.
struct LedgerState {
    std::optional<quint64> signedTo;
    std::optional<quint64> unsignedFrom, unsignedTo;
    QString key; ///< Whose key is loaded; empty: none.
};

} // namespace countersign::ui
