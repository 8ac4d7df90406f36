#include "core/audit/workspace_file.h"

#include "core/audit/workspace_schema.h"

#include <iterator>

namespace countersign::audit {

namespace {

using store::Database;
using store::OpenMode;

constexpr int kWaitForLocks = 10'000;

Error at(const std::filesystem::path& path, ErrorCode code, std::string detail)
{
    return {code, path.string(), std::move(detail)};
}

/// SQLite's own words for a file that is not what it should be become Malformed.
Error damaged(const std::filesystem::path& path, const Error& error)
{
    const bool broken = error.detail.find("malformed") != std::string::npos ||
                        error.detail.find("not a database") != std::string::npos ||
                        error.detail.find("corrupt") != std::string::npos;
    return at(path, broken ? ErrorCode::Malformed : error.code,
              broken ? "the file is damaged or no workspace: " + error.detail : error.detail);
}

Result<void> migrate(Database& database, std::int64_t version)
{
    auto transaction = store::Transaction::begin(database);
    if (!transaction) return std::move(transaction).error();
    const auto current = database.pragma("user_version");
    if (!current) return current.error();
    for (version = *current; version < WorkspaceFile::kVersion; ++version)
        if (auto done = database.execute(kMigrations[version]); !done) return done;
    const std::string marks = "PRAGMA application_id=" + std::to_string(kApplicationId) +
                              "; PRAGMA user_version=" + std::to_string(WorkspaceFile::kVersion);
    if (auto done = database.execute(marks.c_str()); !done) return done;
    return transaction->commit();
}

/// On a disk that may lose power, what was committed stays.
Result<void> prepareWriting(Database& database)
{
    return database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON");
}

/// What is still in the log is not in the file yet.
bool logIsEmpty(const std::filesystem::path& path)
{
    std::error_code code;
    const auto size = std::filesystem::file_size(path.string() + "-wal", code);
    return code || size == 0;
}

Result<void> checkSize(Database& database, const std::filesystem::path& path)
{
    const auto pages = database.pragma("page_count");
    const auto pageSize = database.pragma("page_size");
    std::error_code code;
    const auto size = std::filesystem::file_size(path, code);
    if (!pages || !pageSize) return damaged(path, pages ? pageSize.error() : pages.error());
    if (code || !logIsEmpty(path) || size >= static_cast<std::uint64_t>(*pages * *pageSize)) return {};
    return at(path, ErrorCode::Malformed, "the file is damaged: it is cut short");
}

Result<void> checkPages(Database& database, const std::filesystem::path& path)
{
    auto check = database.prepare("PRAGMA quick_check(1)");
    if (!check) return damaged(path, check.error());
    const auto row = check->step();
    if (!row) return damaged(path, row.error());
    const std::string text(check->text(0));
    if (*row && text == "ok") return checkSize(database, path);
    return at(path, ErrorCode::Malformed, "the file is damaged: " + text);
}

/// The version of a file that is a workspace.
Result<std::int64_t> versionOf(Database& database, const std::filesystem::path& path)
{
    const auto id = database.pragma("application_id");
    if (!id) return damaged(path, id.error());
    const auto version = database.pragma("user_version");
    if (!version) return damaged(path, version.error());
    if (*id != kApplicationId) return at(path, ErrorCode::Malformed, "this is no workspace");
    if (*version > WorkspaceFile::kVersion)
        return at(path, ErrorCode::Unsupported,
                  "the workspace has version " + std::to_string(*version) +
                      ", made by a newer program; this one knows " + std::to_string(WorkspaceFile::kVersion));
    if (*version < 1) return at(path, ErrorCode::Malformed, "the workspace has no version");
    return *version;
}

Result<Database> openForReading(const std::filesystem::path& path)
{
    auto database = Database::open(path, OpenMode::ReadOnly);
    if (!database) return at(path, database.error().code, database.error().detail);
    database->waitForLocks(kWaitForLocks);
    if (database->pragma("schema_version")) return database;
    // A file in WAL mode wants a second file beside it, which not every place allows. What is still in the log would
    // not be seen without it.
    if (!logIsEmpty(path)) return database;
    auto still = Database::open(path, OpenMode::Immutable);
    if (!still) return at(path, still.error().code, still.error().detail);
    return still;
}

} // namespace

static_assert(std::size(kMigrations) == WorkspaceFile::kVersion);

Result<WorkspaceFile> WorkspaceFile::create(const std::filesystem::path& path)
{
    std::error_code code;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, code)))
        return at(path, ErrorCode::Io, "there is a file of this name already");
    auto database = Database::open(path, OpenMode::CreateOrWrite);
    if (!database) return at(path, database.error().code, database.error().detail);
    database->waitForLocks(kWaitForLocks);
    if (auto done = prepareWriting(*database); !done) return damaged(path, done.error());
    if (auto done = migrate(*database, 0); !done) return damaged(path, done.error());
    return WorkspaceFile(*std::move(database), path, true);
}

Result<WorkspaceFile> WorkspaceFile::open(const std::filesystem::path& path, WorkspaceAccess access)
{
    std::int64_t version = 0;
    {
        auto reader = openForReading(path);
        if (!reader) return std::move(reader).error();
        const auto found = versionOf(*reader, path);
        if (!found) return found.error();
        version = *found;
        if (auto sound = checkPages(*reader, path); !sound) return std::move(sound).error();
        if (access == WorkspaceAccess::ReadOnly) return WorkspaceFile(*std::move(reader), path, false);
    }
    auto database = Database::open(path, OpenMode::ReadWrite);
    if (!database) return at(path, database.error().code, database.error().detail);
    database->waitForLocks(kWaitForLocks);
    if (auto done = prepareWriting(*database); !done) return damaged(path, done.error());
    if (version < kVersion)
        if (auto done = migrate(*database, version); !done) return damaged(path, done.error());
    return WorkspaceFile(*std::move(database), path, true);
}

Result<void> WorkspaceFile::backupTo(const std::filesystem::path& path)
{
    std::error_code code;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, code)))
        return at(path, ErrorCode::Io, "there is a file of this name already");
    auto copy = m_database.prepare("VACUUM INTO ?");
    if (!copy) return damaged(m_path, copy.error());
    if (auto done = copy->bind(1, std::string_view(path.native())).run(); !done)
        return at(path, done.error().code, done.error().detail);
    return {};
}

Result<std::string> WorkspaceFile::profile(std::string_view name)
{
    auto select = m_database.prepare("SELECT value FROM profile WHERE name = ?");
    if (!select) return damaged(m_path, select.error());
    const auto row = select->bind(1, name).step();
    if (!row) return damaged(m_path, row.error());
    return *row ? std::string(select->text(0)) : std::string();
}

Result<void> WorkspaceFile::setProfile(std::string_view name, std::string_view value)
{
    auto insert =
        m_database.prepare("INSERT INTO profile VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    if (!insert) return damaged(m_path, insert.error());
    return insert->bind(1, name).bind(2, value).run();
}

} // namespace countersign::audit
