#include "core/base/hex.h"
#include "core/ccf/ledger/entry.h"
#include "core/crypto/sha2.h"
#include "tests/support/byte_writer.h"
#include "tests/vectors/judging.h"

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const std::string kEvidence = "public:ccf.internal.snapshot_evidence";

/// A snapshot file taken apart.
struct SnapshotParts {
    SeqNo at = 0, evidence = 0;
    ByteVector entry;
    std::string receipt;

    std::string name() const
    {
        return "snapshot_" + std::to_string(at) + '_' + std::to_string(evidence) + ".committed";
    }
    Digest digest() const { return crypto::sha256(entry); }
};

SnapshotParts partsOf(const fs::path& file)
{
    const auto name = ccf::parseSnapshotName(file.filename().string());
    const ByteVector bytes = contentOf(file);
    const auto end = static_cast<std::ptrdiff_t>(8 + ccf::loadEntryHeader(bytes.data()).size);
    return {name->seqno, name->evidence, ByteVector(bytes.begin(), bytes.begin() + end),
            std::string(bytes.begin() + end, bytes.end())};
}

/// One byte of an application row's value.
void changeState(SnapshotParts& parts)
{
    const std::string_view needle = "public:app.records";
    const auto found = std::ranges::search(parts.entry, bytesOf(needle));
    if (found.empty()) qFatal("no application rows");
    *(found.end() + 8 + 8 + 8 + 16 + 8 + 8 + 4) ^= 1;
}

} // namespace

/// CCF snapshots that say something else than the ledger does.
class TestForgedSnapshots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void honest();
    void forged_data();
    void forged();
    void withoutReceiptBesideUnsignedEvidence();
    void startWithoutEvidence();
    void startWithUnsignedEvidence();
    void renamedAlone();

private:
    struct Folder {
        LedgerEditor ledger;
        std::vector<SnapshotParts> snapshots;
    };
    Folder load();
    VerificationReport judge(const Folder& folder, const std::string& anchor = {});
    /// The same without what comes before the last snapshot.
    Folder suffix();

    Scratch m_scratch;
    GeneratedLedger m_made;
};

void TestForgedSnapshots::initTestCase()
{
    LedgerScript script;
    script.transactions = 40;
    script.signatureEvery = 5;
    script.valueMin = script.valueMax = 40;
    script.privateShare = 0;
    script.service.seed = "snapshots";
    script.events.emplace(30, snapshotNow);
    script.events.emplace(45, snapshotNow);
    m_made = script.run(m_scratch.fresh()).value();
    QCOMPARE(filesBelow(m_made.snapshots(), ".committed").size(), std::size_t{2});
}

TestForgedSnapshots::Folder TestForgedSnapshots::load()
{
    Folder folder{LedgerEditor::load(m_made.ledger()).value(), {}};
    for (const fs::path& file : filesBelow(m_made.snapshots(), ".committed")) folder.snapshots.push_back(partsOf(file));
    return folder;
}

TestForgedSnapshots::Folder TestForgedSnapshots::suffix()
{
    Folder folder = load();
    const SeqNo from = folder.snapshots.back().at + 1;
    folder.snapshots.erase(folder.snapshots.begin());
    std::erase_if(folder.ledger.chunks(), [&](const auto& chunk) { return chunk.last() < from; });
    if (folder.ledger.chunks().front().first != from) qFatal("a snapshot ends a chunk");
    return folder;
}

VerificationReport TestForgedSnapshots::judge(const Folder& folder, const std::string& anchor)
{
    const fs::path path = m_scratch.fresh();
    if (!folder.ledger.save(path / "ledger")) qFatal("cannot save");
    fs::create_directories(path / "snapshots");
    for (const SnapshotParts& parts : folder.snapshots) {
        ByteVector bytes = parts.entry;
        bytes.insert(bytes.end(), parts.receipt.begin(), parts.receipt.end());
        if (!writeFileAtomically(path / "snapshots" / parts.name(), bytes)) qFatal("cannot write");
    }
    return judged({path}, anchor.empty() ? m_made.serviceCertificate() : anchor);
}

void TestForgedSnapshots::honest()
{
    for (const Folder& folder : {load(), suffix()}) {
        const auto report = judge(folder);
        QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
        QVERIFY2(report.verdict == Verdict::Passed, (rangesOf(report) + ' ' + reasonsOf(report)).c_str());
    }
}

void TestForgedSnapshots::forged_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("reason");
    const std::pair<const char*, const char*> cases[] = {
        {"changed state, old receipt", "DIGEST_MISMATCH"},
        {"changed state, no receipt", "EVIDENCE_MISMATCH"},
        {"changed state, claims of the receipt changed too", "SIGNATURE_INVALID"},
        {"the receipt of another snapshot", "DIGEST_MISMATCH"},
        {"the state of another snapshot", "DIGEST_MISMATCH"},
        {"another snapshot under this name", "NAME_MISMATCH"},
        {"evidence of another snapshot named", "EVIDENCE_MISMATCH"},
        {"no evidence where the name says", "EVIDENCE_MISSING"},
        {"evidence for another digest", "EVIDENCE_MISMATCH"},
        {"evidence for another seqno", "EVIDENCE_MISMATCH"},
        {"evidence that is not claimed", "EVIDENCE_MISMATCH"},
        {"receipt: another signature", "SIGNATURE_INVALID"},
        {"receipt: another path", "SIGNATURE_INVALID"},
        {"receipt: another node", "SIGNATURE_INVALID"},
        {"receipt: cut short", "MALFORMED"},
        {"receipt: text behind", "MALFORMED"},
        {"one more byte of state", "DIGEST_MISMATCH"},
        {"the entry cut short", "MALFORMED"},
        {"renamed: evidence beyond the ledger", "NAME_MISMATCH"},
        {"renamed: evidence before the state", "NAME_MISMATCH"},
    };
    int i = 0;
    for (const auto& [name, reason] : cases) QTest::newRow(name) << i++ << QString::fromLatin1(reason);
}

void TestForgedSnapshots::forged()
{
    QFETCH(int, what);
    QFETCH(QString, reason);
    Folder folder = load();
    SnapshotParts& first = folder.snapshots[0];
    const SnapshotParts second = folder.snapshots[1];
    json receipt = json::parse(first.receipt);
    const auto evidence = [&](auto change) {
        Transaction content = folder.ledger.content(first.evidence);
        json row = json::parse(content.written(kEvidence));
        change(content, row);
        content.write(kEvidence, kSingle, row.dump());
        folder.ledger.replace(first.evidence, content);
        Forger forger{&m_made.nodes[0].key, nullptr, &m_made.identities[0].key};
        forger.from = first.evidence;
        folder.ledger.resign(forger);
    };
    switch (what) {
    case 0:
        changeState(first);
        break;
    case 1:
        changeState(first), first.receipt.clear();
        break;
    case 2:
        changeState(first);
        receipt["leaf_components"]["claims_digest"] = toHex(first.digest());
        first.receipt = receipt.dump();
        break;
    case 3:
        first.receipt = second.receipt;
        break;
    case 4:
        first.entry = second.entry;
        break;
    case 5:
        first.entry = second.entry, first.receipt = second.receipt;
        break;
    case 6:
        first.evidence = second.evidence;
        break;
    case 7:
        ++first.evidence;
        break;
    case 8:
        evidence([](Transaction&, json& row) { row["hash"] = std::string(64, 'a'); });
        break;
    case 9:
        evidence([&](Transaction&, json& row) { row["version"] = second.at; });
        break;
    case 10:
        evidence([](Transaction& content, json&) { content.claims = {}; });
        break;
    case 11:
        receipt["signature"] = json::parse(second.receipt)["signature"], first.receipt = receipt.dump();
        break;
    case 12:
        receipt["proof"].erase(receipt["proof"].begin()), first.receipt = receipt.dump();
        break;
    case 13:
        receipt["node_id"] = std::string(64, 'a'), first.receipt = receipt.dump();
        break;
    case 14:
        first.receipt.pop_back();
        break;
    case 15:
        first.receipt += "{}";
        break;
    case 16: {
        ByteWriter writer(std::move(first.entry));
        writer.u8(0);
        writer.setU48(2, writer.size() - kEntryHeaderSize);
        first.entry = writer.take();
        break;
    }
    case 17:
        first.entry.resize(200), first.receipt.clear();
        break;
    case 18:
        first.evidence = m_made.last.seqno + 100;
        break;
    case 19:
        first.evidence = first.at - 1;
        break;
    default:
        QFAIL("no such case");
    }
    const auto report = judge(folder);
    const std::string said = rangesOf(report) + ' ' + reasonsOf(report);
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QVERIFY2(report.verdict == Verdict::Failed, said.c_str());
    QVERIFY2(hasReason(report, reason.toStdString()), said.c_str());
    if (what < 8 || what > 10) QVERIFY2(passedOver(report, 1, m_made.lastSignature.seqno), said.c_str());
}

/// Nobody signed the evidence: a changed state without a receipt has only its own word.
void TestForgedSnapshots::withoutReceiptBesideUnsignedEvidence()
{
    for (const bool beforeStart : {false, true}) {
        Folder folder = beforeStart ? suffix() : load();
        SnapshotParts forged = load().snapshots[0];
        if (!beforeStart) folder.snapshots.clear();
        changeState(forged);
        forged.receipt.clear();
        forged.evidence = m_made.lastSignature.seqno + 1;
        Transaction evidence{.view = 2, .seqno = forged.evidence};
        evidence.claims = forged.digest();
        evidence.write(kEvidence, kSingle, json{{"hash", toHex(forged.digest())}, {"version", forged.at}}.dump());
        LedgerEditor::Chunk& last = folder.ledger.chunks().back();
        last.entries.push_back(EntryBuilder("tail").build(evidence));
        last.end = ChunkEnd::Open;
        folder.snapshots.push_back(forged);
        const auto report = judge(folder);
        QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
        QVERIFY2(report.verdict != Verdict::Passed, reasonsOf(report).c_str());
    }
}

/// A ledger that begins with a snapshot rests on it: without evidence in the ledger a receipt alone does not carry it,
/// since claims can be set by applications.
void TestForgedSnapshots::startWithoutEvidence()
{
    Folder folder = suffix();
    folder.snapshots[0].evidence = m_made.last.seqno + 100;
    const auto report = judge(folder);
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY2(hasReason(report, "NAME_MISMATCH"), reasonsOf(report).c_str());
    QVERIFY2(hasReason(report, "EVIDENCE_MISSING"), reasonsOf(report).c_str());
}

void TestForgedSnapshots::startWithUnsignedEvidence()
{
    Folder folder = suffix();
    const SeqNo evidence = folder.snapshots[0].evidence;
    QCOMPARE(evidence, folder.ledger.chunks().front().first);
    auto& chunks = folder.ledger.chunks();
    chunks.resize(1);
    chunks.front().entries.resize(1);
    chunks.front().end = ChunkEnd::Open;
    const auto report = judge(folder);
    QVERIFY2(report.verdict == Verdict::Indeterminate, reasonsOf(report).c_str());
}

/// The cheapest lie, without a ledger beside it: the receipt says where the evidence is.
void TestForgedSnapshots::renamedAlone()
{
    const SnapshotParts honest = load().snapshots[0];
    const auto verdictAs = [&](const std::string& name) {
        const fs::path path = m_scratch.fresh();
        fs::create_directories(path);
        ByteVector bytes = honest.entry;
        bytes.insert(bytes.end(), honest.receipt.begin(), honest.receipt.end());
        if (!writeFileAtomically(path / name, bytes)) qFatal("cannot write");
        return judged({path / name}, m_made.serviceCertificate());
    };
    const auto as = [&](SeqNo at, SeqNo evidence) {
        SnapshotParts parts = honest;
        parts.at = at;
        parts.evidence = evidence;
        return verdictAs(parts.name());
    };
    QCOMPARE(as(honest.at, honest.evidence).verdict, Verdict::Indeterminate);
    for (const auto& report : {as(honest.at, honest.evidence + 1), as(honest.at, honest.at), as(honest.at + 1, honest.evidence)}) {
        QCOMPARE(report.verdict, Verdict::Failed);
        QVERIFY2(hasReason(report, "NAME_MISMATCH"), reasonsOf(report).c_str());
    }
}

QTEST_APPLESS_MAIN(TestForgedSnapshots)
#include "tst_forged_snapshots.moc"
