#include "core/base/strict_json.h"
#include "core/ccf/client/gov_replies.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;
using nlohmann::json;

class TestObjectReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsUnknownMembersAside();
    void namesTheMemberOfAWrongType_data();
    void namesTheMemberOfAWrongType();
    void survivesAnyTypeAnywhere();
};

namespace {

json sample()
{
    return json::parse(R"({"value":[{"ballotCount":1,"proposalId":"49","proposalState":"Open","proposerId":"e1",
        "finalVotes":{"62":true},"voteFailures":{"79":{"reason":"no","trace":"at"}}}]})");
}

} // namespace

void TestObjectReader::keepsUnknownMembersAside()
{
    json reply = sample();
    reply["value"][0]["priority"] = {{"level", 3}};
    const auto proposals = parseProposals(reply);
    QVERIFY(proposals.has_value());
    QCOMPARE(proposals->proposals.front().others.dump(), std::string(R"({"priority":{"level":3}})"));
    QVERIFY(proposals->others.empty());
    QCOMPARE(proposals->proposals.front().finalVotes.front().second, true);
}

void TestObjectReader::namesTheMemberOfAWrongType_data()
{
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("where");
    const auto row = [](const char* pointer, const char* value, const char* where) {
        QTest::addRow("%s = %s", pointer, value) << QByteArray(pointer) << QByteArray(value) << QByteArray(where);
    };
    row("/value", "{}", "proposals.value");
    row("/value", "null", "proposals.value");
    row("/value/0", "[]", "proposals.value[0]");
    row("/value/0/proposalId", "7", "proposals.value[0].proposalId");
    row("/value/0/proposalState", "null", "proposals.value[0].proposalState");
    row("/value/0/ballotCount", "-1", "proposals.value[0].ballotCount");
    row("/value/0/ballotCount", "1.5", "proposals.value[0].ballotCount");
    row("/value/0/ballotCount", "\"1\"", "proposals.value[0].ballotCount");
    row("/value/0/finalVotes", "[]", "proposals.value[0].finalVotes");
    row("/value/0/finalVotes/62", "\"true\"", "proposals.value[0].finalVotes.62");
    row("/value/0/voteFailures/79/reason", "{}", "proposals.value[0].voteFailures.79.reason");
}

void TestObjectReader::namesTheMemberOfAWrongType()
{
    QFETCH(QByteArray, pointer);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, where);
    json reply = sample();
    reply[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
    const auto proposals = parseProposals(reply);
    QVERIFY(!proposals);
    QCOMPARE(proposals.error().code, ErrorCode::Malformed);
    QCOMPARE(QByteArray::fromStdString(proposals.error().where), where);
}

void TestObjectReader::survivesAnyTypeAnywhere()
{
    const std::vector<json> values{nullptr,
                                   true,
                                   -1,
                                   1.5,
                                   "text",
                                   json::array(),
                                   json::object(),
                                   json::array({nullptr}),
                                   json::object({{"value", json::array({json::array()})}})};
    for (const json& value : values) {
        // None of these is a reply; a reply of a list may only be an empty one.
        QVERIFY(!parseNetworkInfo(value));
        QVERIFY(!parseNetworkNodes(value));
        QVERIFY(!parseNodeState(value));
        QVERIFY(!parseNodeVersion(value));
        QVERIFY(!parseCommit(value));
        QVERIFY(!parseTransaction(value));
        QVERIFY(!parseQuotes(value));
        QVERIFY(!parseConsensus(value));
        QVERIFY(!parsePreviousIdentity(value));
        QVERIFY(!parseServiceInfo(value));
        QVERIFY(!parseMembers(value));
        QVERIFY(!parseUsers(value));
        QVERIFY(!parseGovNodes(value));
        QVERIFY(!parseProposals(value));
        QVERIFY(!parseActions(value));
        QVERIFY(!parseStateDigest(value));
        QVERIFY(!parseEncryptedShare(value));
        QVERIFY(!parseShareSubmission(value));
        QVERIFY(!parseModuleNames(value));
    }
    QVERIFY(!parseTransaction(json::parse(R"({"transaction_id":"2.1","status":"Sure"})")));
    QVERIFY(!parseCommit(json::parse(R"({"transaction_id":"2.1","view_history":["x"]})")));
    QVERIFY(!parseConsensusMembers(json::parse(R"({"ab":{"address":3}})")));
}

QTEST_GUILESS_MAIN(TestObjectReader)
#include "tst_object_reader.moc"
