#include "core/audit/snapshot_store.h"

#include "core/audit/check_ids.h"
#include "core/audit/snapshot_fields.h"
#include "core/base/canonical_json.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

namespace countersign::audit {

namespace {

using nlohmann::json;

constexpr const char* kImportSchema = "countersign.snapshot-import/1";
constexpr const char* kEnd = "snapshots.end"; // In the profile: how many there are, and the last one's digests.

struct ImportRecord {
    std::string from;
    UtcTime at;
    Digest content{};
    std::optional<Digest> previous;
};

Result<std::string> importDocument(const ImportRecord& record)
{
    return canonicalJson({{"schema", kImportSchema},
                          {"from", cleanText(record.from)},
                          {"importedAt", toIso8601(record.at)},
                          {"content", toHex(record.content)},
                          {"previous", record.previous ? json(toHex(*record.previous)) : json()}});
}

Result<ImportRecord> readImport(const json& document)
{
    std::string problem;
    Fields fields(document, problem);
    ImportRecord record{fields.text("from"), fields.time("importedAt"), fields.digest("content"),
                        fields.maybeDigest("previous")};
    if (!problem.empty()) return Error{ErrorCode::Malformed, "import record", problem};
    return record;
}

/// What the chain needs of a record; records hold what canonical JSON holds.
Result<std::optional<Digest>> previousOf(Bytes record)
{
    const auto document = parseCanonicalJson(record, {8, SnapshotLimits().values});
    if (!document) return document.error();
    std::string problem;
    const auto previous = Fields(*document, problem).maybeDigest("previous");
    if (!problem.empty()) return Error{ErrorCode::Malformed, "snapshot record", problem};
    return previous;
}

Result<StoredSnapshot> storedSnapshot(std::int64_t number, Bytes record, Bytes content)
{
    const auto document = parseJson(record, {8, SnapshotLimits().values});
    if (!document) return document.error();
    StoredSnapshot stored{.number = number};
    if (jsonText(*document, "schema") == kImportSchema) {
        const auto import = readImport(*document);
        if (!import) return import.error();
        if (crypto::sha256(content) != import->content)
            return Error{ErrorCode::Malformed, "imported snapshot " + std::to_string(number), "not what was imported"};
        stored.own = false;
        stored.from = import->from;
        stored.importedAt = import->at;
    }
    auto file = openSnapshotFile(content.empty() ? record : content);
    if (!file) return std::move(file).error();
    if (stored.own && !std::ranges::equal(file->document, record))
        return Error{ErrorCode::Malformed, "snapshot " + std::to_string(number), "signed as another document"};
    stored.file = *std::move(file);
    return stored;
}

std::string endOf(std::int64_t count, Bytes record, Bytes content)
{
    return std::to_string(count) + ' ' + toHex(crypto::sha256(record)) + ' ' + toHex(crypto::sha256(content));
}

Check brokenAt(std::int64_t number, std::string why)
{
    return {kCheckAuditChain, Verdict::Failed, kReasonChainBroken,
            "snapshot " + std::to_string(number) + ": " + std::move(why)};
}

} // namespace

Result<Check> SnapshotStore::judgeChain()
{
    // One statement sees one moment, also while others write.
    auto select = m_workspace.database().prepare(
        "SELECT s.number, s.record, s.content, (SELECT value FROM profile WHERE name = ?) "
        "FROM (SELECT 1) LEFT JOIN snapshots s ORDER BY s.number");
    if (!select) return std::move(select).error();
    select->bind(1, std::string_view(kEnd));
    std::optional<Digest> previous;
    std::string end, stated;
    std::int64_t count = 0;
    for (;;) {
        const auto row = select->step();
        if (!row) return row.error();
        if (!*row) break;
        stated = std::string(select->text(3));
        if (select->isNull(0)) break; // There are none.
        ++count;
        const Bytes record = select->bytes(1);
        if (select->integer(0) != count) return brokenAt(count, "it is missing");
        const auto before = previousOf(record);
        if (!before) return brokenAt(count, "its record does not read: " + before.error().detail);
        if (*before != previous) return brokenAt(count, "it does not follow the one before");
        if (const auto stored = storedSnapshot(count, record, select->bytes(2)); !stored)
            return brokenAt(count, stored.error().where + ": " + stored.error().detail);
        previous = crypto::sha256(record);
        end = endOf(count, record, select->bytes(2));
    }
    if (end != stated) return brokenAt(count, "it is not the one that was kept last");
    const std::string head = previous ? ", head " + toHex(*previous) : std::string();
    return Check{kCheckAuditChain, Verdict::Passed, {}, std::to_string(count) + " snapshots" + head};
}

Result<std::int64_t> SnapshotStore::count()
{
    auto select = m_workspace.database().prepare("SELECT count(*) FROM snapshots");
    if (!select) return std::move(select).error();
    const auto row = select->step();
    if (!row) return row.error();
    return select->integer(0);
}

Result<std::optional<Digest>> SnapshotStore::lastDigest()
{
    auto select = m_workspace.database().prepare("SELECT record FROM snapshots ORDER BY number DESC LIMIT 1");
    if (!select) return std::move(select).error();
    const auto row = select->step();
    if (!row) return row.error();
    return *row ? std::optional<Digest>(crypto::sha256(select->bytes(0))) : std::nullopt;
}

Result<std::int64_t> SnapshotStore::add(Bytes record, Bytes content, const std::optional<Digest>& previous)
{
    store::Database& database = m_workspace.database();
    auto transaction = store::Transaction::begin(database);
    if (!transaction) return std::move(transaction).error();
    const auto last = lastDigest();
    if (!last) return last.error();
    if (*last != previous) return Error{ErrorCode::Database, "snapshot chain", "another snapshot came in between"};
    auto insert = database.prepare("INSERT INTO snapshots SELECT ifnull(max(number), 0) + 1, ?, ? FROM snapshots");
    if (!insert) return std::move(insert).error();
    insert->bind(1, record);
    if (content.empty())
        insert->bindNull(2);
    else
        insert->bind(2, content);
    if (auto done = insert->run(); !done) return std::move(done).error();
    const std::int64_t number = database.lastInsertId();
    if (auto done = m_workspace.setProfile(kEnd, endOf(number, record, content)); !done) return std::move(done).error();
    if (auto done = transaction->commit(); !done) return std::move(done).error();
    return number;
}

Result<std::int64_t> SnapshotStore::append(const SnapshotFile& file)
{
    const auto chain = judgeChain();
    if (!chain) return chain.error();
    if (chain->verdict != Verdict::Passed) return Error{ErrorCode::Malformed, "snapshot chain", chain->evidence};
    const auto& auditor = file.snapshot.auditor;
    for (const Check& check : judgeSignature(file, auditor ? std::set{keyIdOf(*auditor)} : std::set<std::string>{}))
        if (check.verdict == Verdict::Failed) return Error{ErrorCode::Crypto, "snapshot signature", check.reason};
    return add(file.document, file.envelope, file.snapshot.previous);
}

Result<std::int64_t> SnapshotStore::import(const SnapshotFile& file, const std::string& from, UtcTime now)
{
    const auto stored = all();
    if (!stored) return stored.error();
    for (const StoredSnapshot& one : *stored)
        if (one.file.document == file.document)
            return Error{ErrorCode::Io, "snapshot " + std::to_string(one.number), "it is in the workspace already"};
    const auto last = lastDigest();
    if (!last) return last.error();
    const auto record = importDocument({from, now, crypto::sha256(file.bytes()), *last});
    if (!record) return record.error();
    return add(bytesOf(*record), file.bytes(), *last);
}

Result<StoredSnapshot> SnapshotStore::snapshot(std::int64_t number)
{
    auto select = m_workspace.database().prepare("SELECT record, content FROM snapshots WHERE number = ?");
    if (!select) return std::move(select).error();
    const auto row = select->bind(1, number).step();
    if (!row) return row.error();
    if (!*row) return Error{ErrorCode::NotFound, "snapshot " + std::to_string(number), {}};
    return storedSnapshot(number, select->bytes(0), select->bytes(1));
}

Result<std::vector<StoredSnapshot>> SnapshotStore::all()
{
    auto select = m_workspace.database().prepare("SELECT number, record, content FROM snapshots ORDER BY number");
    if (!select) return std::move(select).error();
    std::vector<StoredSnapshot> snapshots;
    for (;;) {
        const auto row = select->step();
        if (!row) return row.error();
        if (!*row) return snapshots;
        auto stored = storedSnapshot(select->integer(0), select->bytes(1), select->bytes(2));
        if (!stored) return std::move(stored).error();
        snapshots.push_back(*std::move(stored));
    }
}

} // namespace countersign::audit
