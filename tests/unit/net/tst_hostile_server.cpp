#include "tests/unit/net/loopback.h"

#include <QElapsedTimer>
#include <QTest>

using namespace countersign;
using namespace countersign::support;
using namespace std::chrono_literals;

/// What a server may say to a client that asked, by name.
struct Hostility {
    const char* name;
    TlsServer::Script script;
    ErrorCode code;
    const char* place; ///< How the error's place ends.
};

Q_DECLARE_METATYPE(Hostility)

class TestHostileServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRefused_data();
    void isRefused();
    void isRefusedInPlainText();
    void isLeftWhenAskedToStop();
    void isHandedBackWhenItRedirects();
};

namespace {

constexpr const char* kHead = "HTTP/1.1 200 OK\r\n";

TlsServer::Script endless(std::string head, std::string part)
{
    return [head = std::move(head), part = std::move(part)](TlsPeer& peer) {
        peer.request();
        if (!peer.send(head)) return;
        while (peer.send(part)) {
        }
    };
}

// One byte each tenth of a second: never silent, never done.
TlsServer::Script trickling(std::string head)
{
    return [head = std::move(head)](TlsPeer& peer) {
        peer.request();
        if (!peer.send(head)) return;
        std::mutex mutex;
        std::condition_variable never;
        for (int i = 0; i < 300; ++i) {
            std::unique_lock lock(mutex);
            never.wait_for(lock, 100ms);
            if (!peer.send("x")) return;
        }
    };
}

TlsServer::Script silentAfter(std::string head)
{
    return [head = std::move(head)](TlsPeer& peer) {
        peer.request();
        peer.send(head);
        peer.waitForEnd();
    };
}

std::vector<Hostility> hostilities()
{
    const std::string head = kHead;
    const std::string kilobyte(1000, 'x');
    return {
        {"endless counted body", endless(head + "content-length: 99999999999\r\n\r\n", kilobyte),
         ErrorCode::LimitExceeded, ": reply"},
        {"endless chunks", endless(head + "transfer-encoding: chunked\r\n\r\n", "3e8\r\n" + kilobyte + "\r\n"),
         ErrorCode::LimitExceeded, ": reply"},
        {"endless headers", endless(head, "x-more: " + kilobyte + "\r\n"), ErrorCode::LimitExceeded, ": reply"},
        {"many headers", endless(head, "a: b\r\n"), ErrorCode::LimitExceeded, ": reply"},
        {"one endless header", endless(head + "x-more: ", kilobyte), ErrorCode::LimitExceeded, ": reply"},
        {"endless status line", endless("HTTP/1.1 200 ", kilobyte), ErrorCode::LimitExceeded, ": reply"},
        {"endless interim replies", endless("", "HTTP/1.1 100 Continue\r\n\r\n"), ErrorCode::Malformed, ": reply"},
        {"body without length", endless(head + "\r\n", kilobyte), ErrorCode::Malformed, ": reply"},
        {"slow body", trickling(head + "content-length: 1000\r\n\r\n"), ErrorCode::Network, ": time"},
        {"slow headers", trickling(head + "x-slow: "), ErrorCode::Network, ": time"},
        {"silence after the request", silentAfter(""), ErrorCode::Network, ": time"},
        {"silence in the body", silentAfter(head + "content-length: 10\r\n\r\n12345"), ErrorCode::Network, ": time"},
        {"closed after the request", saying(""), ErrorCode::Network, ": reply"},
        {"closed in the headers", saying("HTTP/1.1 200 OK\r\nconte"), ErrorCode::Network, ": reply"},
        {"closed in the body", saying(head + "content-length: 10\r\n\r\n12345"), ErrorCode::Network, ": reply"},
        {"closed in a chunk", saying(head + "transfer-encoding: chunked\r\n\r\na\r\n123"), ErrorCode::Network,
         ": reply"},
        {"two lengths", saying(head + "content-length: 2\r\ncontent-length: 3\r\n\r\n{} "), ErrorCode::Malformed,
         ": reply"},
        {"length and chunks", saying(head + "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}"),
         ErrorCode::Malformed, ": reply"},
        {"not HTTP", saying("SSH-2.0-OpenSSH\r\n"), ErrorCode::Malformed, ": reply"},
        {"bytes after the reply", saying(head + "content-length: 2\r\n\r\n{}{}"), ErrorCode::Malformed, ": reply"},
    };
}

net::HttpLimits shortLimits()
{
    net::HttpLimits limits;
    limits.bodyBytes = 100'000;
    limits.idle = 400ms;
    limits.total = 900ms;
    return limits;
}

} // namespace

void TestHostileServer::isRefused_data()
{
    QTest::addColumn<Hostility>("hostility");
    for (const Hostility& one : hostilities()) QTest::newRow(one.name) << one;
}

void TestHostileServer::isRefused()
{
    QFETCH(Hostility, hostility);
    const LoopbackService service("one");
    TlsServer server(service.server(), hostility.script);
    auto transport = transportAt(kNow);
    auto request = get(server, service.pin());
    request.limits = shortLimits();
    QElapsedTimer timer;
    timer.start();
    const auto reply = transport.send(request, {});
    QVERIFY(!reply);
    QVERIFY2(reply.error().code == hostility.code, (reply.error().where + ' ' + reply.error().detail).c_str());
    QVERIFY2(reply.error().where.ends_with(hostility.place), reply.error().where.c_str());
    QVERIFY(timer.elapsed() < 10'000);
    QCOMPARE(server.requests(), 1);
}

void TestHostileServer::isRefusedInPlainText()
{
    const LoopbackService service("one");
    TlsServer server({}, [](TlsPeer& peer) {
        peer.send(httpReply(200, "{}"));
        peer.waitForEnd();
    });
    auto transport = transportAt(kNow);
    auto request = get(server, service.pin());
    request.limits.connect = 2000ms;
    const auto reply = transport.send(request, {});
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Network);
    QVERIFY2(reply.error().where.ends_with(": connect") || reply.error().where.ends_with(": time"),
             reply.error().where.c_str());
}

void TestHostileServer::isLeftWhenAskedToStop()
{
    const LoopbackService service("one");
    std::stop_source stop;
    TlsServer server(service.server(), [&](TlsPeer& peer) {
        peer.request();
        stop.request_stop();
        peer.waitForEnd();
    });
    auto transport = transportAt(kNow);
    QElapsedTimer timer;
    timer.start();
    const auto reply = transport.send(get(server, service.pin()), stop.get_token());
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Cancelled);
    QVERIFY(timer.elapsed() < 10'000);
    QCOMPARE(transport.send(get(server, service.pin()), stop.get_token()).error().code, ErrorCode::Cancelled);
    QCOMPARE(server.requests(), 1);
}

void TestHostileServer::isHandedBackWhenItRedirects()
{
    const LoopbackService service("one"), other("two");
    TlsServer elsewhere(other.server(), saying(httpReply(200, "{}")));
    TlsServer server(service.server(),
                     saying(httpReply(307, "", "location: " + elsewhere.url("/node/commit") + "\r\n")));
    auto transport = transportAt(kNow);
    // The transport follows nothing; whoever follows is held to the same pin.
    const auto reply = transport.send(get(server, service.pin()), {});
    QVERIFY(reply.has_value());
    QCOMPARE(reply->status, 307);
    net::Waiter waiter;
    const auto followed = net::sendPatiently(transport, get(server, service.pin()), {}, waiter, {});
    QVERIFY(!followed);
    QVERIFY2(followed.error().where.ends_with("peer certificate: other-identity"), followed.error().where.c_str());
}

QTEST_GUILESS_MAIN(TestHostileServer)
#include "tst_hostile_server.moc"
