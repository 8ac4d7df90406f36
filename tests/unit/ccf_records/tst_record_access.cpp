#include "ledgers.h"

#include "core/ccf/ledger/tables.h"

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

class TestRecordAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRecordIsThereInOrder_data() { addLedgerRows(); }
    void everyRecordIsThereInOrder();
    void aChunkWithoutPositionsIsWalked_data() { addLedgerRows(); }
    void aChunkWithoutPositionsIsWalked();
    void aLyingTableIsNotBelieved();
    void knownRecords();
    void pagesJoin();
    void aMissingFileIsAHole();
    void aCutChunkLosesItsLastEntryOnly();
    void aDamagedEntryIsARow();
    void stopIsHeeded();
    void valuesAreRead();
};

void TestRecordAccess::initTestCase()
{
    if (realLedgers().empty()) QSKIP("no vectors beside the checkout: nothing here was tested");
}

void TestRecordAccess::everyRecordIsThereInOrder()
{
    QFETCH(QString, folder);
    const auto ledger = OpenLedger::open(folder.toStdString());
    QVERIFY(ledger);
    const auto rows = ledger->allRows();
    if (rows.empty()) QSKIP("only files of a recovery in progress");
    QCOMPARE(rows.front().seqno, ledger->records->first());
    QCOMPARE(rows.back().seqno, ledger->records->last());
    QCOMPARE(rows.size(), rows.back().seqno - rows.front().seqno + 1);
    for (const RecordRow& row : rows) {
        QVERIFY2(row.kind != RecordKind::Unreadable, std::to_string(row.seqno).c_str());
        const auto entry = ledger->records->locate(row.seqno);
        QVERIFY(entry);
        QCOMPARE(entry->parse().value().seqno, row.seqno);
        QCOMPARE(entry->place.range, row.bytes);
    }
}

void TestRecordAccess::aChunkWithoutPositionsIsWalked()
{
    QFETCH(QString, folder);
    const auto whole = OpenLedger::open(folder.toStdString());
    const LedgerCopy copy(folder.toStdString());
    for (const ChunkFile& chunk : whole->files.chunks)
        copy.change(chunk.path.filename().string(), [](ByteVector& bytes) {
            std::uint64_t table = 0;
            for (std::size_t i = 8; i-- > 0;) table = table << 8 | bytes[i];
            if (table != 0) bytes.resize(table);
            std::fill_n(bytes.begin(), 8, std::uint8_t{0});
        });
    const auto walked = OpenLedger::open(copy.path());
    const auto expected = whole->allRows(), rows = walked->allRows();
    QCOMPARE(rows.size(), expected.size());
    QCOMPARE(walked->records->last(), whole->records->last());
    for (std::size_t i = 0; i < rows.size(); ++i) QCOMPARE(rows[i].bytes, expected[i].bytes);
}

void TestRecordAccess::aLyingTableIsNotBelieved()
{
    const auto whole = OpenLedger::open(networkLedger("3-after-recovery-1/node4"));
    QVERIFY(whole);
    const LedgerCopy copy(networkLedger("3-after-recovery-1/node4"));
    for (const ChunkFile& chunk : whole->files.chunks)
        copy.change(chunk.path.filename().string(), [](ByteVector& bytes) {
            std::uint64_t table = 0;
            for (std::size_t i = 8; i-- > 0;) table = table << 8 | bytes[i];
            if (table == 0) return;
            std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(table), bytes.end());
        });
    const auto lying = OpenLedger::open(copy.path());
    const auto expected = whole->allRows(), rows = lying->allRows();
    QCOMPARE(rows.size(), expected.size());
    for (const RecordRow& row : rows) {
        QCOMPARE(lying->records->locate(row.seqno).value().place.range, row.bytes);
        QCOMPARE(row.bytes, whole->records->locate(row.seqno).value().place.range);
    }
}

void TestRecordAccess::knownRecords()
{
    const auto live = OpenLedger::open(networkLedger("1-live/node0"));
    QVERIFY(live);
    QCOMPARE(live->records->first(), SeqNo{1});
    QCOMPARE(live->records->last(), SeqNo{194});
    const auto rows = live->allRows();
    QCOMPARE(rows[0].kind, RecordKind::Governance);
    QCOMPARE(rows[0].view, View{2});
    QCOMPARE(int(rows[0].type), 4);
    QVERIFY(std::ranges::find(rows[0].tables, tables::kConstitution) != rows[0].tables.end());
    QCOMPARE(rows[1].kind, RecordKind::Signature);
    QVERIFY(rows[1].time && rows[1].time->seconds > 1'700'000'000);
    for (const RecordRow& row : rows)
        if (row.kind != RecordKind::Signature) QVERIFY(!row.time);

    const auto recovered = OpenLedger::open(networkLedger("3-after-recovery-1/node4"));
    QCOMPARE(recovered->records->locate(212).value().parse().value().ivView, View{5});
    const auto suffix = OpenLedger::open(networkLedger("3-after-recovery-1/node5"));
    QCOMPARE(suffix->records->first(), SeqNo{164});
    QVERIFY(!suffix->records->detail(163));
    QCOMPARE(suffix->records->detail(163).error().code, ErrorCode::NotFound);
}

void TestRecordAccess::pagesJoin()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    const auto rows = ledger->allRows();
    std::vector<SeqNo> paged;
    for (SeqNo from = 1; from <= 194;) {
        const auto page = ledger->records->rows(from, 7, {}).value();
        QVERIFY(!page.empty() && page.size() <= 7);
        for (const RecordRow& row : page) paged.push_back(row.seqno);
        from = page.back().seqno + 1;
    }
    QCOMPARE(paged.size(), rows.size());
    QVERIFY(std::ranges::is_sorted(paged));
    QVERIFY(ledger->records->rows(195, 10, {}).value().empty());
    QVERIFY(ledger->records->rows(1, 0, {}).value().empty());
}

void TestRecordAccess::aMissingFileIsAHole()
{
    const auto whole = OpenLedger::open(vectors() / "ccf-ledgers/expired_service/ledger");
    const LedgerCopy copy(vectors() / "ccf-ledgers/expired_service/ledger");
    std::filesystem::remove(copy.path() / "ledger_16-26.committed");
    const auto ledger = OpenLedger::open(copy.path());
    const auto rows = ledger->records->rows(14, 4, {}).value();
    QCOMPARE(rows.size(), std::size_t{4});
    QCOMPARE(rows[1].seqno, SeqNo{15});
    QCOMPARE(rows[2].seqno, SeqNo{27});
    QCOMPARE(ledger->records->locate(20).error().code, ErrorCode::NotFound);
    QCOMPARE(ledger->records->last(), whole->records->last());
}

void TestRecordAccess::aCutChunkLosesItsLastEntryOnly()
{
    const LedgerCopy copy(vectors() / "ccf-ledgers/expired_service/ledger");
    const auto before = OpenLedger::open(copy.path());
    const SeqNo last = before->records->last();
    copy.change("ledger_62", [](ByteVector& bytes) { bytes.pop_back(); });
    const auto ledger = OpenLedger::open(copy.path());
    QCOMPARE(ledger->records->last(), last - 1);
    QCOMPARE(ledger->records->detail(last).error().code, ErrorCode::NotFound);
}

void TestRecordAccess::aDamagedEntryIsARow()
{
    const LedgerCopy copy(networkLedger("1-live/node0"));
    const auto before = OpenLedger::open(copy.path());
    const auto third = before->records->locate(3).value();
    const std::string name = third.place.chunk->name();
    copy.change(name, [&](ByteVector& bytes) { bytes[third.place.range.offset] = 9; });
    const auto ledger = OpenLedger::open(copy.path());
    const auto rows = ledger->records->rows(2, 3, {}).value();
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[1].seqno, SeqNo{3});
    QCOMPARE(rows[1].kind, RecordKind::Unreadable);
    QCOMPARE(rows[1].bytes, third.place.range);
    QCOMPARE(rows[2].kind, before->records->rows(4, 1, {}).value()[0].kind);
    QCOMPARE(ledger->records->detail(3).value().row.kind, RecordKind::Unreadable);

    // The public domain alone is damaged: same place, unreadable.
    copy.change(name, [&](ByteVector& bytes) {
        bytes[third.place.range.offset] = 1;
        bytes[third.place.range.offset + kPublicDomainOffset] = 7;
    });
    QCOMPARE(OpenLedger::open(copy.path())->records->rows(3, 1, {}).value()[0].kind, RecordKind::Unreadable);
}

void TestRecordAccess::stopIsHeeded()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    std::stop_source source;
    source.request_stop();
    const auto rows = ledger->records->rows(1, 10, source.get_token());
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Cancelled);
}

void TestRecordAccess::valuesAreRead()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    const auto value = ledger->records->writtenValue(1, tables::kServiceInfo, tables::kSingleKey);
    QVERIFY(value);
    QVERIFY(textOf(*value).find("\"status\":\"Opening\"") != std::string_view::npos);
    QCOMPARE(ledger->records->writtenValue(1, "public:none", tables::kSingleKey).error().code, ErrorCode::NotFound);
    QCOMPARE(ledger->records->writtenValue(1, tables::kServiceInfo, bytesOf("x")).error().code, ErrorCode::NotFound);
    QCOMPARE(ledger->records->writtenValue(9'999, tables::kServiceInfo, tables::kSingleKey).error().code,
             ErrorCode::NotFound);
    const auto cut = ledger->records->detail(1, 100).value();
    QVERIFY(cut.cut);
    QCOMPARE(cut.bytes.size(), std::size_t{100});
    QVERIFY(!ledger->records->detail(1).value().cut);
}

QTEST_GUILESS_MAIN(TestRecordAccess)
#include "tst_record_access.moc"
