#include "core/base/hex.h"
#include "tests/gui/network/recorded_service.h"
#include "tests/support/scripted_transport.h"
#include "tests/support/vectors.h"
#include "tests/unit/ccf_client/recorded.h"
#include "ui/family/ccf/ccf_asker.h"
#include "ui/network/live_session.h"
#include "ui/network/live_trust.h"

#include <nlohmann/json.hpp>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace countersign;
using namespace countersign::ui;
using tests::RecordedService;

namespace {

const std::string kFirst = "https://127.0.0.1:9100";
const std::string kBackup = "https://127.0.0.1:9120";
const std::string kSignatureReceipt = "06-receipts/receipt-signature-0";

Pin recordedPin()
{
    const std::string pem = RecordedService::servicePem();
    const auto certificate = crypto::Certificate::fromPem(pem).value();
    return {.fingerprint = QString::fromStdString(toHex(certificate.fingerprint())),
            .subject = {},
            .source = QStringLiteral("service_cert.pem"),
            .pinned = QDateTime::currentDateTimeUtc(),
            .note = {},
            .certificate = QByteArray::fromStdString(pem),
            .ledgers = {}};
}

std::optional<Result<net::HttpReply>> replaced(const net::HttpRequest& request, const std::string& origin,
                                               const std::string& path, const std::function<std::string(std::string)>& change,
                                               const std::string& recording)
{
    if (request.url.origin() != origin || !request.url.target.starts_with(path)) return {};
    net::HttpReply reply = test::recorded(recording).reply;
    reply.body = copyOf(bytesOf(change(std::string(textOf(reply.body)))));
    return reply;
}

} // namespace

class TestLiveSession final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsTheWholeService();
    void nodesThatAgreePass();
    void oneNodeAloneIsNotCompared();
    void splitViewIsAFault();
    void answersOfDifferentMomentsAreNoFault();
    void contradictedCommitIsAFault();
    void anotherRootIsAFault();
    void aMissingReceiptIsARemark();
    void aNodeGoneIsTold();
    void allNodesGoneIsOffline();
    void silenceIsAskedLessOften();
    void garbageCostsItsPart_data();
    void garbageCostsItsPart();
    void garbageEverywhereIsNoAnswer();
    void pauseStopsAsking();
    void deletingDoesNotWaitForAHangingNode();
    void proposalIsDecoded();
    void forgottenProposalsStay();

private:
    std::unique_ptr<LiveSession> session(std::vector<std::string> nodes);
    static bool waitForRound(LiveSession& session, int rounds = 1)
    {
        QSignalSpy spy(&session, &LiveSession::changed);
        return QTest::qWaitFor([&] { return spy.size() >= rounds; }, 20'000);
    }

    QThreadPool m_pool;
    std::shared_ptr<RecordedService> m_service;
};

void TestLiveSession::init()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    m_pool.setMaxThreadCount(8);
    m_service = std::make_shared<RecordedService>();
    m_service->addNode(kFirst, "03-open");
    m_service->addNode(kBackup, "04-open-as-seen-by-a-backup");
}

std::unique_ptr<LiveSession> TestLiveSession::session(std::vector<std::string> nodes)
{
    ccf_family::CcfPlace place{.nodes = {}, .trust = {}, .limits = {}};
    const auto certificate = crypto::Certificate::fromPem(RecordedService::servicePem()).value();
    place.trust = std::make_shared<const net::PeerTrust>(net::PeerTrust{{certificate}, {}, {}, false});
    for (const std::string& node : nodes) place.nodes.push_back(net::parseUrl(node).value());
    const LiveTiming quick{.pulseMs = 5, .longestMs = 40, .wholeEvery = 2};
    auto made = std::make_unique<LiveSession>(m_pool, ccf_family::makeCcfAsker(m_service, std::move(place)), quick);
    made->refresh();
    return made;
}

void TestLiveSession::readsTheWholeService()
{
    const auto live = session({kFirst});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->state(), LiveSession::State::Live);
    const auto snapshot = live->snapshot();
    const LiveService* service = snapshot->service();
    QVERIFY(service);
    QVERIFY2(service->problems.empty(), service->problems.empty() ? "" : service->problems.begin()->second.where.c_str());
    QCOMPARE(service->status, QStringLiteral("Open"));
    QCOMPARE(service->members.size(), 4);
    QCOMPARE(service->users.size(), 2);
    QCOMPARE(service->nodes.size(), 3);
    QCOMPARE(service->proposals.size(), 3);
    QCOMPARE(service->recoveryThreshold, std::optional<quint64>(2));
    QCOMPARE(service->constitution.digest.size(), 64);
    QVERIFY(service->constitution.text.contains(QStringLiteral("function resolve")));
    QCOMPARE(service->policies.size(), 6);
    QVERIFY(live->lastContact().isValid());
    const NodeAnswer& node = snapshot->nodes.front();
    QCOMPARE(node.commit->toString(), std::string("2.180"));
    QCOMPARE(node.view, std::optional<quint64>(2));
    QCOMPARE(node.nodeId, node.primaryId);
    for (const LiveMember& member : service->members) QCOMPARE(member.certificate.fingerprint, member.id);
}

void TestLiveSession::nodesThatAgreePass()
{
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->snapshot()->usableNodes(), 2);
    QCOMPARE(live->snapshot()->verdict(), Verdict::Passed);
    QVERIFY(live->snapshot()->findings.empty());
    QCOMPARE(live->snapshot()->shown()->origin, QString::fromStdString(kFirst)); // the primary
    const TrustState trust = liveTrust(*live, QStringLiteral("service"), recordedPin(), {});
    QCOMPARE(trust.verdict, Verdict::Passed);
    QCOMPARE(trust.contact, Contact::Live);
    QVERIFY(!trust.trouble);
}

void TestLiveSession::oneNodeAloneIsNotCompared()
{
    const auto live = session({kFirst});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->snapshot()->verdict(), Verdict::NotChecked);
}

void TestLiveSession::splitViewIsAFault()
{
    m_service->setChange([](const net::HttpRequest& request) {
        return replaced(
            request, kBackup, "/gov/service/members?",
            [](std::string body) { return body.replace(body.find("Active"), 6, "Retird"); },
            "04-open-as-seen-by-a-backup/gov-service-members");
    });
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    const auto snapshot = live->snapshot();
    QCOMPARE(snapshot->verdict(), Verdict::Failed);
    QCOMPARE(snapshot->findings.size(), std::size_t(1));
    const LiveFinding& finding = snapshot->findings.front();
    QCOMPARE(finding.reason, std::string("SPLIT_VIEW"));
    QCOMPARE(finding.subject, QStringLiteral("members"));
    QCOMPARE(finding.severity, Severity::Fault);
    QCOMPARE(finding.answers.size(), 2);
    QVERIFY(!finding.answers[0].second.contains(QStringLiteral("Retird")));
    QVERIFY(finding.answers[1].second.contains(QStringLiteral("Retird")));
    QCOMPARE(liveTrust(*live, {}, recordedPin(), {}).verdict, Verdict::Failed);
}

void TestLiveSession::answersOfDifferentMomentsAreNoFault()
{
    m_service->setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        auto changed = replaced(
            request, kBackup, "/gov/service/members?",
            [](std::string body) { return body.replace(body.find("Active"), 6, "Retird"); },
            "04-open-as-seen-by-a-backup/gov-service-members");
        if (changed)
            for (net::HttpHeader& header : (*changed)->headers)
                if (header.name == "x-ms-ccf-transaction-id") header.value = "2.177";
        return changed;
    });
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->snapshot()->verdict(), Verdict::Indeterminate);
    QCOMPARE(live->snapshot()->findings.front().reason, std::string("VIEWS_DIFFER"));
}

void TestLiveSession::contradictedCommitIsAFault()
{
    m_service->setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.url.origin() != kBackup || !request.url.target.starts_with("/node/tx?")) return {};
        return support::jsonReply(200, R"({"status":"Invalid","transaction_id":"2.180"})");
    });
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->snapshot()->verdict(), Verdict::Failed);
    QCOMPARE(live->snapshot()->findings.front().subject, QStringLiteral("commit"));
}

void TestLiveSession::anotherRootIsAFault()
{
    m_service->setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.url.origin() != kBackup || !request.url.target.starts_with("/node/receipt?")) return {};
        net::HttpReply reply = test::recorded(kSignatureReceipt).reply;
        auto receipt = nlohmann::json::parse(textOf(reply.body));
        auto leaf = receipt["leaf"].get<std::string>();
        leaf[0] = leaf[0] == '0' ? '1' : '0';
        receipt["leaf"] = leaf;
        return support::jsonReply(200, receipt.dump());
    });
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->snapshot()->verdict(), Verdict::Failed);
    QCOMPARE(live->snapshot()->findings.front().subject, QStringLiteral("root"));
    QVERIFY(waitForRound(*live, 2)); // also in rounds that do not ask for receipts
    QCOMPARE(live->snapshot()->verdict(), Verdict::Failed);
}

void TestLiveSession::aMissingReceiptIsARemark()
{
    m_service->setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.url.origin() != kBackup || !request.url.target.starts_with("/node/receipt?")) return {};
        return support::jsonReply(404, R"({"error":{"code":"TransactionNotFound","message":"no"}})");
    });
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->snapshot()->verdict(), Verdict::Passed); // of what was compared
    QCOMPARE(live->snapshot()->findings.size(), std::size_t(1));
    QCOMPARE(live->snapshot()->findings.front().severity, Severity::Remark);
}

void TestLiveSession::aNodeGoneIsTold()
{
    m_service->setDown(kBackup, true);
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->state(), LiveSession::State::Live);
    QVERIFY(live->snapshot()->verdict() != Verdict::Passed);
    QVERIFY(live->snapshot()->nodes[1].error);
    QCOMPARE(live->snapshot()->findings.front().reason, std::string("UNREACHABLE"));
}

void TestLiveSession::allNodesGoneIsOffline()
{
    const auto live = session({kFirst, kBackup});
    QVERIFY(waitForRound(*live));
    const QDateTime contact = live->lastContact();
    for (const std::string& node : {kFirst, kBackup}) m_service->setDown(node, true);
    QTRY_COMPARE_WITH_TIMEOUT(live->state(), LiveSession::State::Offline, 20'000);
    QVERIFY(live->snapshot()->service()); // frozen, not gone
    QCOMPARE(live->snapshot()->service()->members.size(), 4);
    QVERIFY(live->lastContact() >= contact);
    const TrustState trust = liveTrust(*live, {}, recordedPin(), {});
    QCOMPARE(trust.contact, Contact::Offline);
    QVERIFY(trust.verdict != Verdict::Passed);
    for (const std::string& node : {kFirst, kBackup}) m_service->setDown(node, false);
    QTRY_COMPARE_WITH_TIMEOUT(live->state(), LiveSession::State::Live, 20'000);
}

void TestLiveSession::silenceIsAskedLessOften()
{
    m_service->setDown(kFirst, true);
    const auto live = session({kFirst});
    QElapsedTimer clock;
    clock.start();
    QVERIFY(waitForRound(*live, 8)); // pauses of 5, 10, 20, 40, 40, 40, 40
    QVERIFY2(clock.elapsed() >= 150, qPrintable(QString::number(clock.elapsed())));
}

void TestLiveSession::garbageCostsItsPart_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("part");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("members are no JSON") << QStringLiteral("/gov/service/members?") << int(LivePart::Members) << QByteArray("<html>");
    QTest::newRow("members are a number") << QStringLiteral("/gov/service/members?") << int(LivePart::Members) << QByteArray("7");
    QTest::newRow("users without a list") << QStringLiteral("/gov/service/users?") << int(LivePart::Users) << QByteArray("{\"value\":{}}");
    QTest::newRow("node without an id") << QStringLiteral("/gov/service/nodes?") << int(LivePart::Nodes) << QByteArray("{\"value\":[{}]}");
    QTest::newRow("proposals too deep") << QStringLiteral("/gov/members/proposals?") << int(LivePart::Proposals)
                                        << QByteArray(5000, '[');
    QTest::newRow("join policy is empty") << QStringLiteral("/gov/service/join-policy?") << int(LivePart::Policies) << QByteArray();
}

void TestLiveSession::garbageCostsItsPart()
{
    QFETCH(QString, path);
    QFETCH(int, part);
    QFETCH(QByteArray, body);
    m_service->setChange([path, body](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!request.url.target.starts_with(path.toStdString())) return {};
        return support::jsonReply(200, std::string_view(body.constData(), std::size_t(body.size())));
    });
    const auto live = session({kFirst});
    QVERIFY(waitForRound(*live));
    const LiveService* service = live->snapshot()->service();
    QVERIFY(service);
    QCOMPARE(service->problems.size(), std::size_t(1));
    QVERIFY(service->problems.contains(LivePart(part)));
    QCOMPARE(service->status, QStringLiteral("Open"));
}

void TestLiveSession::garbageEverywhereIsNoAnswer()
{
    m_service->setChange([](const net::HttpRequest&) -> std::optional<Result<net::HttpReply>> {
        return support::jsonReply(200, "\xff\xfe not JSON");
    });
    const auto live = session({kFirst});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->state(), LiveSession::State::Offline);
    QVERIFY(!live->snapshot()->service());
    QVERIFY(live->snapshot()->verdict() != Verdict::Passed);
}

void TestLiveSession::pauseStopsAsking()
{
    const auto live = session({kFirst});
    QVERIFY(waitForRound(*live));
    live->pause(true);
    QCOMPARE(live->state(), LiveSession::State::Paused);
    QTRY_COMPARE(m_pool.activeThreadCount(), 0);
    const int asked = m_service->asked();
    QSignalSpy spy(live.get(), &LiveSession::changed);
    QVERIFY(!spy.wait(100)); // ten pulses would have ended in this time
    QCOMPARE(m_service->asked(), asked);
    live->pause(false);
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->state(), LiveSession::State::Live);
}

void TestLiveSession::deletingDoesNotWaitForAHangingNode()
{
    m_service->setHanging(kBackup, true);
    auto live = session({kFirst, kBackup});
    QTRY_VERIFY(m_service->hanging() > 0);
    QElapsedTimer clock;
    clock.start();
    live.reset();
    QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
    QTRY_COMPARE(m_service->hanging(), 0); // and what hung was stopped
    QVERIFY(m_pool.waitForDone(5'000));
}

void TestLiveSession::proposalIsDecoded()
{
    const auto live = session({kFirst});
    QVERIFY(waitForRound(*live));
    const QString id = QStringLiteral("49d631d8c4baecd20639729cece87199249dbf4d7019ed0e899cc03ee80f9340");
    std::optional<Result<LiveProposalDetail>> answer;
    connect(live.get(), &LiveSession::proposalAnswered, live.get(),
            [&](const QString&, const Result<LiveProposalDetail>& given) { answer = given; });
    live->askProposal(id);
    QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 20'000);
    QVERIFY2(answer->has_value(), answer->has_value() ? "" : answer->error().detail.c_str());
    const LiveProposalDetail& detail = **answer;
    QCOMPARE(detail.digest.size(), 64);
    QVERIFY(detail.problem.isEmpty());
    QCOMPARE(detail.actions.size(), 1);
    QCOMPARE(detail.actions.front().name, QStringLiteral("set_member"));
    QVERIFY(detail.actions.front().children.front().value.contains(QStringLiteral("member6")));
    QCOMPARE(detail.votes.size(), 1);
    QCOMPARE(detail.votes.front().ballot, LiveBallot::PlainYes);
    QVERIFY(!detail.votes.front().inFavour); // given, not counted yet
}

void TestLiveSession::forgottenProposalsStay()
{
    const auto live = session({kFirst});
    QVERIFY(waitForRound(*live));
    QCOMPARE(live->proposals().size(), 3);
    m_service->setChange([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!request.url.target.starts_with("/gov/members/proposals?")) return {};
        return support::jsonReply(200, R"({"value":[]})");
    });
    live->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(live->snapshot()->service()->proposals.size(), 0, 20'000);
    QCOMPARE(live->proposals().size(), 3);
}

QTEST_MAIN(TestLiveSession)
#include "tst_live_session.moc"
