#include "core/base/strict_json.h"
#include "core/net/peer_trust.h"
#include "tests/support/vectors.h"

#include <QTest>

using namespace countersign;
using namespace countersign::net;

// Certificates of a real network: its nodes', and its identities before and after a renewal and a recovery.
class TestPeerTrust final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void judgesRecordedNodes_data();
    void judgesRecordedNodes();
    void refusesTheServiceItselfAsANode();
    void refusesWhatIsNoCertificate();

private:
    crypto::Certificate identity(const QString& name) const
    {
        const auto file = test::vectorsFolder() / "ccf-network/receipts" / (name.toStdString() + ".pem");
        return crypto::Certificate::fromPem(textOf(test::contentOf(file))).value();
    }
    crypto::Certificate node(const char* folder) const
    {
        const auto file = test::vectorsFolder() / "ccf-network/rest" / folder / "gov-service-nodes.response.json";
        const auto json = parseJson(test::contentOf(file)).value();
        for (const auto& one : json.at("value"))
            if (one.at("status") == "Trusted")
                return crypto::Certificate::fromPem(one.at("certificate").get<std::string>()).value();
        qFatal("no trusted node recorded");
    }
};

void TestPeerTrust::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
}

void TestPeerTrust::judgesRecordedNodes_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("identityName");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("standing");
    const auto row = [](const char* name, const char* folder, const char* identity, const char* host,
                        const char* standing) {
        QTest::newRow(name) << QString::fromUtf8(folder) << QString::fromUtf8(identity) << QString::fromUtf8(host)
                            << QString::fromUtf8(standing);
    };
    row("first service", "03-open", "service-1-first", "127.0.0.1", "accepted");
    row("first service, renewed certificate", "03-open", "service-1-renewed", "127.0.0.1", "accepted");
    row("first service, identity after recovery", "03-open", "service-2-after-recovery", "127.0.0.1", "other-identity");
    row("second service", "10-open-after-recovery-1", "service-2-after-recovery", "127.0.0.1", "accepted");
    row("second service, identity before recovery", "10-open-after-recovery-1", "service-1-first", "127.0.0.1",
        "other-identity");
    row("other address", "03-open", "service-1-first", "127.0.0.2", "wrong-name");
    row("other spelling of the address", "03-open", "service-1-first", "127.1", "wrong-name");
    row("address of the other kind", "03-open", "service-1-first", "::ffff:127.0.0.1", "wrong-name");
    row("common name", "03-open", "service-1-first", "CCF Node", "wrong-name");
    row("no name", "03-open", "service-1-first", "", "wrong-name");
}

void TestPeerTrust::judgesRecordedNodes()
{
    QFETCH(QString, folder);
    QFETCH(QString, identityName);
    QFETCH(QString, host);
    QFETCH(QString, standing);
    const crypto::Certificate peer = node(folder.toUtf8().constData());
    const auto judged =
        judgePeer(peer.der(), host.toStdString(), {{identity(identityName)}, {}, {}, false}, peer.notBefore());
    QCOMPARE(QString::fromUtf8(peerStandingName(judged.standing)), standing);
    QCOMPARE(judged.accepted(), standing.startsWith(QStringLiteral("accepted")));
    const UtcTime late{peer.notAfter().seconds + 1}, early{peer.notBefore().seconds - 1};
    const PeerTrust trust{{identity(identityName)}, {}, {}, false};
    QVERIFY(!judgePeer(peer.der(), host.toStdString(), trust, late).accepted());
    QVERIFY(!judgePeer(peer.der(), host.toStdString(), trust, early).accepted());
}

void TestPeerTrust::refusesTheServiceItselfAsANode()
{
    // Signed by the pinned key, as the endorsement of an earlier identity is: a CA is no node.
    const crypto::Certificate renewed = identity(QStringLiteral("service-1-renewed"));
    const PeerTrust trust{{identity(QStringLiteral("service-1-first"))}, {}, {}, false};
    const auto judged = judgePeer(renewed.der(), "127.0.0.1", trust, renewed.notBefore());
    QCOMPARE(judged.standing, PeerStanding::NotForServers);
}

void TestPeerTrust::refusesWhatIsNoCertificate()
{
    const PeerTrust trust{{identity(QStringLiteral("service-1-first"))}, {}, {}, false};
    QCOMPARE(judgePeer({}, "127.0.0.1", trust, {}).standing, PeerStanding::NoCertificate);
    QCOMPARE(judgePeer(bytesOf("nonsense"), "127.0.0.1", trust, {}).standing, PeerStanding::NoCertificate);
    ByteVector changed = copyOf(node("03-open").der());
    changed[changed.size() - 3] ^= 1;
    const auto judged = judgePeer(changed, "127.0.0.1", trust, node("03-open").notBefore());
    QVERIFY(!judged.accepted());
}

QTEST_GUILESS_MAIN(TestPeerTrust)
#include "tst_peer_trust.moc"
