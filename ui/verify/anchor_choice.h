#pragma once

#include "core/family/report.h"

#include <QDateTime>
#include <QString>

#include <vector>

namespace countersign::ui {

/// An identity the person chose for a ledger, or the choice to have none.
struct AnchorChoice {
    std::vector<AnchorInput> inputs;  ///< Empty: nothing independent; no verdict can be Passed.
    std::vector<AnchorMatch> matches; ///< What the inputs are, as the family reads them.
    QString source;                   ///< "service_cert.pem"; for people.
    QDateTime pinned;                 ///< When it was chosen.

    bool isChosen() const { return !inputs.empty(); }
    /// Of the first identity: the certificate's fingerprint, or the key's for a bare key. Hex.
    QString fingerprint() const
    {
        if (matches.empty()) return {};
        const AnchorMatch& match = matches.front();
        return QString::fromStdString(match.fingerprint.empty() ? match.keyId : match.fingerprint);
    }
};

} // namespace countersign::ui
