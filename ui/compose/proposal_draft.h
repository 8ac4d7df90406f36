#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <QList>
#include <QString>

#include <string>

namespace countersign::ui {

/// One action of a proposal under work.
struct DraftAction {
    QString name;
    std::string arguments; ///< JSON text; empty: none.

    bool operator==(const DraftAction&) const = default;
};

/// A proposal as it is written: the actions in their order.
struct ProposalDraft {
    QList<DraftAction> actions;

    bool operator==(const ProposalDraft&) const = default;
};

/// The text that is exported, validated and signed: UTF-8 JSON. Malformed when an action has no name or arguments that
/// are no JSON.
Result<ByteVector> draftText(const ProposalDraft& draft);

/// Reads a proposal file: an object with the one member "actions". Numbers keep their value; Malformed otherwise.
Result<ProposalDraft> draftFrom(Bytes text);

} // namespace countersign::ui
