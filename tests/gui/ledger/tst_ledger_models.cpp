#include "core/family/reasons.h"
#include "ui/models/plain_table_model.h"
#include "ui/verify/file_model.h"
#include "ui/verify/files_page.h"
#include "ui/verify/finding_export.h"
#include "ui/verify/finding_model.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;

namespace {

std::shared_ptr<SourceSummary> summaryWithAGap()
{
    auto summary = std::make_shared<SourceSummary>();
    const auto add = [&](std::string name, std::uint64_t size, SeqNo first, std::optional<SeqNo> last, FileState state) {
        summary->files.push_back({.folder = "/ledger", .name = std::move(name), .size = size, .first = first, .last = last, .state = state});
    };
    add("ledger_11-20.committed", 300, 11, 20, FileState::Committed);
    add("ledger_1-10.committed", 100, 1, 10, FileState::Committed);
    add("ledger_31", 200, 31, {}, FileState::Open);
    add("readme", 5, 0, {}, FileState::Foreign);
    summary->irregularities.push_back({SourceIrregularity::Kind::Gap, 21, 30, {}});
    summary->first = 1;
    summary->last = 35;
    return summary;
}

std::vector<Finding> someFindings()
{
    return {{.id = "a", .severity = Severity::Remark, .reason = kReasonSetAside, .where = {.file = "f/x"}},
            {.id = "b", .severity = Severity::Fault, .reason = kReasonRootMismatch, .where = {.file = "f/y", .offset = 16, .seqno = 7}},
            {.id = "c", .severity = Severity::Fault, .reason = kReasonSignatureInvalid, .detail = "=cmd()"}};
}

QString shown(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class TestLedgerModels final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void filesStandInOrderWithTheGapBetween();
    void filesSortByAnyColumn();
    void verdictsOfFiles();
    void provisionalIsNotPassed();
    void findingsAreGrouped();
    void findingsAreFiltered();
    void nextFindingSkipsHeadings();
    void exportsFindings();
    void plainTable();
};

void TestLedgerModels::filesStandInOrderWithTheGapBetween()
{
    FileModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSummary(summaryWithAGap());
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(shown(model, 0, FileModel::NameColumn), QStringLiteral("ledger_1-10.committed"));
    QCOMPARE(shown(model, 2, FileModel::RangeColumn), QStringLiteral("21–30"));
    QVERIFY(model.index(2, 0).data(FileModel::IrregularRole).toBool());
    QVERIFY(model.index(2, 0).data(Qt::BackgroundRole).isValid());
    QCOMPARE(shown(model, 4, FileModel::NameColumn), QStringLiteral("readme"));
    QVERIFY(!shown(model, 2, FileModel::ProblemColumn).isEmpty());
}

void TestLedgerModels::filesSortByAnyColumn()
{
    FileModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSummary(summaryWithAGap());
    const QPersistentModelIndex largest = model.index(1, 0);
    model.sort(FileModel::SizeColumn, Qt::DescendingOrder);
    QCOMPARE(shown(model, 0, FileModel::NameColumn), QStringLiteral("ledger_11-20.committed"));
    QCOMPARE(largest.row(), 0);
    for (int column = 0; column < FileModel::ColumnCount; ++column) model.sort(column, Qt::AscendingOrder);
    model.sort(FileModel::RangeColumn, Qt::AscendingOrder);
    QCOMPARE(shown(model, 0, FileModel::NameColumn), QStringLiteral("ledger_1-10.committed"));
}

void TestLedgerModels::verdictsOfFiles()
{
    FileModel model;
    model.setSummary(summaryWithAGap());
    QCOMPARE(shown(model, 0, FileModel::VerdictColumn), QStringLiteral("Not checked"));
    model.setVerdicts(RowVerdicts({{1, 12, Verdict::Passed, {}}, {13, 15, Verdict::Failed, kReasonRootMismatch}}));
    QCOMPARE(shown(model, 0, FileModel::VerdictColumn), QStringLiteral("Passed"));
    QCOMPARE(shown(model, 1, FileModel::VerdictColumn), QStringLiteral("Failed so far"));
    QCOMPARE(shown(model, 3, FileModel::VerdictColumn), QStringLiteral("Not checked"));
    QCOMPARE(shown(model, 4, FileModel::VerdictColumn), QStringLiteral("Not checked"));
}

void TestLedgerModels::provisionalIsNotPassed()
{
    for (const RangeVerdict& range : provisionalRanges({{1, 5, Verdict::Passed, {}}, {6, 9, Verdict::Failed, "X"}}))
        QVERIFY(range.verdict != Verdict::Passed);
}

void TestLedgerModels::findingsAreGrouped()
{
    FindingModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFindings(someFindings());
    QCOMPARE(model.rowCount(), 5);
    QVERIFY(model.isHeading(0));
    QCOMPARE(shown(model, 0, 0), QStringLiteral("Faults: 2"));
    QCOMPARE(model.findingAt(1)->id, std::string("b"));
    QVERIFY(model.isHeading(3));
    QCOMPARE(model.findingAt(4)->id, std::string("a"));
    model.addFindings({{.id = "d", .severity = Severity::Warning, .reason = kReasonForeignTables}});
    QCOMPARE(model.rowCount(), 7);
    QCOMPARE(model.count(Severity::Fault), 2u);
}

void TestLedgerModels::findingsAreFiltered()
{
    FindingModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFindings(someFindings());
    model.setFilter(QStringLiteral("root_MISMATCH"));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.shown().size(), 1u);
    model.setFilter(QStringLiteral("nothing of the kind"));
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.nextFinding(-1), -1);
}

void TestLedgerModels::nextFindingSkipsHeadings()
{
    FindingModel model;
    model.setFindings(someFindings());
    QCOMPARE(model.nextFinding(-1), 1);
    QCOMPARE(model.nextFinding(2), 4);
    QCOMPARE(model.nextFinding(4), 1);
}

void TestLedgerModels::exportsFindings()
{
    const QByteArray csv = exportFindings(someFindings(), FindingFormat::Csv);
    QCOMPARE(csv.count("\r\n"), 4);
    QVERIFY2(csv.contains("\"'=cmd()\""), "a formula must be neutralised");
    const QJsonArray json = QJsonDocument::fromJson(exportFindings(someFindings(), FindingFormat::Json)).array();
    QCOMPARE(json.size(), 3);
    QCOMPARE(json[1][QStringLiteral("where")][QStringLiteral("seqno")].toInt(), 7);
    QVERIFY(exportFindings(someFindings(), FindingFormat::Text).contains("ROOT_MISMATCH"));
    QCOMPARE(exportFindings({}, FindingFormat::Text), QByteArray());
}

void TestLedgerModels::plainTable()
{
    PlainTableModel model({QStringLiteral("a"), QStringLiteral("b")});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({{.cells = {{.text = QStringLiteral("x")}, {.text = QStringLiteral("7"), .number = 7.0}},
                    .kind = QStringLiteral("transaction"),
                    .value = QStringLiteral("7")},
                   {.cells = {{.text = QStringLiteral("short")}}}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 1).data(PlainTableModel::SortRole).toDouble(), 7.0);
    QVERIFY(!model.index(1, 1).data().isValid());
    QCOMPARE(model.index(0, 0).data(PlainTableModel::ValueRole).toString(), QStringLiteral("7"));
    model.setTable({QStringLiteral("only")}, {});
    QCOMPARE(model.columnCount(), 1);
}

QTEST_MAIN(TestLedgerModels)
#include "tst_ledger_models.moc"
