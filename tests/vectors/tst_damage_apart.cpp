#include "core/base/base64.h"
#include "tests/support/source_dir.h"
#include "tests/vectors/judging.h"

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const std::string kEndorsement = "public:ccf.internal.previous_service_identity_endorsement";
const std::string kPrevious = "public:ccf.gov.service.previous_service_identity";

LedgerScript script(std::string seed, int recoveries)
{
    LedgerScript made;
    made.transactions = 60;
    made.signatureEvery = 6;
    made.valueMin = made.valueMax = 40;
    made.service.seed = std::move(seed);
    for (int i = 0; i < recoveries; ++i) made.events.emplace(40 + 40 * i, recoverNow);
    return made;
}

using Stretch = std::pair<SeqNo, SeqNo>;

/// Some stretches of a history, each as a file of its own that claims nothing.
void keepOnly(LedgerEditor& editor, const std::vector<Stretch>& stretches)
{
    std::vector<LedgerEditor::Chunk> chunks;
    for (const auto& [from, to] : stretches) {
        chunks.push_back({from, ChunkEnd::Complete, {}, {}});
        for (SeqNo seqno = from; seqno <= to; ++seqno) chunks.back().entries.push_back(editor.entry(seqno));
    }
    editor.chunks() = std::move(chunks);
}

SeqNo firstWith(LedgerEditor& editor, const std::string& table, SeqNo from = 1)
{
    while (!editor.content(from).find(table)) ++from;
    return from;
}

bool notChecked(const VerificationReport& report, const std::string& id)
{
    return std::ranges::any_of(report.notChecked, [&](const auto& item) { return item.id == id; });
}

} // namespace

#define GOOD_FORM(report) QVERIFY2(formProblem(report).empty(), formProblem(report).c_str())

/// What is good stays good when something else is missing or damaged; and a gap opens no door.
class TestDamageApart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void demoTwin();
    void demoWithoutTheLastRoot();
    void gapBeforeTheEndorsedEnd();
    void tailBeyondTheEndorsedEnd();
    void foreignBeginningBeforeGap();
    void endorsementByAStranger();
    void identityNobodySaw();
    void anotherPreviousIdentity();
    void cleanupTestCase() { printTable("Damage apart: case | expected | actual | ranges | signed to | reasons"); }

private:
    VerificationReport judge(const LedgerEditor& editor, const GeneratedLedger& by, const std::string& expected);
    LedgerEditor load(const GeneratedLedger& made) { return LedgerEditor::load(made.ledger()).value(); }

    Scratch m_scratch;
    GeneratedLedger m_once, m_twice, m_never, m_foreign;
};

void TestDamageApart::initTestCase()
{
    const auto make = [&](const LedgerScript& how) { return how.run(m_scratch.fresh()).value(); };
    m_once = make(script("apart", 1));
    m_twice = make(script("apart", 2));
    m_never = make(script("apart", 0));
    m_foreign = make(script("elsewhere", 0));
}

VerificationReport TestDamageApart::judge(const LedgerEditor& editor, const GeneratedLedger& by,
                                          const std::string& expected)
{
    const fs::path folder = m_scratch.fresh();
    if (!editor.save(folder)) qFatal("cannot save");
    const auto report = judged({folder}, by.serviceCertificate());
    tableRow(QTest::currentTestFunction(), expected, report);
    return report;
}

/// Five faults planted in a real ledger with a recovery: each costs its range, and says where it lies.
void TestDamageApart::demoTwin()
{
    const fs::path demo = sourceDir() / "resources" / "demo";
    const auto report = judged({demo / "tampered"}, textOfFile(demo / "service_cert.pem"));
    tableRow("demo twin", "failed", report);
    GOOD_FORM(report);
    QCOMPARE(rangesOf(report), std::string("passed 1-28, failed 29-52 ROOT_MISMATCH, passed 53-93, "
                                           "failed 94-102 ROOT_MISMATCH, passed 103-163, "
                                           "indeterminate 164-168 MISSING_RANGE, passed 169-182, "
                                           "failed 183-194 ROOT_MISMATCH, passed 195-254"));
    const auto table = std::ranges::find(report.findings, std::string("POSITIONS_MISMATCH"), &Finding::reason);
    QVERIFY(table != report.findings.end());
    QVERIFY(table->where.file.ends_with("ledger_225-252.committed"));
    QCOMPARE(table->where.seqno, std::optional<SeqNo>(230));
}

/// The file that holds the last signed root before the recovery is missing: that root is not checked, and nothing
/// fails.
void TestDamageApart::demoWithoutTheLastRoot()
{
    const fs::path demo = sourceDir() / "resources" / "demo";
    const fs::path folder = m_scratch.copyOf(demo / "ledger");
    fs::remove(folder / "ledger_207-211.committed");
    const auto report = judged({folder}, textOfFile(demo / "service_cert.pem"));
    tableRow("demo without 207-211", "indeterminate", report);
    GOOD_FORM(report);
    QCOMPARE(rangesOf(report), std::string("passed 1-206, indeterminate 207-211 MISSING_RANGE, passed 212-254"));
    QVERIFY(notChecked(report, "ccf.identity.previous"));
    QVERIFY(!hasReason(report, "IDENTITY_MISMATCH"));
}

void TestDamageApart::gapBeforeTheEndorsedEnd()
{
    LedgerEditor editor = load(m_once);
    const SeqNo recovery = firstWith(editor, kPrevious), all = editor.size();
    const SeqNo first = editor.signatureFrom(10), second = editor.signatureFrom(first + 1);
    QVERIFY(second + 1 < recovery);
    keepOnly(editor, {{1, first}, {second + 1, all}});
    const auto report = judge(editor, m_once, "passed on both sides");
    GOOD_FORM(report);
    QVERIFY2(passedOver(report, 1, first) && passedOver(report, second + 1, all), rangesOf(report).c_str());
    QVERIFY2(notChecked(report, "ccf.identity.chain"), "it must be said that these rest on the endorsed key alone");
}

/// The earlier identity went on signing after the end that the endorsement names: a tail that was never part of the
/// service.
void TestDamageApart::tailBeyondTheEndorsedEnd()
{
    LedgerEditor editor = load(m_once), tail = load(m_never);
    const SeqNo recovery = firstWith(editor, kPrevious), all = editor.size();
    const SeqNo endorsement = firstWith(editor, kEndorsement, recovery);
    const SeqNo lost = tail.signatureFrom(recovery + 1);
    QVERIFY(tail.entry(recovery - 1) == editor.entry(recovery - 1));
    QVERIFY(tail.entry(recovery) != editor.entry(recovery) && lost + 1 < endorsement);
    for (SeqNo seqno = recovery; seqno <= lost; ++seqno) editor.entry(seqno) = tail.entry(seqno);
    keepOnly(editor, {{1, lost}, {endorsement, all}});
    const auto report = judge(editor, m_once, "passed up to the named end");
    GOOD_FORM(report);
    QVERIFY2(passedOver(report, 1, recovery - 1), rangesOf(report).c_str());
    QVERIFY2(passedOver(report, endorsement, all), rangesOf(report).c_str());
    for (SeqNo seqno = recovery; seqno <= lost; ++seqno)
        QVERIFY2(verdictAt(report, seqno) != Verdict::Passed, rangesOf(report).c_str());
}

/// Another service's entries before a gap are neither explained by the endorsement behind it nor a fault of what
/// follows.
void TestDamageApart::foreignBeginningBeforeGap()
{
    LedgerEditor editor = load(m_once), foreign = load(m_foreign);
    const SeqNo recovery = firstWith(editor, kPrevious), all = editor.size();
    const SeqNo end = foreign.signatureFrom(15);
    QVERIFY(end + 1 < recovery);
    for (SeqNo seqno = 1; seqno <= end; ++seqno) editor.entry(seqno) = foreign.entry(seqno);
    keepOnly(editor, {{1, end}, {recovery, all}});
    const auto report = judge(editor, m_once, "what follows passes");
    GOOD_FORM(report);
    for (SeqNo seqno = 1; seqno <= end; ++seqno) QVERIFY(verdictAt(report, seqno) != Verdict::Passed);
    QVERIFY2(passedOver(report, recovery, all), rangesOf(report).c_str());
}

/// The cheapest lie: the row that links the identities, written by nobody who may.
void TestDamageApart::endorsementByAStranger()
{
    LedgerEditor editor = load(m_once);
    const SeqNo recovery = firstWith(editor, kPrevious), all = editor.size();
    const SeqNo endorsement = firstWith(editor, kEndorsement, recovery);
    const SeqNo first = editor.signatureFrom(10), second = editor.signatureFrom(first + 1);
    const EcKey stranger = EcKey::derive(crypto::KeyKind::P384, "stranger");
    const IdentityEndorsement content{
        m_once.identities[0].key.spkiDer(), UtcTime{1'767'300'000}, {2, 1}, TransactionId{2, recovery - 1}, {}};
    for (const bool namesStranger : {false, true}) {
        LedgerEditor forged = editor;
        Transaction row = forged.content(endorsement);
        json value = json::parse(row.written(kEndorsement));
        value["endorsement"] = toBase64(CoseWriter::endorsement(stranger, content));
        if (namesStranger) value["endorsing_key"] = toBase64(stranger.spkiDer());
        forged.replace(endorsement, row.write(kEndorsement, kSingle, value.dump()));
        keepOnly(forged, {{1, first}, {second + 1, all}});
        const auto report = judge(forged, m_once, "the earlier identity stays unexplained before the gap");
        GOOD_FORM(report);
        QVERIFY(report.verdict == Verdict::Failed);
        QVERIFY(verdictAt(report, endorsement) != Verdict::Passed);
        for (SeqNo seqno = 1; seqno <= first; ++seqno)
            QVERIFY2(verdictAt(report, seqno) != Verdict::Passed, rangesOf(report).c_str());
    }
}

/// A gap hides a whole identity: the one after it names one before that nobody saw. That is no contradiction.
void TestDamageApart::identityNobodySaw()
{
    LedgerEditor editor = load(m_twice);
    const SeqNo first = firstWith(editor, kPrevious), second = firstWith(editor, kPrevious, first + 1);
    const SeqNo all = editor.size(), end = editor.signatureFrom(10);
    keepOnly(editor, {{1, end}, {second, all}});
    const auto report = judge(editor, m_twice, "nothing failed");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QVERIFY2(passedOver(report, second, all), rangesOf(report).c_str());
    for (SeqNo seqno = 1; seqno <= end; ++seqno)
        QVERIFY2(verdictAt(report, seqno) == Verdict::Indeterminate, rangesOf(report).c_str());
}

/// The same contradiction where nothing is missing is one.
void TestDamageApart::anotherPreviousIdentity()
{
    LedgerEditor editor = load(m_once);
    const SeqNo recovery = firstWith(editor, kPrevious);
    Transaction content = editor.content(recovery);
    content.write(kPrevious, kSingle, json(m_foreign.serviceCertificate()).dump());
    editor.replace(recovery, content);
    Forger forger{&m_once.nodes.back().key, nullptr, &m_once.identities.back().key};
    forger.followUps = false;
    forger.from = recovery;
    editor.resign(forger);
    const auto report = judge(editor, m_once, "failed IDENTITY_MISMATCH");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY(hasReason(report, "IDENTITY_MISMATCH"));
}

QTEST_APPLESS_MAIN(TestDamageApart)
#include "tst_damage_apart.moc"
