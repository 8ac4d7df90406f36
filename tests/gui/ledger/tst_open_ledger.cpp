// The flow of an auditor who opens a ledger folder, over the bundled demo.

#include "app/gui/desk.h"
#include "tests/support/scripted_prompts.h"
#include "tests/support/source_dir.h"
#include "ui/common/theme/theme.h"
#include "ui/common/verdict_badge.h"
#include "ui/explore/transactions_page.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/verify/file_model.h"
#include "ui/verify/finding_model.h"
#include "ui/verify/identity_sheet.h"
#include "ui/verify/ledger_session.h"

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <filesystem>

using namespace countersign;
using namespace countersign::ui;

class TestOpenLedger final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void droppedFolderShowsFilesAndAVerdict();
    void certificateFileMakesItPass();
    void certificateBesideIsOfferedNotUsed();
    void pinIsRememberedForTheLedger();
    void ledgerItselfStaysIndeterminate();
    void wrongFileIsSaidToBeWrong();
    void foreignIdentityIsTrouble();
    void tamperedLeadsFromFindingToBytes();
    void demoIsMarkedAndLeavesNoPin();
    void verifyAgainAndClose();
    void nonsenseIsReported();

private:
    MainWindow& window() { return m_desk->window(); }
    template <class T> T* child(const char* name) { return window().findChild<T*>(QString::fromLatin1(name)); }
    Verdict shownVerdict();
    void makeDesk();
    void dropOn(const QStringList& paths);
    void waitForVerdict();
    QString demo(const char* name) const { return QString::fromStdString(test::sourceDir() / "resources/demo" / name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<app::Desk> m_desk;
    tests::ScriptedPrompts m_prompts;
    QString m_ledger; ///< A copy of the demo: no longer the demo.
};

void TestOpenLedger::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_ledger = m_folder->filePath(QStringLiteral("contoso/ledger"));
    std::filesystem::copy(demo("ledger").toStdString(), (QDir().mkpath(m_ledger), m_ledger.toStdString()));
    m_settings = std::make_unique<Settings>(m_folder->filePath(QStringLiteral("settings.ini")));
    m_theme = std::make_unique<Theme>(*qApp);
    m_prompts = {};
    makeDesk();
}

void TestOpenLedger::makeDesk()
{
    m_desk.reset();
    m_desk = std::make_unique<app::Desk>(*m_settings, *m_theme, m_prompts, m_folder->filePath(QStringLiteral("pins.json")));
    window().show();
    QApplication::setActiveWindow(&window());
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void TestOpenLedger::cleanup()
{
    m_desk.reset();
    m_theme.reset();
    m_settings.reset();
}

void TestOpenLedger::dropOn(const QStringList& paths)
{
    QMimeData mime;
    QList<QUrl> urls;
    for (const QString& path : paths) urls += QUrl::fromLocalFile(path);
    mime.setUrls(urls);
    QWidget* target = window().centralWidget();
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(target, &enter);
    QWidget* overlay = child<QWidget>("dropOverlay");
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(overlay ? overlay : target, &drop);
}

Verdict TestOpenLedger::shownVerdict()
{
    QWidget* bar = child<QWidget>("trustBar");
    return bar->findChild<VerdictBadge*>()->verdict();
}

void TestOpenLedger::waitForVerdict()
{
    QTRY_VERIFY(m_desk->currentSession());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->currentSession()->state(), LedgerSession::State::Finished, 60'000);
}

void TestOpenLedger::droppedFolderShowsFilesAndAVerdict()
{
    dropOn({m_ledger});
    QTRY_COMPARE(window().currentPage().page, QStringLiteral("files"));
    auto* table = child<QTableView>("fileTable");
    QCOMPARE(table->model()->rowCount(), 10);
    QCOMPARE(table->model()->index(0, FileModel::NameColumn).data().toString(), QStringLiteral("ledger_1-15.committed"));
    QTRY_VERIFY(child<IdentitySheet>("identitySheet")->isOpen());
    waitForVerdict();
    QCOMPARE(shownVerdict(), Verdict::Indeterminate);
    QVERIFY(child<QLabel>("verdictSentence")->text().contains(QStringLiteral("No identity was given")));
    QTRY_VERIFY(child<QLabel>("fileTotals")->text().contains(QStringLiteral("1 to 254")));
}

void TestOpenLedger::certificateFileMakesItPass()
{
    dropOn({m_ledger});
    waitForVerdict();
    m_prompts.file = demo("service_cert.pem");
    QTest::mouseClick(child<QPushButton>("chooseCertificate"), Qt::LeftButton);
    QTRY_VERIFY(child<QWidget>("identityPreview")->isVisible());
    QVERIFY(child<QLabel>("previewSubject")->text().contains(QStringLiteral("Measurement Peer")));
    QCOMPARE(child<QLabel>("previewFingerprint")->text().left(9), QStringLiteral("6dbd 7714"));
    QTest::mouseClick(child<QPushButton>("useIdentity"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(shownVerdict(), Verdict::Passed, 60'000);
    QVERIFY(!child<IdentitySheet>("identitySheet")->isOpen());
    QVERIFY(child<QLabel>("verdictSentence")->text().contains(QStringLiteral("Passed for 1–254")));
    QCOMPARE(m_prompts.asked, 1);
}

void TestOpenLedger::certificateBesideIsOfferedNotUsed()
{
    QVERIFY(QFile::copy(demo("service_cert.pem"), m_folder->filePath(QStringLiteral("contoso/service_cert.pem"))));
    dropOn({m_ledger});
    waitForVerdict();
    QCOMPARE(shownVerdict(), Verdict::Indeterminate);
    auto* look = child<QPushButton>("lookAtBeside");
    QVERIFY(look);
    QTest::mouseClick(look, Qt::LeftButton);
    QTRY_VERIFY(child<QWidget>("identityPreview")->isVisible());
    QCOMPARE(shownVerdict(), Verdict::Indeterminate);
}

void TestOpenLedger::pinIsRememberedForTheLedger()
{
    dropOn({m_ledger, demo("service_cert.pem")}); // both at once: the person hands both in
    waitForVerdict();
    QTRY_COMPARE_WITH_TIMEOUT(shownVerdict(), Verdict::Passed, 60'000);
    QTRY_VERIFY(QFile::exists(m_folder->filePath(QStringLiteral("pins.json"))));
    makeDesk();
    dropOn({m_ledger});
    waitForVerdict();
    QCOMPARE(shownVerdict(), Verdict::Passed);
    QVERIFY(!child<IdentitySheet>("identitySheet")->isOpen());
}

void TestOpenLedger::ledgerItselfStaysIndeterminate()
{
    dropOn({m_ledger});
    waitForVerdict();
    QTest::mouseClick(child<QPushButton>("ledgerItself"), Qt::LeftButton);
    QVERIFY(!child<IdentitySheet>("identitySheet")->isOpen());
    waitForVerdict();
    QCOMPARE(shownVerdict(), Verdict::Indeterminate);
}

void TestOpenLedger::wrongFileIsSaidToBeWrong()
{
    dropOn({m_ledger});
    waitForVerdict();
    m_prompts.file = demo("README.md");
    QTest::mouseClick(child<QPushButton>("chooseCertificate"), Qt::LeftButton);
    QTRY_VERIFY(child<QLabel>("identityProblem")->isVisible());
    QVERIFY(!child<QWidget>("identityPreview")->isVisible());
}

void TestOpenLedger::foreignIdentityIsTrouble()
{
    // A node's or another service's certificate is no identity of this history.
    const QString other = m_folder->filePath(QStringLiteral("other.pem"));
    QVERIFY(QFile::copy(QString::fromStdString(test::sourceDir() / "tests/gui/ledger/other_service.pem"), other));
    dropOn({m_ledger, other});
    waitForVerdict();
    QVERIFY(shownVerdict() != Verdict::Passed);
    auto* keep = child<QPushButton>("trustSafe");
    QVERIFY(keep);
    QVERIFY(!child<IdentitySheet>("identitySheet")->isOpen());
    QTest::mouseClick(keep, Qt::LeftButton);
    QTRY_VERIFY(!child<QPushButton>("trustSafe"));
    QVERIFY(shownVerdict() != Verdict::Passed);
}

void TestOpenLedger::tamperedLeadsFromFindingToBytes()
{
    m_desk->open({demo("tampered")}, {});
    waitForVerdict();
    QCOMPARE(shownVerdict(), Verdict::Failed);
    QVERIFY(window().commands().trigger(QStringLiteral("go.next.finding")));
    QCOMPARE(window().currentPage().page, QStringLiteral("findings"));
    auto* table = child<QTableView>("findingTable");
    auto* model = qobject_cast<FindingModel*>(table->model());
    const Finding* finding = model->findingAt(table->currentIndex().row());
    QVERIFY(finding && finding->where.seqno);
    QCOMPARE(*finding->where.seqno, 47u);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(window().currentPage().page, QStringLiteral("transactions"));
    auto* transactions = child<TransactionsPage>("transactionsPage");
    QTRY_COMPARE(transactions->currentSeqno(), 47u);
}

void TestOpenLedger::demoIsMarkedAndLeavesNoPin()
{
    m_desk->open({demo("ledger")}, {});
    waitForVerdict();
    QCOMPARE(shownVerdict(), Verdict::Passed);
    QVERIFY(child<QLabel>("demoMark")->isVisible());
    QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("pins.json"))));
}

void TestOpenLedger::verifyAgainAndClose()
{
    dropOn({m_ledger});
    waitForVerdict();
    QVERIFY(window().commands().trigger(QStringLiteral("tools.ledger.verify")));
    QCOMPARE(shownVerdict(), Verdict::NotChecked);
    waitForVerdict();
    QVERIFY(window().commands().trigger(QStringLiteral("tools.ledger.verify")));
    QVERIFY(window().commands().trigger(QStringLiteral("file.closeGroup"))); // while it runs
    QTRY_VERIFY(!m_desk->currentSession());
    dropOn({m_ledger});
    waitForVerdict();
}

void TestOpenLedger::nonsenseIsReported()
{
    dropOn({demo("README.md")});
    QTRY_VERIFY(child<QWidget>("errorLine"));
    QVERIFY(!m_desk->currentSession());
}

QTEST_MAIN(TestOpenLedger)
#include "tst_open_ledger.moc"
