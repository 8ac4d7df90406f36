#pragma once

#include "core/family/evidence_source.h"
#include "ui/verify/anchor_choice.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace countersign::ui {

/// Attestation evidence that a person handed in or that a ledger holds, opened, with what came along.
struct EvidenceDrop {
    QString title; ///< A short name for people.
    std::shared_ptr<EvidenceSource> source;
    AnchorChoice anchors;              ///< Identities that a node's certificate may come from.
    std::vector<NamedFile> collateral; ///< Handed in with it.
};

/// One piece of evidence that was judged, with every check of it.
struct EvidenceRow {
    EvidenceOutcome outcome;
    std::vector<ProofLink> links;
};

/// A vendor's root key that verdicts on hardware rest on.
struct PinnedRoot {
    QString name, product;
    QString keyDigest; ///< SHA-256 of its SubjectPublicKeyInfo, hex.
};

} // namespace countersign::ui
