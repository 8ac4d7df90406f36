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
    /// The first own one whose signature does not hold; null when there is none.
    const JudgedSnapshot* contradicted() const noexcept;
};

/// An own snapshot needs no signature; one that is there must hold.
Result<JudgedWorkspace> judgeWorkspace(WorkspaceFile& file);

/// What a snapshot of a judged workspace is worth.
Standing standingOf(const JudgedWorkspace& workspace, const JudgedSnapshot& snapshot);

/// Of a snapshot in a file of its own.
Standing standingOf(const std::vector<Check>& signature);

/// What later snapshots of a workspace are held against.
struct EarlierSights {
    struct Earlier {
        std::int64_t number = 0;
        Sight sight;
    };

    std::vector<SeqNo> rootsAt;   ///< For VerifyOptions: where any of them ended, and the way there of the last own one.
    std::vector<Earlier> sights;  ///< Own ones, and those of accepted auditors, with a head; in order.
    std::optional<Earlier> before; ///< The last own one; it may have no head.

    /// The one whose receipts a running service should give: the last own one with a head. Null when there is none.
    const AuditSnapshot* toAskFor() const noexcept;
};

/// How what is seen now stands to everything that was seen before.
struct HeldAgainst {
    ContinuityAnswer answer;
    std::int64_t number = 0; ///< Of the snapshot that the answer is about.
};

/// The answer against the last own snapshot with a head, unless one before it, or an accepted auditor's, is contradicted:
/// then against the latest of those, so that a history that was once lost does not become Continued by being seen twice.
/// None when nothing was seen before.
std::optional<HeldAgainst> holdAgainst(const EarlierSights& earlier, const AuditSnapshot& now);

/// Malformed when the chain or an own signature does not hold: nothing is added to such a workspace.
Result<EarlierSights> lookBack(WorkspaceFile& file);

} // namespace countersign::audit
