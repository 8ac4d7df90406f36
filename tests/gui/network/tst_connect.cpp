// Connections over real sockets: pins, first contact, changed identities.
#include "app/gui/desk.h"
#include "core/base/hex.h"
#include "tests/support/scripted_prompts.h"
#include "tests/unit/ccf_client/recorded.h"
#include "tests/unit/net/loopback.h"
#include "ui/common/error_line.h"
#include "ui/common/format.h"
#include "ui/common/theme/theme.h"
#include "ui/settings/settings.h"
#include "ui/shell/command_registry.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::ui;

namespace {

/// What a node of `service` says below /node; the rest is not found. `present` and `previous` are what it names as its
/// service and the one before.
TlsServer::Script nodeSaying(std::string present, std::string previous = {})
{
    return [=](TlsPeer& peer) {
        const std::string request = peer.request();
        if (request.size() < 5) return; // the other side left
        const std::string target = request.substr(4, request.find(' ', 4) - 4);
        const nlohmann::json network{{"service_status", "Open"}, {"service_certificate", present}, {"current_view", 2},
                                     {"primary_id", "aa"},       {"recovery_count", 0}};
        if (target == "/node/network") peer.send(httpReply(200, network.dump()));
        else if (target == "/node/state")
            peer.send(httpReply(200, R"({"node_id":"aa","state":"PartOfNetwork","last_signed_seqno":4,"startup_seqno":0})"));
        else if (target == "/node/commit") peer.send(httpReply(200, R"({"transaction_id":"2.4"})"));
        else if (target == "/node/service/previous_identity" && !previous.empty())
            peer.send(httpReply(200, nlohmann::json{{"previous_service_identity", previous}}.dump()));
        else peer.send(httpReply(404, R"({"error":{"code":"ResourceNotFound","message":"no"}})"));
    };
}

QString fingerprintOf(const std::string& pem)
{
    return QString::fromStdString(toHex(crypto::Certificate::fromPem(pem).value().fingerprint()));
}

} // namespace

class TestConnect final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void rightPinIsLive();
    void otherServiceIsRefused();
    void renewalIsExplained();
    void recoveryIsAClaim();
    void keepingTheOldPinStays();
    void newIdentityNeedsTheCheck();
    void firstContactShowsTheFingerprint();
    void firstContactCanBeRefused();
    void aStrangerThatNamesAnotherServiceIsRefused();
    void nobodyThereIsSaid();
    void stopAskingReturnsAtOnce();

private:
    void openForm(const QStringList& urls);
    void connectUnder(const QStringList& urls, const std::string& pem);
    ui::LiveSession* session();
    QString said(const char* label) { return inWindow<QLabel>(label)->text(); }
    template <class T> T* inWindow(const char* name) { return m_desk->window().findChild<T*>(QString::fromLatin1(name)); }
    static QString urlOf(const TlsServer& server) { return QString::fromStdString(server.url("")); }
    QList<Pin> keptPins() { return readPins(m_home->filePath(QStringLiteral("pins.json"))).value(); }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Theme> m_theme;
    tests::ScriptedPrompts m_prompts;
    std::unique_ptr<app::Desk> m_desk;
};

void TestConnect::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_home->filePath(QStringLiteral("settings.ini")));
    m_theme = std::make_unique<Theme>(*qApp);
    auto transport = std::make_shared<net::QtTransport>([] { return kNow; });
    m_desk = std::make_unique<app::Desk>(*m_settings, *m_theme, m_prompts, m_home->filePath(QStringLiteral("pins.json")), QString(),
                                         app::LiveWorld{std::move(transport), {.pulseMs = 20, .longestMs = 50, .wholeEvery = 50}});
    m_desk->window().resize(1280, 800);
    m_desk->window().show();
    QVERIFY(QTest::qWaitForWindowActive(&m_desk->window()));
}

void TestConnect::cleanup()
{
    m_desk.reset();
    m_settings.reset();
    m_theme.reset();
}

ui::LiveSession* TestConnect::session()
{
    app::LiveWorkspace* open = m_desk->connector().workspace(m_desk->window().currentPage().group);
    return open ? &open->session() : nullptr;
}

void TestConnect::openForm(const QStringList& urls)
{
    m_desk->window().commands().trigger(QStringLiteral("file.connect"));
    inWindow<QPlainTextEdit>("connectUrls")->setPlainText(urls.join(QLatin1Char('\n')));
}

void TestConnect::connectUnder(const QStringList& urls, const std::string& pem)
{
    const QString path = m_home->filePath(QStringLiteral("pinned.pem"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(pem));
    file.close();
    m_prompts.file = path;
    openForm(urls);
    inWindow<QAbstractButton>("connectChooseFile")->click();
    QTRY_VERIFY(inWindow<QAbstractButton>("connectGo")->isEnabled());
    inWindow<QAbstractButton>("connectGo")->click();
    QTRY_VERIFY(session() && session()->snapshot());
}

void TestConnect::rightPinIsLive()
{
    const LoopbackService service("one");
    TlsServer server(service.server(), nodeSaying(service.certificate));
    connectUnder({urlOf(server)}, service.certificate);
    QCOMPARE(session()->state(), LiveSession::State::Live);
    QVERIFY(!inWindow<QWidget>("trustTrouble"));
    QVERIFY(said("trustContact").startsWith(QStringLiteral("live")));
    QTRY_COMPARE(keptPins().size(), 1);
    QCOMPARE(keptPins().front().fingerprint, fingerprintOf(service.certificate));
}

void TestConnect::otherServiceIsRefused()
{
    const LoopbackService mine("one"), other("two");
    TlsServer server(other.server(), nodeSaying(other.certificate));
    connectUnder({urlOf(server)}, mine.certificate);
    QCOMPARE(session()->state(), LiveSession::State::Offline);
    QCOMPARE(session()->snapshot()->verdict(), Verdict::Failed);
    QCOMPARE(session()->snapshot()->nodes.front().identity->kind, LiveIdentity::Unexplained);
    QVERIFY(!session()->snapshot()->service());
    auto* sheet = inWindow<QWidget>("trustTrouble");
    QVERIFY(sheet);
    auto* safe = inWindow<QAbstractButton>("trustSafe");
    QCOMPARE(safe->text(), QStringLiteral("Keep the old pin"));
    QTRY_VERIFY(safe->hasFocus()); // the space bar gives the safe answer
    const auto texts = sheet->findChildren<QLabel*>();
    const auto shows = [&](const QString& hex) {
        return std::ranges::any_of(texts, [&](const QLabel* one) { return one->text() == groupsOfFour(hex); });
    };
    QVERIFY(shows(fingerprintOf(mine.certificate)));
    QVERIFY(shows(fingerprintOf(other.certificate)));
}

void TestConnect::renewalIsExplained()
{
    const LoopbackService service("one");
    const std::string renewed = CertificateFactory::service(service.serviceKey, {"CCF Service", kValid, "renewed"});
    TlsServer server(service.server(), nodeSaying(renewed));
    connectUnder({urlOf(server)}, service.certificate);
    QCOMPARE(session()->state(), LiveSession::State::Live); // the pinned key answers
    QCOMPARE(session()->snapshot()->nodes.front().identity->kind, LiveIdentity::Renewed);
    QVERIFY(inWindow<QWidget>("trustTrouble"));
    QTRY_COMPARE(keptPins().size(), 1); // nothing was accepted silently
}

void TestConnect::recoveryIsAClaim()
{
    const LoopbackService before("one"), after("two");
    TlsServer server(after.server(), nodeSaying(after.certificate, before.certificate));
    connectUnder({urlOf(server)}, before.certificate);
    QCOMPARE(session()->snapshot()->nodes.front().identity->kind, LiveIdentity::RecoveryClaimed);
    QCOMPARE(session()->snapshot()->verdict(), Verdict::Indeterminate);
    QVERIFY(inWindow<QWidget>("trustTrouble"));
}

void TestConnect::keepingTheOldPinStays()
{
    const LoopbackService mine("one"), other("two");
    TlsServer server(other.server(), nodeSaying(other.certificate));
    connectUnder({urlOf(server)}, mine.certificate);
    inWindow<QAbstractButton>("trustSafe")->click();
    QTRY_VERIFY(!inWindow<QWidget>("trustTrouble"));
    const auto before = session()->snapshot();
    QTRY_VERIFY(session()->snapshot() != before); // asked again, and not asked the person again
    QVERIFY(!inWindow<QWidget>("trustTrouble"));
    QCOMPARE(session()->snapshot()->verdict(), Verdict::Failed);
    QCOMPARE(keptPins().size(), 1);
}

void TestConnect::newIdentityNeedsTheCheck()
{
    const LoopbackService mine("one"), other("two");
    TlsServer server(other.server(), nodeSaying(other.certificate));
    connectUnder({urlOf(server)}, mine.certificate);
    const QString group = m_desk->window().currentPage().group;
    inWindow<QAbstractButton>("trustOther")->click();
    QTRY_COMPARE(m_desk->window().currentPage().page, QStringLiteral("connect"));
    QVERIFY(!inWindow<QWidget>("identityCheck")->isHidden());
    auto* accept = inWindow<QAbstractButton>("acceptIdentity");
    QVERIFY(!accept->isEnabled());
    inWindow<QComboBox>("howChecked")->setCurrentIndex(2);
    accept->click();
    QTRY_COMPARE(m_desk->window().currentPage().group, group);
    QTRY_COMPARE_WITH_TIMEOUT(session()->state(), LiveSession::State::Live, 10'000);
    QTRY_COMPARE(keptPins().size(), 2);
    QCOMPARE(keptPins().front().checked, QStringLiteral("other-way"));
}

void TestConnect::firstContactShowsTheFingerprint()
{
    const LoopbackService service("one");
    TlsServer server(service.server(), nodeSaying(service.certificate));
    openForm({urlOf(server)});
    inWindow<QAbstractButton>("identityByAsking")->click();
    inWindow<QAbstractButton>("connectGo")->click();
    auto* check = inWindow<QWidget>("identityCheck");
    QTRY_VERIFY_WITH_TIMEOUT(!check->isHidden(), 10'000);
    QCOMPARE(said("checkFingerprint"), groupsOfFour(fingerprintOf(service.certificate)));
    QCOMPARE(said("checkWords").split(QLatin1Char('\n')).size(), 4);
    QTRY_VERIFY(inWindow<QAbstractButton>("refuseIdentity")->hasFocus());
    QVERIFY(!QFile::exists(m_home->filePath(QStringLiteral("pins.json"))));
    inWindow<QComboBox>("howChecked")->setCurrentIndex(1);
    inWindow<QLineEdit>("checkedWith")->setText(QStringLiteral("Ada"));
    inWindow<QAbstractButton>("acceptIdentity")->click();
    QTRY_VERIFY(session() && session()->snapshot());
    QCOMPARE(session()->state(), LiveSession::State::Live);
    QTRY_COMPARE(keptPins().size(), 1);
    QCOMPARE(keptPins().front().checkedWith, QStringLiteral("Ada"));
    QVERIFY(said("trustPin").contains(QStringLiteral("by phone with Ada")));
}

void TestConnect::firstContactCanBeRefused()
{
    const LoopbackService service("one");
    TlsServer server(service.server(), nodeSaying(service.certificate));
    openForm({urlOf(server)});
    inWindow<QAbstractButton>("identityByAsking")->click();
    inWindow<QAbstractButton>("connectGo")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!inWindow<QWidget>("identityCheck")->isHidden(), 10'000);
    inWindow<QAbstractButton>("refuseIdentity")->click();
    QVERIFY(inWindow<QWidget>("identityCheck")->isHidden());
    QVERIFY(!session());
    QVERIFY(!QFile::exists(m_home->filePath(QStringLiteral("pins.json"))));
}

void TestConnect::aStrangerThatNamesAnotherServiceIsRefused()
{
    const LoopbackService mine("one"), stranger("two");
    TlsServer server(stranger.server(), nodeSaying(mine.certificate));
    openForm({urlOf(server)});
    inWindow<QAbstractButton>("identityByAsking")->click();
    inWindow<QAbstractButton>("connectGo")->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().findChild<ErrorLine*>(), 10'000);
    QVERIFY(inWindow<QWidget>("identityCheck")->isHidden());
}

void TestConnect::nobodyThereIsSaid()
{
    const LoopbackService service("one");
    QString url;
    {
        TlsServer gone(service.server(), nodeSaying(service.certificate));
        url = urlOf(gone);
    }
    connectUnder({url}, service.certificate);
    QCOMPARE(session()->state(), LiveSession::State::Offline);
    QCOMPARE(said("trustContact"), QStringLiteral("offline, never reached"));
    QVERIFY(m_desk->window().findChild<ErrorLine*>());
}

void TestConnect::stopAskingReturnsAtOnce()
{
    const LoopbackService service("one");
    std::atomic<int> hanging = 0;
    TlsServer server(service.server(), [&](TlsPeer& peer) {
        ++hanging;
        peer.waitForEnd();
        --hanging;
    });
    openForm({urlOf(server)});
    inWindow<QAbstractButton>("identityByAsking")->click();
    inWindow<QAbstractButton>("connectGo")->click();
    QTRY_VERIFY_WITH_TIMEOUT(hanging > 0, 10'000);
    QElapsedTimer clock;
    clock.start();
    inWindow<QAbstractButton>("connectStop")->click();
    QTRY_COMPARE(hanging.load(), 0);
    QVERIFY2(clock.elapsed() < 2'000, qPrintable(QString::number(clock.elapsed())));
    QTRY_VERIFY(inWindow<QAbstractButton>("connectGo")->isEnabled());
    QVERIFY(!m_desk->window().findChild<ErrorLine*>()); // stopping is no failure
}

QTEST_MAIN(TestConnect)
#include "tst_connect.moc"
