#pragma once

#include "core/audit/judged_workspace.h"

#include <string>

namespace countersign::audit {

/// As whom a snapshot is signed.
struct SigningAuditor {
    std::string name;
    crypto::PrivateKey key;
};

/// The snapshot as a file, signed when there is an auditor.
Result<SnapshotFile> sealSnapshot(AuditSnapshot snapshot, const std::optional<SigningAuditor>& auditor);

struct KeptSnapshot {
    std::int64_t number = 0;
    SnapshotFile file;
};

/// Puts the snapshot at the end of the workspace's chain, again when another came in between, and remembers its places.
Result<KeptSnapshot> keepSnapshot(WorkspaceFile& workspace, AuditSnapshot snapshot,
                                  const std::optional<SigningAuditor>& auditor);

} // namespace countersign::audit
