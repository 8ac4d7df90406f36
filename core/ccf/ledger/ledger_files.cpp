#include "core/ccf/ledger/ledger_files.h"

#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <map>

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
            if (!fs::is_directory(fs::symlink_status(folder, error))) continue;
            if (auto done = addFolder(folder); !done) return done;
            oneCopy(folderIndex(path), folderIndex(folder));
        }
        return {};
    }

    Result<void> addFolder(const fs::path& folder)
    {
        if (std::ranges::any_of(m_listed, [&](const fs::path& known) { return sameFile(known, folder); })) return {};
        m_listed.push_back(folder);
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

    /// The same file or folder under any spelling.
    static bool sameFile(const fs::path& a, const fs::path& b)
    {
        std::error_code error;
        return a == b || fs::equivalent(a, b, error);
    }

    std::uint32_t folderIndex(const fs::path& folder)
    {
        const auto found = std::ranges::find_if(
            m_files.folders, [&](const fs::path& known) { return sameFile(known, folder); });
        if (found != m_files.folders.end()) return static_cast<std::uint32_t>(found - m_files.folders.begin());
        m_files.folders.push_back(folder);
        return static_cast<std::uint32_t>(m_files.folders.size() - 1);
    }

    /// What two folders hold is one copy from here on.
    void oneCopy(std::uint32_t one, std::uint32_t other)
    {
        if (one != other) m_joined.emplace_back(one, other);
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
        dropRepeated();
        for (const auto& [one, other] : m_joined) {
            const std::uint32_t low = copyOf(one), high = copyOf(other);
            if (low == high) continue;
            for (ChunkFile& chunk : m_files.chunks)
                if (chunk.folder == high) chunk.folder = low;
            m_copyOf[high] = low;
        }
        std::ranges::stable_sort(m_files.snapshots, {}, &SnapshotFile::name);
    }

    std::uint32_t copyOf(std::uint32_t folder) const
    {
        for (auto known = m_copyOf.find(folder); known != m_copyOf.end(); known = m_copyOf.find(folder))
            folder = known->second;
        return folder;
    }

    /// A file that is reached twice is one file; folders that share one are no independent copies.
    void dropRepeated()
    {
        std::map<std::pair<std::uint64_t, std::uint64_t>, std::vector<const ChunkFile*>> seen;
        std::vector<ChunkFile> kept;
        kept.reserve(m_files.chunks.size());
        for (ChunkFile& chunk : m_files.chunks) {
            auto& same = seen[{chunk.identity.device, chunk.identity.inode}];
            const auto name = chunk.path.filename();
            const bool repeated = std::ranges::any_of(
                same, [&](const ChunkFile* other) { return other->path.filename() == name; });
            if (!same.empty()) oneCopy(same.front()->folder, chunk.folder);
            if (repeated) {
                m_files.summary.files[chunk.file].state = FileState::Duplicate;
                continue;
            }
            kept.push_back(std::move(chunk));
            same.push_back(&kept.back());
        }
        m_files.chunks = std::move(kept);
    }

    LedgerFiles m_files;
    std::vector<fs::path> m_listed;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_joined; ///< Folders that hold parts of one copy.
    std::map<std::uint32_t, std::uint32_t> m_copyOf;
};

} // namespace

Result<LedgerFiles> listLedgerFiles(const std::vector<fs::path>& paths)
{
    return Lister().list(paths);
}

} // namespace countersign::ccf
