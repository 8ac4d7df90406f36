#include "app/gui/desk.h"
#include "tests/gui/network/recorded_service.h"
#include "tests/support/scripted_prompts.h"
#include "tests/support/scripted_transport.h"
#include "tests/support/vectors.h"
#include "ui/common/error_line.h"
#include "ui/common/theme/theme.h"
#include "ui/govern/evaluation_pane.h"
#include "ui/govern/proposal_pane.h"
#include "ui/network/contradiction_panel.h"
#include "ui/network/line_card.h"
#include "ui/network/live_page.h"
#include "ui/network/script_view.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"
#include "ui/shell/trust_bar.h"

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace countersign;
using namespace countersign::ui;
using tests::RecordedService;

namespace {

const std::string kFirst = "https://127.0.0.1:9100";
const std::string kBackup = "https://127.0.0.1:9120";

} // namespace

class TestLivePages final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void connectsFromTheForm();
    void formNamesWhatIsWrong_data();
    void formNamesWhatIsWrong();
    void overviewShowsNodesAndCharts();
    void listsShowTheService_data();
    void listsShowTheService();
    void filterKeepsWhatFits();
    void policiesAreATree();
    void constitutionHasLinesAndDigest();
    void governanceDecodesAProposal();
    void openProposalIsEvaluatedHere();
    void decidedProposalIsNotEvaluated();
    void openProposalsAreABadge();
    void splitViewIsRedOnTheOverview();
    void garbageIsAnErrorOnItsPage();
    void offlineFreezesThePages();
    void reopensUnderTheKeptPin();
    void everyPageHasNames();
    void closingTheGroupWhileANodeHangs();
    void closingTheWindowWhileANodeHangs();

private:
    void makeDesk();
    void connectNow(const std::vector<std::string>& nodes = {kFirst, kBackup});
    QString group() const { return m_desk->window().currentPage().group; }
    LiveSession& session() { return m_desk->connector().workspace(group())->session(); }
    Page* show(const char* page)
    {
        m_desk->window().showPage(group(), QString::fromLatin1(page));
        return m_desk->window().findChild<Page*>(QString(), Qt::FindChildrenRecursively) ? current() : nullptr;
    }
    Page* current()
    {
        for (Page* page : m_desk->window().findChildren<Page*>())
            if (page->isVisibleTo(&m_desk->window()) && page->id() == m_desk->window().currentPage().page) return page;
        return nullptr;
    }
    template <class T> T* child(QWidget* in, const char* name) { return in ? in->findChild<T*>(QString::fromLatin1(name)) : nullptr; }
    template <class T> T* inWindow(const char* name) { return child<T>(&m_desk->window(), name); }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    tests::ScriptedPrompts m_prompts;
    std::shared_ptr<RecordedService> m_service;
    std::unique_ptr<app::Desk> m_desk;
};

void TestLivePages::init()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    m_home = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_home->filePath(QStringLiteral("settings.ini")));
    m_theme = std::make_unique<Theme>(*qApp);
    m_service = std::make_shared<RecordedService>();
    m_service->addNode(kFirst, "03-open");
    m_service->addNode(kBackup, "04-open-as-seen-by-a-backup");
    const QString file = m_home->filePath(QStringLiteral("service_cert.pem"));
    QFile pem(file);
    QVERIFY(pem.open(QIODevice::WriteOnly));
    pem.write(QByteArray::fromStdString(RecordedService::servicePem()));
    m_prompts.file = file;
    makeDesk();
}

void TestLivePages::cleanup()
{
    m_desk.reset();
    m_settings.reset();
    m_theme.reset();
}

void TestLivePages::makeDesk()
{
    m_desk.reset();
    m_desk = std::make_unique<app::Desk>(*m_settings, *m_theme, m_prompts, m_home->filePath(QStringLiteral("pins.json")), QString(),
                                         app::LiveWorld{m_service, {.pulseMs = 10, .longestMs = 50, .wholeEvery = 2}});
    m_desk->window().resize(1280, 800);
    m_desk->window().show();
    QVERIFY(QTest::qWaitForWindowExposed(&m_desk->window()));
}

void TestLivePages::connectNow(const std::vector<std::string>& nodes)
{
    m_desk->window().commands().trigger(QStringLiteral("file.connect"));
    QStringList urls;
    for (const std::string& node : nodes) urls += QString::fromStdString(node);
    inWindow<QPlainTextEdit>("connectUrls")->setPlainText(urls.join(QLatin1Char('\n')));
    inWindow<QAbstractButton>("connectChooseFile")->click();
    auto* go = inWindow<QAbstractButton>("connectGo");
    QTRY_VERIFY_WITH_TIMEOUT(go->isEnabled(), 10'000);
    go->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().currentPage().page, QStringLiteral("service"), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(session().snapshot() != nullptr, 20'000);
}

void TestLivePages::connectsFromTheForm()
{
    connectNow();
    QTRY_COMPARE(session().state(), LiveSession::State::Live);
    QCOMPARE(session().snapshot()->verdict(), Verdict::Passed);
    QVERIFY(inWindow<QLabel>("trustContact")->text().startsWith(QStringLiteral("live")));
    QVERIFY(inWindow<QLabel>("trustPin")->text().contains(QStringLiteral("service_cert.pem")));
}

void TestLivePages::formNamesWhatIsWrong_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing") << QString() << QStringLiteral("Give the address");
    QTest::newRow("not encrypted") << QStringLiteral("http://127.0.0.1:80") << QStringLiteral("http://127.0.0.1:80");
    QTest::newRow("user name") << QStringLiteral("https://me@host:80") << QStringLiteral("form https://host:port");
    QTest::newRow("no port number") << QStringLiteral("host:port") << QStringLiteral("form https://host:port");
}

void TestLivePages::formNamesWhatIsWrong()
{
    QFETCH(QString, typed);
    QFETCH(QString, said);
    m_desk->window().commands().trigger(QStringLiteral("file.connect"));
    inWindow<QPlainTextEdit>("connectUrls")->setPlainText(typed);
    inWindow<QAbstractButton>("identityByAsking")->click();
    inWindow<QAbstractButton>("connectGo")->click();
    QVERIFY2(inWindow<QLabel>("connectState")->text().contains(said), qPrintable(inWindow<QLabel>("connectState")->text()));
    QCOMPARE(m_service->asked(), 0);
}

void TestLivePages::overviewShowsNodesAndCharts()
{
    connectNow();
    Page* page = show("service");
    auto* nodes = child<QTableView>(page, "askedNodes");
    QTRY_COMPARE(nodes->model()->rowCount(), 2);
    QVERIFY(!child<QWidget>(page, "tile-agreement")->isHidden());
    QVERIFY(child<ContradictionPanel>(page, "contradictionPanel")->isHidden());
    for (const char* chart : {"line-commit", "line-view", "line-latency"})
        QTRY_VERIFY(child<LineCard>(page, chart)->pointCount() >= 4); // two rounds of two nodes
}

void TestLivePages::listsShowTheService_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<int>("rows");
    QTest::newRow("members") << QStringLiteral("members") << 4;
    QTest::newRow("users") << QStringLiteral("users") << 2;
    QTest::newRow("nodes") << QStringLiteral("nodes") << 3;
}

void TestLivePages::listsShowTheService()
{
    QFETCH(QString, page);
    QFETCH(int, rows);
    connectNow();
    Page* shown = show(page.toLatin1().constData());
    auto* table = child<QTableView>(shown, "liveTable");
    QTRY_COMPARE(table->model()->rowCount(), rows);
    QVERIFY(child<QTreeWidget>(shown, "detailTree")->topLevelItemCount() >= 3);
    QVERIFY(child<QLabel>(shown, "liveStamp")->text().contains(QString::fromStdString(kFirst)));
    if (page == QStringLiteral("members"))
        QVERIFY(child<QLabel>(shown, "liveSummary")->text().contains(QStringLiteral("shares are needed")));
}

void TestLivePages::filterKeepsWhatFits()
{
    connectNow();
    Page* shown = show("members");
    auto* table = child<QTableView>(shown, "liveTable");
    QTRY_COMPARE(table->model()->rowCount(), 4);
    child<QLineEdit>(shown, "liveFilter")->setText(QStringLiteral("takes no part"));
    QCOMPARE(table->model()->rowCount(), 1);
}

void TestLivePages::policiesAreATree()
{
    connectNow();
    auto* tree = child<QTreeWidget>(show("policies"), "detailTree");
    QTRY_COMPARE(tree->topLevelItemCount(), 6);
    const auto found = tree->findItems(QStringLiteral("/journal.js"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(found.size(), 1);
    tree->setCurrentItem(found.front());
    QVERIFY(child<ScriptView>(current(), "detailText")->toPlainText().contains(QStringLiteral("export function")));
    QCOMPARE(tree->findItems(QStringLiteral("DELETE"), Qt::MatchExactly | Qt::MatchRecursive).size(), 1);
}

void TestLivePages::constitutionHasLinesAndDigest()
{
    connectNow();
    Page* page = show("constitution");
    auto* script = child<ScriptView>(page, "constitutionScript");
    QTRY_VERIFY(script->blockCount() > 50);
    child<QLineEdit>(page, "findInConstitution")->setText(QStringLiteral("function apply"));
    QTest::keyClick(child<QLineEdit>(page, "findInConstitution"), Qt::Key_Return);
    QCOMPARE(script->textCursor().selectedText(), QStringLiteral("function apply"));
}

void TestLivePages::governanceDecodesAProposal()
{
    connectNow();
    Page* page = show("governance");
    auto* table = child<QTableView>(page, "proposalTable");
    QTRY_COMPARE(table->model()->rowCount(), 3);
    QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("Open"));
    QCOMPARE(table->model()->index(2, 0).data().toString(), QStringLiteral("Accepted"));
    m_desk->window().findChild<Page*>(QString());
    page->showPlace(QStringLiteral("proposal"), QStringLiteral("49d631d8c4baecd20639729cece87199249dbf4d7019ed0e899cc03ee80f9340"));
    auto* pane = page->findChild<ProposalPane*>();
    auto* votes = child<QTableView>(pane, "voteTable");
    QTRY_COMPARE_WITH_TIMEOUT(votes->model()->rowCount(), 4, 10'000);
    auto* tree = child<QTreeWidget>(child<QTabWidget>(pane, "proposalTabs")->widget(0), "detailTree");
    QTRY_VERIFY(tree->topLevelItemCount() > 0);
    QCOMPARE(tree->topLevelItem(0)->text(0), QStringLiteral("set_member"));
    QVERIFY(child<ScriptView>(pane, "proposalText")->toPlainText().contains(QStringLiteral("set_member")));
    int yes = 0;
    for (int row = 0; row < 4; ++row) yes += votes->model()->index(row, 2).data().toString() == QStringLiteral("plain yes") ? 1 : 0;
    QCOMPARE(yes, 1);
}

void TestLivePages::openProposalIsEvaluatedHere()
{
#ifdef COUNTERSIGN_WITH_EVALUATOR
    connectNow();
    Page* page = show("governance");
    QTRY_COMPARE(child<QTableView>(page, "proposalTable")->model()->rowCount(), 3);
    page->showPlace(QStringLiteral("proposal"), QStringLiteral("49d631d8c4baecd20639729cece87199249dbf4d7019ed0e899cc03ee80f9340"));
    auto* pane = page->findChild<EvaluationPane*>();
    auto* headline = child<QLabel>(pane, "evaluationHeadline");
    QTRY_VERIFY_WITH_TIMEOUT(headline->text().startsWith(QStringLiteral("As evaluated here")), 30'000);
    QVERIFY2(headline->text().contains(QStringLiteral("accepted with 1 more yes")), qPrintable(headline->text()));
    auto* changes = child<QTreeWidget>(pane, "detailTree");
    const auto tables = changes->findItems(QStringLiteral("public:ccf.gov.members.info"), Qt::MatchExactly);
    QCOMPARE(tables.size(), 1);
    QVERIFY(tables.front()->childCount() >= 1);
#else
    QSKIP("the evaluator is not built");
#endif
}

void TestLivePages::decidedProposalIsNotEvaluated()
{
    connectNow();
    Page* page = show("governance");
    QTRY_COMPARE(child<QTableView>(page, "proposalTable")->model()->rowCount(), 3);
    page->showPlace(QStringLiteral("proposal"), QStringLiteral("0152af8a8adf44d0b79d8be9ecbef80960b4269f07ada9b51f8dc61b99308b09"));
    QVERIFY(child<QLabel>(page->findChild<EvaluationPane*>(), "evaluationHeadline")->text().contains(QStringLiteral("decided")));
}

void TestLivePages::openProposalsAreABadge()
{
    connectNow();
    const Page* page = show("governance");
    QTRY_COMPARE(page->badge(), QStringLiteral("2"));
    QVERIFY(!page->badgeMeaning().isEmpty());
}

void TestLivePages::splitViewIsRedOnTheOverview()
{
    m_service->setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.url.origin() != kBackup || !request.url.target.starts_with("/gov/service/constitution")) return {};
        return support::jsonReply(200, "export function resolve() { return 'Accepted'; }",
                                  {{"x-ms-ccf-transaction-id", "2.181"}});
    });
    connectNow();
    Page* page = show("service");
    auto* panel = child<ContradictionPanel>(page, "contradictionPanel");
    QTRY_VERIFY(!panel->isHidden());
    const auto sides = panel->findChildren<QPlainTextEdit*>(QStringLiteral("contradictionAnswer"));
    QCOMPARE(sides.size(), 2);
    QCOMPARE(sides[1]->toPlainText(), QStringLiteral("export function resolve() { return 'Accepted'; }"));
    QVERIFY(child<QLabel>(panel, "contradictionTitle")->text().contains(QStringLiteral("constitution")));
}

void TestLivePages::garbageIsAnErrorOnItsPage()
{
    m_service->setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!request.url.target.starts_with("/gov/service/users?")) return {};
        return support::jsonReply(200, "{\"value\":[{\"userId\":7}]}");
    });
    connectNow();
    Page* users = show("users");
    QTRY_VERIFY(users->findChild<ErrorLine*>());
    Page* members = show("members");
    QVERIFY(!members->findChild<ErrorLine*>());
    QTRY_COMPARE(child<QTableView>(members, "liveTable")->model()->rowCount(), 4);
}

void TestLivePages::offlineFreezesThePages()
{
    connectNow();
    Page* members = show("members");
    QTRY_COMPARE(child<QTableView>(members, "liveTable")->model()->rowCount(), 4);
    for (const std::string& node : {kFirst, kBackup}) m_service->setDown(node, true);
    QTRY_VERIFY_WITH_TIMEOUT(inWindow<QLabel>("trustContact")->text().startsWith(QStringLiteral("offline since")), 10'000);
    QVERIFY(child<QLabel>(members, "liveStamp")->text().startsWith(QStringLiteral("Offline.")));
    QCOMPARE(child<QTableView>(members, "liveTable")->model()->rowCount(), 4);
    QVERIFY(child<ErrorLine>(members, "silenceLine"));
    m_service->setDown(kFirst, false);
    QTRY_VERIFY_WITH_TIMEOUT(inWindow<QLabel>("trustContact")->text().startsWith(QStringLiteral("live")), 10'000);
    QVERIFY(!child<ErrorLine>(members, "silenceLine"));
}

void TestLivePages::reopensUnderTheKeptPin()
{
    connectNow();
    const QStringList urls = m_desk->connector().workspace(group())->target().urls;
    QTRY_VERIFY(QFile::exists(m_home->filePath(QStringLiteral("pins.json"))));
    QCOMPARE(m_settings->recentPlaces().front().paths, urls);
    makeDesk();
    m_desk->window().openPaths(urls);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().currentPage().page, QStringLiteral("service"), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(session().snapshot() != nullptr, 20'000);
    QCOMPARE(session().state(), LiveSession::State::Live);
}

void TestLivePages::everyPageHasNames()
{
    connectNow();
    for (const char* id : {"service", "governance", "members", "users", "nodes", "policies", "constitution"}) {
        Page* page = show(id);
        QVERIFY2(page, id);
        for (const QWidget* widget : page->findChildren<QWidget*>()) {
            const bool control = qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
                                 qobject_cast<const QTableView*>(widget);
            if (!control || !widget->isVisibleTo(page) || widget->objectName().startsWith(QStringLiteral("qt_"))) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (qobject_cast<const QTableView*>(widget->parentWidget())) continue; // Qt's own corner button
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()), qPrintable(widget->objectName()));
        }
    }
}

void TestLivePages::closingTheGroupWhileANodeHangs()
{
    connectNow();
    m_service->setHanging(kBackup, true);
    QTRY_VERIFY_WITH_TIMEOUT(m_service->hanging() > 0, 10'000);
    QElapsedTimer clock;
    clock.start();
    m_desk->window().commands().trigger(QStringLiteral("file.closeGroup"));
    QTRY_COMPARE(m_service->hanging(), 0);
    QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(m_desk->window().currentPage().group, kHomeGroup);
}

void TestLivePages::closingTheWindowWhileANodeHangs()
{
    connectNow();
    m_service->setHanging(kFirst, true);
    m_service->setHanging(kBackup, true);
    QTRY_VERIFY_WITH_TIMEOUT(m_service->hanging() > 0, 10'000);
    QElapsedTimer clock;
    clock.start();
    m_desk.reset();
    QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
}

QTEST_MAIN(TestLivePages)
#include "tst_live_pages.moc"
