#include "core/audit/snapshot_keeping.h"

#include "core/audit/workspace_pins.h"

namespace countersign::audit {

namespace {

constexpr int kMostTries = 5; // While others write to the same workspace.

Result<void> rememberPlaces(WorkspaceFile& workspace, const AuditSnapshot& snapshot)
{
    const bool files = snapshot.origin == "files";
    for (const std::string& subject : snapshot.subjects) {
        std::error_code code;
        const std::string place = files ? std::filesystem::absolute(subject, code).string() : subject;
        auto added = WorkspacePins(workspace).addSource(place, files ? "folder" : "service", snapshot.takenAt);
        if (!added) return added;
    }
    return {};
}

} // namespace

Result<SnapshotFile> sealSnapshot(AuditSnapshot snapshot, const std::optional<SigningAuditor>& auditor)
{
    if (auditor) snapshot.auditor = auditorOf(auditor->name, auditor->key.publicKey());
    const auto document = snapshotDocument(snapshot);
    if (!document) return document.error();
    if (!auditor) return openSnapshotFile(bytesOf(*document));
    const auto envelope = signSnapshot(bytesOf(*document), auditor->key);
    if (!envelope) return envelope.error();
    return openSnapshotFile(*envelope);
}

Result<KeptSnapshot> keepSnapshot(WorkspaceFile& workspace, AuditSnapshot snapshot,
                                  const std::optional<SigningAuditor>& auditor)
{
    SnapshotStore store(workspace);
    for (int tries = 0;; ++tries) {
        auto previous = store.lastDigest();
        if (!previous) return std::move(previous).error();
        snapshot.previous = *previous;
        auto file = sealSnapshot(snapshot, auditor);
        if (!file) return std::move(file).error();
        const auto number = store.append(*file);
        if (number) {
            if (auto done = rememberPlaces(workspace, snapshot); !done) return std::move(done).error();
            return KeptSnapshot{*number, *std::move(file)};
        }
        const bool moved = number.error().code == ErrorCode::Database && number.error().where == "snapshot chain";
        if (!moved || tries == kMostTries) return number.error();
    }
}

} // namespace countersign::audit
