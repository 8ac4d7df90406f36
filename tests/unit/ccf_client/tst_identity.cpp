#include "core/ccf/client/identity.h"
#include "tests/support/certificate_factory.h"
#include "tests/unit/ccf_client/recorded.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::support;
using namespace countersign::test;
using net::HttpReply;
using net::HttpRequest;

namespace {

constexpr UtcTime kNow{1'790'000'000};
constexpr Validity kValid{{1'780'000'000}, {1'800'000'000}};

struct Service {
    explicit Service(const std::string& seed)
        : key(EcKey::derive(crypto::KeyKind::P384, seed)),
          nodeKey(EcKey::derive(crypto::KeyKind::P384, seed + " node")),
          pem(CertificateFactory::service(key, {"CCF Service", kValid, seed})),
          nodePem(CertificateFactory::node(nodeKey, {"CCF Node", kValid, seed}, key, pem))
    {}
    crypto::Certificate certificate() const { return crypto::Certificate::fromPem(pem).value(); }
    EcKey key, nodeKey;
    std::string pem, nodePem;
};

/// A node that shows `node` and tells `tells` and, when not empty, `previous`; peers are judged as the real transport
/// does.
struct World {
    World(const std::string& node, std::string tells, std::string previous)
        : leaf(certificateDer(node)), transport([this, tells, previous](const HttpRequest& asked) -> Result<HttpReply> {
              const auto judged = net::judgePeer(leaf, asked.url.host, *asked.trust, kNow);
              if (!judged.accepted())
                  return Error{ErrorCode::Network,
                               asked.url.origin() + ": peer certificate: " + net::peerStandingName(judged.standing),
                               {}};
              if (asked.url.target == "/node/network")
                  return jsonReply(200,
                                   nlohmann::json{{"service_status", "Open"}, {"service_certificate", tells}}.dump());
              if (previous.empty()) return jsonReply(404, R"({"error":{"code":"ResourceNotFound","message":""}})");
              return jsonReply(200, nlohmann::json{{"previous_service_identity", previous}}.dump());
          })
    {
        transport.chains[anyNode().origin()] = {leaf};
    }
    Result<IdentityAnswer> ask(const crypto::Certificate& pin)
    {
        NodeAddress address;
        address.url = anyNode();
        address.trust = std::make_shared<const net::PeerTrust>(net::PeerTrust{{pin}, {}, {}, false});
        return askIdentity(transport, waiter, address, {});
    }
    ByteVector leaf;
    ScriptedTransport transport;
    RecordingWaiter waiter;
};

} // namespace

class TestIdentity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsThePinned();
    void tellsARenewal();
    void tellsARecoveryAsAClaim();
    void tellsAnUnexplainedChange();
    void believesNoNodeThatNamesAnotherService();
    void isAnErrorWhenRefusedForItsName();
};

void TestIdentity::tellsThePinned()
{
    const Service one("one");
    World world(one.nodePem, one.pem, {});
    const auto answer = world.ask(one.certificate());
    QVERIFY(answer.has_value());
    QCOMPARE(answer->kind, IdentityKind::Pinned);
    QVERIFY(!answer->refused);
}

void TestIdentity::tellsARenewal()
{
    const Service one("one");
    const std::string renewed =
        CertificateFactory::service(one.key, {"CCF Service", {{1'789'000'000}, {1'900'000'000}}, "new"});
    World world(one.nodePem, renewed, {});
    const auto answer = world.ask(one.certificate());
    QCOMPARE(answer->kind, IdentityKind::Renewed);
    QVERIFY(answer->present->fingerprint() != one.certificate().fingerprint());
}

void TestIdentity::tellsARecoveryAsAClaim()
{
    const Service one("one"), two("two");
    World world(two.nodePem, two.pem, one.pem);
    const auto answer = world.ask(one.certificate());
    QVERIFY(answer.has_value());
    QCOMPARE(answer->kind, IdentityKind::RecoveryClaimed);
    QVERIFY(answer->refused == net::PeerStanding::OtherIdentity);
    QVERIFY(*answer->present == two.certificate());
}

void TestIdentity::tellsAnUnexplainedChange()
{
    const Service one("one"), two("two"), three("three");
    for (const std::string& previous : {std::string(), three.pem, std::string("no certificate")}) {
        World world(two.nodePem, two.pem, previous);
        QCOMPARE(world.ask(one.certificate())->kind, IdentityKind::Unexplained);
    }
    // A node that is not of the service it names cannot speak for that service's past.
    World liar(three.nodePem, two.pem, one.pem);
    QCOMPARE(liar.ask(one.certificate())->kind, IdentityKind::Unexplained);
}

void TestIdentity::believesNoNodeThatNamesAnotherService()
{
    const Service one("one"), two("two");
    World world(one.nodePem, two.pem, {});
    const auto answer = world.ask(one.certificate());
    QCOMPARE(answer->kind, IdentityKind::Unexplained);
    QVERIFY(!answer->detail.empty());
}

void TestIdentity::isAnErrorWhenRefusedForItsName()
{
    const Service one("one");
    World world(one.nodePem, one.pem, {});
    NodeAddress address;
    address.url = net::parseUrl("https://localhost:9100").value();
    address.trust = std::make_shared<const net::PeerTrust>(net::PeerTrust{{one.certificate()}, {}, {}, false});
    const auto answer = askIdentity(world.transport, world.waiter, address, {});
    QVERIFY(!answer);
    QVERIFY(answer.error().where.ends_with("wrong-name"));
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
