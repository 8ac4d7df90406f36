#include "ui/explore/filter/filter_eval.h"

#include "core/base/hex.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ui;
using namespace countersign::ui::filter;

namespace {

RecordDetail sample()
{
    RecordDetail detail;
    detail.row.seqno = 100;
    detail.row.view = 2;
    detail.row.kind = RecordKind::Governance;
    detail.row.file = 1;
    detail.row.bytes = {4096, 300};
    detail.row.privateBytes = 12;
    detail.row.writes = 1;
    detail.row.removes = 1;
    detail.row.tables = {"public:ccf.gov.members.info"};
    detail.row.time = UtcTime{1'700'000'000};
    const std::string text = "k1{\"status\":\"Active\"}k2";
    detail.bytes = copyOf(bytesOf(text));
    StructureNode write{"write", {}, "write", ByteRange{0, 21}, {}};
    write.children = {{"key", "k1", "text", ByteRange{0, 2}, {}}, {"value", "{…}", "json", ByteRange{2, 19}, {}}};
    StructureNode remove{"remove", {}, "remove", ByteRange{21, 2}, {}};
    remove.children = {{"key", "k2", "text", ByteRange{21, 2}, {}}};
    detail.structure.children = {{"table", "public:ccf.gov.members.info", "table", ByteRange{0, 23}, {write, remove}},
                                 {"node", "4f31aa", "hex", {}, {}}};
    return detail;
}

std::shared_ptr<const FilterContext> context()
{
    auto result = std::make_shared<FilterContext>();
    result->verdicts = RowVerdicts({{1, 90, Verdict::Passed, ""}, {91, 120, Verdict::Failed, "ROOT_MISMATCH"},
                                    {121, 130, Verdict::Indeterminate, "UNSIGNED"}},
                                   SeqNo(120));
    result->fileNames = {"ledger_1-90", "ledger_91-130.committed"};
    return result;
}

FilterEvaluator evaluator(const QByteArray& text)
{
    return FilterEvaluator(*parseFilter(text.toStdString()).root, context());
}

} // namespace

Q_DECLARE_METATYPE(countersign::ui::filter::Answer)

class TestFilterEval : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void answers_data();
    void answers();
    void cutRecordsProveNoAbsence();
    void bareRowsNeedNoContents();
    void boundsFollowSeqno();
    void unsignedIsToldFromIndeterminate();
    void nothingIsKnownBeforeAReport();
};

void TestFilterEval::answers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Answer>("fromRow");
    QTest::addColumn<Answer>("withContents");
    const auto row = [](const char* text, Answer cheap, Answer full) { QTest::newRow(text) << QByteArray(text) << cheap << full; };
    using enum Answer;
    row("seqno == 100", Yes, Yes);
    row("seqno == 1..99", No, No);
    row("seqno in {1, 99..101}", Yes, Yes);
    row("seqno != 100", No, No);
    row("view <= 2 && size > 299 && private >= 12 && writes == 1 && removes < 2", Yes, Yes);
    row("kind == governance", Yes, Yes);
    row("kind in {signature, private}", No, No);
    row("table == public:ccf.gov.members.info", Yes, Yes);
    row("table ~ GOV.members", Yes, Yes);
    row("table != public:ccf.gov.members.info", No, No);
    row("verdict == failed", Yes, Yes);
    row("verdict != failed", No, No);
    row("signed", Yes, Yes);
    row("file ~ 91-130", Yes, Yes);
    row("file ~ 1-90", No, No);
    row("time == 2023-11-14", Yes, Yes);
    row("time < 2023-11-14", No, No);
    row("time > 2023-11-13 && time < 2023-11-15", Yes, Yes);
    row("key == k1", Unknown, Yes);
    row("key == k2", Unknown, Yes);
    row("key == k", Unknown, No);
    row("key ~ 0x6b31", Unknown, Yes);
    row("value ~ active", Unknown, Yes);
    row("value ~ 0x414354", Unknown, No);
    row("value != x", Unknown, Yes);
    row("key == k1 && seqno > 100", No, No);
    row("key == nothing || seqno == 100", Yes, Yes);
    row("node ~ 4f31", Unknown, Yes);
    row("node == 4f31", Unknown, No);
    row("gov", Yes, Yes);
    row("Active", Unknown, Yes);
    row("elsewhere", Unknown, No);
    row("!elsewhere", Unknown, Yes);
}

void TestFilterEval::answers()
{
    QFETCH(QByteArray, text);
    QFETCH(Answer, fromRow);
    QFETCH(Answer, withContents);
    const RecordDetail detail = sample();
    const FilterEvaluator filter = evaluator(text);
    QCOMPARE(filter.ask(detail.row), fromRow);
    QCOMPARE(filter.ask(detail.row, factsOf(detail)), withContents);
}

void TestFilterEval::cutRecordsProveNoAbsence()
{
    RecordDetail detail = sample();
    detail.bytes.resize(10);
    detail.cut = true;
    const RecordFacts facts = factsOf(detail);
    QVERIFY(!facts.complete);
    QCOMPARE(evaluator("value ~ elsewhere").ask(detail.row, facts), Answer::Unknown);
    QCOMPARE(evaluator("!(value ~ elsewhere)").ask(detail.row, facts), Answer::Unknown);
    QCOMPARE(evaluator("key == k1").ask(detail.row, facts), Answer::Yes);

    RecordDetail elided = sample();
    elided.structure.children[0].children.push_back({"left out", "5", "elided", {}, {}});
    QCOMPARE(evaluator("key == k9").ask(elided.row, factsOf(elided)), Answer::Unknown);
    QCOMPARE(evaluator("node == k9").ask(elided.row, factsOf(elided)), Answer::Unknown);
}

void TestFilterEval::bareRowsNeedNoContents()
{
    RecordRow row;
    row.kind = RecordKind::PrivateOnly;
    QCOMPARE(evaluator("value ~ x").ask(row), Answer::No);
    row.kind = RecordKind::Unreadable;
    QCOMPARE(evaluator("value ~ x").ask(row), Answer::Unknown);
    QCOMPARE(evaluator("table ~ x").ask(row), Answer::Unknown);
}

void TestFilterEval::boundsFollowSeqno()
{
    using Bounds = std::pair<SeqNo, SeqNo>;
    QCOMPARE(evaluator("seqno > 10 && seqno <= 20 && gov").bounds(), Bounds(10, 20));
    QCOMPARE(evaluator("seqno in {5, 7..9}").bounds(), Bounds(5, 9));
    QCOMPARE(evaluator("seqno > 10 || gov").bounds().first, SeqNo(0));
    QCOMPARE(evaluator("!seqno == 4").bounds().first, SeqNo(0));
}

void TestFilterEval::unsignedIsToldFromIndeterminate()
{
    RecordRow row;
    row.seqno = 125;
    QCOMPARE(evaluator("verdict == unsigned").ask(row), Answer::Yes);
    QCOMPARE(evaluator("verdict == indeterminate").ask(row), Answer::No);
    QCOMPARE(evaluator("!signed").ask(row), Answer::Yes);
    row.seqno = 500;
    QCOMPARE(evaluator("verdict == notchecked").ask(row), Answer::Yes);
}

void TestFilterEval::nothingIsKnownBeforeAReport()
{
    const FilterEvaluator filter(*parseFilter("signed").root, std::make_shared<FilterContext>());
    RecordRow row;
    row.seqno = 5;
    QCOMPARE(filter.ask(row), Answer::No);
    const FilterEvaluator passed(*parseFilter("verdict == passed").root, std::make_shared<FilterContext>());
    QCOMPARE(passed.ask(row), Answer::No);
}

QTEST_GUILESS_MAIN(TestFilterEval)
#include "tst_filter_eval.moc"
