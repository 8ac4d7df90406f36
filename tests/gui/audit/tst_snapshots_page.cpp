// Days of an auditor's work in the window: snapshots are taken, and two of them compared in four clicks.

#include "core/audit/snapshot_keeping.h"
#include "tests/gui/evidence_window.h"
#include "tests/unit/audit/histories.h"
#include "ui/audit/comparison_panel.h"
#include "ui/common/verdict_badge.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::tests;
using namespace countersign::ui;

class TestSnapshotsPage final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { m_window = std::make_unique<EvidenceWindow>(); }
    void cleanup() { m_window.reset(); }
    void emptyPageSaysWhatFillsIt();
    void comparesTwoInFourClicks_data();
    void comparesTwoInFourClicks();
    void tabsTellWhatChangedAndWhy();
    void takesASnapshotOfTheOpenLedger();
    void takesOneAfterEachRun();
    void aRollBackIsShownAtOnce();
    void aColleaguesIsMarked();
    void aTamperedWorkspaceShowsItsBrokenChain();
    void aFileThatIsNoWorkspaceIsLeftAlone();
    void theWorkspaceComesBack();

private:
    template <class T>
    T* child(const char* name)
    {
        return m_window->child<T>(name);
    }
    /// A workspace in which the two ledgers were seen on two days.
    QString workspaceOf(const QString& name, const std::filesystem::path& first, const std::filesystem::path& second);
    void openAndShow(const QString& workspace);
    void clickRow(int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void clickPage(const QString& title);
    QAbstractItemModel* rows() { return child<QTableView>("snapshotTable")->model(); }

    QTemporaryDir m_folder;
    std::unique_ptr<Histories> m_histories;
    std::filesystem::path m_early, m_middle, m_forked, m_rewritten;
    std::unique_ptr<EvidenceWindow> m_window;
};

void TestSnapshotsPage::initTestCase()
{
    m_histories = std::make_unique<Histories>(m_folder.path().toStdString(),
                                              std::multimap<SeqNo, std::function<void(support::SyntheticService&)>>{
                                                  {150, support::changeMembersNow}, {190, support::recoverNow}});
    const SeqNo early = m_histories->signatureFrom(70);
    m_early = m_histories->upTo(early, "early");
    m_middle = m_histories->upTo(m_histories->signatureFrom(130), "middle");
    m_forked = m_histories->forked(90, "forked");
    m_rewritten = m_histories->rewritten(early + 1, early + 3, "rewritten");
}

QString TestSnapshotsPage::workspaceOf(const QString& name, const std::filesystem::path& first,
                                       const std::filesystem::path& second)
{
    const QString path = m_window->path(name + QStringLiteral(".countersign"));
    auto file = audit::WorkspaceFile::create(path.toStdString()).value();
    if (!file.setProfile("name", name.toStdString())) qFatal("no profile");
    UtcTime day{1'769'904'000}; // 2026-02-01
    for (const auto& ledger : {first, second}) {
        const auto earlier = audit::lookBack(file).value();
        Seen seen = see(ledger, {.takenAt = day, .anchor = m_histories->anchor(), .rootsAt = earlier.rootsAt});
        if (!audit::keepSnapshot(file, seen.snapshot, {})) qFatal("not kept");
        day.seconds += 24 * 3600;
    }
    return path;
}

void TestSnapshotsPage::openAndShow(const QString& workspace)
{
    m_window->drop({workspace});
    QTRY_COMPARE(child<QLabel>("workspaceName")->text(), QFileInfo(workspace).completeBaseName());
    QVERIFY(child<QTableView>("snapshotTable")->isVisible() && rows()->rowCount() > 0);
}

void TestSnapshotsPage::clickRow(int row, Qt::KeyboardModifiers modifiers)
{
    auto* table = child<QTableView>("snapshotTable");
    const QPoint at = table->visualRect(table->model()->index(row, 1)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, modifiers, at);
}

void TestSnapshotsPage::clickPage(const QString& title)
{
    auto* tree = m_window->desk().window().findChild<QTreeView*>(QStringLiteral("navigation"));
    QVERIFY(tree);
    const auto hits = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, title, 1,
                                           Qt::MatchExactly | Qt::MatchRecursive);
    QVERIFY(!hits.isEmpty());
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(hits.front()).center());
}

void TestSnapshotsPage::emptyPageSaysWhatFillsIt()
{
    m_window->desk().window().showPage(kHomeGroup, QStringLiteral("snapshots"));
    QVERIFY(child<QWidget>("noWorkspace")->isVisible());
    m_window->prompts.saveFile = m_window->path(QStringLiteral("new.countersign"));
    QTest::mouseClick(child<QWidget>("noWorkspace")->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(child<QLabel>("workspaceName")->isVisible());
    QTRY_COMPARE(child<QLabel>("workspaceName")->text(), QStringLiteral("new"));
    QCOMPARE(child<VerdictBadge>("chainVerdict")->verdict(), Verdict::Passed);
    QVERIFY(!child<QPushButton>("takeSnapshot")->isEnabled());
    QVERIFY(!child<QPushButton>("compareSnapshots")->isEnabled());
    const QAbstractItemModelTester tester(rows());
}

void TestSnapshotsPage::comparesTwoInFourClicks_data()
{
    QTest::addColumn<QString>("later");
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char* name, const std::filesystem::path& later, const char* line, Verdict verdict) {
        QTest::newRow(name) << QString::fromStdString(later.string()) << QString::fromLatin1(line) << int(verdict);
    };
    row("continued", m_histories->whole(), "Snapshot 2 continues Snapshot 1: the same root at 2.", Verdict::Passed);
    row("rolled back", m_early, "Rolled back to 2.", Verdict::Failed);
    row("forked", m_forked, "Fork after 2.", Verdict::Failed);
    row("rewritten", m_rewritten, "Rewritten after 2.", Verdict::Failed);
}

void TestSnapshotsPage::comparesTwoInFourClicks()
{
    QFETCH(QString, later);
    QFETCH(QString, line);
    QFETCH(int, verdict);
    openAndShow(workspaceOf(QStringLiteral("four"), m_middle, later.toStdString()));
    m_window->desk().window().showPage(kHomeGroup, QStringLiteral("start"));

    clickPage(QStringLiteral("Snapshots")); // 1
    QCOMPARE(m_window->desk().window().currentPage().page, QStringLiteral("snapshots"));
    clickRow(0); // 2
    QVERIFY(!child<QPushButton>("compareSnapshots")->isEnabled());
    clickRow(1, Qt::ControlModifier);                                          // 3
    QTest::mouseClick(child<QPushButton>("compareSnapshots"), Qt::LeftButton); // 4

    QTRY_VERIFY(child<QWidget>("comparisonPanel")->isVisible());
    QVERIFY2(child<QLabel>("continuityLine")->text().startsWith(line),
             qPrintable(child<QLabel>("continuityLine")->text()));
    QCOMPARE(int(child<VerdictBadge>("continuityVerdict")->verdict()), verdict);
    QCOMPARE(child<QLabel>("continuityReason")->isVisible(), verdict != int(Verdict::Passed));
}

void TestSnapshotsPage::tabsTellWhatChangedAndWhy()
{
    openAndShow(workspaceOf(QStringLiteral("tabs"), m_middle, m_histories->whole()));
    clickRow(0);
    clickRow(1, Qt::ControlModifier);
    QTest::mouseClick(child<QPushButton>("compareSnapshots"), Qt::LeftButton);
    QTRY_VERIFY(child<QWidget>("comparisonPanel")->isVisible());
    auto* members = child<QTableView>("changes-members");
    const QAbstractItemModelTester tester(members->model());
    QVERIFY(members->model()->rowCount() >= 2);                              // one joined, one left
    QTRY_VERIFY(!members->model()->index(0, 7).data().toString().isEmpty()); // the ledger told the proposal
    QVERIFY(members->model()->index(0, 6).data().toString().contains(QLatin1Char('.')));
    auto* tabs = child<QTabWidget>("comparisonTabs");
    QStringList titles;
    for (int i = 0; i < tabs->count(); ++i) titles += tabs->tabText(i);
    QVERIFY2(titles.join(QLatin1Char('|')).contains(QStringLiteral("Members (")),
             qPrintable(titles.join(QLatin1Char('|'))));
    QVERIFY(titles.contains(QStringLiteral("Constitution")));
    QVERIFY(child<QTableView>("changes-certificates")->model()->rowCount() > 0); // the recovered service's
}

void TestSnapshotsPage::takesASnapshotOfTheOpenLedger()
{
    m_window->prompts.saveFile = m_window->path(QStringLiteral("own.countersign"));
    m_window->desk().window().showPage(kHomeGroup, QStringLiteral("snapshots"));
    QTest::mouseClick(child<QWidget>("noWorkspace")->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(child<QLabel>("workspaceName")->isVisible());
    const QString pin = m_window->write(QStringLiteral("service.pem"), m_histories->anchor());
    m_window->desk().open({QString::fromStdString(m_middle.string())}, {pin});
    QTRY_VERIFY(child<QPushButton>("takeSnapshot")->isEnabled());
    m_window->desk().window().showPage(kHomeGroup, QStringLiteral("snapshots"));
    QTest::mouseClick(child<QPushButton>("takeSnapshot"), Qt::LeftButton);
    QTRY_COMPARE(rows()->rowCount(), 1);
    QVERIFY(child<QLabel>("snapshotMessage")->text().contains(QStringLiteral("Passed")));
    QTRY_VERIFY(child<QPushButton>("takeSnapshot")->isEnabled());
    QTest::mouseClick(child<QPushButton>("takeSnapshot"), Qt::LeftButton);
    QTRY_COMPARE(rows()->rowCount(), 2);
    QVERIFY2(child<QLabel>("snapshotMessage")->text().startsWith(QStringLiteral("Snapshot 2 continues Snapshot 1")),
             qPrintable(child<QLabel>("snapshotMessage")->text()));
    QCOMPARE(child<VerdictBadge>("chainVerdict")->verdict(), Verdict::Passed);
}

void TestSnapshotsPage::takesOneAfterEachRun()
{
    const QString workspace = workspaceOf(QStringLiteral("runs"), m_early, m_middle);
    openAndShow(workspace);
    child<QCheckBox>("takeAfterRuns")->click();
    const QString pin = m_window->write(QStringLiteral("service.pem"), m_histories->anchor());
    m_window->desk().open({QString::fromStdString(m_middle.string())}, {pin});
    QTRY_COMPARE(rows()->rowCount(), 3);
    QVERIFY2(child<QLabel>("snapshotMessage")->text().startsWith(QStringLiteral("Snapshot 3 continues Snapshot 2")),
             qPrintable(child<QLabel>("snapshotMessage")->text()));
    QTRY_VERIFY(child<QPushButton>("takeSnapshot")->isEnabled());
    // Of a ledger that the workspace does not know, only by hand.
    m_window->desk().open({QString::fromStdString(m_forked.string())}, {pin});
    QTRY_COMPARE(child<QComboBox>("snapshotLedger")->count(), 2);
    QTRY_VERIFY(m_window->desk().currentSession() && m_window->desk().currentSession()->report());
    QVERIFY(child<QPushButton>("takeSnapshot")->isEnabled());
    QCOMPARE(rows()->rowCount(), 3);
}

void TestSnapshotsPage::aRollBackIsShownAtOnce()
{
    openAndShow(workspaceOf(QStringLiteral("back"), m_early, m_middle));
    const QString pin = m_window->write(QStringLiteral("service.pem"), m_histories->anchor());
    m_window->desk().open({QString::fromStdString(m_early.string())}, {pin});
    QTRY_VERIFY(child<QPushButton>("takeSnapshot")->isEnabled());
    m_window->desk().window().showPage(kHomeGroup, QStringLiteral("snapshots"));
    QTest::mouseClick(child<QPushButton>("takeSnapshot"), Qt::LeftButton);
    QTRY_VERIFY(child<QWidget>("comparisonPanel")->isVisible());
    QCOMPARE(child<VerdictBadge>("continuityVerdict")->verdict(), Verdict::Failed);
    QVERIFY(child<QLabel>("continuityLine")->text().startsWith(QStringLiteral("Rolled back to 2.")));
    QVERIFY(child<QLabel>("snapshotMessage")->text().startsWith(QStringLiteral("Rolled back to 2.")));
}

void TestSnapshotsPage::aColleaguesIsMarked()
{
    const QString mine = workspaceOf(QStringLiteral("mine"), m_early, m_middle);
    openAndShow(mine);
    clickRow(1);
    m_window->prompts.saveFile = m_window->path(QStringLiteral("two.snapshot"));
    QTest::mouseClick(child<QPushButton>("exportSnapshot"), Qt::LeftButton);
    QTRY_VERIFY(QFile::exists(m_window->path(QStringLiteral("two.snapshot"))));
    openAndShow(workspaceOf(QStringLiteral("theirs"), m_early, m_early));
    m_window->prompts.file = m_window->path(QStringLiteral("two.snapshot"));
    QTest::mouseClick(child<QPushButton>("importSnapshot"), Qt::LeftButton);
    QVERIFY(child<QLineEdit>("importFrom")->isVisible());
    QVERIFY(!child<QPushButton>("importNow")->isEnabled());
    QTest::keyClicks(child<QLineEdit>("importFrom"), QStringLiteral("Alice"));
    QTest::mouseClick(child<QPushButton>("importNow"), Qt::LeftButton);
    QTRY_COMPARE(rows()->rowCount(), 3);
    QVERIFY(rows()->index(2, 4).data().toString().startsWith(QStringLiteral("Alice, could be anybody")));
    clickRow(0);
    clickRow(2, Qt::ControlModifier);
    QTest::mouseClick(child<QPushButton>("compareSnapshots"), Qt::LeftButton);
    QTRY_VERIFY(child<QWidget>("comparisonPanel")->isVisible());
    QCOMPARE(child<VerdictBadge>("continuityVerdict")->verdict(), Verdict::Indeterminate);
}

void TestSnapshotsPage::aTamperedWorkspaceShowsItsBrokenChain()
{
    const QString path = workspaceOf(QStringLiteral("tampered"), m_early, m_middle);
    {
        auto file = audit::WorkspaceFile::open(path.toStdString(), audit::WorkspaceAccess::ReadWrite).value();
        QVERIFY(file.database().execute("DROP TRIGGER snapshots_stay_d; DELETE FROM snapshots WHERE number = 1"));
    }
    m_window->drop({path});
    QTRY_COMPARE(child<VerdictBadge>("chainVerdict")->verdict(), Verdict::Failed);
    QCOMPARE(rows()->rowCount(), 0);
    QVERIFY(!child<QPushButton>("takeSnapshot")->isEnabled());
}

void TestSnapshotsPage::aFileThatIsNoWorkspaceIsLeftAlone()
{
    const QString path = m_window->write(QStringLiteral("text.countersign"), std::string("hello"));
    m_window->drop({path});
    QTRY_VERIFY(child<QLabel>("snapshotMessage")->text().contains(QStringLiteral("nothing in it was changed")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("hello"));
}

void TestSnapshotsPage::theWorkspaceComesBack()
{
    const QString path = workspaceOf(QStringLiteral("back"), m_early, m_middle);
    ui::Settings settings(m_window->path(QStringLiteral("other.ini")));
    ui::Theme theme(*qApp);
    ScriptedPrompts prompts;
    {
        app::Desk desk(settings, theme, prompts);
        desk.open({path}, {});
        QTRY_COMPARE(settings.layout(QStringLiteral("workspace")), path.toUtf8());
    }
    app::Desk desk(settings, theme, prompts);
    auto* name = desk.window().findChild<QLabel*>(QStringLiteral("workspaceName"));
    QTRY_COMPARE(name->text(), QStringLiteral("back"));
}

QTEST_MAIN(TestSnapshotsPage)
#include "tst_snapshots_page.moc"
