#pragma once

#include "core/family/evidence_source.h"
#include "ui/verify/anchor_choice.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace countersign::ui {

/// Receipts that a person handed in, opened as far as names and sizes go, with what came along.
struct ReceiptDrop {
    QStringList paths;
    QString title; ///< A short name for people.
    std::vector<std::shared_ptr<EvidenceSource>> sources; ///< One a family.
    std::vector<DocumentInput> documents;
    AnchorChoice anchors; ///< Handed in with them, and every pin that this program keeps.
    QString ledger;       ///< The title of the ledger that they are looked up in; empty: in none.
};

/// One receipt of a batch that was judged.
struct ReceiptRow {
    std::size_t source = 0; ///< Index into ReceiptDrop::sources.
    SeqNo number = 0;       ///< Its record there.
    ReceiptOutcome outcome;
    QString document;       ///< The name of the document whose digest it claims; empty when it claims none of them.
};

} // namespace countersign::ui
