#include "core/store/database.h"

#include "core/base/hex.h"

#include <sqlite3.h>

#include <limits>
#include <utility>

namespace countersign::store {

namespace {

constexpr int kInstructionsBetweenStops = 2000;

Error errorOf(int code, sqlite3* database, const std::string& label)
{
    const ErrorCode kind = (code & 0xff) == SQLITE_INTERRUPT ? ErrorCode::Cancelled : ErrorCode::Database;
    return {kind, label, database ? sqlite3_errmsg(database) : sqlite3_errstr(code)};
}

std::string immutableUri(const std::string& path)
{
    std::string uri = "file:";
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
        uri += plain ? std::string(1, c) : '%' + toHex(bytesOf({&c, 1}));
    }
    return uri + "?immutable=1";
}

int stopRequested(void* token)
{
    return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0;
}

} // namespace

struct Database::Connection {
    sqlite3* handle = nullptr;
    std::string label;
    std::stop_token stop;

    ~Connection() { sqlite3_close_v2(handle); }
};

Database::Database(std::unique_ptr<Connection> connection) noexcept : m_connection(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::openNamed(const std::string& name, int flags, std::string label)
{
    auto connection = std::make_unique<Connection>();
    connection->label = std::move(label);
    const int code = sqlite3_open_v2(name.c_str(), &connection->handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) return errorOf(code, connection->handle, connection->label);
    sqlite3_extended_result_codes(connection->handle, 1);
    // Files come from other people too: a schema may not call functions with effects, nor be written to directly.
    sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return Database(std::move(connection));
}

Result<Database> Database::open(const std::filesystem::path& file, OpenMode mode)
{
    const std::string label = file.filename().string();
    const bool creates = mode == OpenMode::CreateOrWrite || mode == OpenMode::Scratch;
    std::error_code error;
    if (!creates && !std::filesystem::exists(file, error)) return Error{ErrorCode::NotFound, label, error.message()};
    if (mode == OpenMode::Immutable)
        return openNamed(immutableUri(std::filesystem::absolute(file, error).string()),
                         SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, label);
    const int flags = mode == OpenMode::ReadOnly    ? SQLITE_OPEN_READONLY
                      : mode == OpenMode::ReadWrite ? SQLITE_OPEN_READWRITE
                                                    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    // An absolute name is never taken for ":memory:" or a URI.
    auto database = openNamed(std::filesystem::absolute(file, error).string(), flags, label);
    if (!database || mode != OpenMode::Scratch) return database;
    if (auto done = database->makeScratch(); !done) return std::move(done).error();
    return database;
}

Result<Database> Database::openTemporary()
{
    auto database = openNamed({}, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "temporary database");
    if (!database) return database;
    if (auto done = database->makeScratch(); !done) return std::move(done).error();
    return database;
}

Result<void> Database::makeScratch()
{
    sqlite3_db_config(handle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr); // it would keep a journal
    return execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                   "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY");
}

Result<void> Database::execute(const char* sql)
{
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return errorOf(code, handle(), m_connection->label);
    return {};
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code != SQLITE_OK || !statement) return errorOf(code, handle(), m_connection->label);
    return Statement(statement, m_connection->label);
}

void Database::stopOn(std::stop_token stop)
{
    m_connection->stop = std::move(stop);
    const bool any = m_connection->stop.stop_possible();
    sqlite3_progress_handler(handle(), any ? kInstructionsBetweenStops : 0, any ? &stopRequested : nullptr,
                             &m_connection->stop);
}

void Database::waitForLocks(int milliseconds)
{
    sqlite3_busy_timeout(handle(), milliseconds);
}

Result<std::int64_t> Database::pragma(const char* name)
{
    auto statement = prepare(std::string("PRAGMA ") + name);
    if (!statement) return std::move(statement).error();
    auto row = statement->step();
    if (!row) return std::move(row).error();
    if (!*row) return Error{ErrorCode::Database, m_connection->label, std::string("no pragma ") + name};
    return statement->integer(0);
}

std::int64_t Database::changes() const noexcept
{
    return sqlite3_changes64(handle());
}

std::int64_t Database::lastInsertId() const noexcept
{
    return sqlite3_last_insert_rowid(handle());
}

sqlite3* Database::handle() const noexcept
{
    return m_connection->handle;
}

Statement::Statement(Statement&& other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr)), m_label(std::move(other.m_label)),
      m_bindFault(other.m_bindFault)
{}

Statement& Statement::operator=(Statement&& other) noexcept
{
    std::swap(m_statement, other.m_statement);
    std::swap(m_label, other.m_label);
    std::swap(m_bindFault, other.m_bindFault);
    return *this;
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

void Statement::noteBind(int code) noexcept
{
    if (code != SQLITE_OK && m_bindFault == SQLITE_OK) m_bindFault = code;
}

Statement& Statement::bind(int parameter, std::int64_t value)
{
    noteBind(sqlite3_bind_int64(m_statement, parameter, value));
    return *this;
}

Statement& Statement::bind(int parameter, std::string_view text)
{
    const char* data = text.empty() ? "" : text.data();
    noteBind(sqlite3_bind_text64(m_statement, parameter, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int parameter, Bytes bytes)
{
    const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    noteBind(sqlite3_bind_blob64(m_statement, parameter, data, bytes.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bindView(int parameter, Bytes bytes)
{
    const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
    noteBind(sqlite3_bind_blob64(m_statement, parameter, data, bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bindNull(int parameter)
{
    noteBind(sqlite3_bind_null(m_statement, parameter));
    return *this;
}

Result<bool> Statement::step()
{
    if (m_bindFault != SQLITE_OK) return errorOf(m_bindFault, sqlite3_db_handle(m_statement), m_label);
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    Error error = errorOf(code, sqlite3_db_handle(m_statement), m_label);
    sqlite3_reset(m_statement);
    return error;
}

Result<void> Statement::run()
{
    auto row = step();
    reset();
    if (!row) return std::move(row).error();
    return {};
}

void Statement::reset() noexcept
{
    sqlite3_reset(m_statement);
    m_bindFault = SQLITE_OK;
}

std::int64_t Statement::integer(int column) const noexcept
{
    return sqlite3_column_int64(m_statement, column);
}

double Statement::real(int column) const noexcept
{
    return sqlite3_column_double(m_statement, column);
}

Bytes Statement::bytes(int column) const noexcept
{
    const void* data = sqlite3_column_blob(m_statement, column);
    return {static_cast<const std::uint8_t*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

std::string_view Statement::text(int column) const noexcept
{
    const auto* data = sqlite3_column_text(m_statement, column);
    if (!data) return {};
    return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
}

bool Statement::isNull(int column) const noexcept
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Result<Transaction> Transaction::begin(Database& database)
{
    if (auto done = database.execute("BEGIN IMMEDIATE"); !done) return std::move(done).error();
    return Transaction(database);
}

Result<void> Transaction::commit()
{
    auto done = m_database->execute("COMMIT");
    if (done) m_database = nullptr;
    return done;
}

Transaction::~Transaction()
{
    if (!m_database) return;
    const std::stop_token stop = m_database->m_connection->stop;
    m_database->stopOn({}); // a rollback that is interrupted would leave the transaction open
    sqlite3_exec(m_database->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    m_database->stopOn(stop);
}

} // namespace countersign::store
