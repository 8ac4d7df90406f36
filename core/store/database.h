#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace countersign::store {

class Statement;

enum class OpenMode : std::uint8_t {
    ReadOnly,  ///< NotFound when there is no such file.
    Immutable, ///< The same, for a file that nobody writes meanwhile, in a place where nothing may be written beside it.
    ReadWrite, ///< The same.
    CreateOrWrite,
    Scratch, ///< The same for a file that can be made again: locked for this connection alone, no journal, no syncing.
};

/// A connection to an SQLite database. Errors are Database, but Cancelled after a stop and NotFound as said; their
/// place is the file's name, their detail SQLite's own text. One thread at a time.
class Database
{
public:
    static Result<Database> open(const std::filesystem::path& file, OpenMode mode);
    /// Temporary: in memory, spilling into a nameless file that goes with it.
    static Result<Database> openTemporary();

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    /// Runs statements that give no rows, or whose rows are of no interest.
    Result<void> execute(const char* sql);
    Result<Statement> prepare(std::string_view sql);

    /// Statements that run from now on end with Cancelled once `stop` was requested; an empty token takes that back.
    void stopOn(std::stop_token stop);
    /// A statement waits this long for another connection's lock; at first not at all.
    void waitForLocks(int milliseconds);

    Result<std::int64_t> pragma(const char* name); ///< A pragma whose value is one number: "user_version".
    std::int64_t changes() const noexcept;         ///< Rows changed by the latest insert, update or delete.
    std::int64_t lastInsertId() const noexcept;
    sqlite3* handle() const noexcept;

private:
    friend class Transaction;
    struct Connection;
    explicit Database(std::unique_ptr<Connection> connection) noexcept;
    static Result<Database> openNamed(const std::string& name, int flags, std::string label);
    Result<void> makeScratch();

    std::unique_ptr<Connection> m_connection;
};

/// A prepared statement. Must not outlive its Database; moving the Database keeps it good.
class Statement
{
public:
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) noexcept;
    ~Statement();

    /// Parameters count from 1 and keep their values over reset(). Bytes and texts are copied.
    Statement& bind(int parameter, std::int64_t value);
    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, Bytes bytes);
    Statement& bindNull(int parameter);
    /// As bind(), without copying: the bytes must live until the next reset() or bind.
    Statement& bindView(int parameter, Bytes bytes);

    /// True with a row, false after the last. A bind that failed is reported here.
    Result<bool> step();
    /// step() for a statement that gives no row, then reset().
    Result<void> run();
    void reset() noexcept;

    /// Columns count from 0. Views are good until the next step(), run() or reset().
    std::int64_t integer(int column) const noexcept;
    double real(int column) const noexcept;
    Bytes bytes(int column) const noexcept;
    std::string_view text(int column) const noexcept;
    bool isNull(int column) const noexcept;

private:
    friend class Database;
    Statement(sqlite3_stmt* statement, std::string label) noexcept : m_statement(statement), m_label(std::move(label))
    {}
    void noteBind(int code) noexcept;

    sqlite3_stmt* m_statement = nullptr;
    std::string m_label;
    int m_bindFault = 0;
};

/// BEGIN IMMEDIATE until commit(); rolled back when it is left without. The Database must stay where it is.
class Transaction
{
public:
    static Result<Transaction> begin(Database& database);
    Transaction(Transaction&& other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    Result<void> commit();

private:
    explicit Transaction(Database& database) noexcept : m_database(&database) {}
    Database* m_database;
};

} // namespace countersign::store
