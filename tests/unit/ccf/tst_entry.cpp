#include "core/ccf/ledger/public_domain.h"
#include "tests/support/byte_writer.h"
#include "tests/support/transaction.h"

#include <QTest>

#include <functional>

using namespace countersign;
using namespace countersign::support;

namespace {

Transaction honest(std::uint8_t type = 4)
{
    Transaction transaction{.view = 3, .seqno = 77, .flags = 1, .entryType = type};
    transaction.claims.fill(0xc1);
    transaction.evidence.fill(0xe1);
    transaction.write("public:app.a", "key", "value").write("public:app.a", "", "").remove("public:app.a", "gone");
    transaction.write("public:ccf.gov.x", kSingle, "{}");
    transaction.privateBytes = {1, 2, 3};
    return transaction;
}

ByteVector built(const Transaction& transaction)
{
    return EntryBuilder("entry").build(transaction);
}

/// Through both readers of table blocks; they must agree on what they accept.
Result<std::vector<ccf::TableBlock>> tablesOf(const ccf::Entry& entry, const ccf::TableLimits& limits = {})
{
    return ccf::readTables(entry, 100, "file", limits);
}

} // namespace

class TestEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasWritten_data();
    void readsWhatWasWritten();
    void cutAtEveryByte();
    void refused_data();
    void refused();
    void tablesAreWhole();
    void tablesRefused_data();
    void tablesRefused();
    void limits();
};

void TestEntry::readsWhatWasWritten_data()
{
    QTest::addColumn<int>("type");
    for (const int type : {0, 3, 4}) QTest::addRow("type %d", type) << type;
}

void TestEntry::readsWhatWasWritten()
{
    QFETCH(int, type);
    const Transaction transaction = honest(static_cast<std::uint8_t>(type));
    const ByteVector bytes = built(transaction);
    const auto entry = ccf::parseEntry(bytes, 100, "file");
    QVERIFY(entry);
    QCOMPARE(entry->seqno, SeqNo{77});
    QCOMPARE(entry->ivSeqno, SeqNo{77});
    QCOMPARE(entry->ivView, View{3});
    QVERIFY(!entry->ivReservedBit);
    QCOMPARE(entry->header.flags, std::uint8_t{1});
    QCOMPARE(copyOf(entry->privateDomain), transaction.privateBytes);
    QCOMPARE(entry->claimsDigest.has_value(), type == 4);
    QCOMPARE(entry->commitEvidenceDigest.has_value(), type != 0);
    QVERIFY(ccf::leafOf(*entry) ==
            support::leafOf(bytes, static_cast<std::uint8_t>(type), transaction.evidence, transaction.claims));
    const auto tables = tablesOf(*entry);
    QVERIFY(tables);
    QCOMPARE(tables->size(), std::size_t{2});
    QCOMPARE((*tables)[0].writes.size(), std::size_t{2});
    QCOMPARE((*tables)[0].removes.size(), std::size_t{1});
    QVERIFY(!(*tables)[0].singleValue());
    QCOMPARE(textOf(*(*tables)[1].singleValue()), std::string_view("{}"));
    const auto outline = ccf::outlineTables(*entry, 100, "file");
    QVERIFY(outline && outline->framework);
    QCOMPARE(outline->tables + outline->writes + outline->removes, 2u + 3u + 1u);
}

void TestEntry::cutAtEveryByte()
{
    const ByteVector bytes = built(honest());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        QVERIFY2(!ccf::parseEntry(Bytes(bytes).first(size), 0, "file"), std::to_string(size).c_str());
        // The size made to fit: it is then an entry with less in it, never one that reads beyond.
        if (size < ccf::kEntryHeaderSize) continue;
        ByteWriter writer(ByteVector(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)));
        writer.setU48(2, size - ccf::kEntryHeaderSize);
        const auto entry = ccf::parseEntry(writer.view(), 0, "file");
        if (entry) QVERIFY(size + 3 >= bytes.size() && tablesOf(*entry));
    }
    ByteVector longer = bytes;
    longer.push_back(0);
    QVERIFY(!ccf::parseEntry(longer, 0, "file"));
}

void TestEntry::refused_data()
{
    QTest::addColumn<quint64>("at");
    QTest::addColumn<quint64>("value");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, quint64 at, quint64 value, int width, ErrorCode code) {
        QTest::newRow(name) << at << value << width << static_cast<int>(code);
    };
    const quint64 top = ~quint64{0};
    row("version 0", 0, 0, 1, ErrorCode::Unsupported);
    row("version 2", 0, 2, 1, ErrorCode::Unsupported);
    row("unknown flag", 1, 4, 1, ErrorCode::Unsupported);
    row("all flags", 1, 0xff, 1, ErrorCode::Unsupported);
    row("size largest", 2, (quint64{1} << 48) - 1, 6, ErrorCode::Malformed);
    row("size none", 2, 0, 6, ErrorCode::Malformed);
    row("public length largest", 36, top, 8, ErrorCode::Truncated);
    row("public length wraps", 36, top - 43, 8, ErrorCode::Truncated);
    row("public length none", 36, 0, 8, ErrorCode::Truncated);
    row("public length too short for digests", 36, 80, 8, ErrorCode::Truncated);
    for (const int type : {1, 2, 5, 255})
        QTest::addRow("type %d", type) << quint64{44} << static_cast<quint64>(type) << 1
                                       << static_cast<int>(ErrorCode::Unsupported);
}

void TestEntry::refused()
{
    QFETCH(quint64, at);
    QFETCH(quint64, value);
    QFETCH(int, width);
    QFETCH(int, code);
    ByteVector bytes = built(honest());
    for (unsigned i = 0; i < static_cast<unsigned>(width); ++i)
        bytes.at(at + i) = static_cast<std::uint8_t>(value >> (8 * i));
    const auto entry = ccf::parseEntry(bytes, 1000, "file");
    QVERIFY(!entry);
    QCOMPARE(static_cast<int>(entry.error().code), code);
    QVERIFY(entry.error().where.find("file") != std::string::npos);
}

/// A public domain cut anywhere inside its blocks is no whole block.
void TestEntry::tablesAreWhole()
{
    const ByteVector bytes = built(honest());
    const auto entry = ccf::parseEntry(bytes, 0, "file");
    const std::uint64_t firstBlock = tablesOf(*entry)->at(0).range.length;
    for (std::size_t size = 0; size <= entry->tables.size(); ++size) {
        ccf::Entry cut = *entry;
        cut.tables = entry->tables.first(size);
        const bool whole = size == 0 || size == firstBlock || size == entry->tables.size();
        QVERIFY2(tablesOf(cut).has_value() == whole, std::to_string(size).c_str());
        QVERIFY2(ccf::outlineTables(cut, 0, "file").has_value() == whole, std::to_string(size).c_str());
    }
}

void TestEntry::tablesRefused_data()
{
    QTest::addColumn<int>("what");
    const char* names[] = {"a read recorded",   "write count largest",     "remove count largest", "key length largest",
                           "key written twice", "key written and removed", "table named twice"};
    for (int i = 0; i < 7; ++i) QTest::newRow(names[i]) << i;
}

void TestEntry::tablesRefused()
{
    QFETCH(int, what);
    const std::uint64_t top = ~std::uint64_t{0};
    ByteWriter out;
    out.sized("public:t").u64(0).u64(what == 0 ? 1 : 0);
    out.u64(what == 1 ? top : what == 4 ? 2 : 1);
    if (what == 3)
        out.u64(top - 7).bytes(std::string_view("k")).sized("v");
    else
        out.sized("k").sized("v");
    if (what == 4) out.sized("k").sized("other");
    out.u64(what == 2 ? top : what == 5 ? 1 : 0);
    if (what == 5) out.sized("k");
    if (what == 6) out.sized("public:t").u64(0).u64(0).u64(0).u64(0);
    const ByteVector bytes = built(honest());
    auto entry = ccf::parseEntry(bytes, 0, "file");
    const ByteVector tables = out.take();
    entry->tables = tables;
    entry->bytes = tables;
    const auto read = tablesOf(*entry);
    QVERIFY(!read);
    QVERIFY(read.error().code == (what == 1 || what == 2 || what == 3 ? ErrorCode::Truncated : ErrorCode::Malformed));
}

void TestEntry::limits()
{
    const ByteVector bytes = built(honest());
    const auto entry = ccf::parseEntry(bytes, 0, "file");
    QVERIFY(tablesOf(*entry, {.tables = 2, .rows = 4}));
    QVERIFY(tablesOf(*entry, {.tables = 1, .rows = 4}).error().code == ErrorCode::LimitExceeded);
    QVERIFY(tablesOf(*entry, {.tables = 2, .rows = 3}).error().code == ErrorCode::LimitExceeded);
}

QTEST_APPLESS_MAIN(TestEntry)
#include "tst_entry.moc"
