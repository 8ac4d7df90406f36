#include "tests/support/scripted_transport.h"

#include <QTest>

using namespace countersign;
using namespace countersign::net;
using namespace countersign::support;
using namespace std::chrono_literals;

class TestPatience final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsWithTheSameMethodAndBody();
    void followsNothingElse_data();
    void followsNothingElse();
    void givesUpOnACircle();
    void triesAgainAsAsked();
    void handsTheLastReplyBack();
    void neverRepeatsAWrite();
    void stopsWhileWaiting();
};

namespace {

HttpRequest request(bool systemStore = false)
{
    HttpRequest made;
    made.url = parseUrl("https://127.0.0.1:1/gov/x?y=z").value();
    PeerTrust trust;
    trust.systemStore = systemStore;
    made.trust = std::make_shared<const PeerTrust>(trust);
    return made;
}

} // namespace

void TestPatience::followsWithTheSameMethodAndBody()
{
    for (const int status : {307, 308}) {
        ScriptedTransport transport([&](const HttpRequest& asked) -> Result<HttpReply> {
            if (asked.url.port == 2) return jsonReply(200, "{}");
            return jsonReply(status, "", {{"location", "https://127.0.0.1:2/gov/x?y=z"}});
        });
        HttpRequest made = request();
        made.method = "POST";
        made.headers = {{"content-type", "application/cose"}};
        made.body = {1, 2, 3};
        RecordingWaiter waiter;
        const auto reply = sendPatiently(transport, made, {}, waiter, {});
        QVERIFY(reply.has_value());
        QCOMPARE(reply->status, 200);
        QCOMPARE(reply->url.port, std::uint16_t{2});
        const auto asked = transport.asked();
        QCOMPARE(asked.size(), std::size_t{2});
        QCOMPARE(asked[1].method, std::string("POST"));
        QCOMPARE(asked[1].body, made.body);
        QCOMPARE(asked[1].headers.size(), std::size_t{1});
        QVERIFY(asked[1].trust == made.trust);
    }
}

void TestPatience::followsNothingElse_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<bool>("systemStore");
    QTest::addColumn<bool>("isError");
    for (const int status : {301, 302, 303})
        QTest::addRow("%d", status) << status << QByteArray("https://127.0.0.1:2/") << false << false;
    QTest::newRow("system store") << 307 << QByteArray("https://127.0.0.1:2/") << true << false;
    QTest::newRow("plain HTTP") << 307 << QByteArray("http://127.0.0.1:2/") << false << true;
    QTest::newRow("no scheme") << 308 << QByteArray("//127.0.0.1:2/") << false << true;
    QTest::newRow("file") << 307 << QByteArray("file:///etc/passwd") << false << true;
}

void TestPatience::followsNothingElse()
{
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    QFETCH(bool, systemStore);
    QFETCH(bool, isError);
    ScriptedTransport transport([&](const HttpRequest&) -> Result<HttpReply> {
        return jsonReply(status, "", {{"location", location.toStdString()}});
    });
    RecordingWaiter waiter;
    const auto reply = sendPatiently(transport, request(systemStore), {}, waiter, {});
    QCOMPARE(!reply.has_value(), isError);
    if (reply) QCOMPARE(reply->status, status);
    QCOMPARE(transport.asked().size(), std::size_t{1});
}

void TestPatience::givesUpOnACircle()
{
    ScriptedTransport transport([](const HttpRequest&) -> Result<HttpReply> {
        return jsonReply(308, "", {{"location", "/gov/x"}});
    });
    RecordingWaiter waiter;
    const auto reply = sendPatiently(transport, request(), {}, waiter, {});
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::LimitExceeded);
    QCOMPARE(transport.asked().size(), std::size_t{4});
}

void TestPatience::triesAgainAsAsked()
{
    int count = 0;
    ScriptedTransport transport([&](const HttpRequest&) -> Result<HttpReply> {
        switch (++count) {
        case 1:
            return jsonReply(202, "", {{"retry-after", "3"}});
        case 2:
            return jsonReply(503, "");
        case 3:
            return jsonReply(202, "", {{"retry-after", "99999"}});
        case 4:
            return jsonReply(503, "", {{"retry-after", "soon"}});
        default:
            return jsonReply(200, "{}");
        }
    });
    RecordingWaiter waiter;
    Patience patience;
    patience.acceptedMeansWait = true;
    QCOMPARE(sendPatiently(transport, request(), patience, waiter, {})->status, 200);
    QVERIFY((waiter.waits == std::vector<std::chrono::milliseconds>{3000ms, 500ms, 10'000ms, 2000ms}));
}

void TestPatience::handsTheLastReplyBack()
{
    for (const int status : {202, 503}) {
        ScriptedTransport transport([&](const HttpRequest&) -> Result<HttpReply> { return jsonReply(status, ""); });
        RecordingWaiter waiter;
        Patience patience;
        patience.acceptedMeansWait = true;
        patience.retries = 3;
        QCOMPARE(sendPatiently(transport, request(), patience, waiter, {})->status, status);
        QCOMPARE(transport.asked().size(), std::size_t{4});
    }
    ScriptedTransport transport([&](const HttpRequest&) -> Result<HttpReply> { return jsonReply(202, ""); });
    RecordingWaiter waiter;
    QCOMPARE(sendPatiently(transport, request(), {}, waiter, {})->status, 202);
    QVERIFY(waiter.waits.empty());
}

void TestPatience::neverRepeatsAWrite()
{
    ScriptedTransport transport([&](const HttpRequest&) -> Result<HttpReply> { return jsonReply(503, ""); });
    RecordingWaiter waiter;
    HttpRequest made = request();
    made.method = "POST";
    QCOMPARE(sendPatiently(transport, made, {}, waiter, {})->status, 503);
    QCOMPARE(transport.asked().size(), std::size_t{1});
}

void TestPatience::stopsWhileWaiting()
{
    std::stop_source stop;
    ScriptedTransport transport([&](const HttpRequest&) -> Result<HttpReply> {
        stop.request_stop();
        return jsonReply(503, "", {{"retry-after", "10"}});
    });
    Waiter waiter;
    const auto reply = sendPatiently(transport, request(), {}, waiter, stop.get_token());
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestPatience)
#include "tst_patience.moc"
