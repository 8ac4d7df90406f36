#include "core/base/base64.h"
#include "core/ccf/governance/recovery_share.h"
#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using ccf::MessageType;
using nlohmann::json;

namespace {

constexpr const char* kVersion = "?api-version=2024-07-01";

} // namespace

/// A service in the middle of a recovery: members hand in their shares until it opens.
class TestCliRecover final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_live.reset(); }
    void waitsForShares();
    void refusesTheKeyOfSomebodyElse();
    void clearsSharesThatDoNotCombine();
    void takesTheFirstShare();
    void opensWithTheSecond();
    void takesNoMore();
    void ledgerHoldsAllOfIt();

private:
    CommandOutcome recover(std::size_t member, std::size_t decryptsAs)
    {
        return m_live->act(member, {"recover", "--decryption-key", m_live->places().members[decryptsAs].encryptionKey.string()});
    }
    std::string status() { return m_live->getJson(std::string("/gov/service/info") + kVersion).at("status"); }
    std::string shareText(std::size_t member);
    net::HttpReply handIn(std::size_t member, const std::string& share)
    {
        return m_live->send("POST", 0, "/gov/recovery/members/" + m_live->memberId(member) + ":recover" + kVersion,
                            m_live->signedBy(member, MessageType::RecoveryShare, json{{"share", share}}.dump()));
    }

    std::unique_ptr<LiveSandbox> m_live;
};

void TestCliRecover::initTestCase()
{
    m_live = std::make_unique<LiveSandbox>(sandbox::Fault::None, true);
}

std::string TestCliRecover::shareText(std::size_t member)
{
    const auto reply = m_live->get("/gov/recovery/encrypted-shares/" + m_live->memberId(member) + kVersion);
    const auto key = crypto::PrivateKey::fromPem(textOf(contentOf(m_live->places().members[member].encryptionKey))).value();
    const auto share = ccf::decryptRecoveryShare(reply.body, m_live->memberId(member), key).value();
    return toBase64(share.bytes);
}

void TestCliRecover::waitsForShares()
{
    QCOMPARE(m_live->places().urls.size(), std::size_t{1});
    QCOMPARE(status(), std::string("WaitingForRecoveryShares"));
    QVERIFY(m_live->getJson("/node/state").at("state") == "PartOfPublicNetwork");
    QCOMPARE(m_live->get("/node/ready/app").status, 503);
    QCOMPARE(errorCodeOf(m_live->get("/app/commit")), std::string("FrontendNotOpen"));
}

void TestCliRecover::refusesTheKeyOfSomebodyElse()
{
    const CommandOutcome outcome = recover(0, 1);
    QCOMPARE(outcome.status, 4);
    QVERIFY(outcome.out.empty());
    QCOMPARE(status(), std::string("WaitingForRecoveryShares"));
}

void TestCliRecover::clearsSharesThatDoNotCombine()
{
    const auto first = handIn(0, toBase64(bytesOf("a share that nobody was ever given, forty-four")));
    QCOMPARE(first.status, 200);
    QVERIFY(jsonOfReply(first).at("submittedCount") == 1);
    QCOMPARE(handIn(1, shareText(1)).status, 500);
    QCOMPARE(status(), std::string("WaitingForRecoveryShares"));
    QCOMPARE(errorCodeOf(handIn(1, "no base64!")), std::string("InvalidInput"));
}

void TestCliRecover::takesTheFirstShare()
{
    const std::string share = shareText(0);
    const CommandOutcome outcome = recover(0, 0);
    QVERIFY2(outcome.status == 0, (outcome.out + outcome.err).c_str());
    const json message = outcome.json().at("messages").at(0);
    QVERIFY(message.at("answer").at("submittedCount") == 1);
    QVERIFY(message.at("answer").at("recoveryThreshold") == 2);
    QVERIFY(message.at("receipt") == "passed");
    QVERIFY(outcome.err.find("one share of several") != std::string::npos);
    for (const std::string& said : {outcome.out, outcome.err}) {
        QVERIFY(said.find(share) == std::string::npos);
        QVERIFY(said.find(share.substr(0, 20)) == std::string::npos);
    }
}

void TestCliRecover::opensWithTheSecond()
{
    const CommandOutcome outcome = recover(1, 1);
    QVERIFY2(outcome.status == 0, (outcome.out + outcome.err).c_str());
    QVERIFY(outcome.json().at("messages").at(0).at("answer").at("submittedCount") == 2);
    QTRY_COMPARE(status(), std::string("Open"));
    QVERIFY(m_live->getJson("/node/state").at("state") == "PartOfNetwork");
    QCOMPARE(m_live->get("/node/ready/app").status, 204);
}

void TestCliRecover::takesNoMore()
{
    const CommandOutcome outcome = recover(0, 0);
    QCOMPARE(outcome.status, 1);
    QVERIFY(outcome.json().at("halt").at("id") == "noSharesWanted");
}

void TestCliRecover::ledgerHoldsAllOfIt()
{
    m_live->sandbox().stop();
    const CommandOutcome outcome = m_live->run({"verify", m_live->places().ledger.string(), "--service-cert",
                                                m_live->places().serviceCertificate.string()});
    QVERIFY2(outcome.status == 0, outcome.out.c_str());
}

QTEST_GUILESS_MAIN(TestCliRecover)
#include "tst_cli_recover.moc"
