#include "core/base/hex.h"
#include "tests/vectors/judging.h"
#include "tests/vectors/spellings.h"

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;
using namespace countersign::test::spelling;

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const std::string kNodeRow = "public:ccf.internal.signatures";
const std::string kCoseRow = "public:ccf.internal.cose_signatures";

} // namespace

/// The rows of signature transactions, spelled otherwise one by one.
class TestSpellings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rows_data();
    void rows();

private:
    LedgerEditor load() { return LedgerEditor::load(m_made.ledger()).value(); }
    VerificationReport judge(const LedgerEditor& editor);
    void spell(LedgerEditor& editor, const std::string& table, const Case& how, SeqNo at);
    void judgeAtTheEnd(const std::string& table, const Case& how);

    Scratch m_scratch;
    GeneratedLedger m_made;
    VerificationReport m_honest;
    SeqNo m_middle = 0, m_before = 0, m_end = 0;
};

void TestSpellings::initTestCase()
{
    LedgerScript script;
    script.transactions = 24;
    script.signatureEvery = 6;
    script.valueMin = script.valueMax = 40;
    script.service.seed = "spelled";
    m_made = script.run(m_scratch.fresh()).value();
    LedgerEditor editor = load();
    m_end = editor.size();
    SeqNo at = 1;
    for (m_middle = editor.signatureFrom(at); editor.signatureFrom(m_middle + 1) + 14 < m_end;) {
        m_before = m_middle;
        m_middle = editor.signatureFrom(m_middle + 1);
    }
    m_honest = judged({m_made.ledger()}, m_made.serviceCertificate());
    QCOMPARE(m_honest.verdict, Verdict::Passed);
    QVERIFY(m_before > 1 && m_middle < m_end && m_end == m_made.lastSignature.seqno);
}

VerificationReport TestSpellings::judge(const LedgerEditor& editor)
{
    const fs::path folder = m_scratch.fresh();
    if (!editor.save(folder)) qFatal("cannot save");
    auto report = judged({folder}, m_made.serviceCertificate());
    fs::remove_all(folder);
    return report;
}

void TestSpellings::spell(LedgerEditor& editor, const std::string& table, const Case& how, SeqNo at)
{
    Transaction content = editor.content(at);
    Subject subject{{content.view, content.seqno}, {}, &m_made.identities[0].key};
    subject.root = digestFromHex(json::parse(content.written(kNodeRow)).at("root").get<std::string>()).value();
    content.write(table, kSingle, how.spell(subject, content.written(table)));
    editor.replace(at, content);
}

void TestSpellings::rows_data()
{
    QTest::addColumn<bool>("cose");
    QTest::addColumn<int>("index");
    for (const bool cose : {false, true}) {
        const auto cases = cose ? coseCases() : nodeCases();
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::addRow("%s: %s", cose ? "service" : "node", cases[i].name) << cose << static_cast<int>(i);
    }
}

void TestSpellings::rows()
{
    QFETCH(bool, cose);
    QFETCH(int, index);
    const Case how = (cose ? coseCases() : nodeCases()).at(static_cast<std::size_t>(index));
    const std::string table = cose ? kCoseRow : kNodeRow;

    // As it stands: what comes later was signed over other bytes.
    LedgerEditor changed = load();
    spell(changed, table, how, m_middle);
    const auto plain = judge(changed);
    QVERIFY2(formProblem(plain).empty(), formProblem(plain).c_str());
    LedgerEditor untouched = load();
    if (changed.entry(m_middle) != untouched.entry(m_middle)) {
        QVERIFY2(verdictAt(plain, m_middle) == Verdict::Failed, rangesOf(plain).c_str());
        QVERIFY2(passedOver(plain, 1, m_before), rangesOf(plain).c_str());
    }

    // With all keys: the later signatures are over what stands there now, and only the spelling is wrong.
    Forger forger{&m_made.nodes[0].key, nullptr, &m_made.identities[0].key};
    forger.from = m_middle + 1;
    changed.resign(forger);
    const auto resigned = judge(changed);
    QVERIFY2(formProblem(resigned).empty(), formProblem(resigned).c_str());
    QVERIFY2(verdictAt(resigned, m_middle) == (how.expected == Refused ? Verdict::Failed : Verdict::Passed),
             (rangesOf(resigned) + ' ' + reasonsOf(resigned)).c_str());
    QVERIFY2(passedOver(resigned, 1, m_before) && passedOver(resigned, m_middle + 1, m_end),
             rangesOf(resigned).c_str());
    judgeAtTheEnd(table, how);
}

/// Nothing covers the bytes of the last signature transaction: what still means the same passes and is listed.
void TestSpellings::judgeAtTheEnd(const std::string& table, const Case& how)
{
    LedgerEditor editor = load();
    spell(editor, table, how, m_end);
    const auto report = judge(editor);
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    if (how.expected == Refused) {
        QVERIFY2(verdictAt(report, m_end) == Verdict::Failed, (rangesOf(report) + ' ' + reasonsOf(report)).c_str());
        QVERIFY(report.signedTo && report.signedTo->seqno < m_end);
        return;
    }
    QCOMPARE(report.verdict, Verdict::Passed);
    QCOMPARE(report.signedTo, m_honest.signedTo);
    QCOMPARE(report.rootAtSignedTo, m_honest.rootAtSignedTo);
    QVERIFY(std::ranges::any_of(report.notChecked, [](const auto& item) {
        return item.id == "ccf.tree.root" && item.detail.find("spelling of its rows") != std::string::npos;
    }));
}

QTEST_APPLESS_MAIN(TestSpellings)
#include "tst_spellings.moc"
