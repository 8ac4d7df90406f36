#include "core/ccf/governance/payloads.h"
#include "tests/support/certificate_factory.h"
#include "tests/support/cose_writer.h"
#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

#include <algorithm>

using namespace countersign;
using namespace countersign::test;
using ccf::MessageType;
using nlohmann::json;

namespace {

constexpr const char* kVersion = "?api-version=2024-07-01";

json chunkAction()
{
    return json::array({{{"name", "trigger_ledger_chunk"}}});
}

std::string text(const char* place)
{
    return place;
}

} // namespace

/// What members do and what the service makes of it; each act is a signed message over TLS.
class TestSandboxActs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_live = std::make_unique<LiveSandbox>(); }
    void cleanupTestCase() { m_live.reset(); }
    void proposesAndWithdraws();
    void acceptsByMajority();
    void rejectsByHalf();
    void refusesAnotherBallot();
    void takesTheSameBallotAgain();
    void refusesOldAndRepeatedProposals();
    void refusesWrongMessages_data();
    void refusesWrongMessages();
    void refusesStrangers();
    void keepsAProposalOpenWhenItBreaks();
    void refusesWhatDoesNotValidate();
    void countsABallotThatThrowsAsNone();
    void carefulBallotIsForThisProposalAlone();
    void endsAnEndlessBallot();
    void dropsProposalsWithTheConstitution();
    void acknowledgesTheState();
    void sendsWritersToThePrimary();
    void commitsAndProvesWhatWasDone();
    void ledgerHoldsAllOfIt();

private:
    std::string proposeId(std::size_t member, const json& actions)
    {
        return jsonOfReply(m_live->propose(member, actions)).value("proposalId", "");
    }
    std::string stateOf(const std::string& proposal)
    {
        return m_live->getJson("/gov/members/proposals/" + proposal + kVersion).value("proposalState", "");
    }
    net::HttpReply post(const std::string& path, const ByteVector& body)
    {
        return m_live->send("POST", 0, path + kVersion, body);
    }

    std::unique_ptr<LiveSandbox> m_live;
};

void TestSandboxActs::proposesAndWithdraws()
{
    const std::string id = proposeId(0, chunkAction());
    QCOMPARE(id.size(), std::size_t{64});
    QCOMPARE(stateOf(id), text("Open"));
    const std::string path = "/gov/members/proposals/" + id + ":withdraw";
    const auto other = post(path, m_live->signedBy(1, MessageType::Withdrawal, {}, id));
    QCOMPARE(other.status, 403);
    QCOMPARE(errorCodeOf(other), text("AuthorizationFailed"));
    const auto own = post(path, m_live->signedBy(0, MessageType::Withdrawal, {}, id));
    QCOMPARE(own.status, 200);
    QVERIFY(jsonOfReply(own).at("proposalState") == "Withdrawn");
    const auto late = m_live->vote(1, id, true);
    QCOMPARE(late.status, 400);
    QCOMPARE(errorCodeOf(late), text("ProposalNotOpen"));
}

void TestSandboxActs::acceptsByMajority()
{
    const std::string id = m_live->openProposal("set_member");
    const auto reply = m_live->vote(0, id, true);
    QCOMPARE(reply.status, 200);
    QVERIFY(jsonOfReply(reply).at("proposalState") == "Accepted");
    QCOMPARE(jsonOfReply(reply).at("finalVotes").size(), std::size_t{2});
    const auto members = m_live->getJson("/gov/service/members" + std::string(kVersion)).at("value");
    QCOMPARE(members.size(), std::size_t{4});
    QVERIFY(std::ranges::any_of(members, [](const json& one) { return one.at("status") == "Accepted"; }));
}

void TestSandboxActs::rejectsByHalf()
{
    const std::string id = proposeId(0, chunkAction());
    QVERIFY(jsonOfReply(m_live->vote(0, id, false)).at("proposalState") == "Open");
    const auto reply = jsonOfReply(m_live->vote(1, id, false));
    QVERIFY(reply.at("proposalState") == "Rejected");
    QVERIFY(reply.at("finalVotes").at(m_live->memberId(0)) == false);
}

void TestSandboxActs::refusesAnotherBallot()
{
    const std::string id = proposeId(0, chunkAction());
    QCOMPARE(m_live->vote(0, id, true).status, 200);
    const auto other = m_live->vote(0, id, false);
    QCOMPARE(other.status, 400);
    QCOMPARE(errorCodeOf(other), text("VoteAlreadyExists"));
    QVERIFY(m_live->getJson("/gov/members/proposals/" + id + kVersion).at("ballotCount") == 1);
}

void TestSandboxActs::takesTheSameBallotAgain()
{
    const std::string id = proposeId(0, chunkAction());
    QCOMPARE(m_live->vote(0, id, true).status, 200);
    const auto again = m_live->vote(0, id, true);
    QCOMPARE(again.status, 200);
    QVERIFY(jsonOfReply(again).at("ballotCount") == 1);
}

void TestSandboxActs::refusesOldAndRepeatedProposals()
{
    const auto message = m_live->signedBy(0, MessageType::Proposal, json{{"actions", chunkAction()}}.dump());
    QCOMPARE(post("/gov/members/proposals:create", message).status, 200);
    const auto replay = post("/gov/members/proposals:create", message);
    QCOMPARE(replay.status, 400);
    QCOMPARE(errorCodeOf(replay), text("ProposalReplay"));
    const auto old = m_live->propose(0, chunkAction(), 50 * 86'400);
    QCOMPARE(old.status, 400);
    QCOMPARE(errorCodeOf(old), text("ProposalCreatedTooLongAgo"));
}

void TestSandboxActs::refusesWrongMessages_data()
{
    QTest::addColumn<std::string>("what");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("code");
    QTest::newRow("broken signature") << text("signature") << 401 << text("InvalidAuthenticationInfo");
    QTest::newRow("another type") << text("type") << 401 << text("InvalidAuthenticationInfo");
    QTest::newRow("no COSE") << text("text") << 500 << text("InternalError");
    QTest::newRow("another proposal") << text("proposal") << 400 << text("InvalidResourceName");
    QTest::newRow("another member") << text("member") << 400 << text("InvalidAuthenticationInfo");
    QTest::newRow("no ballot in it") << text("payload") << 400 << text("InvalidInput");
}

void TestSandboxActs::refusesWrongMessages()
{
    QFETCH(const std::string, what);
    const std::string id = proposeId(1, chunkAction());
    const std::string payload = what == "payload" ? "{}" : json{{"ballot", ccf::plainBallot(true)}}.dump();
    const auto type = what == "type" ? MessageType::Ack : MessageType::Ballot;
    const std::string named = what == "proposal" ? std::string(64, 'a') : id;
    ByteVector message = m_live->signedBy(0, type, payload, type == MessageType::Ack ? std::string() : named);
    if (what == "signature") message.back() ^= 1;
    if (what == "text") message = copyOf(bytesOf("a vote"));
    const std::string member = m_live->memberId(what == "member" ? 1 : 0);
    const auto reply = post("/gov/members/proposals/" + id + "/ballots/" + member + ":submit", message);
    QTEST(reply.status, "status");
    QTEST(errorCodeOf(reply), "code");
    QVERIFY(m_live->getJson("/gov/members/proposals/" + id + kVersion).at("ballotCount") == 0);
}

void TestSandboxActs::refusesStrangers()
{
    const auto key = support::EcKey::derive(crypto::KeyKind::P384, "a stranger");
    const std::string pem = support::CertificateFactory::member(key, {"stranger", {{0}, {4'000'000'000}}, "s"});
    const auto message = support::CoseWriter::governance(
        key, {"proposal", support::certificateId(pem), systemTime(), {}, json{{"actions", chunkAction()}}.dump()});
    const auto reply = post("/gov/members/proposals:create", message);
    QCOMPARE(reply.status, 401);
    QVERIFY(reply.header("www-authenticate").has_value());
    // The key of one member under the name of another.
    const auto forged = support::CoseWriter::governance(
        key, {"proposal", m_live->memberId(0), systemTime(), {}, json{{"actions", chunkAction()}}.dump()});
    QCOMPARE(post("/gov/members/proposals:create", forged).status, 401);
}

void TestSandboxActs::keepsAProposalOpenWhenItBreaks()
{
    const std::string id =
        proposeId(0, json::array({{{"name", "set_recovery_threshold"}, {"args", {{"recovery_threshold", 200}}}}}));
    QCOMPARE(m_live->vote(0, id, true).status, 200);
    const auto broken = m_live->vote(1, id, true);
    QCOMPARE(broken.status, 500);
    QVERIFY(textOf(broken.body).find("more shares asked for than there are holders") != std::string_view::npos);
    QCOMPARE(stateOf(id), text("Open"));
    QVERIFY(m_live->getJson("/gov/members/proposals/" + id + kVersion).at("ballotCount") == 1);
}

void TestSandboxActs::refusesWhatDoesNotValidate()
{
    const auto unknown = m_live->propose(0, json::array({{{"name", "no_such_action"}}}));
    QCOMPARE(unknown.status, 400);
    QCOMPARE(errorCodeOf(unknown), text("ProposalFailedToValidate"));
    const auto noJson = post("/gov/members/proposals:create", m_live->signedBy(0, MessageType::Proposal, "not json"));
    QCOMPARE(noJson.status, 500);
    QVERIFY(textOf(noJson.body).find("Failed to execute validation") != std::string_view::npos);
}

void TestSandboxActs::countsABallotThatThrowsAsNone()
{
    const std::string id = proposeId(0, chunkAction());
    const std::string script = "export function vote(proposal, proposer) { throw new Error('no idea'); }";
    const auto thrown = post("/gov/members/proposals/" + id + "/ballots/" + m_live->memberId(0) + ":submit",
                             m_live->signedBy(0, MessageType::Ballot, json{{"ballot", script}}.dump(), id));
    QCOMPARE(thrown.status, 200);
    const auto reply = jsonOfReply(m_live->vote(1, id, false));
    QVERIFY(reply.at("proposalState") == "Open");
    QVERIFY(reply.at("ballotCount") == 2);
}

void TestSandboxActs::carefulBallotIsForThisProposalAlone()
{
    const std::string id = proposeId(0, chunkAction());
    const auto actions = m_live->get("/gov/members/proposals/" + id + "/actions" + kVersion);
    const auto ballot = ccf::carefulBallot(actions.body);
    QVERIFY(ballot);
    for (const std::size_t member : {0u, 1u}) {
        const auto reply = post("/gov/members/proposals/" + id + "/ballots/" + m_live->memberId(member) + ":submit",
                                m_live->signedBy(member, MessageType::Ballot, json{{"ballot", *ballot}}.dump(), id));
        QCOMPARE(reply.status, 200);
    }
    const auto votes = m_live->getJson("/gov/members/proposals/" + id + kVersion).at("ballotCount");
    QVERIFY(votes == 2);
    const std::string other = proposeId(0, json::array({{{"name", "trigger_snapshot"}}}));
    const auto misplaced = post("/gov/members/proposals/" + other + "/ballots/" + m_live->memberId(0) + ":submit",
                                m_live->signedBy(0, MessageType::Ballot, json{{"ballot", *ballot}}.dump(), other));
    QCOMPARE(misplaced.status, 200);
    QCOMPARE(stateOf(other), text("Open"));
}

void TestSandboxActs::endsAnEndlessBallot()
{
    const std::string id = proposeId(0, chunkAction());
    const std::string script = "export function vote() { for (;;) {} }";
    const auto reply = post("/gov/members/proposals/" + id + "/ballots/" + m_live->memberId(0) + ":submit",
                            m_live->signedBy(0, MessageType::Ballot, json{{"ballot", script}}.dump(), id));
    QCOMPARE(reply.status, 200); // It counts as none, as a ballot that throws.
    QCOMPARE(stateOf(id), text("Open"));
    QCOMPARE(post("/gov/members/proposals/" + id + ":withdraw", m_live->signedBy(0, MessageType::Withdrawal, {}, id)).status,
             200);
}

void TestSandboxActs::dropsProposalsWithTheConstitution()
{
    const std::string waiting = proposeId(0, chunkAction());
    const std::string id = m_live->openProposal("set_constitution");
    QVERIFY(!id.empty());
    QCOMPARE(m_live->vote(0, id, true).status, 200);
    QVERIFY(jsonOfReply(m_live->vote(1, id, true)).at("proposalState") == "Accepted");
    QCOMPARE(stateOf(waiting), text("Dropped"));
    const auto script = m_live->get("/gov/service/constitution" + std::string(kVersion));
    QVERIFY(textOf(script.body).find("Two thirds from now on") != std::string_view::npos);
}

void TestSandboxActs::acknowledgesTheState()
{
    const std::string path = "/gov/members/state-digests/" + m_live->memberId(0);
    const auto digest = post(path + ":update", m_live->signedBy(0, MessageType::StateDigest, {}));
    QCOMPARE(digest.status, 200);
    const auto acked = m_live->signedBy(0, MessageType::Ack, json{{"stateDigest", jsonOfReply(digest).at("stateDigest")}}.dump());
    QCOMPARE(post(path + ":ack", acked).status, 204);
    const auto wrong = m_live->signedBy(0, MessageType::Ack, json{{"stateDigest", std::string(64, '0')}}.dump());
    QCOMPARE(errorCodeOf(post(path + ":ack", wrong)), text("StateDigestMismatch"));
}

void TestSandboxActs::sendsWritersToThePrimary()
{
    const auto message = m_live->signedBy(0, MessageType::Proposal, json{{"actions", chunkAction()}}.dump());
    const auto reply = m_live->send("POST", 1, "/gov/members/proposals:create" + std::string(kVersion), message);
    QCOMPARE(reply.status, 307);
    QCOMPARE(reply.header("location").value_or(""), m_live->places().urls[0] + "/gov/members/proposals:create" + kVersion);
}

void TestSandboxActs::commitsAndProvesWhatWasDone()
{
    const auto reply = m_live->propose(0, chunkAction());
    const std::string id = reply.header("x-ms-ccf-transaction-id").value_or("");
    QVERIFY(!id.empty());
    const auto status = [&] { return m_live->getJson("/node/tx?transaction_id=" + id).value("status", ""); };
    QTRY_COMPARE(status(), text("Committed"));
    const std::string target = "/node/receipt?transaction_id=" + id;
    QTRY_COMPARE(m_live->get(target).status, 200);
    const auto receipt = m_live->getJson(target);
    QVERIFY(receipt.at("leaf_components").at("commit_evidence").get<std::string>().starts_with("ce:" + id + ':'));
}

void TestSandboxActs::ledgerHoldsAllOfIt()
{
    m_live->sandbox().stop();
    const CommandOutcome outcome = m_live->run({"verify", m_live->places().ledger.string(), "--service-cert",
                                                m_live->places().serviceCertificate.string()});
    QVERIFY2(outcome.status == 0, outcome.out.c_str());
}

QTEST_GUILESS_MAIN(TestSandboxActs)
#include "tst_sandbox_acts.moc"
