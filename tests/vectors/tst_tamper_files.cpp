#include "core/base/byte_reader.h"
#include "tests/support/byte_writer.h"
#include "tests/vectors/judging.h"

#include <sys/stat.h>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;

namespace {

/// How far apart bytes are tried: all of them when COUNTERSIGN_EVERY_BYTE asks for it.
std::size_t strideOr(std::size_t usual)
{
    return qEnvironmentVariableIsSet("COUNTERSIGN_EVERY_BYTE") ? 1 : usual;
}

} // namespace

/// Files renamed, exchanged, cut, doubled, with other tables, and random single bits of real ledgers.
class TestTamperFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void names_data();
    void names();
    void positions_data();
    void positions();
    void cutAnywhere_data();
    void cutAnywhere();
    void everyByteOfAChunk();
    void changedWhileRead();
    void randomBits_data();
    void randomBits();
    void randomBitsOfSnapshots();
    void cleanupTestCase() { printTable("Damaged files: case | expected | actual | ranges | signed to | reasons"); }

private:
    fs::path copy() { return m_scratch.copyOf(m_made.ledger()); }
    fs::path file(const fs::path& folder, std::size_t index) const;
    VerificationReport judge(const fs::path& folder) { return judged({folder}, m_made.serviceCertificate()); }

    Scratch m_scratch;
    GeneratedLedger m_made;
    std::vector<std::string> m_names; ///< In order.
};

void TestTamperFiles::initTestCase()
{
    LedgerScript script;
    script.transactions = 60;
    script.signatureEvery = 6;
    script.valueMin = script.valueMax = 40;
    script.service.chunkBytes = 9'000;
    m_made = script.run(m_scratch.fresh()).value();
    const LedgerEditor editor = LedgerEditor::load(m_made.ledger()).value();
    LedgerEditor mine = editor;
    for (const auto& chunk : mine.chunks()) m_names.push_back(chunkName(chunk.first, chunk.last(), chunk.end));
    QVERIFY(m_names.size() >= 4);
}

fs::path TestTamperFiles::file(const fs::path& folder, std::size_t index) const
{
    return folder / m_names.at(index);
}

void TestTamperFiles::names_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("verdict"); ///< Empty: anything but passed; "*": whatever it is, at once.
    const std::pair<const char*, const char*> cases[] = {
        {"first number too low", ""}, {"last number too high", ""}, {"last number too low", ""}, {"two files exchanged", ""},
        {"first file missing", ""}, {"middle file missing", ""}, {"last file missing", "passed"},
        {"a copy with other bytes beside it", ""}, {"an open file left over, alike", "passed"},
        {"an open file left over, other bytes", ""}, {"committed taken off", "passed"}, {"ignored", ""},
        {"corrupted", ""}, {"recovery", ""}, {"leading zero", ""}, {"a huge number beside", "*"},
        {"the largest number beside", "*"}, {"directory named like a chunk", ""}, {"link named like a chunk", ""},
        {"pipe named like a chunk", ""}, {"empty open chunk at the end", "passed"}, {"empty file in the middle", ""},
        {"bytes of another file", ""}, {"a stranger's file beside", "passed"}};
    int i = 0;
    for (const auto& [name, verdict] : cases) QTest::newRow(name) << i++ << QString::fromLatin1(verdict);
}

void TestTamperFiles::names()
{
    QFETCH(int, what);
    QFETCH(QString, verdict);
    const fs::path folder = copy();
    const fs::path first = file(folder, 0), second = file(folder, 1), last = file(folder, m_names.size() - 1);
    const auto name = *ccf::parseChunkName(m_names[1]);
    const auto named = [&](SeqNo from, SeqNo to) { return folder / chunkName(from, to, ChunkEnd::Committed); };
    const fs::path aside = folder / "kept";
    switch (what) {
    case 0: fs::rename(second, named(name.first - 1, *name.last)); break;
    case 1: fs::rename(second, named(name.first, *name.last + 1)); break;
    case 2: fs::rename(second, named(name.first, *name.last - 1)); break;
    case 3:
        fs::rename(second, aside);
        fs::rename(file(folder, 2), second);
        fs::rename(aside, file(folder, 2));
        break;
    case 4: fs::remove(first); break;
    case 5: fs::remove(second); break;
    case 6: fs::remove(last); break;
    case 7:
    case 9: {
        ByteVector bytes = contentOf(second);
        bytes[200] ^= 1;
        const fs::path to = what == 7 ? folder / chunkName(name.first, *name.last, ChunkEnd::Complete)
                                      : folder / ("ledger_" + std::to_string(name.first));
        if (what == 9) std::fill_n(bytes.begin(), 8, std::uint8_t{0});
        QVERIFY(writeFileAtomically(to, bytes));
        break;
    }
    case 8: {
        ByteVector bytes = contentOf(second);
        bytes.resize(loadU64le(bytes.data()));
        std::fill_n(bytes.begin(), 8, std::uint8_t{0});
        QVERIFY(writeFileAtomically(folder / ("ledger_" + std::to_string(name.first)), bytes));
        break;
    }
    case 10: fs::rename(second, folder / chunkName(name.first, *name.last, ChunkEnd::Complete)); break;
    case 11: fs::rename(second, second.string() + ".ignored"); break;
    case 12: fs::rename(second, second.string() + ".corrupted"); break;
    case 13: fs::rename(second, second.string() + ".recovery"); break;
    case 14: fs::rename(second, folder / ("ledger_0" + m_names[1].substr(7))); break;
    case 15: fs::copy_file(last, folder / "ledger_99999999999999999999999-99999999999999999999999.committed"); break;
    case 16: fs::copy_file(last, folder / "ledger_18446744073709551615-18446744073709551615.committed"); break;
    case 17: fs::remove(second), fs::create_directory(second); break;
    case 18:
        fs::rename(second, aside);
        fs::create_symlink(aside, second);
        break;
    case 19:
        fs::remove(second);
        QVERIFY(::mkfifo(second.c_str(), 0600) == 0);
        break;
    case 20: QVERIFY(writeFileAtomically(folder / ("ledger_" + std::to_string(m_made.last.seqno + 1)), ByteVector(8))); break;
    case 21: fs::resize_file(second, 0); break;
    case 22: fs::remove(second), fs::copy_file(file(folder, 2), second); break;
    case 23: QVERIFY(writeFileAtomically(folder / "notes.txt", bytesOf("hello"))); break;
    default: QFAIL("no such case");
    }
    const VerificationReport report = judge(folder);
    tableRow(QTest::currentDataTag(), verdict.isEmpty() ? "not passed" : verdict.toStdString(), report);
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    if (verdict.isEmpty())
        QVERIFY(report.verdict != Verdict::Passed);
    else if (verdict != QLatin1String("*"))
        QCOMPARE(QString::fromLatin1(verdictName(report.verdict)), verdict);
}

void TestTamperFiles::positions_data()
{
    QTest::addColumn<int>("what");
    const char* names[] = {"offset none", "offset beyond", "offset largest", "offset one less", "offset one more",
                           "offset into entries", "first position", "last position", "one position less",
                           "one position more", "three bytes behind", "table removed"};
    for (int i = 0; i < 12; ++i) QTest::newRow(names[i]) << i;
}

/// A damaged table is a finding; entries are judged by walking and pass.
void TestTamperFiles::positions()
{
    QFETCH(int, what);
    const fs::path folder = copy();
    ByteVector bytes = contentOf(file(folder, 1));
    const std::uint64_t table = loadU64le(bytes.data());
    const auto set = [&](std::uint64_t value) {
        for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * i));
    };
    if (what == 0) set(0);
    if (what == 1) set(bytes.size() + 4);
    if (what == 2) set(~std::uint64_t{0});
    if (what == 3) set(table - 1);
    if (what == 4) set(table + 1);
    if (what == 5) set(table / 2);
    if (what == 6) bytes[table] ^= 1;
    if (what == 7) bytes[bytes.size() - 4] ^= 1;
    if (what == 8) bytes.resize(bytes.size() - 4);
    if (what == 9) bytes.resize(bytes.size() + 4);
    if (what == 10) bytes.resize(bytes.size() + 3);
    if (what == 11) bytes.resize(table);
    QVERIFY(writeFileAtomically(file(folder, 1), bytes));
    const VerificationReport report = judge(folder);
    tableRow(std::string("table: ") + QTest::currentDataTag(), "failed, every entry passes", report);
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY2(passedOver(report, 1, m_made.last.seqno), rangesOf(report).c_str());
}

void TestTamperFiles::cutAnywhere_data()
{
    QTest::addColumn<bool>("open");
    QTest::newRow("committed") << false;
    QTest::newRow("open") << true;
}

/// The last chunk cut at every byte: never more in verified state than whole signed ranges that are still there.
void TestTamperFiles::cutAnywhere()
{
    QFETCH(bool, open);
    const fs::path folder = copy();
    const fs::path last = file(folder, m_names.size() - 1);
    const SeqNo first = ccf::parseChunkName(m_names.back())->first;
    ByteVector whole = contentOf(last);
    fs::path target = last;
    if (open) {
        whole.resize(loadU64le(whole.data()));
        std::fill_n(whole.begin(), 8, std::uint8_t{0});
        fs::remove(last);
        target = folder / ("ledger_" + std::to_string(first));
    }
    const std::size_t stride = strideOr(31);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        if (size % stride != 0 && size > 64 && size + 64 < whole.size()) continue;
        QVERIFY(writeFileAtomically(target, Bytes(whole).first(size)));
        const VerificationReport report = judge(folder);
        QVERIFY2(formProblem(report).empty(), (std::to_string(size) + ": " + formProblem(report)).c_str());
        QVERIFY2(passedOver(report, 1, first - 1), (std::to_string(size) + ": " + rangesOf(report)).c_str());
        const bool headerCut = size > 0 && size < 8;
        if (!open || headerCut)
            QVERIFY2(report.verdict != Verdict::Passed, std::to_string(size).c_str());
        else
            QVERIFY2(report.verdict == Verdict::Passed, (std::to_string(size) + ": " + reasonsOf(report)).c_str());
        QVERIFY(!open || !report.lastRead || report.lastRead->seqno < m_made.last.seqno);
    }
}

/// Every byte of one small chunk, one bit each: the chunk is never Passed as if nothing had happened.
void TestTamperFiles::everyByteOfAChunk()
{
    const fs::path folder = copy();
    const fs::path small = file(folder, 1);
    const auto name = *ccf::parseChunkName(m_names[1]);
    ByteVector bytes = contentOf(small);
    const std::uint64_t table = loadU64le(bytes.data());
    const std::size_t stride = strideOr(61);
    Random random("every byte");
    for (std::size_t at = 0; at < bytes.size(); at += at < 120 || at + 20 > table ? 1 : stride) {
        const auto bit = static_cast<std::uint8_t>(1u << random.below(8));
        bytes[at] ^= bit;
        QVERIFY(writeFileAtomically(small, bytes));
        const VerificationReport report = judge(folder);
        bytes[at] ^= bit;
        const std::string where = std::to_string(at) + ": " + rangesOf(report) + ' ' + reasonsOf(report);
        QVERIFY2(formProblem(report).empty(), (where + formProblem(report)).c_str());
        QVERIFY2(report.verdict == Verdict::Failed, where.c_str());
        if (at >= 8 && at < table) QVERIFY2(!passedOver(report, name.first, *name.last), where.c_str());
        QVERIFY2(passedOver(report, 1, name.first - 1), where.c_str());
    }
}

void TestTamperFiles::changedWhileRead()
{
    for (const bool cut : {false, true}) {
        const fs::path folder = copy();
        const fs::path last = file(folder, m_names.size() - 1);
        JudgeOptions options{{m_made.serviceCertificate()}, 1, {}, {}};
        bool done = false;
        options.range = [&](const RangeVerdict&) {
            if (std::exchange(done, true)) return;
            if (cut)
                fs::resize_file(last, 4096);
            else
                fs::last_write_time(last, fs::file_time_type::clock::now() + std::chrono::seconds(5));
        };
        const VerificationReport report = judged({folder}, options);
        tableRow(cut ? "cut while read" : "touched while read", "no crash", report);
        QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
        if (cut) QVERIFY(report.verdict != Verdict::Passed);
    }
}

void TestTamperFiles::randomBits_data()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("anchor");
    const fs::path network = vectorsFolder() / "ccf-network";
    const auto row = [](const char* name, const fs::path& folder, const fs::path& anchor) {
        QTest::newRow(name) << QString::fromStdString(folder.string()) << QString::fromStdString(anchor.string());
    };
    row("network node4", network / "ledger/3-after-recovery-1/node4/ledger",
        network / "receipts/service-2-after-recovery.pem");
    for (const char* service : {"cose_flipflop_service", "double_sealed_service", "expired_service", "sgx_service"}) {
        const fs::path folder = vectorsFolder() / "ccf-ledgers" / service;
        row(service, folder / "ledger", folder / "certs" / "service_cert.pem");
    }
}

/// A bit anywhere in a real ledger: whatever leaves the ledger Passed must lie where nothing signed it.
void TestTamperFiles::randomBits()
{
    QFETCH(QString, folder);
    QFETCH(QString, anchor);
    const fs::path work = m_scratch.copyOf(folder.toStdString());
    const std::string pem = textOfFile(anchor.toStdString());
    const VerificationReport good = judged({work}, pem);
    QCOMPARE(good.verdict, Verdict::Passed);
    std::vector<fs::path> files = filesBelow(work, "");
    Random random(std::string("bits of ") + QTest::currentDataTag());
    int harmless = 0;
    const int flips = qEnvironmentVariableIntValue("COUNTERSIGN_FLIPS") > 0 ? qEnvironmentVariableIntValue("COUNTERSIGN_FLIPS") : 12;
    for (int i = 0; i < flips; ++i) {
        const fs::path& target = files[random.below(files.size())];
        ByteVector bytes = contentOf(target);
        const std::size_t at = random.below(bytes.size());
        const auto bit = static_cast<std::uint8_t>(1u << random.below(8));
        bytes[at] ^= bit;
        QVERIFY(writeFileAtomically(target, bytes));
        const VerificationReport report = judged({work}, pem);
        bytes[at] ^= bit;
        QVERIFY(writeFileAtomically(target, bytes));
        const std::string where = target.filename().string() + " @" + std::to_string(at) + ": " + rangesOf(report) + ' '
                                  + reasonsOf(report) + ' ' + formProblem(report);
        QVERIFY2(formProblem(report).empty(), where.c_str());
        if (report.verdict != Verdict::Passed) continue;
        // Only the open chunk ends in something unsigned: its last signature transaction, what follows, or a cut entry.
        ++harmless;
        const auto name = ccf::parseChunkName(target.filename().string());
        QVERIFY2(name && name->first <= good.lastRead->seqno && (!name->last || *name->last == good.lastRead->seqno),
                 where.c_str());
        LedgerEditor editor = LedgerEditor::load(work).value();
        std::size_t offset = 8;
        SeqNo seqno = name->first;
        while (offset + editor.entry(seqno).size() <= at && seqno < editor.size()) offset += editor.entry(seqno++).size();
        const bool table = at < 8;
        const bool lastOrLater = seqno >= good.signedTo->seqno;
        const bool cut = report.lastRead->seqno < good.lastRead->seqno && report.lastRead->seqno + 1 == seqno;
        QVERIFY2(table || lastOrLater || cut, where.c_str());
    }
    tableRow(std::string("random bits: ") + QTest::currentDataTag(),
             std::to_string(flips) + " flips, " + std::to_string(harmless) + " where nothing signs", good);
}

void TestTamperFiles::randomBitsOfSnapshots()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const fs::path node = vectorsFolder() / "ccf-network/ledger/3-after-recovery-1/node5";
    const std::string pem = textOfFile(vectorsFolder() / "ccf-network/receipts/service-2-after-recovery.pem");
    const fs::path ledger = m_scratch.copyOf(node / "ledger"), snapshots = m_scratch.copyOf(node / "snapshots");
    QCOMPARE(judged({ledger, snapshots}, pem).verdict, Verdict::Passed);
    Random random("snapshot bits");
    for (const fs::path& target : filesBelow(snapshots, ".committed"))
        for (int i = 0; i < 25; ++i) {
            ByteVector bytes = contentOf(target);
            const std::size_t at = random.below(bytes.size());
            const auto bit = static_cast<std::uint8_t>(1u << random.below(8));
            bytes[at] ^= bit;
            QVERIFY(writeFileAtomically(target, bytes));
            const VerificationReport report = judged({ledger, snapshots}, pem);
            bytes[at] ^= bit;
            QVERIFY(writeFileAtomically(target, bytes));
            const std::string where = target.filename().string() + " @" + std::to_string(at) + ' ' + reasonsOf(report);
            QVERIFY2(formProblem(report).empty(), (where + formProblem(report)).c_str());
            const bool receipt = at >= 8 + loadU48le(bytes.data() + 2);
            QVERIFY2(report.verdict != Verdict::Passed || receipt, where.c_str());
            if (report.verdict == Verdict::Passed) tableRow("snapshot receipt " + where, "evidence text, dates", report);
        }
}

QTEST_APPLESS_MAIN(TestTamperFiles)
#include "tst_tamper_files.moc"
