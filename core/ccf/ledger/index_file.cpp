#include "core/ccf/ledger/index_file.h"

#include "core/base/hex.h"
#include "core/crypto/sha2.h"

#include <algorithm>
#include <limits>

namespace countersign::ccf {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kApplicationId = 0x43534958; // "CSIX"
constexpr std::int64_t kVersion = 1;

constexpr const char* kSchema = R"sql(
PRAGMA application_id = 1129531736;
PRAGMA user_version = 1;
CREATE TABLE state(id INTEGER PRIMARY KEY, dirty INTEGER NOT NULL, indexed_to INTEGER NOT NULL);
INSERT INTO state VALUES(0, 0, 0);
CREATE TABLE files(position INTEGER PRIMARY KEY, path BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
                   first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE tables(id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE);
CREATE TABLE changes(table_id INTEGER NOT NULL, key BLOB NOT NULL, seqno INTEGER NOT NULL, removed INTEGER NOT NULL,
                     block INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(table_id, key, seqno)) WITHOUT ROWID;
)sql";

std::int64_t stored(std::uint64_t value) noexcept
{
    return static_cast<std::int64_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::int64_t>::max()));
}

/// Removes the file and what SQLite may have left beside it.
void discard(const fs::path& path)
{
    std::error_code ignored;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) fs::remove(path.string() + suffix, ignored);
}

} // namespace

fs::path IndexFile::pathFor(const LedgerFiles& files, const fs::path& folder)
{
    if (folder.empty()) return {};
    std::string text;
    for (const std::string& path : files.summary.paths) {
        std::error_code error;
        const fs::path full = fs::weakly_canonical(path, error);
        text += (error ? fs::path(path) : full).string() + '\n';
    }
    return folder / ("tables-" + toHex(Bytes(crypto::sha256(bytesOf(text))).first(16)) + ".index");
}

Result<IndexFile> IndexFile::open(const fs::path& path)
{
    if (!path.empty()) {
        std::error_code ignored;
        fs::create_directories(path.parent_path(), ignored);
        for (int attempt = 0; attempt < 2; ++attempt) {
            if (auto database = store::Database::open(path, store::OpenMode::Scratch)) {
                IndexFile index(*std::move(database));
                if (index.useOrMake()) return index;
            }
            if (attempt == 0) discard(path);
        }
    }
    auto database = store::Database::openTemporary();
    if (!database) return std::move(database).error();
    IndexFile index(*std::move(database));
    if (auto done = index.useOrMake(); !done) return std::move(done).error();
    return index;
}

Result<bool> IndexFile::usable()
{
    const auto application = m_database.pragma("application_id");
    if (!application) return application.error();
    const auto version = m_database.pragma("user_version");
    if (!version) return version.error();
    return *application == kApplicationId && *version == kVersion;
}

Result<void> IndexFile::useOrMake()
{
    auto statement = m_database.prepare("SELECT count(*) FROM sqlite_schema");
    if (!statement) return std::move(statement).error();
    auto row = statement->step();
    if (!row) return std::move(row).error();
    const bool empty = statement->integer(0) == 0;
    statement->reset();
    if (empty) return m_database.execute(kSchema);

    const auto fits = usable();
    if (!fits) return fits.error();
    const Error unfit{ErrorCode::Malformed, "index", {}};
    if (!*fits) return unfit;
    auto state = m_database.prepare("SELECT dirty, indexed_to FROM state WHERE id = 0");
    if (!state) return std::move(state).error();
    auto found = state->step();
    if (!found) return std::move(found).error();
    if (!*found || state->integer(0) != 0 || state->integer(1) < 0) return unfit;
    m_indexedTo = static_cast<SeqNo>(state->integer(1));
    return {};
}

Result<void> IndexFile::clear()
{
    m_indexedTo = 0;
    m_tableIds.clear();
    return m_database.execute("DELETE FROM changes; DELETE FROM tables; DELETE FROM files; "
                              "UPDATE state SET indexed_to = 0");
}

Result<SeqNo> IndexFile::unchangedTo(const LedgerRecords& records)
{
    auto statement = m_database.prepare("SELECT path, size, modified, first, last FROM files ORDER BY position");
    if (!statement) return std::move(statement).error();
    for (const Segment& segment : records.line().segments) {
        auto row = statement->step();
        if (!row) return std::move(row).error();
        if (!*row) return m_indexedTo; // files were added after those that are known
        const ChunkFile& chunk = records.files().chunks[segment.chunk];
        const bool same = textOf(statement->bytes(0)) == chunk.path.string() &&
                          statement->integer(1) == stored(chunk.identity.size) &&
                          statement->integer(2) == chunk.identity.modifiedNs &&
                          statement->integer(3) == stored(segment.from) &&
                          statement->integer(4) == stored(segment.to.value_or(0));
        if (same) continue;
        const auto known = static_cast<SeqNo>(std::max<std::int64_t>(statement->integer(3), 1));
        return std::min({m_indexedTo, known - 1, segment.from - 1});
    }
    auto more = statement->step();
    if (!more) return std::move(more).error();
    if (!*more) return m_indexedTo;
    const auto gone = static_cast<SeqNo>(std::max<std::int64_t>(statement->integer(3), 1));
    return std::min(m_indexedTo, gone - 1);
}

Result<void> IndexFile::storeFiles(const LedgerRecords& records)
{
    if (auto done = m_database.execute("DELETE FROM files"); !done) return done;
    auto insert = m_database.prepare("INSERT INTO files VALUES(?, ?, ?, ?, ?, ?)");
    if (!insert) return std::move(insert).error();
    std::int64_t position = 0;
    for (const Segment& segment : records.line().segments) {
        const ChunkFile& chunk = records.files().chunks[segment.chunk];
        insert->bind(1, position++).bind(2, bytesOf(chunk.path.string())).bind(3, stored(chunk.identity.size));
        insert->bind(4, chunk.identity.modifiedNs)
            .bind(5, stored(segment.from))
            .bind(6, stored(segment.to.value_or(0)));
        if (auto done = insert->run(); !done) return done;
    }
    return {};
}

Result<void> IndexFile::adapt(const LedgerRecords& records)
{
    const auto unchanged = unchangedTo(records);
    if (!unchanged) return unchanged.error();
    if (*unchanged == 0) {
        if (auto done = clear(); !done) return done;
    } else if (*unchanged < m_indexedTo) {
        auto forget = m_database.prepare("DELETE FROM changes WHERE seqno > ?");
        if (!forget) return std::move(forget).error();
        if (auto done = forget->bind(1, stored(*unchanged)).run(); !done) return done;
    }
    m_indexedTo = *unchanged;
    return storeFiles(records);
}

Result<void> IndexFile::mark(bool dirty)
{
    // One synchronised transaction: what was written to the file before is on the disk with it.
    if (auto done = m_database.execute("PRAGMA synchronous=FULL"); !done) return done;
    auto update = m_database.prepare("UPDATE state SET dirty = ?, indexed_to = ?");
    if (!update) return std::move(update).error();
    if (auto done = update->bind(1, std::int64_t{dirty}).bind(2, stored(m_indexedTo)).run(); !done) return done;
    return m_database.execute("PRAGMA synchronous=OFF");
}

Result<void> IndexFile::begin()
{
    return mark(true);
}

Result<void> IndexFile::finish()
{
    return mark(false);
}

Result<std::int64_t> IndexFile::tableId(std::string_view name)
{
    const auto known = m_tableIds.find(std::string(name));
    if (known != m_tableIds.end()) return known->second;
    auto insert = m_database.prepare("INSERT OR IGNORE INTO tables(name) VALUES(?)");
    if (!insert) return std::move(insert).error();
    if (auto done = insert->bind(1, bytesOf(name)).run(); !done) return std::move(done).error();
    auto select = m_database.prepare("SELECT id FROM tables WHERE name = ?");
    if (!select) return std::move(select).error();
    auto row = select->bind(1, bytesOf(name)).step();
    if (!row) return std::move(row).error();
    if (!*row) return Error{ErrorCode::Database, "index", "table id"};
    return m_tableIds.emplace(name, select->integer(0)).first->second;
}

Result<void> IndexFile::add(std::vector<IndexedChange>& changes, const ByteVector& keys, SeqNo seqno)
{
    const auto keyOf = [&](const IndexedChange& change) { return Bytes(keys).subspan(change.keyAt, change.keyLength); };
    std::ranges::sort(changes, [&](const IndexedChange& a, const IndexedChange& b) {
        if (a.table != b.table) return a.table < b.table;
        const int order = textOf(keyOf(a)).compare(textOf(keyOf(b)));
        return order != 0 ? order < 0 : a.seqno < b.seqno;
    });
    auto transaction = store::Transaction::begin(m_database);
    if (!transaction) return std::move(transaction).error();
    auto insert = m_database.prepare("INSERT INTO changes VALUES(?, ?, ?, ?, ?, ?)");
    if (!insert) return std::move(insert).error();
    for (const IndexedChange& change : changes) {
        insert->bind(1, change.table).bindView(2, keyOf(change)).bind(3, stored(change.seqno));
        insert->bind(4, std::int64_t{change.removed}).bind(5, stored(change.block)).bind(6, stored(change.at));
        if (auto done = insert->run(); !done) return done;
    }
    if (auto done = transaction->commit(); !done) return done;
    m_indexedTo = seqno;
    changes.clear();
    return {};
}

} // namespace countersign::ccf
