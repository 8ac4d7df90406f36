#include "tests/unit/explore/fake_source.h"
#include "ui/models/structure_model.h"
#include "ui/models/transaction_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;
using countersign::test::FakeRecords;

class TestTransactionModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void blankUntilItsPageArrives();
    void passesTheModelTester();
    void tellsHolesAndFailures();
    void dropsLateAnswers();
    void keepsFewPages();
    void dropsOldWishes();
    void growsWithHits();
    void verdictsFollowTheContext();
    void colourRulesAreAsked();
    void hundredMillionStayQuick();
    void structureModelPassesTheTester();

private:
    std::shared_ptr<const filter::FilterContext> context(SeqNo count) const
    {
        auto result = std::make_shared<filter::FilterContext>();
        result->verdicts = RowVerdicts(test::fakeReport(count));
        result->fileNames = {"even", "odd"};
        return result;
    }

    QString text(const TransactionModel& model, int row, int column) const
    {
        return model.index(row, column).data().toString();
    }

    QThreadPool m_pool;
};

void TestTransactionModel::blankUntilItsPageArrives()
{
    TransactionModel model(m_pool);
    model.setSource(std::make_shared<FakeRecords>(1000), context(1000));
    model.showRange(1, 1000);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QCOMPARE(text(model, 9, TransactionModel::KindColumn), QString());
    QCOMPARE(text(model, 9, TransactionModel::SeqNoColumn), QStringLiteral("10"));
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed.front().at(0).toModelIndex().row(), 0);
    QCOMPARE(changed.front().at(1).toModelIndex().row(), TransactionPager::kPageRows - 1);
    QCOMPARE(text(model, 9, TransactionModel::KindColumn), QStringLiteral("Signature"));
    QCOMPARE(text(model, 9, TransactionModel::VerdictColumn), QStringLiteral("Passed"));
    QCOMPARE(text(model, 9, TransactionModel::TimeColumn), QStringLiteral("2023-11-14T22:13:30Z"));
    QCOMPARE(text(model, 9, TransactionModel::FileColumn), QStringLiteral("even"));
}

void TestTransactionModel::passesTheModelTester()
{
    TransactionModel model(m_pool);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSource(std::make_shared<FakeRecords>(1000), context(1000));
    model.showRange(1, 1000);
    QTRY_COMPARE(text(model, 0, TransactionModel::KindColumn), QStringLiteral("Application"));
    model.showHits({5, 6, 700});
    QTRY_COMPARE(text(model, 2, TransactionModel::KindColumn), QStringLiteral("Signature"));
    model.appendHits({800, 900});
    QCOMPARE(model.rowCount(), 5);
    QTRY_COMPARE(text(model, 4, TransactionModel::KindColumn), QStringLiteral("Signature"));
    model.setSource({}, context(0));
    QCOMPARE(model.rowCount(), 0);
}

void TestTransactionModel::tellsHolesAndFailures()
{
    auto records = std::make_shared<FakeRecords>(1000);
    TransactionModel model(m_pool);
    model.setSource(records, context(1000));
    model.showRange(1, 1000);
    QTRY_COMPARE(text(model, 76, TransactionModel::KindColumn), QStringLiteral("In no file"));
    QCOMPARE(text(model, 77, TransactionModel::SeqNoColumn), QStringLiteral("78"));
    records->broken = true;
    QSignalSpy failed(&model.pager(), &TransactionPager::failed);
    QTRY_COMPARE(text(model, 500, TransactionModel::KindColumn), QStringLiteral("Could not be read"));
    QCOMPARE(failed.size(), 1);
}

void TestTransactionModel::dropsLateAnswers()
{
    auto slow = std::make_shared<FakeRecords>(1000);
    slow->slowMs = 50;
    TransactionPager pager(m_pool);
    QSignalSpy arrived(&pager, &TransactionPager::arrived);
    pager.setRecords(slow);
    pager.showRange(1, 200);
    pager.at(0);
    pager.showRange(501, 200);
    pager.at(0);
    QTRY_COMPARE(pager.at(0).state, TransactionPager::State::Present);
    QCOMPARE(pager.at(0).row->seqno, SeqNo(501));
    m_pool.waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(arrived.size(), 1);
}

void TestTransactionModel::keepsFewPages()
{
    TransactionPager pager(m_pool);
    pager.setRecords(std::make_shared<FakeRecords>(1'000'000));
    pager.showRange(1, 1'000'000);
    for (int page = 0; page < 100; ++page) {
        const int row = page * TransactionPager::kPageRows;
        QTRY_COMPARE(pager.at(row).state, TransactionPager::State::Present);
    }
    QCOMPARE(pager.pagesHeld(), TransactionPager::kPagesKept);
    QCOMPARE(pager.peek(0).state, TransactionPager::State::Waiting);
    QCOMPARE(pager.peek(99 * TransactionPager::kPageRows).state, TransactionPager::State::Present);
}

void TestTransactionModel::dropsOldWishes()
{
    auto slow = std::make_shared<FakeRecords>(1'000'000);
    slow->slowMs = 20;
    TransactionPager pager(m_pool);
    QSignalSpy arrived(&pager, &TransactionPager::arrived);
    pager.setRecords(slow);
    pager.showRange(1, 1'000'000);
    for (int page = 0; page < 200; ++page) pager.at(page * TransactionPager::kPageRows);
    QTRY_COMPARE(pager.peek(199 * TransactionPager::kPageRows).state, TransactionPager::State::Present);
    QTRY_COMPARE(arrived.size(), TransactionPager::kMostRunning + TransactionPager::kMostWaiting);
}

void TestTransactionModel::growsWithHits()
{
    TransactionPager pager(m_pool);
    pager.setRecords(std::make_shared<FakeRecords>(1000));
    pager.showHits({10, 20});
    QTRY_COMPARE(pager.at(1).state, TransactionPager::State::Present);
    pager.appendHits({30});
    QTRY_COMPARE(pager.at(2).state, TransactionPager::State::Present);
    QCOMPARE(pager.at(2).row->seqno, SeqNo(30));
    QCOMPARE(pager.rowAtOrAfter(15), 1);
    QCOMPARE(pager.rowAtOrAfter(31), -1);
    QVERIFY(pager.shows(20) && !pager.shows(21));
}

void TestTransactionModel::verdictsFollowTheContext()
{
    TransactionModel model(m_pool);
    model.setSource(std::make_shared<FakeRecords>(1000), std::make_shared<filter::FilterContext>());
    model.showRange(1, 1000);
    QTRY_COMPARE(text(model, 0, TransactionModel::VerdictColumn), QStringLiteral("Not checked"));
    model.setContext(context(1000));
    QCOMPARE(text(model, 0, TransactionModel::VerdictColumn), QStringLiteral("Passed"));
    QTRY_COMPARE(text(model, 404, TransactionModel::VerdictColumn), QStringLiteral("Failed"));
    QTRY_COMPARE(text(model, 990, TransactionModel::VerdictColumn), QStringLiteral("Unsigned"));
}

void TestTransactionModel::colourRulesAreAsked()
{
    TransactionModel model(m_pool);
    model.setSource(std::make_shared<FakeRecords>(1000), context(1000));
    model.showRange(1, 1000);
    QTRY_COMPARE(text(model, 9, TransactionModel::LabelColumn), QStringLiteral("Signature"));
    QCOMPARE(model.index(9, 0).data(TransactionModel::RuleColourRole).toInt(), int(RuleColour::Blue));
    QVERIFY(!model.index(0, 0).data(TransactionModel::RuleColourRole).isValid());
    model.setColourRules({{QStringLiteral("tenth"), QStringLiteral("seqno == 10"), RuleColour::Green, true},
                          {QStringLiteral("deep"), QStringLiteral("value ~ x"), RuleColour::Red, true}});
    QCOMPARE(text(model, 9, TransactionModel::LabelColumn), QStringLiteral("tenth"));
    QCOMPARE(text(model, 0, TransactionModel::LabelColumn), QString());
}

void TestTransactionModel::hundredMillionStayQuick()
{
    constexpr SeqNo kCount = 100'000'000;
    TransactionModel model(m_pool);
    QElapsedTimer clock;
    qint64 longest = 0;
    const auto measured = [&](auto&& step) {
        clock.start();
        step();
        longest = std::max(longest, clock.nsecsElapsed());
    };
    measured([&] { model.setSource(std::make_shared<FakeRecords>(kCount), context(kCount)); });
    for (SeqNo first = 1; first < kCount; first += 9'000'000) {
        measured([&] { model.showRange(first, TransactionPager::kMostRows); });
        for (const int row : {0, 500'000, 999'999}) {
            measured([&] {
                for (int column = 0; column < TransactionModel::ColumnCount; ++column) text(model, row, column);
            });
        }
        QTRY_COMPARE(model.rowAt(999'999) != nullptr, true);
        QCOMPARE(model.rowAt(999'999)->seqno, first + 999'999);
    }
    qInfo("longest step %.3f ms", double(longest) / 1e6);
    QVERIFY(longest < 50'000'000);
}

void TestTransactionModel::structureModelPassesTheTester()
{
    StructureModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    FakeRecords records(100);
    auto detail = std::make_shared<RecordDetail>(*records.detail(7, 1 << 20));
    const auto tree = std::make_shared<StructureTree>(detail);
    model.setTree(tree);
    QCOMPARE(model.rowCount(), 2);
    const int flags = tree->deepestAt(4);
    QCOMPARE(model.indexOf(flags).data().toString(), QStringLiteral("flags"));
    QCOMPARE(model.indexOf(flags).parent().data().toString(), QStringLiteral("header"));
    QCOMPARE(tree->deepestAt(5), tree->deepestAt(6));
    QCOMPARE(model.indexOf(tree->deepestAt(9)).data().toString(), QStringLiteral("key"));
    QCOMPARE(tree->deepestAt(100'000), -1);
    const int leaf = int(tree->entries().size()) - 1;
    QVERIFY(!tree->bytesOf(leaf));
    QVERIFY(tree->rangeOf(leaf));
}

QTEST_GUILESS_MAIN(TestTransactionModel)
#include "tst_transaction_model.moc"
