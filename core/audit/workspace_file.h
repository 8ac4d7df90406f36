#pragma once

#include "core/store/database.h"

#include <filesystem>
#include <string>

namespace countersign::audit {

enum class WorkspaceAccess : std::uint8_t { ReadOnly, ReadWrite };

/// One consortium's file, "*.countersign": an SQLite database in WAL mode with an application id, versioned by
/// user_version. Several processes may have it open; each change is one transaction, on the disk when the call returns.
///
/// A file that is damaged, of a newer version or no workspace is an Error, and not a byte of it is changed: Malformed,
/// Unsupported. The place names the file. One thread at a time.
class WorkspaceFile
{
public:
    static constexpr std::int64_t kVersion = 1;

    /// A new file. Io when there is one of that name already.
    static Result<WorkspaceFile> create(const std::filesystem::path& path);
    /// Brings an older version up to date first when it may write. ReadOnly works in places where nobody may write,
    /// too.
    static Result<WorkspaceFile> open(const std::filesystem::path& path, WorkspaceAccess access);

    /// A whole copy in a new file, as of one moment. Io when there is one of that name already.
    Result<void> backupTo(const std::filesystem::path& path);

    store::Database& database() noexcept { return m_database; }
    const std::filesystem::path& path() const noexcept { return m_path; }
    bool writable() const noexcept { return m_writable; }

    /// One of the profile's texts ("name", "family"); empty when it is not set.
    Result<std::string> profile(std::string_view name);
    Result<void> setProfile(std::string_view name, std::string_view value);

private:
    WorkspaceFile(store::Database database, std::filesystem::path path, bool writable)
        : m_database(std::move(database)), m_path(std::move(path)), m_writable(writable)
    {}

    store::Database m_database;
    std::filesystem::path m_path;
    bool m_writable;
};

} // namespace countersign::audit
