#include "app/sandbox/ledger/cose_writer.h"
#include "core/ccf/governance/payloads.h"
#include "core/ccf/governance/recovery_share.h"
#include "core/crypto/cose_signing.h"
#include "tests/conformance/shape.h"
#include "tests/support/vectors.h"
#include "tests/unit/ccf_client/recorded.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

#include <regex>

using namespace countersign;
using namespace countersign::test;
using ccf::MessageType;
using nlohmann::json;

namespace {

constexpr const char* kVersion = "?api-version=2024-07-01";

/// Where the demo consortium answers otherwise than the recorded network, and why that is right.
struct Difference {
    const char* exchange; ///< A regular expression over names of exchanges.
    const char* what;     ///< One over "missing <path type>", "extra <path type>", "header <name>".
    const char* why;
};

const Difference kDifferences[]{
    {".*", "(missing|extra) .*/(node_data|nodeData)/.*", "what a node says of itself is its operator's choice"},
    {".*", "(missing|extra) .*/(service_data|serviceData)[ /].*", "the demo says DEMO there; that service said nothing"},
    {".*", "(missing|extra) .*/(memberData|user_data)/.*", "what is said of members and users is the consortium's choice"},
    {".*", "(missing|extra) .*/(rpc_interfaces|interfaces)/\\*/(enabled_operator_features|endorsement).*",
     "the demo has no operators' interfaces"},
    {".*users.*", "(missing|extra) .*/userData null", "something is said of each of the demo's users"},
    {"gov-service-members-member4", "extra /publicEncryptionKey string", "each of the demo's members holds a share"},
    {".*javascript-app(-original)?", "(missing|extra) /endpoints/.*", "another application"},
};

std::set<const char*> met; ///< Differences that were seen; a table that lists others is out of date.

bool explained(const std::string& exchange, const std::string& what)
{
    for (const Difference& one : kDifferences)
        if (std::regex_match(exchange, std::regex(one.exchange)) && std::regex_match(what, std::regex(one.what)))
            return met.insert(one.what), true;
    return false;
}

/// What is not alike in two replies to one question, in words.
std::vector<std::string> differences(const Exchange& recorded, const net::HttpReply& ours)
{
    std::vector<std::string> found;
    const auto note = [&](const std::string& what) {
        if (!explained(recorded.name.substr(recorded.name.find('/') + 1), what)) found.push_back(what);
    };
    if (recorded.reply.status != ours.status)
        note("status " + std::to_string(ours.status) + " for " + std::to_string(recorded.reply.status));
    for (const char* header : {"content-type", "allow", "www-authenticate"})
        if (recorded.reply.header(header) != ours.header(header)) note(std::string("header ") + header);
    for (const char* header : {"x-ms-ccf-transaction-id", "location", "retry-after", "cache-control"})
        if (recorded.reply.header(header).has_value() != ours.header(header).has_value())
            note(std::string("header ") + header);
    const json theirs = jsonOfReply(recorded.reply), mine = jsonOfReply(ours);
    if (theirs.is_discarded() != mine.is_discarded()) note("body is JSON");
    if (theirs.is_discarded() || mine.is_discarded()) return found;
    const auto theirShape = shapeOf(theirs), myShape = shapeOf(mine);
    for (const std::string& one : missingFrom(myShape, theirShape)) note("missing " + one);
    for (const std::string& one : missingFrom(theirShape, myShape)) note("extra " + one);
    return found;
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines) text += "\n  " + line;
    return text;
}

/// A proposal with a time that our own signing refuses.
ByteVector createdTooLate(const LiveSandbox& live, const std::string& payload)
{
    const sandbox::DemoMember& member = live.places().members[0];
    const auto key = crypto::PrivateKey::fromPem(textOf(contentOf(member.key))).value();
    const auto scheme = crypto::coseSchemeFor(key.publicKey()).value();
    sandbox::CborOut header;
    header.map(4).integer(1).integer(scheme.algorithm).integer(4).bytes(bytesOf(member.id));
    header.text("ccf.gov.msg.type").text("proposal").text("ccf.gov.msg.created_at").integer(10'000'000'000);
    const ByteVector signedHeader = header.take();
    const auto signature = key.signDigestRaw(crypto::coseDigest(scheme, signedHeader, bytesOf(payload))).value();
    const auto message = crypto::coseSign1(signedHeader, bytesOf(payload), signature);
    return {message.begin(), message.end()};
}

std::string replaced(std::string text, const std::string& prefix, const std::string& id)
{
    return std::regex_replace(text, std::regex(prefix + "[0-9a-f]{64}"), prefix + id);
}

} // namespace

/// The demo consortium answers in the shape of a real network's recorded answers: statuses, content types, headers, and
/// every member's name and type.
class TestConformance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_live.reset(); }
    void readsAlike_data();
    void readsAlike();
    void refusesInTheSameWords_data();
    void refusesInTheSameWords();
    void takesActsAlike();
    void refusesActsAlike();
    void receiptsAlike();
    void recoversAlike();
    void everyDifferenceIsThere();

private:
    net::HttpReply post(const std::string& path, const ByteVector& body, const char* type = "application/cose")
    {
        return m_live->send("POST", 0, path + kVersion, body, type);
    }
    void compare(const std::string& name, const net::HttpReply& ours)
    {
        const auto found = differences(recorded(name), ours);
        QVERIFY2(found.empty(), (name + joined(found) + "\n" + std::string(textOf(ours.body))).c_str());
    }
    /// The recorded question, about what the demo has.
    std::string ours(const Exchange& exchange) const;

    std::unique_ptr<LiveSandbox> m_live;
    std::string m_user, m_node, m_proposal;
};

void TestConformance::initTestCase()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    m_live = std::make_unique<LiveSandbox>();
    m_user = m_live->getJson("/gov/service/users" + std::string(kVersion)).at("value").at(0).at("userId");
    m_node = m_live->getJson("/node/network/nodes").at("nodes").at(0).at("node_id");
    m_proposal = m_live->openProposal("set_member");
}

std::string TestConformance::ours(const Exchange& exchange) const
{
    if (exchange.reply.status != 200) return exchange.target; // Ids that neither network knows.
    std::string target = replaced(exchange.target, "/members/", m_live->memberId(0));
    target = replaced(target, "/state-digests/", m_live->memberId(0));
    target = replaced(target, "/encrypted-shares/", m_live->memberId(0));
    target = replaced(target, "/users/", m_user);
    target = replaced(target, "/nodes/", m_node);
    return replaced(target, "/proposals/", m_proposal);
}

void TestConformance::readsAlike_data()
{
    QTest::addColumn<std::string>("name");
    for (const Exchange& exchange : recordedExchanges()) {
        const bool primary = exchange.name.starts_with("10-open-after-recovery-1/");
        const bool backup = exchange.name.starts_with("04-open-as-seen-by-a-backup/node-");
        const bool theirs = exchange.name.find("ballot-of") != std::string::npos ||
                            exchange.name.find("gov-proposal-") != std::string::npos;
        if ((primary && !theirs) || backup) QTest::newRow(exchange.name.c_str()) << exchange.name;
    }
}

void TestConformance::readsAlike()
{
    QFETCH(const std::string, name);
    const Exchange exchange = recorded(name);
    if (name.starts_with("04-") && name.find("previous-identity") != std::string::npos)
        return compare("10-open-after-recovery-1/node-service-previous-identity", m_live->get(exchange.target, 1));
    compare(name, m_live->send(exchange.method, name.starts_with("04-") ? 1 : 0, ours(exchange)));
}

void TestConformance::refusesInTheSameWords_data()
{
    QTest::addColumn<std::string>("name");
    for (const Exchange& exchange : recordedExchanges()) {
        const bool readable = exchange.method != "POST" && !exchange.target.starts_with("/app/journal");
        if (exchange.name.starts_with("05-refused/") && readable) QTest::newRow(exchange.name.c_str()) << exchange.name;
    }
}

void TestConformance::refusesInTheSameWords()
{
    QFETCH(const std::string, name);
    if (name == "05-refused/404-snapshot-without-operator-feature") QSKIP("the demo hands out no snapshots at all");
    // That network was in view 2 then; the demo is in view 4.
    const auto moved = [](std::string text) { return std::regex_replace(text, std::regex("2\\.999999"), "4.999999"); };
    const Exchange exchange = recorded(name);
    const net::HttpReply reply = m_live->send(exchange.method, 0, moved(exchange.target));
    compare(name, reply);
    QCOMPARE(QByteArray::fromStdString(std::string(textOf(reply.body))),
             QByteArray::fromStdString(moved(std::string(textOf(exchange.reply.body)))));
}

void TestConformance::takesActsAlike()
{
    const auto made = m_live->propose(0, json::array({{{"name", "trigger_ledger_chunk"}}}));
    compare("02-governance/breaks-propose", made);
    const std::string id = jsonOfReply(made).at("proposalId");
    compare("02-governance/breaks-ballot-member0", m_live->vote(0, id, true));
    compare("02-governance/400-second-different-ballot", m_live->vote(0, id, false));
    compare("02-governance/set-users-ballot-member1", m_live->vote(1, id, true));
    compare("02-governance/400-ballot-on-rejected-proposal", m_live->vote(1, id, false));
    const std::string again = jsonOfReply(m_live->propose(0, json::array({{{"name", "trigger_snapshot"}}}))).at("proposalId");
    const std::string withdraw = "/gov/members/proposals/" + again + ":withdraw";
    compare("02-governance/403-withdraw-by-another-member",
            post(withdraw, m_live->signedBy(1, MessageType::Withdrawal, {}, again)));
    for (const char* name : {"02-governance/breaks-withdraw", "02-governance/withdraw-again"})
        compare(name, post(withdraw, m_live->signedBy(0, MessageType::Withdrawal, {}, again)));
    const std::string path = "/gov/members/state-digests/" + m_live->memberId(0);
    const auto digest = post(path + ":update", m_live->signedBy(0, MessageType::StateDigest, {}));
    compare("02-governance/ack-member0-update", digest);
    const json ack{{"stateDigest", jsonOfReply(digest).at("stateDigest")}};
    compare("02-governance/ack-member0-ack", post(path + ":ack", m_live->signedBy(0, MessageType::Ack, ack.dump())));
}

void TestConformance::refusesActsAlike()
{
    const std::string create = "/gov/members/proposals:create";
    const auto proposal = [&](const std::string& payload) { return m_live->signedBy(0, MessageType::Proposal, payload); };
    const std::string chunk = R"({"actions":[{"name":"trigger_ledger_chunk"}]})";
    ByteVector broken = proposal(chunk);
    broken.back() ^= 1;
    compare("05-refused/401-broken-signature", post(create, broken));
    compare("05-refused/401-not-cose", post(create, copyOf(bytesOf(chunk)), "application/json"));
    compare("05-refused/401-wrong-message-type", post(create, m_live->signedBy(0, MessageType::Ack, chunk)));
    compare("05-refused/500-cose-that-does-not-decode", post(create, copyOf(bytesOf("=not COSE"))));
    compare("05-refused/500-validation-throws", post(create, proposal("not JSON")));
    compare("05-refused/400-proposal-unknown-action", post(create, proposal(R"({"actions":[{"name":"no_such_action"}]})")));
    compare("05-refused/400-proposal-created-too-long-ago", m_live->propose(0, json::parse(chunk).at("actions"), 4'000'000));
    compare("05-refused/400-proposal-created-at-too-large", post(create, createdTooLate(*m_live, chunk)));
    const std::string none(64, '0');
    compare("05-refused/204-withdraw-unknown-proposal",
            post("/gov/members/proposals/" + none + ":withdraw", m_live->signedBy(0, MessageType::Withdrawal, {}, none)));
    compare("05-refused/404-ballot-for-unknown-proposal", m_live->vote(0, none, true));
    const json wrong{{"stateDigest", none}};
    compare("05-refused/400-ack-wrong-digest", post("/gov/members/state-digests/" + m_live->memberId(0) + ":ack",
                                                    m_live->signedBy(0, MessageType::Ack, wrong.dump())));
    compare("05-refused/403-share-when-not-recovering",
            post("/gov/recovery/members/" + m_live->memberId(0) + ":recover",
                 m_live->signedBy(0, MessageType::RecoveryShare, R"({"share":"AAAA"})")));
    const auto message = proposal(chunk);
    QCOMPARE(post(create, message).status, 200);
    compare("02-governance/400-replay-second", post(create, message));
    compare("02-governance/307-proposal-on-backup", m_live->send("POST", 2, create + kVersion, proposal(chunk)));
}

void TestConformance::receiptsAlike()
{
    const std::string old = "/node/receipt?transaction_id=2.12";
    compare("06-receipts/receipt-ack-member0-202", m_live->get(old));
    compare("11-receipts-after-recovery-1/receipt-before-js-open-1", m_live->get(old));
    const std::string target = "/node/receipt?transaction_id=" +
                               m_live->getJson("/node/commit").at("transaction_id").get<std::string>();
    m_live->get(target);
    compare("06-receipts/receipt-signature-0", m_live->get(target));
}

/// In its middle and to its end. Alike is what a member sees and does: the demo's shares are random numbers that it
/// remembers, not parts of a key, and the state it waits in is the one after the members agreed, not before.
void TestConformance::recoversAlike()
{
    std::unique_ptr<LiveSandbox> whole = std::move(m_live);
    m_live = std::make_unique<LiveSandbox>(sandbox::Fault::None, true);
    const std::string during = "08-recovery-1-recovering/", submitting = "08-recovery-1/";
    for (const char* name : {"node-network", "node-state", "node-ready-app", "node-ready-gov", "node-backup", "app-commit",
                             "gov-service-info", "gov-service-members", "gov-encrypted-share-member0", "node-commit"}) {
        const Exchange exchange = recorded(during + name);
        compare(during + name, m_live->send(exchange.method, 0, ours(exchange)));
    }
    compare(submitting + "receipt-of-the-past-while-recovering", m_live->get("/node/receipt?transaction_id=2.23"));
    for (const std::size_t member : {0u, 1u}) {
        const std::string id = m_live->memberId(member);
        const auto reply = m_live->get("/gov/recovery/encrypted-shares/" + id + kVersion);
        const auto key = crypto::PrivateKey::fromPem(textOf(contentOf(m_live->places().members[member].encryptionKey))).value();
        const auto share = ccf::decryptRecoveryShare(reply.body, id, key).value();
        const auto answer = post("/gov/recovery/members/" + id + ":recover",
                                 m_live->signedBy(member, MessageType::RecoveryShare,
                                                  std::string(textOf(ccf::recoverySharePayload(share.bytes)))));
        const std::string name = submitting + (member == 0 ? "submit-share-member0" : "submit-share-member3");
        compare(name, answer);
        QCOMPARE(jsonOfReply(answer).at("message").get<std::string>(),
                 jsonOfReply(recorded(name).reply).at("message").get<std::string>());
    }
    m_live = std::move(whole);
}

void TestConformance::everyDifferenceIsThere()
{
    for (const Difference& one : kDifferences) QVERIFY2(met.contains(one.what), one.what);
}

QTEST_GUILESS_MAIN(TestConformance)
#include "tst_conformance.moc"
