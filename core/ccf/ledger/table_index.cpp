#include "core/ccf/ledger/table_index.h"

#include "core/base/byte_reader.h"
#include "core/ccf/ledger/index_builder.h"

#include <algorithm>
#include <limits>

namespace countersign::ccf {

namespace {

constexpr const char* kLatest = "SELECT seqno, removed, block, at FROM changes "
                                "WHERE table_id = ? AND key = ? AND seqno <= ? ORDER BY seqno DESC LIMIT 1";
constexpr const char* kFirstKey = "SELECT key FROM changes WHERE table_id = ? ORDER BY key LIMIT 1";
constexpr const char* kNextKey = "SELECT key FROM changes WHERE table_id = ? AND key > ? ORDER BY key LIMIT 1";
constexpr const char* kHistory = "SELECT seqno, removed, block, at FROM changes "
                                 "WHERE table_id = ? AND key = ? ORDER BY seqno LIMIT ?";
// With max() as the only aggregate, SQLite takes the plain columns from the row that holds the maximum.
constexpr const char* kSummary =
    "SELECT t.name, sum(1 - k.gone), sum(k.writes), sum(k.removes), max(k.latest) FROM "
    "(SELECT table_id, removed AS gone, max(seqno) AS latest, count(*) - sum(removed) AS writes, sum(removed) AS "
    "removes "
    " FROM changes WHERE seqno <= ? GROUP BY table_id, key) k JOIN tables t ON t.id = k.table_id "
    "GROUP BY k.table_id ORDER BY t.name";

std::int64_t bound(std::uint64_t value) noexcept
{
    return static_cast<std::int64_t>(std::min<std::uint64_t>(value, std::numeric_limits<std::int64_t>::max()));
}

std::uint64_t column(const store::Statement& statement, int index) noexcept
{
    return static_cast<std::uint64_t>(statement.integer(index));
}

} // namespace

struct TableIndex::Found {
    SeqNo seqno = 0;
    bool removed = false;
    std::uint64_t block = 0;
    std::uint64_t at = 0;

    static Found of(const store::Statement& row)
    {
        return {column(row, 0), row.integer(1) != 0, column(row, 2), column(row, 3)};
    }
};

TableIndex::TableIndex(const LedgerRecords& records, std::filesystem::path cacheFolder)
    : m_records(records), m_folder(std::move(cacheFolder))
{}

std::filesystem::path TableIndex::file() const
{
    return IndexFile::pathFor(m_records.files(), m_folder);
}

Result<void> TableIndex::prepare(std::stop_token stop, const ProgressSink& progress)
{
    const std::lock_guard lock(m_mutex);
    if (m_prepared && !m_stale) return {};
    m_prepared = false;
    if (!m_index) {
        auto opened = IndexFile::open(file());
        if (!opened) return std::move(opened).error();
        m_index.emplace(*std::move(opened));
    }
    m_summary.reset();
    const bool anew = m_stale;
    auto done = buildIndex(*m_index, m_records, anew, stop, progress);
    m_indexedTo = m_index->indexedTo();
    if (!done) {
        // A cache that fails to be written is no reason to do without: the next try starts from nothing.
        if (done.error().code == ErrorCode::Database) m_index.reset();
        return done;
    }
    m_stale = false;
    m_prepared = true;
    return {};
}

Result<void> TableIndex::ready() const
{
    if (!m_prepared || !m_index) return Error{ErrorCode::NotFound, "table index", "not prepared"};
    return {};
}

Result<std::vector<TableSummary>> TableIndex::tables(SeqNo at)
{
    const std::lock_guard lock(m_mutex);
    if (auto is = ready(); !is) return std::move(is).error();
    at = std::min<SeqNo>(at, m_indexedTo);
    if (m_summary && m_summary->first == at) return m_summary->second;
    auto statement = m_index->database().prepare(kSummary);
    if (!statement) return std::move(statement).error();
    statement->bind(1, bound(at));
    std::vector<TableSummary> tables;
    for (;;) {
        auto row = statement->step();
        if (!row) return std::move(row).error();
        if (!*row) break;
        tables.push_back({std::string(textOf(statement->bytes(0))), column(*statement, 1), column(*statement, 2),
                          column(*statement, 3), column(*statement, 4)});
    }
    m_summary.emplace(at, tables);
    return tables;
}

Result<std::optional<std::int64_t>> TableIndex::tableId(std::string_view table)
{
    auto select = m_index->database().prepare("SELECT id FROM tables WHERE name = ?");
    if (!select) return std::move(select).error();
    auto row = select->bind(1, bytesOf(table)).step();
    if (!row) return std::move(row).error();
    return *row ? std::optional(select->integer(0)) : std::nullopt;
}

Result<std::optional<TableIndex::Found>> TableIndex::latest(std::int64_t table, Bytes key, SeqNo at)
{
    auto select = m_index->database().prepare(kLatest);
    if (!select) return std::move(select).error();
    auto row = select->bind(1, table).bind(2, key).bind(3, bound(at)).step();
    if (!row) return std::move(row).error();
    return *row ? std::optional(Found::of(*select)) : std::nullopt;
}

Result<std::vector<TableRow>> TableIndex::rows(std::string_view table, SeqNo at, std::optional<ByteVector> afterKey,
                                               std::size_t count)
{
    const std::lock_guard lock(m_mutex);
    if (auto is = ready(); !is) return std::move(is).error();
    const auto id = tableId(table);
    if (!id) return id.error();
    std::vector<TableRow> rows;
    if (!*id) return rows;
    std::optional<ByteVector> key = std::move(afterKey);
    auto first = m_index->database().prepare(kFirstKey);
    if (!first) return std::move(first).error();
    auto next = m_index->database().prepare(kNextKey);
    if (!next) return std::move(next).error();
    while (rows.size() < count) {
        store::Statement& select = key ? *next : *first;
        select.reset();
        select.bind(1, **id);
        if (key) select.bind(2, *key);
        auto more = select.step();
        if (!more) return std::move(more).error();
        if (!*more) break;
        key = copyOf(select.bytes(0));
        auto found = latest(**id, *key, at);
        if (!found) return std::move(found).error();
        if (!*found || (*found)->removed) continue;
        auto value = readBack(table, *key, **found);
        if (!value) return std::move(value).error();
        rows.push_back({*key, *std::move(value), (*found)->seqno});
    }
    return rows;
}

Result<std::optional<TableRow>> TableIndex::row(std::string_view table, Bytes key, SeqNo at)
{
    const std::lock_guard lock(m_mutex);
    if (auto is = ready(); !is) return std::move(is).error();
    const auto id = tableId(table);
    if (!id) return id.error();
    if (!*id) return std::optional<TableRow>{};
    auto found = latest(**id, key, at);
    if (!found) return std::move(found).error();
    if (!*found || (*found)->removed) return std::optional<TableRow>{};
    auto value = readBack(table, key, **found);
    if (!value) return std::move(value).error();
    return std::optional(TableRow{copyOf(key), *std::move(value), (*found)->seqno});
}

Result<std::vector<KeyChange>> TableIndex::history(std::string_view table, Bytes key, std::size_t count)
{
    const std::lock_guard lock(m_mutex);
    if (auto is = ready(); !is) return std::move(is).error();
    const auto id = tableId(table);
    if (!id) return id.error();
    std::vector<KeyChange> changes;
    if (!*id) return changes;
    auto select = m_index->database().prepare(kHistory);
    if (!select) return std::move(select).error();
    select->bind(1, **id).bind(2, key).bind(3, bound(count));
    for (;;) {
        auto more = select->step();
        if (!more) return std::move(more).error();
        if (!*more) return changes;
        const Found found = Found::of(*select);
        KeyChange change{found.seqno, std::nullopt};
        auto value = readBack(table, key, found);
        if (!value) return std::move(value).error();
        if (!found.removed) change.value = *std::move(value);
        changes.push_back(std::move(change));
    }
}

Result<ByteVector> TableIndex::readBack(std::string_view table, Bytes key, const Found& found)
{
    const auto changed = [&]() {
        m_stale = true;
        m_prepared = false;
        return Error{ErrorCode::Io, "seqno " + std::to_string(found.seqno), "changed since it was indexed"};
    };
    const auto located = m_records.locate(found.seqno);
    if (!located) return changed();
    const auto entry = located->parse();
    if (!entry || entry->seqno != found.seqno) return changed();
    const std::uint64_t begin = entry->tablesOffset();
    const std::uint64_t end = begin + entry->tables.size();
    if (found.block < begin || found.at < found.block || found.at > end) return changed();

    ByteReader block(located->bytes.first(end).subspan(found.block));
    const auto nameLength = block.u64le("table name");
    if (!nameLength || *nameLength != table.size()) return changed();
    const auto name = block.take(*nameLength, "table name");
    if (!name || textOf(*name) != table) return changed();

    ByteReader change(located->bytes.first(end).subspan(found.at));
    const auto keyLength = change.u64le("key");
    if (!keyLength || *keyLength != key.size()) return changed();
    const auto stands = change.take(*keyLength, "key");
    if (!stands || !std::ranges::equal(*stands, key)) return changed();
    if (found.removed) return ByteVector{};
    const auto length = change.u64le("value");
    const auto value = length ? change.take(*length, "value") : Result<Bytes>(length.error());
    if (!value) return changed();
    return copyOf(*value);
}

} // namespace countersign::ccf
