#include "app/sandbox/server/tls_listener.h"
#include "core/ccf/governance/recovery_share.h"
#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

#include <sys/stat.h>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* kVersion = "?api-version=2024-07-01";

} // namespace

/// The demo consortium as the command line sees it: asked, verified, its receipts fetched and judged.
class TestSandbox final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_live = std::make_unique<LiveSandbox>(); }
    void cleanupTestCase() { m_live.reset(); }
    void answersUnderThePin();
    void nodesAgree_data();
    void nodesAgree();
    void showsItsStory();
    void isMarkedAsADemo();
    void ledgerPassesWhileItRuns();
    void receiptsPassAloneAndWithTheLedger();
    void freshReceiptIsFetchedAndPasses();
    void keysAreForTheOwnerAlone();
    void membersDecryptTheirShares();
    void refusesOtherAddresses_data();
    void refusesOtherAddresses();
    void refusesAFolderInUse();
    void ledgerPassesOnceItEnded();

private:
    std::string certificate() const { return m_live->places().serviceCertificate.string(); }

    std::unique_ptr<LiveSandbox> m_live;
};

void TestSandbox::answersUnderThePin()
{
    const CommandOutcome status = m_live->ask({"status", "--json"});
    QVERIFY2(status.status == 0, (status.out + status.err).c_str());
    const nlohmann::json nodes = status.json().at("nodes");
    QCOMPARE(nodes.size(), std::size_t{3});
    for (const auto& node : nodes) {
        QVERIFY(node.at("identity") == "pinned");
        QVERIFY(node.at("answer").at("status") == "Open");
        QVERIFY(node.at("answer").at("openProposals") == 2);
        QVERIFY(node.at("answer").at("recoveryCount") == 1);
    }
}

void TestSandbox::nodesAgree_data()
{
    QTest::addColumn<std::string>("command");
    for (const char* command : {"members", "nodes", "proposals", "constitution"})
        QTest::newRow(command) << std::string(command);
}

void TestSandbox::nodesAgree()
{
    QFETCH(const std::string, command);
    const CommandOutcome outcome = m_live->ask({command});
    QVERIFY2(outcome.status == 0, (outcome.out + outcome.err).c_str());
    QVERIFY(outcome.out.find("Passed") != std::string::npos);
}

void TestSandbox::showsItsStory()
{
    QCOMPARE(m_live->getJson("/gov/service/members" + std::string(kVersion)).at("value").size(), std::size_t{3});
    QCOMPARE(m_live->getJson("/node/network/nodes").at("nodes").size(), std::size_t{3});
    QVERIFY(!m_live->openProposal("set_member").empty());
    QVERIFY(!m_live->openProposal("set_constitution").empty());
    int expired = 0;
    const auto users = m_live->getJson("/gov/service/users" + std::string(kVersion));
    for (const auto& user : users.at("value"))
        expired += crypto::Certificate::fromPem(user.at("certificate").get<std::string>())->notAfter() < systemTime();
    QCOMPARE(expired, 1);
    QCOMPARE(m_live->get("/node/service/previous_identity").status, 200);
}

void TestSandbox::isMarkedAsADemo()
{
    QVERIFY(m_live->getJson("/node/network").at("service_data").at("demo") == true);
    const auto pin = crypto::Certificate::fromPem(textOf(contentOf(m_live->places().serviceCertificate)));
    QVERIFY(pin && pin->subject().find("DEMO") != std::string::npos);
    const auto members = m_live->getJson("/gov/service/members" + std::string(kVersion));
    for (const auto& member : members.at("value"))
        QVERIFY(member.at("memberData").at("name").get<std::string>().find("DEMO") != std::string::npos);
}

void TestSandbox::ledgerPassesWhileItRuns()
{
    const CommandOutcome outcome =
        m_live->run({"verify", m_live->places().ledger.string(), "--service-cert", certificate(), "--json"});
    QVERIFY2(outcome.status == 0, outcome.out.c_str());
    const CommandOutcome previous =
        m_live->run({"verify", m_live->places().ledger.string(), "--service-cert",
                     m_live->places().previousServiceCertificate.string(), "--json"});
    QVERIFY2(previous.status == 0, previous.out.c_str());
}

void TestSandbox::receiptsPassAloneAndWithTheLedger()
{
    std::vector<std::string> all{"verify"};
    for (const auto& file : filesBelow(m_live->places().receipts, "")) {
        all.push_back(file.string());
        const CommandOutcome alone = m_live->run({"verify", file.string(), "--service-cert", certificate()});
        const bool older = file.string().find(".2.") != std::string::npos && file.extension() == ".cose";
        // A COSE receipt of the first service says nothing of the second one; the ledger does.
        QVERIFY2(alone.status == (older ? 2 : 0), (file.string() + alone.out).c_str());
    }
    QVERIFY(all.size() > 20);
    all.insert(all.end(), {m_live->places().ledger.string(), "--service-cert", certificate()});
    const CommandOutcome joint = m_live->run(all);
    QVERIFY2(joint.status == 0, joint.out.c_str());
}

void TestSandbox::freshReceiptIsFetchedAndPasses()
{
    const std::string id = m_live->getJson("/node/commit").at("transaction_id");
    const std::string target = "/node/receipt?transaction_id=2.12";
    const net::HttpReply first = m_live->get(target);
    QCOMPARE(first.status, 202);
    QVERIFY(first.header("retry-after").has_value());
    const net::HttpReply second = m_live->get(target);
    QCOMPARE(second.status, 200);
    QVERIFY(jsonOfReply(second).contains("service_endorsements"));
    QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("receipt.json")).toStdString();
    QVERIFY(writeFileAtomically(file, second.body).has_value());
    const CommandOutcome outcome =
        m_live->run({"verify", file, "--service-cert", certificate(), "--transaction-id", "2.12"});
    QVERIFY2(outcome.status == 0, outcome.out.c_str());
    const CommandOutcome other = m_live->run({"verify", file, "--service-cert", certificate(), "--transaction-id", id});
    QCOMPARE(other.status, 1);
}

void TestSandbox::keysAreForTheOwnerAlone()
{
    QCOMPARE(m_live->places().members.size(), std::size_t{2});
    for (const auto& member : m_live->places().members) {
        for (const auto& path : {member.key, member.encryptionKey}) {
            struct stat found = {};
            QCOMPARE(::stat(path.c_str(), &found), 0);
            QCOMPARE(found.st_mode & 0777u, mode_t{0600});
            QVERIFY(path.filename().string().starts_with("DEMO"));
        }
    }
}

void TestSandbox::membersDecryptTheirShares()
{
    const auto& member = m_live->places().members[0];
    const auto reply = m_live->get("/gov/recovery/encrypted-shares/" + member.id + kVersion);
    const auto key = crypto::PrivateKey::fromPem(textOf(contentOf(member.encryptionKey)));
    QVERIFY(key);
    const auto share = ccf::decryptRecoveryShare(reply.body, member.id, *key);
    QVERIFY2(share, share ? "" : share.error().detail.c_str());
    QVERIFY(share->known && !share->fullKey);
}

void TestSandbox::refusesOtherAddresses_data()
{
    QTest::addColumn<std::string>("address");
    for (const char* address : {"0.0.0.0", "127.0.0.2", "192.168.1.1", "::1", "localhost", ""})
        QTest::addRow("'%s'", address) << std::string(address);
}

void TestSandbox::refusesOtherAddresses()
{
    QFETCH(const std::string, address);
    const auto listener = sandbox::TlsListener::open(address, 0);
    QVERIFY(!listener);
    QCOMPARE(listener.error().code, ErrorCode::Unsupported);
    QTemporaryDir folder;
    sandbox::SandboxOptions options;
    options.folder = folder.filePath(QStringLiteral("demo")).toStdString();
    options.address = address;
    const auto started = sandbox::Sandbox::start(options);
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Unsupported);
}

void TestSandbox::refusesAFolderInUse()
{
    sandbox::SandboxOptions options;
    options.folder = m_live->places().folder;
    const auto started = sandbox::Sandbox::start(options);
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Io);
}

void TestSandbox::ledgerPassesOnceItEnded()
{
    m_live->sandbox().stop();
    const CommandOutcome outcome =
        m_live->run({"verify", m_live->places().ledger.string(), "--service-cert", certificate()});
    QVERIFY2(outcome.status == 0, outcome.out.c_str());
    const CommandOutcome gone = m_live->ask({"status"});
    QCOMPARE(gone.status, 5);
}

QTEST_GUILESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"
