// "Try the demo consortium": from the start page to a vote, and what a demo must not touch.
#include "app/gui/desk.h"
#include "tests/support/scripted_prompts.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/sign/signing_sheet.h"
#include "ui/verify/ledger_session.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;

namespace {
constexpr int kSoon = 60'000;
}

class TestDemoConsortium final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void votesWithFourClicks();
    void leavesNothingBehind();
    void oneNodeLies();
    void anotherIdentityAnswers();
    void rewrittenHistoryShowsInItsFiles();
    void startedAnewTheOldOneEnds();

private:
    void startDemo(int fault = 0);
    app::LiveWorkspace* workspace() { return m_desk->connector().workspace(m_desk->window().currentPage().group); }
    template <class T> T* child(const char* name) { return m_desk->window().findChild<T*>(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    tests::ScriptedPrompts m_prompts;
    std::unique_ptr<app::Desk> m_desk;
};

void TestDemoConsortium::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("TMPDIR", m_home->path().toUtf8());
    m_settings = std::make_unique<Settings>(m_home->filePath(QStringLiteral("settings.ini")));
    m_theme = std::make_unique<Theme>(*qApp);
    app::LiveWorld world{.transport = {}, .timing = {.pulseMs = 200, .longestMs = 500, .wholeEvery = 5}};
    world.proofFolder = m_home->filePath(QStringLiteral("proofs"));
    m_desk = std::make_unique<app::Desk>(*m_settings, *m_theme, m_prompts, m_home->filePath(QStringLiteral("pins.json")), QString(), world);
    m_desk->window().resize(1280, 800);
    m_desk->window().show();
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window()));
}

void TestDemoConsortium::cleanup()
{
    m_desk.reset();
    m_theme.reset();
    m_settings.reset();
}

void TestDemoConsortium::startDemo(int fault)
{
    child<QComboBox>("demoFault")->setCurrentIndex(fault);
    child<QAbstractButton>("demoStart")->click();
    QVERIFY(!child<QAbstractButton>("demoStart")->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(workspace() && workspace()->session().snapshot(), kSoon);
}

void TestDemoConsortium::votesWithFourClicks()
{
    startDemo();
    QTRY_VERIFY_WITH_TIMEOUT(workspace()->session().snapshot()->service(), kSoon);
    QCOMPARE(child<QLabel>("demoMark")->text(), QStringLiteral("DEMO"));
    QVERIFY(child<QLabel>("demoMark")->isVisible());
    m_desk->window().showPage(m_desk->window().currentPage().group, QStringLiteral("governance")); // 1: the badge
    auto* table = child<QTableView>("proposalTable");
    QTRY_VERIFY(table->model()->rowCount() >= 2);
    const QRect row = table->visualRect(table->model()->index(0, 1));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, row.center()); // 2: the proposal
    QTRY_VERIFY_WITH_TIMEOUT(child<QAbstractButton>("approveProposal")->isEnabled(), kSoon);
    QTest::mouseClick(child<QAbstractButton>("approveProposal"), Qt::LeftButton); // 3
    QTRY_VERIFY_WITH_TIMEOUT(child<QAbstractButton>("actSign") && child<QAbstractButton>("actSign")->isEnabled(), kSoon);
    QVERIFY(child<QLineEdit>("keyFile")->text().endsWith(QStringLiteral("_privk.pem"))); // offered, not asked for
    std::optional<ActOutcome> outcome;
    connect(m_desk->window().findChild<SigningSheet*>(), &SigningSheet::ended, this, [&](const ActOutcome& one) { outcome = one; });
    QTest::mouseClick(child<QAbstractButton>("actSign"), Qt::LeftButton); // 4
    QTRY_VERIFY_WITH_TIMEOUT(outcome.has_value(), kSoon);
    QCOMPARE(outcome->receipt, Verdict::Passed);
    QVERIFY(QFile::exists(outcome->receiptFile));
    QVERIFY(!QDir(m_home->filePath(QStringLiteral("proofs"))).exists()); // a demo's proof is kept apart from real ones
}

void TestDemoConsortium::leavesNothingBehind()
{
    startDemo();
    const QString folder = QString::fromStdString(m_desk->demo().host().places()->folder.string());
    QVERIFY(QDir(folder).exists());
    QVERIFY(m_desk->demo().host().places()->urls.front().starts_with("https://127.0.0.1:"));
    QTRY_VERIFY_WITH_TIMEOUT(workspace()->session().snapshot()->service(), kSoon);
    m_desk.reset();
    QVERIFY(!QDir(folder).exists());
    QVERIFY(!QFile::exists(m_home->filePath(QStringLiteral("pins.json")))); // its pin is among no real ones
    QVERIFY(m_settings->recentPlaces().isEmpty());
}

void TestDemoConsortium::oneNodeLies()
{
    startDemo(1);
    QTRY_COMPARE_WITH_TIMEOUT(workspace()->session().snapshot()->verdict(), Verdict::Failed, kSoon);
}

void TestDemoConsortium::anotherIdentityAnswers()
{
    startDemo(3);
    QTRY_VERIFY_WITH_TIMEOUT(child<QWidget>("trustTrouble"), kSoon);
    QVERIFY(!workspace()->session().snapshot()->service());
}

void TestDemoConsortium::rewrittenHistoryShowsInItsFiles()
{
    startDemo(2);
    m_desk->window().commands().trigger(QStringLiteral("demo.ledger"));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->currentSession() && m_desk->currentSession()->state() == LedgerSession::State::Finished, kSoon);
    QVERIFY(!m_desk->demo().host().places()->keptLedger.empty());
}

void TestDemoConsortium::startedAnewTheOldOneEnds()
{
    startDemo();
    const std::string before = m_desk->demo().host().places()->folder.string();
    const QString group = m_desk->window().currentPage().group;
    m_desk->window().showPage(kHomeGroup, QStringLiteral("start"));
    child<QAbstractButton>("demoStart")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->demo().host().isStarting() && m_desk->demo().isRunning(), kSoon);
    QVERIFY(!std::filesystem::exists(before));
    QVERIFY(!m_desk->connector().workspace(group));
    QTRY_VERIFY_WITH_TIMEOUT(workspace() && workspace()->session().snapshot(), kSoon);
}

QTEST_MAIN(TestDemoConsortium)
#include "tst_demo_consortium.moc"
