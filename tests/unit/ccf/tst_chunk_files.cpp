#include "core/base/file_io.h"
#include "core/ccf/ledger/line_reader.h"
#include "tests/support/chunk_writer.h"
#include "tests/support/transaction.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::support;

namespace fs = std::filesystem;

namespace {

ByteVector entryOf(SeqNo seqno)
{
    Transaction transaction{.view = 2, .seqno = seqno};
    transaction.write("public:app", "k", std::string(seqno % 7, 'v'));
    return EntryBuilder("chunk").build(transaction);
}

std::vector<ByteVector> entriesOf(SeqNo from, SeqNo to)
{
    std::vector<ByteVector> entries;
    for (; from <= to; ++from) entries.push_back(entryOf(from));
    return entries;
}

/// "1-5 9-12": the stretches that a line's segments cover, with open ends as "1-".
std::string segmentsOf(const ccf::LedgerFiles& files, const ccf::Line& line)
{
    std::string text;
    for (const ccf::Segment& segment : line.segments)
        text += (text.empty() ? "" : " ") + std::to_string(segment.from) + '-' +
                (segment.to ? std::to_string(*segment.to) : "") + '@' +
                files.chunks[segment.chunk].path.filename().string().substr(7);
    return text;
}

} // namespace

/// Files on disk: one chunk, how several make a line, and how a line is walked.
class TestChunkFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void chunkFindsItsEntries();
    void chunkCutAtEveryByte();
    void chunkTable_data();
    void chunkTable();
    void lines_data();
    void lines();
    void lineOverACopy();
    void readerInSlices();
    void readerNamesGapsAndFaults();

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    void put(SeqNo from, SeqNo to, ChunkEnd end)
    {
        QVERIFY(writeFileAtomically(path(chunkName(from, to, end)), chunkBytes(entriesOf(from, to), end)));
    }
    ccf::LedgerFiles list() const { return ccf::listLedgerFiles({m_folder->path().toStdString()}).value(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestChunkFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestChunkFiles::chunkFindsItsEntries()
{
    for (const ChunkEnd end : {ChunkEnd::Open, ChunkEnd::Committed}) {
        put(7, 20, end);
        const auto chunk = *ccf::Chunk::open(path(chunkName(7, 20, end)), 7);
        QCOMPARE(chunk->hasPositions(), end != ChunkEnd::Open);
        QCOMPARE(chunk->tableCount(), std::uint64_t{end == ChunkEnd::Open ? 0u : 14u});
        for (SeqNo seqno = 7; seqno <= 20; ++seqno) {
            const auto range = chunk->find(seqno);
            QVERIFY(range && copyOf(chunk->bytes(*range)) == entryOf(seqno));
            QCOMPARE(chunk->entry(*range)->seqno, seqno);
        }
        QVERIFY(!chunk->find(6) && !chunk->find(21) && !chunk->find(0) && !chunk->find(~SeqNo{0}));
        QVERIFY(!chunk->position(14) && !chunk->position(~std::uint64_t{0}));
        QVERIFY(!chunk->entryAt(0) && !chunk->entryAt(chunk->entriesEnd()) && !chunk->entryAt(~std::uint64_t{0}));
    }
}

void TestChunkFiles::chunkCutAtEveryByte()
{
    const ByteVector whole = chunkBytes(entriesOf(1, 4), ChunkEnd::Committed);
    const fs::path file = path("cut");
    QVERIFY(writeFileAtomically(file, whole));
    for (std::size_t size = whole.size(); size-- > 0;) {
        fs::resize_file(file, size);
        const auto chunk = ccf::Chunk::open(file, 1);
        QCOMPARE(chunk.has_value(), size == 0 || size >= 8);
        if (!chunk) continue;
        for (SeqNo seqno = 1; seqno <= 4; ++seqno)
            if (const auto range = (*chunk)->find(seqno)) QVERIFY(range->end() <= size);
    }
}

void TestChunkFiles::chunkTable_data()
{
    QTest::addColumn<quint64>("offset");
    QTest::addColumn<bool>("fault");
    const quint64 size = chunkBytes(entriesOf(1, 4), ChunkEnd::Committed).size();
    QTest::newRow("none") << quint64{0} << false;
    QTest::newRow("inside the header") << quint64{7} << true;
    QTest::newRow("at the end") << size << true;
    QTest::newRow("beyond") << size + 1 << true;
    QTest::newRow("largest") << ~quint64{0} << true;
    QTest::newRow("no whole position") << size - 3 << true;
    QTest::newRow("one position") << size - 4 << false;
}

/// Whatever the header says, the walk finds the entries.
void TestChunkFiles::chunkTable()
{
    QFETCH(quint64, offset);
    QFETCH(bool, fault);
    ByteVector bytes = chunkBytes(entriesOf(1, 4), ChunkEnd::Committed);
    for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(offset >> (8 * i));
    QVERIFY(writeFileAtomically(path("table"), bytes));
    const auto chunk = ccf::Chunk::open(path("table"), 1);
    QVERIFY(chunk);
    QCOMPARE((*chunk)->tableFault().has_value(), fault);
    const auto first = (*chunk)->entryAt(ccf::Chunk::kFirstEntry);
    if (offset != 7) QVERIFY(first && copyOf((*chunk)->bytes(*first)) == entryOf(1));
}

void TestChunkFiles::lines_data()
{
    QTest::addColumn<QStringList>("files"); ///< "7-9c" committed, "7-9" complete, "7-9o" open.
    QTest::addColumn<QString>("segments");
    QTest::addColumn<int>("copies");
    QTest::addColumn<int>("gaps");
    const auto row = [](const char* name, const QStringList& files, const char* segments, int copies, int gaps) {
        QTest::newRow(name) << files << QString::fromLatin1(segments) << copies << gaps;
    };
    const auto l = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    row("in order of numbers", l("1-9c 10-99c 100-101c"),
        "1-9@1-9.committed 10-99@10-99.committed 100-101@100-101.committed", 0, 0);
    row("a gap", l("1-4c 7-9c"), "1-4@1-4.committed 7-9@7-9.committed", 0, 1);
    row("no beginning", l("5-9c"), "5-9@5-9.committed", 0, 0);
    row("open last", l("1-4c 5-9o"), "1-4@1-4.committed 5-@5", 0, 0);
    row("committed before complete", l("1-4c 1-9"), "1-4@1-4.committed 5-9@1-9", 0, 0);
    row("complete before open", l("1-4 1-9o"), "1-4@1-4 5-@1", 0, 0);
    row("an open beginning may hold more", l("1-9c 1-4o"), "1-9@1-9.committed 10-@1", 0, 0);
    row("the longer of two", l("1-4c 1-9c"), "1-9@1-9.committed", 1, 0);
    row("overlap", l("1-6c 4-9c"), "1-6@1-6.committed 7-9@4-9.committed", 0, 0);
}

void TestChunkFiles::lines()
{
    QFETCH(QStringList, files);
    QFETCH(QString, segments);
    QFETCH(int, copies);
    QFETCH(int, gaps);
    for (const QString& file : files) {
        const ChunkEnd end = file.endsWith(QLatin1Char('c'))   ? ChunkEnd::Committed
                             : file.endsWith(QLatin1Char('o')) ? ChunkEnd::Open
                                                               : ChunkEnd::Complete;
        QString numbers = file;
        if (end != ChunkEnd::Complete) numbers.chop(1);
        const QStringList ends = numbers.split(QLatin1Char('-'));
        put(ends[0].toULongLong(), ends[1].toULongLong(), end);
    }
    const ccf::LedgerFiles listed = list();
    const ccf::Line line = ccf::layOut(listed);
    QCOMPARE(QString::fromStdString(segmentsOf(listed, line)), segments);
    QCOMPARE(static_cast<int>(line.copies.size()), copies);
    QCOMPARE(static_cast<int>(ccf::gapsOf(line).size()), gaps);
}

void TestChunkFiles::lineOverACopy()
{
    put(1, 4, ChunkEnd::Committed);
    put(5, 9, ChunkEnd::Committed);
    put(5, 7, ChunkEnd::Complete);
    const ccf::LedgerFiles files = list();
    const ccf::Line line = ccf::layOut(files);
    QCOMPARE(line.copies.size(), std::size_t{1});
    const std::string over = segmentsOf(files, ccf::lineOver(files, line, line.copies[0]));
    QVERIFY2(over.starts_with("1-4@1-4.committed 5-7@5-7"), over.c_str());
}

/// The same entries, whatever the size of a slice and wherever it begins.
void TestChunkFiles::readerInSlices()
{
    put(1, 20, ChunkEnd::Committed);
    put(21, 33, ChunkEnd::Committed);
    put(34, 40, ChunkEnd::Open);
    const ccf::LedgerFiles files = list();
    const ccf::Line line = ccf::layOut(files);
    for (const std::size_t most : {std::size_t{1}, std::size_t{3}, std::size_t{4096}})
        for (const SeqNo from : {SeqNo{0}, SeqNo{2}, SeqNo{21}, SeqNo{40}, SeqNo{41}}) {
            ccf::LineReader reader(files, line, from, {.entries = most});
            SeqNo expected = std::max<SeqNo>(from, 1);
            while (const auto slice = reader.next()) {
                QVERIFY(slice->entries.size() <= most);
                for (const auto& note : slice->notes) QVERIFY2(note.verdict == Verdict::Passed, note.check);
                for (std::size_t i = 0; i < slice->entries.size(); ++i, ++expected) {
                    QCOMPARE(slice->first + i, expected);
                    QVERIFY(copyOf(slice->chunk->bytes(slice->entries[i])) == entryOf(expected));
                }
            }
            QCOMPARE(expected, SeqNo{41});
        }
}

void TestChunkFiles::readerNamesGapsAndFaults()
{
    put(1, 5, ChunkEnd::Committed);
    put(9, 12, ChunkEnd::Committed);
    ByteVector bytes = chunkBytes(entriesOf(9, 12), ChunkEnd::Committed);
    bytes[bytes.size() - 7] ^= 1; // the position of 11
    QVERIFY(writeFileAtomically(path("ledger_9-12.committed"), bytes));
    const ccf::LedgerFiles files = list();
    const ccf::Line line = ccf::layOut(files);
    ccf::LineReader reader(files, line);
    bool gap = false;
    std::vector<ccf::ReadNote> faults;
    while (const auto slice = reader.next()) {
        gap = gap || (slice->missingFrom == 6 && slice->first == 9);
        for (const auto& note : slice->notes)
            if (note.verdict != Verdict::Passed) faults.push_back(note);
    }
    QVERIFY(gap);
    QCOMPARE(faults.size(), std::size_t{1});
    QCOMPARE(std::string(faults[0].reason), std::string("POSITIONS_MISMATCH"));
    QCOMPARE(faults[0].where.seqno, std::optional<SeqNo>(11));
}

QTEST_APPLESS_MAIN(TestChunkFiles)
#include "tst_chunk_files.moc"
