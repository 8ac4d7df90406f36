#pragma once

#include "core/audit/continuity.h"
#include "core/audit/snapshot_store.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::audit {

struct JudgedSnapshot {
    StoredSnapshot stored;
    std::vector<Check> signature; ///< As judgeSignature(); empty for an own one that nobody signed.
};

/// A workspace's snapshots with what they are worth.
struct JudgedWorkspace {
    Check chain;                           ///< kCheckAuditChain.
    std::vector<JudgedSnapshot> snapshots; ///< Empty when the chain does not hold.

    /// Null when there is none of this number.
    const JudgedSnapshot* find(std::int64_t number) const noexcept;
};

/// An own snapshot needs no signature; one that is there must hold.
Result<JudgedWorkspace> judgeWorkspace(WorkspaceFile& file);

/// What a snapshot of a judged workspace is worth.
Standing standingOf(const JudgedWorkspace& workspace, const JudgedSnapshot& snapshot);

/// Of a snapshot in a file of its own.
Standing standingOf(const std::vector<Check>& signature);

/// What later snapshots of a workspace are held against.
struct EarlierSights {
    std::vector<SeqNo> rootsAt;  ///< For VerifyOptions: where any of them ended, and the way there of the last own one.
    std::optional<Sight> before; ///< The last own one.
    std::int64_t beforeNumber = 0;
};

/// Malformed when the chain does not hold: nothing is added to such a workspace.
Result<EarlierSights> lookBack(WorkspaceFile& file);

} // namespace countersign::audit
