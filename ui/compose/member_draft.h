#pragma once

#include "ui/compose/compose_port.h"
#include "ui/compose/proposal_draft.h"

#include <QStringList>

// What becomes of a new member, as values.

namespace countersign::ui {

/// What somebody who adds a member has given so far.
struct NewMember {
    std::optional<CertificateFacts> facts;
    QByteArray certificate;       ///< PEM, as it was given.
    QByteArray encryptionKey;     ///< PEM; empty: none.
    QString encryptionKeyKind;    ///< "RSA, 2048 bits"; empty: none, or not read yet.
    QString name;                 ///< Goes into the member's data; may be empty.
    QString recoveryRole;         ///< Empty: as the service decides.
};

/// The proposal; none while something is missing.
std::optional<ProposalDraft> draftOf(const NewMember& member);

/// "Holders of recovery shares: 3 now, 4 once this member is active; the threshold stays 2." `service` as read last.
QString recoveryEffect(const NewMember& member, const LiveService& service);

/// What should be heard before she is proposed: she is a member already, her certificate is expired or ends soon, her
/// key cannot sign.
QStringList warningsFor(const NewMember& member, const LiveService& service, const QDateTime& now);

} // namespace countersign::ui
