#pragma once

#include "core/family/family.h"
#include "ui/verify/anchor_choice.h"
#include "ui/verify/pin_store.h"

#include <QStringList>

namespace countersign::app {

struct OpenRequest {
    QStringList paths;
    QStringList anchorFiles; ///< Identities handed in with them.
    QString pinFile;         ///< Where pins are kept; empty: nowhere.
};

/// What was found at the paths, opened as far as names and sizes go.
struct OpenedLedger {
    QStringList ledgerPaths; ///< Those of the request that are evidence.
    std::shared_ptr<const Family> family;
    std::shared_ptr<EvidenceSource> source; ///< Null when the request held identities alone.
    ui::AnchorChoice anchor;                ///< Handed in, or chosen for this place before.
    bool anchorWasHandedIn = false;
    bool demo = false; ///< The bundled sample or its twin: held against its own certificate, and no pin is kept.
    QStringList certificatesBeside;         ///< Readable identities that lie beside the ledger.
    QList<ui::Pin> pins;
    QList<Error> problems; ///< What could not be read on the way, and does not keep the ledger from being opened.
};

/// Recognises and opens. Touches files: not for the GUI thread.
Result<OpenedLedger> openLedger(const FamilyList& families, const OpenRequest& request);

/// Reads one file as an identity; Malformed when it holds none.
Result<ui::AnchorChoice> readAnchorFile(const Family& family, const QString& path);

/// The anchor a pin stands for; Malformed when the family can no longer read it.
Result<ui::AnchorChoice> anchorOfPin(const Family& family, const ui::Pin& pin);

/// The name under which a ledger is remembered: its paths, a line each.
QString ledgerKey(const QStringList& paths);

/// A short name for people: the folder's, or the one around it when it is only called "ledger".
QString ledgerTitle(const QStringList& paths);

} // namespace countersign::app
