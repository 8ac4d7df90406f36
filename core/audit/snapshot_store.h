#pragma once

#include "core/audit/snapshot_signature.h"
#include "core/audit/workspace_file.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::audit {

/// A snapshot of a workspace.
struct StoredSnapshot {
    std::int64_t number = 0; ///< From 1, in the order they came in.
    bool own = true;         ///< False: imported, and then:
    std::string from;        ///< Whose it is, as the user said.
    UtcTime importedAt;
    SnapshotFile file;
};

/// The snapshots of a workspace: only ever added to, each record carrying the SHA-256 of the one before. An own
/// snapshot is its record itself; one that was imported has a record that names its digest and whose it is, so that a
/// colleague's never passes as own.
///
/// The chain shows that nothing was changed, left out or put in another order, and that the last is the one that was
/// kept last. That somebody made the whole anew, or took back the end and said so, only what lies elsewhere can show:
/// the auditor's key, and digests that colleagues hold.
class SnapshotStore
{
public:
    explicit SnapshotStore(WorkspaceFile& workspace) : m_workspace(workspace) {}

    /// kCheckAuditChain over all records: Failed with RECORDS_BROKEN, and the number, where one does not follow.
    Result<Check> judgeChain();

    Result<std::int64_t> count();
    /// What AuditSnapshot::previous of the next one must be.
    Result<std::optional<Digest>> lastDigest();

    /// Adds an own snapshot; gives its number. `file` as signSnapshot() or snapshotDocument() made it. Database, place
    /// "snapshot chain", when another came in between: take lastDigest() anew. Malformed when the chain is broken.
    Result<std::int64_t> append(const SnapshotFile& file);
    /// Adds somebody else's. NotFound never; Io when it is there already.
    Result<std::int64_t> import(const SnapshotFile& file, const std::string& from, UtcTime now);

    /// NotFound when there is none of this number.
    Result<StoredSnapshot> snapshot(std::int64_t number);
    /// In order. A record that does not read is an Error.
    Result<std::vector<StoredSnapshot>> all();

private:
    Result<std::int64_t> add(Bytes record, Bytes content, const std::optional<Digest>& previous);

    WorkspaceFile& m_workspace;
};

} // namespace countersign::audit
