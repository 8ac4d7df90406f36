#include "tests/vectors/judging.h"

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const std::string kNodes = "public:ccf.gov.nodes.info";
const std::string kNodeCerts = "public:ccf.gov.nodes.endorsed_certificates";

LedgerScript script(std::size_t valueSize)
{
    LedgerScript made;
    made.transactions = 40;
    made.signatureEvery = 5;
    made.valueMin = made.valueMax = valueSize;
    made.nodes = 2;
    made.service.seed = "signers";
    return made;
}

} // namespace

/// Who may sign, and what a good signature of the same service is worth in another place.
class TestSigners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void standing_data();
    void standing();
    void splicedEntry();
    void splicedSignature();
    void splicedRange();
    void splicedTail();
    void cleanupTestCase() { printTable("Signers: case | expected | actual | ranges | signed to | reasons"); }

private:
    LedgerEditor load(const GeneratedLedger& made) { return LedgerEditor::load(made.ledger()).value(); }
    VerificationReport judge(const LedgerEditor& editor, const char* expected);

    Scratch m_scratch;
    GeneratedLedger m_made, m_other; ///< Two histories of one service: all keys and the beginning are the same.
    SeqNo m_parting = 0;             ///< The first seqno where they differ.
};

void TestSigners::initTestCase()
{
    m_made = script(40).run(m_scratch.fresh()).value();
    m_other = script(41).run(m_scratch.fresh()).value();
    LedgerEditor one = load(m_made), other = load(m_other);
    QCOMPARE(one.size(), other.size());
    for (m_parting = 1; one.entry(m_parting) == other.entry(m_parting);) ++m_parting;
    QVERIFY(m_parting > 10 && m_parting + 20 < one.size());
    QCOMPARE(judged({m_made.ledger()}, m_made.serviceCertificate()).verdict, Verdict::Passed);
    QCOMPARE(judged({m_other.ledger()}, m_made.serviceCertificate()).verdict, Verdict::Passed);
}

VerificationReport TestSigners::judge(const LedgerEditor& editor, const char* expected)
{
    const fs::path folder = m_scratch.fresh();
    if (!editor.save(folder)) qFatal("cannot save");
    const auto report = judged({folder}, m_made.serviceCertificate());
    tableRow(QTest::currentDataTag() ? QTest::currentDataTag() : QTest::currentTestFunction(), expected, report);
    return report;
}

void TestSigners::standing_data()
{
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("reason"); ///< Empty: it may sign.
    const auto row = [](const char* name, const char* status, const char* reason) {
        QTest::newRow(name) << QString::fromLatin1(status) << QString::fromLatin1(reason);
    };
    row("trusted", "Trusted", "");
    row("retired, not yet committed", "Retired", "");
    row("retired and committed", "Retired+", "NODE_STATUS");
    row("trusted, said to be gone", "Trusted+", "NODE_STATUS");
    row("pending", "Pending", "NODE_STATUS");
    row("a word nobody knows", "Maybe", "NODE_STATUS");
    row("another spelling", "trusted", "NODE_STATUS");
    row("an empty word", "", "NODE_STATUS");
    row("no row", "none", "NODE_UNKNOWN");
    row("no endorsed certificate", "uncertified", "NODE_UNKNOWN");
    row("a certificate of another key", "renamed", "KEY_MISMATCH");
}

/// Everything is signed with the right keys; only what the tables say of the signer varies.
void TestSigners::standing()
{
    QFETCH(QString, status);
    QFETCH(QString, reason);
    const std::string word = status.toStdString();
    LedgerEditor editor = load(m_made);
    const Node &first = m_made.nodes[0], &second = m_made.nodes[1];
    SeqNo join = 1;
    while (editor.content(join).written(kNodes, second.id).empty()) ++join;
    Transaction content = editor.content(join);
    json info = json::parse(content.written(kNodes, second.id));
    info["status"] = word.substr(0, word.find('+'));
    info["retired_committed"] = word.ends_with('+');
    if (word == "uncertified" || word == "renamed" || word == "none") info["status"] = "Trusted";
    content.write(kNodes, second.id, info.dump());
    if (word == "renamed") content.write(kNodeCerts, second.id, first.certificate);
    const auto without = [&](const std::string& table) {
        std::erase_if(content.table(table).writes, [&](const auto& write) { return write.first == second.id; });
    };
    if (word == "none") without(kNodes);
    if (word == "none" || word == "uncertified") without(kNodeCerts);
    editor.replace(join, content);

    const SeqNo at = editor.signatureFrom(m_parting + 8), before = editor.signatureFrom(m_parting);
    Forger honest{&first.key, nullptr, &m_made.identities[0].key};
    honest.from = join;
    honest.to = at - 1;
    editor.resign(honest);
    Forger other{&second.key, &second, &m_made.identities[0].key};
    other.from = at;
    editor.resign(other);
    const auto report = judge(editor, reason.isEmpty() ? "passed" : "failed where it signs");
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    if (reason.isEmpty()) {
        QVERIFY2(report.verdict == Verdict::Passed, reasonsOf(report).c_str());
        return;
    }
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY2(hasReason(report, reason.toStdString()), reasonsOf(report).c_str());
    QVERIFY2(passedOver(report, 1, before), rangesOf(report).c_str());
    for (SeqNo seqno = at; seqno <= editor.size(); ++seqno)
        QVERIFY2(verdictAt(report, seqno) == Verdict::Failed, rangesOf(report).c_str());
}

void TestSigners::splicedEntry()
{
    LedgerEditor editor = load(m_made), other = load(m_other);
    editor.entry(m_parting) = other.entry(m_parting);
    const auto report = judge(editor, "failed, its range");
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QCOMPARE(verdictAt(report, m_parting), Verdict::Failed);
    const SeqNo end = editor.signatureFrom(m_parting);
    QVERIFY2(passedOver(report, end + 1, editor.size()), rangesOf(report).c_str());
}

void TestSigners::splicedSignature()
{
    LedgerEditor editor = load(m_made), other = load(m_other);
    const SeqNo at = editor.signatureFrom(m_parting + 8);
    QCOMPARE(other.signatureFrom(m_parting + 8), at);
    editor.entry(at) = other.entry(at);
    const auto report = judge(editor, "failed, its range");
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QVERIFY2(verdictAt(report, at) != Verdict::Passed, rangesOf(report).c_str());
    QVERIFY2(passedOver(report, editor.signatureFrom(at + 1) + 1, editor.size()), rangesOf(report).c_str());
    QCOMPARE(report.verdict, Verdict::Failed);
}

/// A whole signed stretch of the other history, at its own place.
void TestSigners::splicedRange()
{
    LedgerEditor editor = load(m_made), other = load(m_other);
    const SeqNo before = editor.signatureFrom(m_parting + 8), end = editor.signatureFrom(before + 1);
    for (SeqNo seqno = before + 1; seqno <= end; ++seqno) editor.entry(seqno) = other.entry(seqno);
    const auto report = judge(editor, "failed");
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QCOMPARE(report.verdict, Verdict::Failed);
    for (SeqNo seqno = before + 1; seqno <= end; ++seqno)
        QVERIFY2(verdictAt(report, seqno) != Verdict::Passed, rangesOf(report).c_str());
    QVERIFY2(passedOver(report, editor.signatureFrom(end + 1) + 1, editor.size()), rangesOf(report).c_str());
}

/// The beginning of one history and the end of the other: both are signed, together they are none.
void TestSigners::splicedTail()
{
    LedgerEditor editor = load(m_made), other = load(m_other);
    const SeqNo before = editor.signatureFrom(m_parting + 8);
    for (SeqNo seqno = before + 1; seqno <= editor.size(); ++seqno) editor.entry(seqno) = other.entry(seqno);
    const auto report = judge(editor, "failed where they meet");
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY2(!passedOver(report, m_parting, editor.signatureFrom(before + 1)), rangesOf(report).c_str());
}

QTEST_APPLESS_MAIN(TestSigners)
#include "tst_signers.moc"
