#include "ledgers.h"

#include "core/ccf/ledger/table_index.h"
#include "core/ccf/ledger/tables.h"

#include <map>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

constexpr const char* kNode4 = "3-after-recovery-1/node4";

using State = std::map<std::string, std::map<std::string, TableRow>>;

void applyEntry(State& state, const LocatedEntry& located)
{
    const auto entry = located.parse().value();
    const auto blocks = located.tables(entry).value();
    for (const TableBlock& block : blocks) {
        auto& table = state[std::string(block.name)];
        for (const TableWrite& write : block.writes)
            table[std::string(textOf(write.key))] = {copyOf(write.key), copyOf(write.value), located.seqno};
        for (const Bytes key : block.removes) table.erase(std::string(textOf(key)));
    }
}

std::vector<TableRow> allRows(TableIndex& index, const std::string& table, SeqNo at, std::size_t page)
{
    std::vector<TableRow> rows;
    std::optional<ByteVector> after;
    for (;;) {
        auto more = index.rows(table, at, after, page).value();
        rows.insert(rows.end(), more.begin(), more.end());
        if (more.size() < page) return rows;
        after = rows.back().key;
    }
}

/// What differs between the index and the state; empty when nothing does.
std::string difference(TableIndex& index, const State& state, SeqNo at, std::size_t page = 1000)
{
    const auto tables = index.tables(at).value();
    if (tables.size() != state.size()) return "number of tables at " + std::to_string(at);
    for (const TableSummary& summary : tables) {
        const auto expected = state.find(summary.name);
        if (expected == state.end()) return summary.name;
        const auto rows = allRows(index, summary.name, at, page);
        if (rows.size() != expected->second.size() || rows.size() != summary.rows) return "rows of " + summary.name;
        auto want = expected->second.begin();
        for (const TableRow& row : rows) {
            if (row.key != want->second.key || row.value != want->second.value || row.seqno != want->second.seqno)
                return "a row of " + summary.name;
            ++want;
        }
    }
    return {};
}

State replay(const OpenLedger& ledger)
{
    State state;
    (void)ledger.records->forEach(1, {}, [&](const LocatedEntry& entry) { return applyEntry(state, entry), true; });
    return state;
}

void run(const std::filesystem::path& file, const char* sql)
{
    auto database = store::Database::open(file, store::OpenMode::ReadWrite);
    QVERIFY(database);
    QVERIFY(database->execute(sql));
}

/// A change that no entry makes: it outlives a resumed index and not a new one.
constexpr const char* kMark = "INSERT INTO tables VALUES(9999, x'6d61726b'); "
                              "INSERT INTO changes VALUES(9999, x'01', 1, 0, 117, 117)";

} // namespace

class TestTableIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStateEqualsAReplay();
    void everyLedgerEqualsAReplay_data() { addLedgerRows(); }
    void everyLedgerEqualsAReplay();
    void knownTables();
    void historyShowsTheRecovery();
    void isUsedAgain();
    void growsWithTheLedger();
    void forgetsWhatChanged();
    void anUnfitFileIsThrownAway_data();
    void anUnfitFileIsThrownAway();
    void cancellingKeepsWhatIsDone();
    void theIndexIsNoEvidence();
    void asksForPreparation();
};

void TestTableIndex::initTestCase()
{
    if (realLedgers().empty()) QSKIP("no vectors beside the checkout: nothing here was tested");
}

void TestTableIndex::everyStateEqualsAReplay()
{
    const auto ledger = OpenLedger::open(networkLedger(kNode4));
    TableIndex index(*ledger->records, {});
    QVERIFY(index.prepare({}, {}));
    QVERIFY(index.prepared());
    State state;
    for (SeqNo seqno = 1; seqno <= ledger->records->last(); ++seqno) {
        applyEntry(state, ledger->records->locate(seqno).value());
        const std::string wrong = difference(index, state, seqno, seqno % 7 + 1);
        QVERIFY2(wrong.empty(), (std::to_string(seqno) + ": " + wrong).c_str());
    }
}

void TestTableIndex::everyLedgerEqualsAReplay()
{
    QFETCH(QString, folder);
    const auto ledger = OpenLedger::open(folder.toStdString());
    TableIndex index(*ledger->records, {});
    QVERIFY(index.prepare({}, {}));
    QCOMPARE(index.indexedTo(), ledger->records->last());
    QCOMPARE(difference(index, replay(*ledger), ledger->records->last()), std::string());
}

void TestTableIndex::knownTables()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    TableIndex index(*ledger->records, {});
    QVERIFY(index.prepare({}, {}));
    const auto tables = index.tables(194).value();
    const auto signatures = std::ranges::find(tables, tables::kSignatures, &TableSummary::name);
    QVERIFY(signatures != tables.end());
    QCOMPARE(signatures->rows, std::uint64_t{1});
    QCOMPARE(signatures->lastChange, SeqNo{194});
    const auto rows = ledger->allRows();
    QCOMPARE(signatures->writes,
             static_cast<std::uint64_t>(std::ranges::count(rows, RecordKind::Signature, &RecordRow::kind)));
    const auto info = index.row(tables::kServiceInfo, tables::kSingleKey, 194).value();
    QVERIFY(info && textOf(info->value).find("\"status\":\"Open\"") != std::string_view::npos);
    const auto early = index.row(tables::kServiceInfo, tables::kSingleKey, 1).value();
    QVERIFY(early && textOf(early->value).find("\"status\":\"Opening\"") != std::string_view::npos);
    QVERIFY(!index.row(tables::kServiceInfo, tables::kSingleKey, 0).value());
    QVERIFY(!index.row("public:none", tables::kSingleKey, 194).value());
    QVERIFY(index.rows("public:none", 194, {}, 10).value().empty());
}

void TestTableIndex::historyShowsTheRecovery()
{
    const auto ledger = OpenLedger::open(networkLedger(kNode4));
    TableIndex index(*ledger->records, {});
    QVERIFY(index.prepare({}, {}));
    const auto history = index.history(tables::kServiceInfo, tables::kSingleKey).value();
    std::vector<std::string> statuses;
    for (const KeyChange& change : history) {
        const std::string text(textOf(*change.value));
        const auto at = text.find("\"status\":\"") + 10;
        const std::string status = text.substr(at, text.find('"', at) - at);
        if (statuses.empty() || statuses.back() != status) statuses.push_back(status);
    }
    QCOMPARE(statuses, (std::vector<std::string>{"Opening", "Open", "Recovering", "WaitingForRecoveryShares", "Open"}));
    QVERIFY(std::ranges::is_sorted(history, {}, &KeyChange::seqno));
    QCOMPARE(index.history(tables::kServiceInfo, tables::kSingleKey, 2).value().size(), std::size_t{2});
    bool removed = false;
    const auto tables = index.tables(ledger->records->last()).value();
    for (const TableSummary& table : tables) removed |= table.removes > 0;
    QVERIFY(removed);
}

void TestTableIndex::isUsedAgain()
{
    const QTemporaryDir cache;
    const auto ledger = OpenLedger::open(networkLedger(kNode4));
    std::filesystem::path file;
    {
        TableIndex index(*ledger->records, cache.path().toStdString());
        QVERIFY(index.prepare({}, {}));
        file = index.file();
    }
    QVERIFY(std::filesystem::exists(file));
    run(file, kMark);
    TableIndex again(*ledger->records, cache.path().toStdString());
    QVERIFY(again.prepare({}, {}));
    QCOMPARE(again.tables(1).value().front().name, std::string("mark"));
}

void TestTableIndex::growsWithTheLedger()
{
    const QTemporaryDir cache;
    const LedgerCopy copy(networkLedger(kNode4));
    const auto whole = OpenLedger::open(copy.path());
    const auto held = copy.path() / whole->files.chunks.back().path.filename();
    const auto aside = std::filesystem::path(cache.path().toStdString()) / "aside";
    std::filesystem::rename(held, aside);
    const auto shorter = OpenLedger::open(copy.path());
    std::filesystem::path file;
    {
        TableIndex index(*shorter->records, cache.path().toStdString());
        QVERIFY(index.prepare({}, {}));
        QCOMPARE(index.indexedTo(), shorter->records->last());
        file = index.file();
    }
    run(file, kMark);
    std::filesystem::rename(aside, held);
    const auto grown = OpenLedger::open(copy.path());
    TableIndex index(*grown->records, cache.path().toStdString());
    QVERIFY(index.prepare({}, {}));
    QCOMPARE(index.tables(1).value().front().name, std::string("mark")); // went on, did not begin again
    State state = replay(*grown);
    for (const auto& [name, rows] : state)
        QCOMPARE(allRows(index, name, grown->records->last(), 100).size(), rows.size());
}

void TestTableIndex::forgetsWhatChanged()
{
    const QTemporaryDir cache;
    const LedgerCopy copy(networkLedger(kNode4));
    std::filesystem::path file;
    {
        const auto ledger = OpenLedger::open(copy.path());
        TableIndex index(*ledger->records, cache.path().toStdString());
        QVERIFY(index.prepare({}, {}));
        file = index.file();
    }
    run(file, kMark);
    const auto before = OpenLedger::open(copy.path());
    const std::string last = before->files.chunks.back().path.filename().string();
    copy.change(last, [](ByteVector& bytes) { bytes.resize(bytes.size() - 1); });
    {
        const auto changed = OpenLedger::open(copy.path());
        TableIndex index(*changed->records, cache.path().toStdString());
        QVERIFY(index.prepare({}, {}));
        QCOMPARE(index.indexedTo(), changed->records->last());
        QCOMPARE(index.tables(1).value().front().name, std::string("mark")); // the files before are as they were
    }
    const std::string first = before->files.chunks.front().path.filename().string();
    copy.change(first, [](ByteVector& bytes) { bytes.push_back(0); });
    const auto changed = OpenLedger::open(copy.path());
    TableIndex index(*changed->records, cache.path().toStdString());
    QVERIFY(index.prepare({}, {}));
    QCOMPARE(difference(index, replay(*changed), changed->records->last()), std::string());
}

void TestTableIndex::anUnfitFileIsThrownAway_data()
{
    QTest::addColumn<QString>("how");
    for (const char* how : {"garbage", "foreign", "version", "dirty", "cut", "empty"})
        QTest::newRow(how) << QString::fromLatin1(how);
}

void TestTableIndex::anUnfitFileIsThrownAway()
{
    QFETCH(QString, how);
    const QTemporaryDir cache;
    const auto ledger = OpenLedger::open(networkLedger(kNode4));
    std::filesystem::path file;
    {
        TableIndex index(*ledger->records, cache.path().toStdString());
        QVERIFY(index.prepare({}, {}));
        file = index.file();
    }
    run(file, kMark);
    if (how == QStringLiteral("garbage")) QVERIFY(writeFileAtomically(file, ByteVector(5000, 0x5a)));
    if (how == QStringLiteral("foreign")) run(file, "PRAGMA application_id = 7");
    if (how == QStringLiteral("version")) run(file, "PRAGMA user_version = 99");
    if (how == QStringLiteral("dirty")) run(file, "UPDATE state SET dirty = 1");
    if (how == QStringLiteral("cut")) std::filesystem::resize_file(file, 4096);
    if (how == QStringLiteral("empty")) std::filesystem::resize_file(file, 0);
    TableIndex index(*ledger->records, cache.path().toStdString());
    QVERIFY(index.prepare({}, {}));
    QCOMPARE(difference(index, replay(*ledger), ledger->records->last()), std::string());
}

void TestTableIndex::cancellingKeepsWhatIsDone()
{
    const QTemporaryDir cache;
    const auto ledger = OpenLedger::open(networkLedger(kNode4));
    TableIndex index(*ledger->records, cache.path().toStdString());
    std::stop_source source;
    source.request_stop();
    const auto done = index.prepare(source.get_token(), {});
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(!index.prepared());
    QVERIFY(!index.tables(1));
    QVERIFY(index.prepare({}, {}));
    QCOMPARE(difference(index, replay(*ledger), ledger->records->last()), std::string());
}

void TestTableIndex::theIndexIsNoEvidence()
{
    const QTemporaryDir cache;
    const auto ledger = OpenLedger::open(networkLedger(kNode4));
    {
        TableIndex index(*ledger->records, cache.path().toStdString());
        QVERIFY(index.prepare({}, {}));
        run(index.file(), "SELECT 1");
    }
    TableIndex honest(*ledger->records, cache.path().toStdString());
    const auto file = honest.file();
    run(file, kMark);
    run(file, "UPDATE changes SET at = at + 1 WHERE seqno = 1");
    QVERIFY(honest.prepare({}, {}));
    const auto value = honest.row(tables::kConstitution, tables::kSingleKey, 1);
    QVERIFY(!value);
    QCOMPARE(value.error().code, ErrorCode::Io);
    QVERIFY(!honest.prepared());
    QVERIFY(honest.prepare({}, {}));
    QVERIFY(honest.row(tables::kConstitution, tables::kSingleKey, 1).value());
    QVERIFY(honest.rows("mark", 200, {}, 10).value().empty());
}

void TestTableIndex::asksForPreparation()
{
    const auto ledger = OpenLedger::open(networkLedger(kNode4));
    TableIndex index(*ledger->records, {});
    QVERIFY(!index.prepared());
    QVERIFY(!index.tables(10));
    QVERIFY(!index.rows(tables::kNodesInfo, 10, {}, 10));
    QVERIFY(!index.row(tables::kNodesInfo, bytesOf("x"), 10));
    QVERIFY(!index.history(tables::kNodesInfo, bytesOf("x")));
}

QTEST_GUILESS_MAIN(TestTableIndex)
#include "tst_table_index.moc"
