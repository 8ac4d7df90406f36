#include "ui/common/empty_state.h"
#include "ui/common/error_line.h"
#include "ui/common/id_label.h"
#include "ui/common/layout_memory.h"
#include "ui/common/table_helper.h"
#include "ui/common/task_row.h"
#include "ui/common/verdict_badge.h"
#include "ui/common/verdict_look.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace countersign;
using namespace countersign::ui;

namespace {

class Memory final : public LayoutMemory
{
public:
    QByteArray layout(const QString& key) const override { return m_kept.value(key); }
    void keepLayout(const QString& key, const QByteArray& state) override { m_kept[key] = state; }
    QHash<QString, QByteArray> m_kept;
};

} // namespace

class TestCommonWidgets final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void badgeNamesVerdictAndScope_data();
    void badgeNamesVerdictAndScope();
    void badgeIsPressedByKey();
    void badgeKeepsSomeScopeWhenNarrow();
    void idIsCopiedWhole();
    void sameIdSameColour();
    void errorLineRedactsOnCopy();
    void errorLineShowsDetailsOnDemand();
    void taskRowSaysHowFar();
    void taskRowPausesAndCancels();
    void tableCopiesTsvInTheOrderShown();
    void tableShowsItsEmptyState();
    void tableRemembersWidths();
};

void TestCommonWidgets::badgeNamesVerdictAndScope_data()
{
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("name");
    QTest::newRow("passed") << int(Verdict::Passed) << QStringLiteral("Verdict: Passed, 1–505 · pinned 91ab…7e");
    QTest::newRow("failed") << int(Verdict::Failed) << QStringLiteral("Verdict: Failed, 1–505 · pinned 91ab…7e");
    QTest::newRow("indeterminate") << int(Verdict::Indeterminate)
                                   << QStringLiteral("Verdict: Indeterminate, 1–505 · pinned 91ab…7e");
    QTest::newRow("not checked") << int(Verdict::NotChecked)
                                 << QStringLiteral("Verdict: Not checked, 1–505 · pinned 91ab…7e");
}

void TestCommonWidgets::badgeNamesVerdictAndScope()
{
    QFETCH(int, verdict);
    QFETCH(QString, name);
    VerdictBadge badge;
    QCOMPARE(badge.verdict(), Verdict::NotChecked); // before anything is known
    badge.setResult(Verdict(verdict), QStringLiteral("1–505 · pinned 91ab…7e"));
    QCOMPARE(badge.accessibleName(), name);
    QCOMPARE(badge.text(), verdictWord(Verdict(verdict)));
}

void TestCommonWidgets::badgeIsPressedByKey()
{
    VerdictBadge badge;
    QSignalSpy clicked(&badge, &VerdictBadge::clicked);
    badge.show();
    QTest::keyClick(&badge, Qt::Key_Space);
    QCOMPARE(clicked.size(), 1);
    QVERIFY(badge.focusPolicy() & Qt::TabFocus);
}

void TestCommonWidgets::badgeKeepsSomeScopeWhenNarrow()
{
    VerdictBadge badge;
    const int alone = badge.minimumSizeHint().width();
    badge.setResult(Verdict::NotChecked, QStringLiteral("1–505 · pinned 91ab…7e from a file"));
    QVERIFY(badge.minimumSizeHint().width() > alone + badge.fontMetrics().averageCharWidth() * 8);
    QVERIFY(badge.minimumSizeHint().width() <= badge.sizeHint().width());
    QVERIFY(badge.sizeHint().height() >= 28);
}

void TestCommonWidgets::idIsCopiedWhole()
{
    const QString id(64, QLatin1Char('a'));
    IdLabel label;
    label.setId(id, QStringLiteral("Node"), IdLabel::Look::GroupsOfFour);
    label.show();
    QTest::keyClick(&label, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), id);
    QVERIFY(label.accessibleName().startsWith(QStringLiteral("Node: aaaa aaaa")));
    QCOMPARE(label.toolTip().remove(QLatin1Char(' ')), id);
}

void TestCommonWidgets::sameIdSameColour()
{
    const QPalette light = paletteFrom(lightTokens());
    const QString a = QStringLiteral("91ab");
    QCOMPARE(idColour(a, light), idColour(a, light));
    QVERIFY(idColour(a, light) != idColour(QStringLiteral("91ac"), light));
    QVERIFY(idColour(a, light).hslHue() == idColour(a, paletteFrom(darkTokens())).hslHue());
}

void TestCommonWidgets::errorLineRedactsOnCopy()
{
    ErrorLine line({.what = QStringLiteral("The key could not be read."),
                    .where = QStringLiteral("member0.pem"),
                    .id = QStringLiteral("Crypto"),
                    .detail = QStringLiteral("password=HUSH was refused")});
    line.show();
    line.findChild<QPushButton*>(QStringLiteral("errorCopyButton"))->click();
    const QString copied = QApplication::clipboard()->text();
    QVERIFY(copied.contains(QStringLiteral("member0.pem")));
    QVERIFY(copied.contains(QStringLiteral("Crypto")));
    QVERIFY2(!copied.contains(QStringLiteral("HUSH")), qPrintable(copied));
}

void TestCommonWidgets::errorLineShowsDetailsOnDemand()
{
    ErrorLine line(errorText(QStringLiteral("One file could not be read."),
                             Error{ErrorCode::Malformed, "ledger_1-14.committed@0x1f0: entry header", "bits"}, {}, {}));
    line.show();
    auto* details = line.findChild<QLabel*>(QStringLiteral("errorDetails"));
    QVERIFY(!details->isVisible());
    line.findChild<QPushButton*>(QStringLiteral("errorDetailsButton"))->click();
    QVERIFY(details->isVisible());
    QVERIFY(details->text().contains(QStringLiteral("Malformed")));
    QSignalSpy dismissed(&line, &ErrorLine::dismissed);
    line.findChild<QToolButton*>(QStringLiteral("errorCloseButton"))->click();
    QCOMPARE(dismissed.size(), 1);
}

void TestCommonWidgets::taskRowSaysHowFar()
{
    TaskRow row(QStringLiteral("Verifying"));
    QCOMPARE(row.stateText(), QString());
    row.setProgress({.phase = "verify", .doneBytes = 50 << 20, .totalBytes = 100 << 20, .doneItems = 1000, .seconds = 2});
    QCOMPARE(row.stateText(), QStringLiteral("50 % · 25.0 MiB/s · 500 transactions/s · 2 s left"));
    row.setProgress({.phase = "verify", .doneBytes = 50 << 20, .totalBytes = 0, .doneItems = 0, .seconds = 2});
    QCOMPARE(row.stateText(), QStringLiteral("25.0 MiB/s"));
}

void TestCommonWidgets::taskRowPausesAndCancels()
{
    TaskRow row(QStringLiteral("Verifying"));
    row.setPausable(true);
    row.show();
    QSignalSpy paused(&row, &TaskRow::pauseWanted);
    QSignalSpy cancelled(&row, &TaskRow::cancelWanted);
    auto* pause = row.findChild<QToolButton*>(QStringLiteral("taskPause"));
    pause->click();
    QVERIFY(row.isPaused());
    QCOMPARE(pause->accessibleName(), QStringLiteral("Resume: Verifying"));
    pause->click();
    QCOMPARE(paused, (QList<QList<QVariant>>{{true}, {false}}));
    auto* cancel = row.findChild<QToolButton*>(QStringLiteral("taskCancel"));
    cancel->click();
    cancel->click();
    QCOMPARE(cancelled.size(), 1);
}

void TestCommonWidgets::tableCopiesTsvInTheOrderShown()
{
    QStandardItemModel model(3, 3);
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            model.setItem(row, column, new QStandardItem(QStringLiteral("%1%2\tx").arg(row).arg(column)));
    QTableView table;
    table.setModel(&model);
    TableHelper helper(&table, QStringLiteral("t"), nullptr, TableHelper::Sorting::Off);
    table.horizontalHeader()->moveSection(2, 0);
    table.setColumnHidden(1, true);
    table.selectRow(2);
    table.selectionModel()->select(model.index(0, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("02 x\t00 x\n22 x\t20 x\n"));
}

void TestCommonWidgets::tableShowsItsEmptyState()
{
    QStandardItemModel model;
    QTableView table;
    table.setModel(&model);
    auto* helper = new TableHelper(&table, QStringLiteral("t"), nullptr);
    auto* empty = new EmptyState(QStringLiteral("folder"), QStringLiteral("No file yet."), QStringLiteral("Add"));
    QSignalSpy wanted(empty, &EmptyState::actionWanted);
    helper->setEmptyState(empty);
    table.show();
    QVERIFY(empty->isVisibleTo(table.viewport()));
    empty->findChild<QPushButton*>(QStringLiteral("emptyStateAction"))->click();
    QCOMPARE(wanted.size(), 1);
    model.appendRow(new QStandardItem(QStringLiteral("a")));
    QVERIFY(!empty->isVisibleTo(table.viewport()));
    model.clear();
    QVERIFY(empty->isVisibleTo(table.viewport()));
}

void TestCommonWidgets::tableRemembersWidths()
{
    Memory memory;
    QStandardItemModel model(1, 2);
    {
        QTableView table;
        table.setModel(&model);
        new TableHelper(&table, QStringLiteral("t"), &memory);
        table.show();
        table.setColumnWidth(0, 217);
        table.hide();
    }
    QTableView table;
    table.setModel(&model);
    new TableHelper(&table, QStringLiteral("t"), &memory);
    QCOMPARE(table.columnWidth(0), 217);
}

QTEST_MAIN(TestCommonWidgets)
#include "tst_common_widgets.moc"
