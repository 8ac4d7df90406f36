#pragma once

#include "core/base/mapped_file.h"
#include "core/base/result.h"
#include "core/ccf/ledger/chunk_name.h"
#include "core/family/evidence_source.h"

#include <filesystem>
#include <vector>

namespace countersign::ccf {

/// A ledger file as the folder lists it.
struct ChunkFile {
    std::uint32_t file = 0;   ///< Index into SourceSummary::files.
    std::uint32_t folder = 0; ///< Index into LedgerFiles::folders: files with the same are one copy.
    ChunkName name;
    std::filesystem::path path;
    FileIdentity identity;
};

struct SnapshotFile {
    std::uint32_t file = 0;
    SnapshotName name;
    std::filesystem::path path;
};

/// Everything the given paths hold, by names and sizes.
struct LedgerFiles {
    SourceSummary summary;
    std::vector<std::filesystem::path> folders;
    std::vector<ChunkFile> chunks; ///< By first seqno, then name; set-aside, recovery and empty ones included.
    std::vector<SnapshotFile> snapshots;
    std::vector<Finding> findings; ///< Names that are no file of a ledger, things that are no regular file.
};

/// Lists files and folders given by the user: a ledger folder, a snapshot folder, a node's folder that holds `ledger` or
/// `snapshots` (and nothing of its own), single chunks and snapshots. Only regular files directly inside a chosen folder are
/// followed, no symbolic links. NotFound or Io for a path that cannot be asked; NotFound when there is no chunk and no
/// snapshot at all. A folder or file reached twice, by any spelling or link, is taken once; folders that share a file, and a
/// folder with its `ledger`, are one copy.
Result<LedgerFiles> listLedgerFiles(const std::vector<std::filesystem::path>& paths);

} // namespace countersign::ccf
