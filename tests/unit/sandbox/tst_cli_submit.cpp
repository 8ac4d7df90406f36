#include "core/ccf/client/submission.h"
#include "core/ccf/governance/payloads.h"
#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using ccf::MessageType;
using nlohmann::json;

/// Acting from the command line: signed, sent, followed and proven, against the demo consortium.
class TestCliSubmit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_live.reset(); }
    void signsAndSubmitsAVote();
    void keepsAReceiptThatPasses();
    void leadsToThePrimary();
    void saysWhyItWasRefused_data();
    void saysWhyItWasRefused();
    void sendsNothingToAnotherIdentity();
    void refusesWhatIsNoMessage_data();
    void refusesWhatIsNoMessage();
    void saysWhenTheServiceIsGone();

private:
    std::string path(const std::string& name) const { return m_folder.filePath(QString::fromStdString(name)).toStdString(); }
    std::string written(const std::string& name, const ByteVector& content)
    {
        const std::string file = path(name);
        return writeFileAtomically(file, content) ? file : std::string();
    }
    CommandOutcome submit(const std::string& file, std::vector<std::string> more = {}, std::size_t node = 0)
    {
        more.insert(more.begin(), {"submit", file, "--url", m_live->places().urls[node], "--service-cert",
                                   m_live->places().serviceCertificate.string()});
        return m_live->run(more);
    }
    ByteVector proposal(std::int64_t secondsAgo = 0) const
    {
        return m_live->signedBy(0, MessageType::Proposal, R"({"actions":[{"name":"trigger_ledger_chunk"}]})", {}, secondsAgo);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<LiveSandbox> m_live;
    std::string m_open;
};

void TestCliSubmit::initTestCase()
{
    m_live = std::make_unique<LiveSandbox>();
    m_open = m_live->openProposal("set_member");
    QCOMPARE(m_open.size(), std::size_t{64});
}

void TestCliSubmit::signsAndSubmitsAVote()
{
    const auto actions = m_live->get("/gov/members/proposals/" + m_open + "/actions?api-version=2024-07-01");
    const auto& me = m_live->places().members[0];
    const CommandOutcome made = m_live->run(
        {"sign", "ballot", "--proposal-id", m_open, "--proposal", written("proposal.json", actions.body), "--cert",
         me.certificate.string(), "--key", me.key.string(), "--service-cert", m_live->places().serviceCertificate.string(),
         "--out", path("vote.cose"), "--yes"});
    QVERIFY2(made.status == 0, (made.out + made.err).c_str());
    const CommandOutcome sent = submit(path("vote.cose"), {"--json", "--receipt", path("vote.receipt.json")});
    QVERIFY2(sent.status == 0, (sent.out + sent.err).c_str());
    const json said = sent.json();
    QVERIFY(said.at("verdict") == "passed");
    QVERIFY(said.at("answer").at("proposalState") == "Accepted");
    QVERIFY(said.at("status") == "Committed");
    QVERIFY(said.at("receipt") == "passed");
}

void TestCliSubmit::keepsAReceiptThatPasses()
{
    const CommandOutcome outcome =
        m_live->run({"verify", path("vote.receipt.json"), m_live->places().ledger.string(), "--service-cert",
                     m_live->places().serviceCertificate.string()});
    QVERIFY2(outcome.status == 0, outcome.out.c_str());
}

void TestCliSubmit::leadsToThePrimary()
{
    const CommandOutcome outcome = submit(written("proposal.cose", proposal()), {}, 2);
    QVERIFY2(outcome.status == 0, (outcome.out + outcome.err).c_str());
    QVERIFY(outcome.out.find("Committed") != std::string::npos);
}

void TestCliSubmit::saysWhyItWasRefused_data()
{
    QTest::addColumn<std::string>("what");
    QTest::addColumn<std::string>("word");
    QTest::newRow("conflicting vote") << std::string("conflict") << std::string("ProposalNotOpen");
    QTest::newRow("expired clock") << std::string("clock") << std::string("ProposalCreatedTooLongAgo");
    QTest::newRow("sent again") << std::string("replay") << std::string("ProposalReplay");
    QTest::newRow("wrong key") << std::string("key") << std::string("Failed to validate COSE Sign1");
}

void TestCliSubmit::saysWhyItWasRefused()
{
    QFETCH(const std::string, what);
    QFETCH(const std::string, word);
    ByteVector message = proposal(what == "clock" ? 50 * 86'400 : 1);
    if (what == "conflict")
        message = m_live->signedBy(0, MessageType::Ballot, json{{"ballot", ccf::plainBallot(false)}}.dump(), m_open);
    if (what == "key") message.back() ^= 1;
    const std::string file = written(what + ".cose", message);
    if (what == "replay") QCOMPARE(submit(file).status, 0);
    const CommandOutcome outcome = submit(file);
    QVERIFY2(outcome.status == 1, (outcome.out + outcome.err).c_str());
    QVERIFY2(outcome.out.find(word) != std::string::npos, outcome.out.c_str());
}

void TestCliSubmit::sendsNothingToAnotherIdentity()
{
    const std::string file = written("other.cose", proposal());
    const CommandOutcome outcome =
        m_live->run({"submit", file, "--url", m_live->places().urls[0], "--service-cert",
                     m_live->places().members[0].certificate.string()});
    QVERIFY2(outcome.status == 1, (outcome.out + outcome.err).c_str());
    QVERIFY(outcome.out.find("Nothing was sent") != std::string::npos);
    QCOMPARE(submit(file).status, 0); // It had not been sent: no replay.
}

void TestCliSubmit::refusesWhatIsNoMessage_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("vote");
    QTest::newRow("a signature of something else") << QByteArray::fromHex("d28443a10126a0f640");
}

void TestCliSubmit::refusesWhatIsNoMessage()
{
    QFETCH(const QByteArray, content);
    const std::string file = written("none.cose", ByteVector(content.begin(), content.end()));
    QCOMPARE(submit(file).status, 4);
}

void TestCliSubmit::saysWhenTheServiceIsGone()
{
    const std::string file = written("late.cose", proposal());
    m_live->sandbox().stop();
    const CommandOutcome outcome = submit(file);
    QCOMPARE(outcome.status, 5);
    QVERIFY(!outcome.err.empty());
}

QTEST_GUILESS_MAIN(TestCliSubmit)
#include "tst_cli_submit.moc"
