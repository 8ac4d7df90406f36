#include "core/base/hex.h"
#include "core/ccf/governance/payloads.h"
#include "tests/support/make_certificate.h"
#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using nlohmann::json;

namespace {

constexpr const char* kProposal = R"({"actions": [{"name": "set_recovery_threshold", "args": {"recovery_threshold": 2}}]})";

class ScriptedAsking final : public Asking
{
public:
    bool yes = true;
    int asked = 0;

    bool somebodyThere() const override { return true; }
    bool agrees(std::string_view) override
    {
        ++asked;
        return yes;
    }
    Result<crypto::SecretBytes> passphrase(std::string_view) override { return Error{ErrorCode::Cancelled, {}, {}}; }
};

} // namespace

/// Proposing, voting, withdrawing and acknowledging in one command each, against the demo consortium.
class TestCliAct final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_live.reset(); }
    void proposesAndIsAccepted();
    void isRejected();
    void showsFirstWhatItIsAbout();
    void doesNothingWithoutAYes();
    void withdraws();
    void acknowledgesTheState();
    void refusesAnotherVote();
    void doesNotVoteTwice();
    void tellsWhatTheConstitutionRefuses();
    void stopsBeforeSigning_data();
    void stopsBeforeSigning();
    void refusesTheKeyOfSomebodyElse();
    void refusesWrongUsage_data();
    void refusesWrongUsage();

private:
    std::string file(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }
    std::string proposed();
    std::uint64_t ballotsOf(const std::string& id)
    {
        return m_live->getJson("/gov/members/proposals/" + id + "?api-version=2024-07-01").at("ballotCount");
    }

    QTemporaryDir m_folder;
    std::unique_ptr<LiveSandbox> m_live;
};

void TestCliAct::initTestCase()
{
    m_live = std::make_unique<LiveSandbox>();
    QVERIFY(writeFileAtomically(file("proposal.json"), bytesOf(kProposal)));
}

std::string TestCliAct::proposed()
{
    const CommandOutcome outcome = m_live->act(0, {"propose", file("proposal.json")});
    if (outcome.status != 0) qWarning("%s%s", outcome.out.c_str(), outcome.err.c_str());
    return outcome.json().at("messages").at(0).at("answer").at("proposalId");
}

void TestCliAct::proposesAndIsAccepted()
{
    const std::string id = proposed();
    const CommandOutcome first = m_live->act(0, {"vote", id, "--approve", "--receipt", file("first.json")});
    QVERIFY2(first.status == 0, (first.out + first.err).c_str());
    QVERIFY(first.json().at("messages").at(0).at("answer").at("proposalState") == "Open");
    const CommandOutcome second = m_live->act(1, {"vote", id, "--approve", "--receipt", file("second.json")});
    QVERIFY2(second.status == 0, (second.out + second.err).c_str());
    const json said = second.json();
    QVERIFY(said.at("schema") == "countersign.act/1");
    QVERIFY(said.at("verdict") == "passed");
    const json& message = said.at("messages").at(0);
    QVERIFY(message.at("answer").at("proposalState") == "Accepted");
    QVERIFY(message.at("status") == "Committed");
    QVERIFY(message.at("receipt") == "passed");
    QVERIFY(message.at("request").at("effect").at("vote") == "careful");
    const CommandOutcome proof =
        m_live->run({"verify", file("second.json"), m_live->places().ledger.string(), "--service-cert",
                     m_live->places().serviceCertificate.string(), "--transaction-id", message.at("transaction")});
    QVERIFY2(proof.status == 0, proof.out.c_str());
}

void TestCliAct::isRejected()
{
    const std::string id = proposed();
    QCOMPARE(m_live->act(0, {"vote", id, "--reject"}).status, 0);
    const CommandOutcome outcome = m_live->act(1, {"vote", id, "--reject"});
    QCOMPARE(outcome.status, 0);
    QVERIFY(outcome.json().at("messages").at(0).at("answer").at("proposalState") == "Rejected");
}

void TestCliAct::showsFirstWhatItIsAbout()
{
    const std::string id = proposed();
    ScriptedAsking asking;
    const CommandOutcome outcome = m_live->act(1, {"vote", id, "--approve"}, {.asking = &asking});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(asking.asked, 1);
    const auto pin = crypto::Certificate::fromPem(textOf(contentOf(m_live->places().serviceCertificate))).value();
    const std::string digest = outcome.json().at("messages").at(0).at("request").at("digest");
    for (const std::string& word : {std::string("set_recovery_threshold"), std::string("recovery_threshold: 2"), id, digest,
                                    toHex(pin.fingerprint()), m_live->places().urls[0], m_live->memberId(1),
                                    std::string("exactly the proposal"), std::string("as evaluated here")})
        QVERIFY2(outcome.err.find(word) != std::string::npos, (word + '\n' + outcome.err).c_str());
}

void TestCliAct::doesNothingWithoutAYes()
{
    const std::string id = proposed();
    ScriptedAsking asking;
    asking.yes = false;
    const CommandOutcome outcome = m_live->act(0, {"vote", id, "--approve"}, {.asking = &asking});
    QCOMPARE(outcome.status, 2);
    QVERIFY(outcome.json().at("halt").at("id") == "declined");
    QCOMPARE(ballotsOf(id), std::uint64_t{0});
}

void TestCliAct::withdraws()
{
    const std::string id = proposed();
    const CommandOutcome other = m_live->act(1, {"withdraw", id});
    QCOMPARE(other.status, 1);
    QVERIFY(other.json().at("halt").at("id") == "notTheProposer");
    const CommandOutcome own = m_live->act(0, {"withdraw", id});
    QVERIFY2(own.status == 0, (own.out + own.err).c_str());
    QVERIFY(own.json().at("messages").at(0).at("answer").at("proposalState") == "Withdrawn");
    const CommandOutcome late = m_live->act(1, {"vote", id, "--approve"});
    QCOMPARE(late.status, 1);
    QVERIFY(late.json().at("halt").at("id") == "proposalNotOpen");
}

void TestCliAct::acknowledgesTheState()
{
    const CommandOutcome outcome = m_live->act(0, {"ack", "--receipt", file("ack.json")});
    QVERIFY2(outcome.status == 0, (outcome.out + outcome.err).c_str());
    const json messages = outcome.json().at("messages");
    QCOMPARE(messages.size(), std::size_t{2});
    const std::string digest = messages.at(0).at("answer").at("stateDigest");
    QVERIFY(messages.at(1).at("request").at("effect").at("stateDigest") == digest);
    QVERIFY(messages.at(1).at("type") == "ack");
    QVERIFY(messages.at(1).at("receipt") == "passed");
    QVERIFY(outcome.err.find(digest) != std::string::npos);
    QVERIFY(outcome.err.find("trusted node") != std::string::npos);
}

void TestCliAct::refusesAnotherVote()
{
    const std::string id = proposed();
    QCOMPARE(m_live->act(0, {"vote", id, "--approve"}).status, 0);
    const CommandOutcome outcome = m_live->act(0, {"vote", id, "--reject"});
    QCOMPARE(outcome.status, 1);
    const json refusal = outcome.json().at("messages").at(0).at("refusal");
    QVERIFY(refusal.at("code") == "VoteAlreadyExists");
    QVERIFY(!refusal.at("message").get<std::string>().empty());
    QVERIFY(refusal.at("explanation").get<std::string>().find("voted on it already") != std::string::npos);
}

void TestCliAct::doesNotVoteTwice()
{
    const std::string id = proposed();
    QCOMPARE(m_live->act(0, {"vote", id, "--approve"}).status, 0);
    const CommandOutcome outcome = m_live->act(0, {"vote", id, "--approve"});
    QCOMPARE(outcome.status, 2);
    QVERIFY(outcome.json().at("halt").at("id") == "ballotIsThere");
    QCOMPARE(ballotsOf(id), std::uint64_t{1});
}

void TestCliAct::tellsWhatTheConstitutionRefuses()
{
    QVERIFY(writeFileAtomically(file("bad.json"), bytesOf(R"({"actions": [{"name": "no_such_action"}]})")));
    const CommandOutcome outcome = m_live->act(0, {"propose", file("bad.json")});
    QCOMPARE(outcome.status, 1);
    const json refusal = outcome.json().at("messages").at(0).at("refusal");
    QVERIFY(refusal.at("code") == "ProposalFailedToValidate");
    QVERIFY(refusal.at("message").get<std::string>().find("no_such_action") != std::string::npos);
}

void TestCliAct::stopsBeforeSigning_data()
{
    QTest::addColumn<std::string>("what");
    for (const char* what : {"clockBehind", "otherIdentity", "notAMember", "noSharesWanted"})
        QTest::newRow(what) << std::string(what);
}

void TestCliAct::stopsBeforeSigning()
{
    QFETCH(const std::string, what);
    std::vector<std::string> arguments{"propose", file("proposal.json")};
    World world;
    if (what == "clockBehind") world.secondsOff = -60 * 86'400;
    const sandbox::DemoMember& me = m_live->places().members[0];
    if (what == "noSharesWanted") arguments = {"recover", "--decryption-key", me.encryptionKey.string()};
    std::string certificate = me.certificate.string(), pin = m_live->places().serviceCertificate.string();
    if (what == "otherIdentity") pin = certificate;
    if (what == "notAMember") {
        const auto key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
        certificate = file("stranger.pem");
        QVERIFY(writeFileAtomically(certificate, bytesOf(makeCertificate({}, key.publicKey(), key).pem())));
    }
    arguments.insert(arguments.end(), {"--url", m_live->places().urls[0], "--service-cert", pin, "--cert", certificate, "--key",
                                       "/no such key is ever opened", "--json", "--yes"});
    const CommandOutcome outcome = m_live->run(arguments, world);
    QVERIFY2(outcome.status == 1, (outcome.out + outcome.err).c_str());
    QVERIFY2(outcome.json().at("halt").at("id") == what, outcome.out.c_str());
    QVERIFY(outcome.json().at("messages").empty());
    QVERIFY(!outcome.json().at("halt").at("explanation").get<std::string>().empty());
}

void TestCliAct::refusesTheKeyOfSomebodyElse()
{
    const std::string id = proposed();
    const CommandOutcome outcome =
        m_live->act(0, {"vote", id, "--approve", "--key", m_live->places().members[1].key.string()});
    QCOMPARE(outcome.status, 1);
    QVERIFY(outcome.err.find("not the member's") != std::string::npos);
    QCOMPARE(ballotsOf(id), std::uint64_t{0});
}

void TestCliAct::refusesWrongUsage_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line : {"propose", "vote", "vote a", "vote a --approve --reject", "vote a --reject --plain",
                             "vote a --approve --ballot b", "withdraw", "recover", "ack --approve", "ack --url https://h:1"})
        QTest::newRow(line) << QString::fromUtf8(line);
}

void TestCliAct::refusesWrongUsage()
{
    QFETCH(const QString, line);
    std::vector<std::string> arguments;
    for (const QString& word : line.split(QLatin1Char(' '))) arguments.push_back(word.toStdString());
    QCOMPARE(m_live->act(0, arguments).status, 3);
}

QTEST_GUILESS_MAIN(TestCliAct)
#include "tst_cli_act.moc"
