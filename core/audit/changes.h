#pragma once

#include "core/family/consortium.h"
#include "core/family/evidence_source.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace countersign::audit {

struct FieldChange {
    std::string name;
    std::string before, after; ///< Empty: not there.

    bool operator==(const FieldChange&) const = default;
};

/// A record that changed an item, and the proposal that it carried out.
struct ChangeCause {
    TransactionId id;
    bool removed = false;
    std::string proposal; ///< Its id; empty when the record carries out none that is known.

    bool operator==(const ChangeCause&) const = default;
};

enum class ChangeKind : std::uint8_t { Added, Removed, Changed };

const char* changeKindName(ChangeKind kind) noexcept; ///< "added", "removed", "changed".

/// One thing of a consortium that is not as it was.
struct ItemChange {
    ChangeKind change = ChangeKind::Changed;
    std::string kind, id;            ///< As ConsortiumItem.
    std::vector<FieldChange> fields; ///< Those that differ; all of an item that was added or removed.
    std::vector<ChangeCause> causes; ///< Oldest first; empty when no ledger was at hand.
};

struct ConsortiumChanges {
    std::vector<ItemChange> items;        ///< By kind, then id.
    std::vector<std::string> notCompared; ///< Kinds, or tables of policies, of which one side knows nothing.
};

/// What differs. Fields that only one side can know are left out when the other is as a live service told; so is a kind
/// of which an incomplete side has nothing.
ConsortiumChanges compareConsortia(const ConsortiumState& before, const ConsortiumState& after);

/// Finds the records between `after` and `to` that made each change, and their proposals (events "proposal" with the
/// detail "Accepted"). May build an index first. NotFound never; Cancelled after a stop.
Result<void> explainChanges(ConsortiumChanges& changes, EvidenceSource& source, const std::vector<HistoryEvent>& events,
                            SeqNo after, SeqNo to, std::stop_token stop);

} // namespace countersign::audit
