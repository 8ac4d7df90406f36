#include "core/ccf/ledger/ledger_files.h"

#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace fs = std::filesystem;

namespace {

FileState stateOf(const ChunkName& name)
{
    if (name.setAside) return FileState::SetAside;
    if (name.recovery) return FileState::Recovery;
    if (name.committed) return FileState::Committed;
    return name.last ? FileState::Complete : FileState::Open;
}

class Lister
{
public:
    Result<LedgerFiles> list(const std::vector<fs::path>& paths)
    {
        for (const fs::path& path : paths) {
            m_files.summary.paths.push_back(path.string());
            if (auto done = add(path); !done) return std::move(done).error();
        }
        if (m_files.chunks.empty() && m_files.snapshots.empty())
            return Error{ErrorCode::NotFound, paths.empty() ? std::string() : paths.front().string(),
                         "no ledger file and no snapshot"};
        sort();
        return std::move(m_files);
    }

private:
    Result<void> add(const fs::path& path)
    {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (error || !fs::exists(status))
            return Error{fs::exists(status) ? ErrorCode::Io : ErrorCode::NotFound, path.string(), error.message()};
        if (!fs::is_directory(status)) {
            const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
            addFile(folder, path.filename().string());
            return {};
        }
        if (auto done = addFolder(path); !done) return done;
        for (const char* inner : {"ledger", "snapshots"}) {
            const fs::path folder = path / inner;
            if (fs::is_directory(fs::symlink_status(folder, error)))
                if (auto done = addFolder(folder); !done) return done;
        }
        return {};
    }

    Result<void> addFolder(const fs::path& folder)
    {
        std::error_code error;
        std::vector<std::string> names;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
            names.push_back(it->path().filename().string());
        if (error) return Error{ErrorCode::Io, folder.string(), error.message()};
        std::ranges::sort(names);
        for (const std::string& name : names)
            if (!((name == "ledger" || name == "snapshots") && fs::is_directory(folder / name, error)))
                addFile(folder, name);
        return {};
    }

    void addFile(const fs::path& folder, const std::string& name)
    {
        const fs::path path = folder / name;
        SourceFile file{.folder = folder.string(), .name = name};
        const auto chunk = parseChunkName(name);
        const auto snapshot = parseSnapshotName(name);
        const auto identity = identifyFile(path);
        std::error_code error;
        const bool regular = fs::is_regular_file(fs::symlink_status(path, error));
        if (identity) file.size = identity->size;
        const auto index = static_cast<std::uint32_t>(m_files.summary.files.size());
        if (!identity || !regular) {
            file.state = chunk || snapshot ? FileState::Unreadable : FileState::Foreign;
            file.problem = identity ? kReasonNotARegularFile : kReasonUnreadable;
            if (chunk || snapshot) remark(path, Severity::Fault, file.problem);
        } else if (chunk) {
            file.state = stateOf(*chunk);
            file.first = chunk->first;
            file.last = chunk->last;
            m_files.chunks.push_back({index, folderIndex(folder), *chunk, path, *identity});
        } else if (snapshot) {
            file.state = FileState::Snapshot;
            file.first = file.last = snapshot->seqno;
            if (file.size > 0) m_files.snapshots.push_back({index, *snapshot, path});
        } else if (name.starts_with("ledger_") || name.starts_with("snapshot_")) {
            file.problem = kReasonNameMismatch;
            remark(path, Severity::Warning, kReasonNameMismatch);
        }
        m_files.summary.files.push_back(std::move(file));
    }

    std::uint32_t folderIndex(const fs::path& folder)
    {
        const auto found = std::ranges::find(m_files.folders, folder);
        if (found != m_files.folders.end()) return static_cast<std::uint32_t>(found - m_files.folders.begin());
        m_files.folders.push_back(folder);
        return static_cast<std::uint32_t>(m_files.folders.size() - 1);
    }

    void remark(const fs::path& path, Severity severity, const std::string& reason)
    {
        m_files.findings.push_back({kCheckChunkName, severity, reason, {.file = path.string()}, {}});
    }

    void sort()
    {
        std::ranges::stable_sort(m_files.chunks, [](const ChunkFile& a, const ChunkFile& b) {
            return std::tuple(a.name.first, a.path) < std::tuple(b.name.first, b.path);
        });
        // A file named twice (as itself and through its folder) is one file.
        const auto again = std::ranges::unique(m_files.chunks, {}, &ChunkFile::path);
        m_files.chunks.erase(again.begin(), again.end());
        std::ranges::stable_sort(m_files.snapshots, {}, &SnapshotFile::name);
    }

    LedgerFiles m_files;
};

} // namespace

Result<LedgerFiles> listLedgerFiles(const std::vector<fs::path>& paths)
{
    return Lister().list(paths);
}

} // namespace countersign::ccf
