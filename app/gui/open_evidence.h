#pragma once

#include "app/gui/open_ledger.h"
#include "ui/attestation/evidence_drop.h"
#include "ui/receipts/receipt_drop.h"

#include <optional>

namespace countersign::app {

/// What was handed in, sorted by what it is, and opened as far as names and sizes go.
struct OpenedEvidence {
    OpenRequest rest; ///< Ledgers, and identities that came without any evidence: for openLedger().
    std::optional<ui::ReceiptDrop> receipts;
    std::optional<ui::EvidenceDrop> evidence;
    QList<ui::Pin> pins;
    QList<Error> problems; ///< What could not be read on the way.
};

/// Sorts receipts and attestation evidence from ledgers. Certificates beside evidence are identities, other files beside a
/// receipt are documents, and beside a quote collateral. Touches files: not for the GUI thread.
OpenedEvidence openEvidence(const FamilyList& families, const OpenRequest& request);

/// All pins that every one of the families can read, as one choice; `handedIn` before them.
ui::AnchorChoice anchorsOfPins(const FamilyList& families, const ui::AnchorChoice& handedIn, const QList<ui::Pin>& pins);

} // namespace countersign::app
