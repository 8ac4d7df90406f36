// Reading a ledger that was opened: the charts of the overview, and the tables at any moment.

#include "app/gui/desk.h"
#include "tests/support/scripted_prompts.h"
#include "tests/support/source_dir.h"
#include "ui/charts/chart_card.h"
#include "ui/common/theme/theme.h"
#include "ui/common/verdict_badge.h"
#include "ui/explore/transactions_page.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/tables/moment_bar.h"
#include "ui/verify/ledger_session.h"

#include <QApplication>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedBarSeries>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;

class TestReadLedger final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void lettersTurnChartsIntoTables();
    void clickOnABarLandsOnTheList();
    void rowOfAChartsTableLandsOnTheList();
    void tableShowsTheStateOfAnyMoment();
    void unsignedMomentIsNotCalledVerified();
    void tamperedLedgersTablesAreNotCalledVerified();
    void keyShowsItsVersionsAndWhatEachChanged();
    void versionLeadsToItsTransaction();
    void filterNarrowsTheTables();

private:
    MainWindow& window() { return m_desk->window(); }
    template <class T> T* child(const char* name) { return window().findChild<T*>(QString::fromLatin1(name)); }
    void openDemo(const char* name);
    void goTo(Qt::Key letter);
    void openOverview();
    void openTables();
    void chooseTable(const char* name);
    QString cell(const char* view, int row, int column);
    SeqNo shownTransaction() { return child<TransactionsPage>("transactionsPage")->currentSeqno(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<app::Desk> m_desk;
    tests::ScriptedPrompts m_prompts;
};

void TestReadLedger::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
    m_theme = std::make_unique<Theme>(*qApp);
    m_desk = std::make_unique<app::Desk>(*m_settings, *m_theme, m_prompts, m_folder->filePath(QStringLiteral("pins.json")));
    window().resize(1280, 800);
    window().show();
    QApplication::setActiveWindow(&window());
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void TestReadLedger::cleanup()
{
    m_desk.reset();
    m_theme.reset();
    m_settings.reset();
}

void TestReadLedger::openDemo(const char* name)
{
    m_desk->open({QString::fromStdString(test::sourceDir() / "resources/demo" / name)}, {});
    QTRY_VERIFY(m_desk->currentSession());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->currentSession()->state(), LedgerSession::State::Finished, 60'000);
}

void TestReadLedger::goTo(Qt::Key letter)
{
    window().setFocus();
    QTest::keyClick(&window(), Qt::Key_G);
    QTest::keyClick(&window(), letter);
}

void TestReadLedger::openOverview()
{
    goTo(Qt::Key_O);
    QCOMPARE(window().currentPage().page, QStringLiteral("overview"));
    QTRY_VERIFY(child<ChartCard>("chart-nodes") && child<ChartCard>("chart-nodes")->isVisible());
    QTRY_VERIFY(window().commands().action(QStringLiteral("overview.tables"))->isEnabled());
}

void TestReadLedger::openTables()
{
    goTo(Qt::Key_B);
    QCOMPARE(window().currentPage().page, QStringLiteral("tables"));
    QTRY_VERIFY_WITH_TIMEOUT(child<QTableView>("tableList")->isVisible(), 60'000);
    QTRY_VERIFY(child<QTableView>("tableList")->model()->rowCount() > 0);
}

void TestReadLedger::chooseTable(const char* name)
{
    auto* list = child<QTableView>("tableList");
    const auto found = list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, QString::fromLatin1(name), 1, Qt::MatchExactly);
    QVERIFY2(!found.isEmpty(), name);
    list->setCurrentIndex(found.front());
    QTRY_VERIFY(child<QLabel>("tablesNote")->text().contains(QString::fromLatin1(name)));
}

QString TestReadLedger::cell(const char* view, int row, int column)
{
    return child<QTableView>(view)->model()->index(row, column).data().toString();
}

void TestReadLedger::lettersTurnChartsIntoTables()
{
    openDemo("ledger");
    openOverview();
    QVERIFY(!child<ChartCard>("chart-governance")->showsTable());
    QTest::keyClick(&window(), Qt::Key_T);
    for (const char* id : {"chart-transactions", "chart-governance", "chart-spacing", "chart-nodes"})
        QVERIFY2(child<ChartCard>(id)->showsTable(), id);
    QTest::keyClick(&window(), Qt::Key_T);
    QVERIFY(!child<ChartCard>("chart-governance")->showsTable());
}

void TestReadLedger::clickOnABarLandsOnTheList()
{
    openDemo("ledger");
    openOverview();
    auto* card = child<ChartCard>("chart-governance");
    auto* view = card->findChild<QChartView*>();
    auto* bars = qobject_cast<QAbstractBarSeries*>(view->chart()->series().front());
    int column = -1;
    double height = 0;
    for (int i = 0; i < bars->barSets().front()->count() && column < 1; ++i) // not the first: it would be where the list begins
        for (const QBarSet* set : bars->barSets())
            if (height = set->at(i); height > 0) {
                column = i;
                break;
            }
    QVERIFY(column > 0);
    const QPointF middle = view->chart()->mapToPosition(QPointF(column, height / 2), bars);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->mapFromScene(view->chart()->mapToScene(middle)));
    QTRY_COMPARE(window().currentPage().page, QStringLiteral("transactions"));
    const QString begin = QLocale().toString(shownTransaction());
    QTRY_VERIFY(shownTransaction() > 1);
    // The bar's own transactions: at or after its label, before the next bar's.
    auto* table = card->findChild<QTableView*>();
    const auto labelOf = [table](int row) { return QLocale().toULongLong(table->model()->index(row, 0).data().toString()); };
    QVERIFY2(shownTransaction() >= labelOf(column), qPrintable(begin));
    QVERIFY2(shownTransaction() < labelOf(column + 1), qPrintable(begin));
}

void TestReadLedger::rowOfAChartsTableLandsOnTheList()
{
    openDemo("ledger");
    openOverview();
    QTest::keyClick(&window(), Qt::Key_T);
    auto* table = child<ChartCard>("chart-nodes")->findChild<QTableView*>();
    const int last = table->model()->rowCount() - 1;
    QVERIFY(last > 0);
    table->setCurrentIndex(table->model()->index(last, 0)); // a node that joined later
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(window().currentPage().page, QStringLiteral("transactions"));
    QTRY_VERIFY(shownTransaction() > 1);
}

void TestReadLedger::tableShowsTheStateOfAnyMoment()
{
    openDemo("ledger");
    openTables();
    chooseTable("public:ccf.gov.members.info");
    auto* moment = child<QSpinBox>("momentNumber");
    QCOMPARE(moment->value(), 254); // the signed end
    auto* rows = child<QTableView>("tableRows");
    QTRY_VERIFY(rows->model()->rowCount() > 0);
    const int now = rows->model()->rowCount();
    const QString sentence = child<QLabel>("tablesNote")->text();
    moment->setValue(1); // genesis: the members are there, and none is active yet
    QTRY_VERIFY(rows->model()->rowCount() > 0 && cell("tableRows", 0, 1).contains(QStringLiteral("Accepted")));
    QVERIFY(rows->model()->rowCount() <= now);
    QTest::mouseClick(child<QPushButton>("signedEnd"), Qt::LeftButton);
    QCOMPARE(moment->value(), 254);
    QTRY_COMPARE(child<QLabel>("tablesNote")->text(), sentence);
    QTRY_VERIFY(cell("tableRows", 0, 1).contains(QStringLiteral("Active")));
}

void TestReadLedger::unsignedMomentIsNotCalledVerified()
{
    MomentBar bar;
    VerificationReport report;
    report.ranges = {{.from = 1, .to = 100, .verdict = Verdict::Passed}, {.from = 101, .to = 104, .verdict = Verdict::NotChecked}};
    bar.setVerdicts(RowVerdicts(report), 100);
    bar.setEnds(1, 104);
    auto* badge = bar.findChild<VerdictBadge*>();
    bar.setMoment(100);
    QCOMPARE(badge->verdict(), Verdict::Passed);
    bar.setMoment(101);
    QCOMPARE(badge->verdict(), Verdict::NotChecked);
    QVERIFY(badge->scope().contains(QStringLiteral("unsigned")));
}

void TestReadLedger::tamperedLedgersTablesAreNotCalledVerified()
{
    openDemo("tampered");
    openTables();
    auto* badge = child<MomentBar>("momentBar")->findChild<VerdictBadge*>();
    auto* moment = child<QSpinBox>("momentNumber");
    moment->setValue(20); // before the first fault
    QTRY_COMPARE(badge->verdict(), Verdict::Passed);
    moment->setValue(60); // sound itself, but what leads to it is not
    QTRY_COMPARE(badge->verdict(), Verdict::Failed);
}

void TestReadLedger::keyShowsItsVersionsAndWhatEachChanged()
{
    openDemo("ledger");
    openTables();
    chooseTable("public:ccf.gov.members.info");
    auto* versions = child<QTableView>("keyVersions");
    QTRY_VERIFY(versions->model()->rowCount() > 1);
    auto* change = child<QPlainTextEdit>("valueChange");
    QTRY_VERIFY(change->toPlainText().contains(QStringLiteral("Active")));
    QVERIFY(change->toPlainText().contains(QStringLiteral("Accepted")));
    const auto oldestShown = [&] { // older ones go on arriving
        versions->setCurrentIndex(versions->model()->index(versions->model()->rowCount() - 1, 0));
        return !change->toPlainText().contains(QStringLiteral("Active"));
    };
    QTRY_VERIFY2(oldestShown(), qPrintable(change->toPlainText()));
}

void TestReadLedger::versionLeadsToItsTransaction()
{
    openDemo("ledger");
    openTables();
    chooseTable("public:ccf.gov.members.info");
    auto* versions = child<QTableView>("keyVersions");
    QTRY_VERIFY(versions->model()->rowCount() > 1);
    const QString written = cell("keyVersions", 0, 0);
    versions->setCurrentIndex(versions->model()->index(0, 0));
    versions->setFocus();
    QTest::keyClick(versions, Qt::Key_Return);
    QTRY_COMPARE(window().currentPage().page, QStringLiteral("transactions"));
    QTRY_VERIFY2(shownTransaction() > 0 && written.endsWith(QString::number(shownTransaction())), qPrintable(written));
}

void TestReadLedger::filterNarrowsTheTables()
{
    openDemo("ledger");
    openTables();
    auto* list = child<QTableView>("tableList");
    const int all = list->model()->rowCount();
    QTest::keyClicks(child<QLineEdit>("tablesFilter"), QStringLiteral("MEMBERS"));
    QVERIFY(list->model()->rowCount() > 0 && list->model()->rowCount() < all);
    for (int row = 0; row < list->model()->rowCount(); ++row)
        QVERIFY(cell("tableList", row, 0).contains(QStringLiteral("members")));
    QTest::keyClicks(child<QLineEdit>("tablesFilter"), QStringLiteral("nothing like it"));
    QCOMPARE(list->model()->rowCount(), 0);
}

QTEST_MAIN(TestReadLedger)
#include "tst_read_ledger.moc"
