#include "tests/support/sanitized.h"
#include "tests/unit/explore/fake_source.h"
#include "ui/explore/explore_settings.h"
#include "ui/explore/filter_bar.h"
#include "ui/explore/filter_edit.h"
#include "ui/explore/hex_view.h"
#include "ui/explore/history_bar.h"
#include "ui/explore/proof_strip.h"
#include "ui/explore/transactions_page.h"
#include "ui/models/structure_model.h"
#include "ui/models/transaction_model.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QCompleter>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace countersign;
using namespace countersign::ui;
using countersign::test::FakeSource;

/// The longest time one event took on its way.
class MeasuredApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        QElapsedTimer clock;
        clock.start();
        const bool result = QApplication::notify(receiver, event);
        s_longest = std::max(s_longest, clock.nsecsElapsed());
        return result;
    }

    static inline qint64 s_longest = 0;
};

class TestTransactionsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void showsAndProves();
    void selectionGoesBothWays();
    void filterSaysWhileTyping();
    void filterFindsAndCounts();
    void filterIsSavedUnderAName();
    void showsTimesAsChosen();
    void contentsAreSearchedOnlyWhereNeeded();
    void searchCanBeCancelled();
    void completionOffersAndInserts();
    void goesToIds();
    void f8FindsTrouble();
    void copiesRows();
    void copiesBytes();
    void waitsForARunBeforeProving();
    void tellsWhyAProofIsMissing();
    void anotherSourceDropsTheOldAnswers();
    void hundredMillionStayQuick();

private:
    template <class T> T* child(const char* name) { return m_page->findChild<T*>(QLatin1String(name)); }
    QLabel* label(const char* name) { return child<QLabel>(name); }
    QTableView* list() { return child<QTableView>("transactionTable"); }
    void open(SeqNo count, bool verified = true);
    void type(const char* text);

    QThreadPool m_pool;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ExploreSettings> m_settings;
    std::unique_ptr<TransactionsPage> m_page;
    std::shared_ptr<FakeSource> m_source;
};

void TestTransactionsPage::init()
{
    m_pool.setMaxThreadCount(4);
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<ExploreSettings>(m_folder->filePath(QStringLiteral("settings.ini")));
    m_page = std::make_unique<TransactionsPage>(*m_settings, nullptr, m_pool);
    m_page->resize(1100, 760);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestTransactionsPage::cleanup()
{
    m_page.reset();
    m_pool.waitForDone();
    m_source.reset();
}

void TestTransactionsPage::open(SeqNo count, bool verified)
{
    m_source = std::make_shared<FakeSource>(count);
    m_page->setSource(m_source);
    if (verified) m_page->setReport(std::make_shared<VerificationReport>(test::fakeReport(count)));
}

void TestTransactionsPage::type(const char* text)
{
    auto* edit = child<FilterEdit>("filterEdit");
    edit->clear();
    edit->setFocus();
    QTest::keyClicks(edit, QLatin1String(text));
    edit->completions()->popup()->hide();
}

void TestTransactionsPage::showsAndProves()
{
    open(1000);
    QCOMPARE(list()->model()->rowCount(), 1000);
    QTRY_COMPARE(m_page->findChildren<ProofLinkButton*>().size(), 5);
    QTRY_COMPARE(child<QTreeView>("structureTree")->model()->rowCount(), 2);
    QVERIFY(m_page->goTo(410));
    QTRY_VERIFY(m_page->findChildren<ProofLinkButton*>().size() == 5
                && m_page->findChildren<ProofLinkButton*>().constFirst()->link().verdict == Verdict::Failed);
    QTest::mouseClick(m_page->findChildren<ProofLinkButton*>().value(0), Qt::LeftButton);
    QTRY_VERIFY(label("proofEvidence")->text().contains(QStringLiteral("ROOT_MISMATCH")));
}

void TestTransactionsPage::selectionGoesBothWays()
{
    open(1000);
    auto* tree = child<QTreeView>("structureTree");
    auto* hex = child<HexView>("hexView");
    auto* model = qobject_cast<StructureModel*>(tree->model());
    QTRY_COMPARE(model->rowCount(), 2);
    const QModelIndex flags = model->index(1, 0, model->index(0, 0));
    tree->setCurrentIndex(flags);
    QCOMPARE(hex->markedRange(), (ByteRange{4, 1}));
    QCOMPARE(hex->cursor(), 4);
    hex->setCursor(9);
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("key"));
    QCOMPARE(hex->cursor(), 9);
    QCOMPARE(hex->markedRange()->offset, 8u);
    hex->setFocus();
    QTest::keyClick(hex, Qt::Key_Home);
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("magic"));
    const QModelIndex write = model->index(0, 0, model->index(1, 0));
    tree->setCurrentIndex(model->index(1, 0, write));
    QVERIFY(child<QPlainTextEdit>("valueText")->toPlainText().contains(QStringLiteral("\n  \"member_data\": {\n")));
}

void TestTransactionsPage::filterSaysWhileTyping()
{
    open(1000);
    auto* bar = child<FilterBar>("filterBar");
    type("seqno >");
    QCOMPARE(bar->state(), FilterBar::State::Invalid);
    QCOMPARE(bar->stateText(), QStringLiteral("At character 8: A value is missing here."));
    QCOMPARE(child<FilterEdit>("filterEdit")->accessibleDescription(), bar->stateText());
    type("tabel ~ gov");
    QVERIFY(bar->stateText().endsWith(QStringLiteral("Did you mean “table”?")));
    type("seqno > 5");
    QCOMPARE(bar->state(), FilterBar::State::Valid);
    QCOMPARE(list()->model()->rowCount(), 1000);
}

void TestTransactionsPage::filterIsSavedUnderAName()
{
    open(1000);
    auto* menu = child<QToolButton>("filterMenu")->menu();
    Q_EMIT menu->aboutToShow();
    QVERIFY(!menu->findChild<QLineEdit*>(QStringLiteral("filterName"))->isEnabled()); // Nothing to save yet.
    type("kind == signature");
    Q_EMIT menu->aboutToShow();
    auto* name = menu->findChildren<QLineEdit*>(QStringLiteral("filterName")).constLast();
    QTest::keyClicks(name, QStringLiteral("Signatures"));
    QTest::keyClick(name, Qt::Key_Return);
    const std::vector<SavedFilter> expected{{QStringLiteral("Signatures"), QStringLiteral("kind == signature")}};
    QCOMPARE(m_settings->savedFilters(), expected);
    type("");
    Q_EMIT menu->aboutToShow();
    QMenu* saved = nullptr;
    for (QAction* action : menu->actions())
        if (action->text() == QStringLiteral("Signatures")) saved = action->menu();
    QVERIFY(saved);
    saved->actions().constFirst()->trigger();
    QCOMPARE(child<FilterEdit>("filterEdit")->text(), QStringLiteral("kind == signature"));
}

void TestTransactionsPage::showsTimesAsChosen()
{
    open(10);
    const auto title = [this] {
        return list()->model()->headerData(TransactionModel::TimeColumn, Qt::Horizontal).toString();
    };
    QCOMPARE(title(), QStringLiteral("Signed time (UTC)"));
    const QModelIndex cell = list()->model()->index(9, TransactionModel::TimeColumn);
    QTRY_VERIFY(cell.data().toString().endsWith(QLatin1Char('Z')));
    const QString utc = cell.data().toString();
    m_page->setTimeDisplay(TimeDisplay::Local);
    QCOMPARE(title(), QStringLiteral("Signed time (local)"));
    QCOMPARE(cell.data().toString(), formatTime(QDateTime::fromString(utc, Qt::ISODate), TimeDisplay::Local));
}

void TestTransactionsPage::filterFindsAndCounts()
{
    open(1000);
    type("kind == signature && seqno <= 500");
    QTest::keyClick(child<FilterEdit>("filterEdit"), Qt::Key_Return);
    QTRY_COMPARE(child<FilterBar>("filterBar")->stateText(), QStringLiteral("50 found."));
    QCOMPARE(list()->model()->rowCount(), 50);
    QCOMPARE(m_page->currentSeqno(), SeqNo(10));
    QCOMPARE(m_settings->recentFilters().value(0), QStringLiteral("kind == signature && seqno <= 500"));
    type("verdict == unsigned");
    QTRY_COMPARE(list()->model()->rowCount(), 50);
    QTRY_COMPARE(m_page->currentSeqno(), SeqNo(951));
    type("");
    QTRY_COMPARE(list()->model()->rowCount(), 1000);
    QCOMPARE(m_page->currentSeqno(), SeqNo(951));
}

void TestTransactionsPage::contentsAreSearchedOnlyWhereNeeded()
{
    open(1000);
    QTRY_COMPARE(m_page->findChildren<ProofLinkButton*>().size(), 5);
    const int before = m_source->records().detailCalls;
    type("key == key-70 && kind == signature");
    QTRY_COMPARE(child<FilterBar>("filterBar")->stateText(), QStringLiteral("1 found."));
    QCOMPARE(m_page->currentSeqno(), SeqNo(70));
    QVERIFY(m_source->records().detailCalls - before <= 102);
}

void TestTransactionsPage::searchCanBeCancelled()
{
    open(10'000'000);
    m_source->records().slowMs = 5;
    type("kind == signature");
    QTRY_COMPARE(child<FilterBar>("filterBar")->state(), FilterBar::State::Busy);
    QTRY_VERIFY(list()->model()->rowCount() > 100);
    QTest::mouseClick(child<QToolButton>("cancelSearch"), Qt::LeftButton);
    QTRY_VERIFY(child<FilterBar>("filterBar")->stateText().contains(QStringLiteral("Stopped when")));
    QCOMPARE(child<FilterBar>("filterBar")->state(), FilterBar::State::Valid);
    QVERIFY(!child<QToolButton>("cancelSearch")->isEnabled());
}

void TestTransactionsPage::completionOffersAndInserts()
{
    open(1000);
    auto* edit = child<FilterEdit>("filterEdit");
    m_page->activateWindow();
    edit->setFocus();
    QTest::keyClicks(edit, QStringLiteral("ver"));
    QTRY_VERIFY(edit->completions()->popup()->isVisible());
    QAbstractItemView* popup = edit->completions()->popup();
    QCOMPARE(popup->model()->index(0, 0).data().toString(), QStringLiteral("verdict"));
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QCOMPARE(edit->text(), QStringLiteral("verdict "));
}

void TestTransactionsPage::goesToIds()
{
    open(5'000'000);
    auto* goTo = child<QLineEdit>("goToEdit");
    goTo->setText(QStringLiteral("3500002.3500000"));
    QTest::keyClick(goTo, Qt::Key_Return);
    QCOMPARE(m_page->currentSeqno(), SeqNo(3'500'000));
    QTRY_VERIFY(label("noticeLabel")->text().contains(QStringLiteral("not in view 3,500,002")));
    goTo->setText(QStringLiteral("9000000"));
    QTest::keyClick(goTo, Qt::Key_Return);
    QVERIFY(label("noticeLabel")->text().contains(QStringLiteral("outside this history")));
    goTo->setText(QStringLiteral("<b>x</b>"));
    QTest::keyClick(goTo, Qt::Key_Return);
    QVERIFY(label("noticeLabel")->text().contains(QStringLiteral("is no transaction id")));
    QCOMPARE(m_page->currentSeqno(), SeqNo(3'500'000));
    auto* bar = child<HistoryBar>("historyBar");
    QTest::keyClick(bar, Qt::Key_End);
    QCOMPARE(bar->shownLast(), SeqNo(5'000'000));
    QCOMPARE(bar->shownFirst(), SeqNo(4'000'001));
}

void TestTransactionsPage::f8FindsTrouble()
{
    open(1000);
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_F8);
    QCOMPARE(m_page->currentSeqno(), SeqNo(401));
    m_page->goTo(420);
    QTest::keyClick(list(), Qt::Key_F8);
    QCOMPARE(m_page->currentSeqno(), SeqNo(951));
}

void TestTransactionsPage::copiesRows()
{
    open(1000);
    const auto copied = [this](const char* id) {
        QGuiApplication::clipboard()->clear();
        for (const Command& command : m_page->commands()) {
            if (command.id == QLatin1String(id)) command.trigger();
        }
    };
    m_page->goTo(10);
    copied("transactions.copyCsv");
    QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("transaction,seqno,")));
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("2.10,10,2,2023-11-14T22:13:30Z,signature,passed,")));
    copied("transactions.copyJson");
    QTRY_VERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("\"verdict\": \"passed\"")));
    filter::FilterContext context;
    context.fileNames = {"=cmd|' /C calc'!A0", "a\"b,c\r\n"};
    RecordRow row = test::FakeRecords::row(2);
    QVERIFY(formatRows({row}, RowFormat::Csv, context).find(",'=cmd|' /C calc'!A0,") != std::string::npos);
    row.file = 1;
    QVERIFY(formatRows({row}, RowFormat::Csv, context).find(",\"a\"\"b,c\r\n\",") != std::string::npos);
    QVERIFY(formatRows({row}, RowFormat::Tsv, context).find("\ta\"b,c  \t") != std::string::npos);
}

void TestTransactionsPage::copiesBytes()
{
    open(1000);
    auto* hex = child<HexView>("hexView");
    QTRY_COMPARE(hex->cursor(), 0);
    hex->setCursor(0);
    hex->setCursor(3, true);
    hex->setFocus();
    QTest::keyClick(hex, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("48454144"));
}

void TestTransactionsPage::waitsForARunBeforeProving()
{
    open(1000, false);
    QTRY_VERIFY(label("proofMessage")->text().contains(QStringLiteral("once the ledger has been verified")));
    m_page->setReport(std::make_shared<VerificationReport>(test::fakeReport(1000)));
    QTRY_COMPARE(m_page->findChildren<ProofLinkButton*>().size(), 5);
}

void TestTransactionsPage::tellsWhyAProofIsMissing()
{
    open(1000, false);
    m_source->proofFails = true;
    m_page->setReport(std::make_shared<VerificationReport>(test::fakeReport(1000)));
    QTRY_VERIFY(label("proofMessage")->text().contains(QStringLiteral("ledger_even.committed@0x10")));
    QVERIFY(m_page->goTo(77));
    QTRY_COMPARE(label("recordMessage")->text(), QStringLiteral("No file at hand holds this transaction."));
}

void TestTransactionsPage::anotherSourceDropsTheOldAnswers()
{
    open(1'000'000);
    m_source->records().slowMs = 50;
    type("kind == signature");
    QTest::keyClick(child<FilterEdit>("filterEdit"), Qt::Key_Return);
    const auto old = m_source;
    open(100);
    QTRY_COMPARE(list()->model()->rowCount(), 10);
    QTRY_COMPARE(child<FilterBar>("filterBar")->stateText(), QStringLiteral("10 found."));
    m_page->setSource({});
    QCOMPARE(list()->model()->rowCount(), 0);
}

void TestTransactionsPage::hundredMillionStayQuick()
{
    MeasuredApplication::s_longest = 0;
    QElapsedTimer clock;
    clock.start();
    open(100'000'000);
    const double opening = double(clock.nsecsElapsed()) / 1e6;
    qint64 longestJump = 0;
    for (SeqNo seqno = 999; seqno < 100'000'000; seqno += 7'777'777) {
        clock.start();
        QVERIFY(m_page->goTo(seqno));
        longestJump = std::max(longestJump, clock.nsecsElapsed());
        QTRY_VERIFY(list()->model()->index(list()->currentIndex().row(), TransactionModel::KindColumn).data().isValid());
    }
    list()->setFocus();
    for (int i = 0; i < 50; ++i) QTest::keyClick(list(), Qt::Key_PageDown);
    QTest::qWait(300);
    qInfo("opening %.2f ms, longest jump %.2f ms, longest event %.2f ms", opening, double(longestJump) / 1e6,
          double(MeasuredApplication::s_longest) / 1e6);
    if (test::kSanitized) QSKIP("under a sanitizer the budget says nothing; the list was only exercised");
    QVERIFY(opening < 50);
    QVERIFY(longestJump < 50'000'000);
    QVERIFY(MeasuredApplication::s_longest < 50'000'000);
}

int main(int argc, char** argv)
{
    MeasuredApplication application(argc, argv);
    TestTransactionsPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_transactions_page.moc"
