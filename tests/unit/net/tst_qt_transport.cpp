#include "tests/unit/net/loopback.h"

#include <QTest>

#include <future>

using namespace countersign;
using namespace countersign::support;

class TestQtTransport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersUnderTheRightPin();
    void sendsMethodHeadersAndBody();
    void judgesThePin_data();
    void judgesThePin();
    void sendsNothingToARefusedPeer();
    void showsTheClientCertificateToThePinnedServiceOnly();
    void tellsWhoAnswers();
    void servesManyAtOnce();
    void saysThatNobodyIsThere();
};

void TestQtTransport::answersUnderTheRightPin()
{
    const LoopbackService service("one");
    TlsServer server(service.server(), saying(httpReply(200, R"({"transaction_id":"2.1"})", "X-Seen: yes\r\n")));
    auto transport = transportAt(kNow);
    const auto reply = transport.send(get(server, service.pin()), {});
    QVERIFY2(reply.has_value(), reply ? "" : reply.error().detail.c_str());
    QCOMPARE(reply->status, 200);
    QCOMPARE(std::string(textOf(reply->body)), std::string(R"({"transaction_id":"2.1"})"));
    QCOMPARE(reply->header("x-seen").value_or(""), std::string("yes"));
    QCOMPARE(reply->peerCertificate, certificateDer(service.nodeCertificate));
    QCOMPARE(reply->url.toString(), server.url("/node/commit"));
}

void TestQtTransport::sendsMethodHeadersAndBody()
{
    const LoopbackService service("one");
    std::promise<std::string> seen;
    TlsServer server(service.server(), [&](TlsPeer& peer) {
        seen.set_value(peer.request());
        peer.send(httpReply(204, ""));
    });
    auto transport = transportAt(kNow);
    auto request = get(server, service.pin());
    request.method = "POST";
    request.headers = {{"Content-Type", "application/cose"}};
    request.body = {0xd2, 0x84, 0x00, 0xff};
    const auto reply = transport.send(request, {});
    QVERIFY(reply.has_value());
    QCOMPARE(reply->status, 204);
    const std::string text = seen.get_future().get();
    QVERIFY(text.starts_with("POST /node/commit HTTP/1.1\r\nhost: 127.0.0.1:"));
    QVERIFY(text.find("\r\ncontent-type: application/cose\r\n") != std::string::npos);
    QVERIFY(text.find("\r\ncontent-length: 4\r\n") != std::string::npos);
    QVERIFY(text.ends_with(std::string("\r\n\r\n\xd2\x84\x00\xff", 8)));
}

void TestQtTransport::judgesThePin_data()
{
    QTest::addColumn<QString>("pin");
    QTest::addColumn<QString>("host");
    QTest::addColumn<qint64>("now");
    QTest::addColumn<QString>("refused");
    const auto at = qint64(kNow.seconds);
    const auto row = [](const char* name, const char* pin, const char* host, qint64 now, const char* refused) {
        QTest::newRow(name) << QString::fromUtf8(pin) << QString::fromUtf8(host) << now << QString::fromUtf8(refused);
    };
    row("right pin", "service", "127.0.0.1", at, "");
    row("renewed certificate, same key", "renewed", "127.0.0.1", at, "");
    row("renewed under another name, same key", "renamed", "127.0.0.1", at, "");
    row("pin past its date, same key", "past", "127.0.0.1", at, "");
    row("bare key", "key", "127.0.0.1", at, "");
    row("the node itself", "node", "127.0.0.1", at, "");
    row("other key, same name", "other", "127.0.0.1", at, "other-identity");
    row("no pin", "none", "127.0.0.1", at, "other-identity");
    row("no trust at all", "null", "127.0.0.1", at, "other-identity");
    row("other name", "service", "localhost", at, "wrong-name");
    row("other name, expected one given", "service named", "localhost", at, "");
    row("system store", "system", "127.0.0.1", at, "refused");
    row("node past its date", "service", "127.0.0.1", qint64(1'800'000'001), "expired");
    row("node before its date", "service", "127.0.0.1", qint64(1'779'999'999), "not-yet-valid");
}

namespace {

std::shared_ptr<const net::PeerTrust> trustNamed(const QString& name, const LoopbackService& service)
{
    net::PeerTrust trust;
    const auto add = [&](const std::string& pem) {
        trust.certificates.push_back(crypto::Certificate::fromPem(pem).value());
    };
    if (name == QStringLiteral("null")) return {};
    if (name.startsWith(QStringLiteral("service"))) add(service.certificate);
    if (name == QStringLiteral("service named")) trust.peerName = "127.0.0.1";
    if (name == QStringLiteral("renewed"))
        add(CertificateFactory::service(service.serviceKey, {"CCF Service", kFuture, "x"}));
    if (name == QStringLiteral("renamed"))
        add(CertificateFactory::service(service.serviceKey, {"Another", kValid, "x"}));
    if (name == QStringLiteral("past"))
        add(CertificateFactory::service(service.serviceKey, {"CCF Service", kPast, "x"}));
    if (name == QStringLiteral("key")) trust.keys.push_back(service.identity().publicKey());
    if (name == QStringLiteral("node")) add(service.nodeCertificate);
    if (name == QStringLiteral("other")) add(LoopbackService("two").certificate);
    trust.systemStore = name == QStringLiteral("system");
    return std::make_shared<const net::PeerTrust>(std::move(trust));
}

} // namespace

void TestQtTransport::judgesThePin()
{
    QFETCH(QString, pin);
    QFETCH(QString, host);
    QFETCH(qint64, now);
    QFETCH(QString, refused);
    const LoopbackService service("one");
    TlsServer server(service.server(), saying(httpReply(200, "{}")));
    auto transport = transportAt(UtcTime{now});
    const auto reply = transport.send(get(server, trustNamed(pin, service), host.toStdString()), {});
    if (refused.isEmpty()) {
        QVERIFY2(reply.has_value(), reply ? "" : (reply.error().where + reply.error().detail).c_str());
        return;
    }
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Network);
    QVERIFY2(reply.error().where.ends_with("peer certificate: " + refused.toStdString()), reply.error().where.c_str());
}

void TestQtTransport::sendsNothingToARefusedPeer()
{
    const LoopbackService service("one"), other("two");
    std::atomic<std::size_t> seen = 0;
    {
        TlsServer server(other.server(), [&](TlsPeer& peer) { seen += peer.request().size(); });
        auto transport = transportAt(kNow);
        auto request = get(server, service.pin());
        request.headers = {{"authorization", "Bearer secret"}};
        QVERIFY(!transport.send(request, {}));
    }
    QCOMPARE(seen.load(), std::size_t{0});
}

void TestQtTransport::showsTheClientCertificateToThePinnedServiceOnly()
{
    const LoopbackService service("one"), other("two");
    const EcKey key = EcKey::derive(crypto::KeyKind::P384, "user");
    const std::string user = CertificateFactory::member(key, {"user0", kValid, "user"});
    const auto script = [](std::promise<std::string>& seen) {
        return [&seen](TlsPeer& peer) {
            const std::string request = peer.request();
            seen.set_value(peer.clientCertificate() + (request.empty() ? "" : " asked"));
            peer.send(httpReply(200, "{}"));
        };
    };
    auto options = service.server();
    options.wantsClient = true;
    std::promise<std::string> seen;
    TlsServer server(options, script(seen));
    auto transport = transportAt(systemTime());
    auto request = get(server, service.pin());
    request.client = std::make_shared<net::ClientIdentity>(net::ClientIdentity{
        crypto::Certificate::fromPem(user).value(), crypto::PrivateKey::fromPem(key.privatePem()).value()});
    const auto reply = transport.send(request, {});
    QVERIFY2(reply.has_value(), reply ? "" : (reply.error().where + reply.error().detail).c_str());
    QCOMPARE(seen.get_future().get(), std::string("user0 asked"));

    auto foreign = other.server();
    foreign.wantsClient = true;
    std::atomic<int> shown = 0;
    TlsServer stranger(foreign, [&](TlsPeer& peer) {
        if (!peer.clientCertificate().empty()) ++shown;
    });
    request.url = net::parseUrl(stranger.url("/")).value();
    QVERIFY(!transport.send(request, {}));
    QCOMPARE(shown.load(), 0);
}

void TestQtTransport::tellsWhoAnswers()
{
    const LoopbackService service("one");
    TlsServer server(service.server(), [](TlsPeer& peer) { peer.request(); });
    auto transport = transportAt(kNow);
    const auto chain = transport.presentedBy(net::parseUrl(server.url("/")).value(), {}, {});
    QVERIFY(chain.has_value());
    QCOMPARE(chain->size(), std::size_t{1});
    QCOMPARE(chain->front(), certificateDer(service.nodeCertificate));
}

void TestQtTransport::servesManyAtOnce()
{
    const LoopbackService service("one");
    std::atomic<int> waiting = 0;
    // Nobody is answered before all have asked: so they were under way together.
    TlsServer server(service.server(), [&](TlsPeer& peer) {
        if (peer.request().empty()) return;
        waiting.fetch_add(1);
        waiting.notify_all();
        for (int seen = waiting; seen < 4; seen = waiting) waiting.wait(seen);
        peer.send(httpReply(200, "{}"));
    });
    auto transport = transportAt(kNow);
    std::vector<std::future<bool>> answers;
    for (int i = 0; i < 4; ++i)
        answers.push_back(
            std::async(std::launch::async, [&] { return transport.send(get(server, service.pin()), {}).has_value(); }));
    for (auto& answer : answers) QVERIFY(answer.get());
}

void TestQtTransport::saysThatNobodyIsThere()
{
    const LoopbackService service("one");
    auto request = [&] {
        const TlsServer server(service.server(), [](TlsPeer&) {});
        return get(server, service.pin());
    }();
    auto transport = transportAt(kNow);
    const auto reply = transport.send(request, {});
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Network);
    QVERIFY2(reply.error().where.ends_with(": connect"), reply.error().where.c_str());
}

QTEST_GUILESS_MAIN(TestQtTransport)
#include "tst_qt_transport.moc"
