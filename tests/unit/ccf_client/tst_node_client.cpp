#include "core/ccf/client/node_client.h"
#include "tests/unit/ccf_client/recorded.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::support;
using namespace countersign::test;
using net::HttpReply;
using net::HttpRequest;

class TestNodeClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsErrorBodiesOfAnyForm_data();
    void keepsErrorBodiesOfAnyForm();
    void refusesDeepAndDoubledJson();
    void followsATransactionToItsEnd();
    void refusesAnAnswerAboutAnotherTransaction();
    void comesAgainForAReceipt();
    void doesNotWaitForAnAnswerOfNo();
};

namespace {

struct World {
    explicit World(ScriptedTransport::Answer answer)
        : transport(std::move(answer)), channel(transport, waiter, {anyNode(), nullptr, nullptr, {}, {}})
    {}
    ScriptedTransport transport;
    RecordingWaiter waiter;
    Channel channel;
    NodeClient node{channel};
};

} // namespace

void TestNodeClient::keepsErrorBodiesOfAnyForm_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, const char* body, const char* code, const char* message) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(code) << QByteArray(message);
    };
    row("CCF", R"({"error":{"code":"ResourceNotFound","message":"Node is not backup"}})", "ResourceNotFound",
        "Node is not backup");
    row("not JSON", "<html>Bad gateway</html>", "", "<html>Bad gateway</html>");
    row("empty", "", "", "");
    row("JSON of another form", R"({"error":"no"})", "", R"({"error":"no"})");
    row("a list", "[1]", "", "[1]");
    row("code of a wrong type", R"({"error":{"code":5}})", "", R"({"error":{"code":5}})");
    row("details of a wrong type", R"({"error":{"code":"A","message":"b","details":{}}})", "A", "b");
}

void TestNodeClient::keepsErrorBodiesOfAnyForm()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, message);
    World world([&](const HttpRequest&) -> Result<HttpReply> { return jsonReply(502, body.toStdString()); });
    const auto reply = world.node.network({});
    QVERIFY(reply.has_value());
    QVERIFY(!reply->value);
    QCOMPARE(reply->refusal->status, 502);
    QCOMPARE(QByteArray::fromStdString(reply->refusal->code), code);
    QCOMPARE(QByteArray::fromStdString(reply->refusal->message), message);
    World large([&](const HttpRequest&) -> Result<HttpReply> { return jsonReply(500, std::string(100'000, 'x')); });
    QCOMPARE(large.node.network({})->refusal->message.size(), std::size_t{500});
}

void TestNodeClient::refusesDeepAndDoubledJson()
{
    std::string body;
    World world([&](const HttpRequest&) -> Result<HttpReply> { return jsonReply(200, body); });
    for (const std::string& bad :
         {std::string(1'000'000, '['), "{\"a\":" + std::string(200, '[') + std::string(200, ']') + '}',
          std::string(R"({"transaction_id":"2.1","transaction_id":"2.2"})"),
          std::string(R"({"transaction_id":"2.1"} x)"), std::string("\xff"), std::string(), std::string("not JSON")}) {
        body = bad;
        const auto reply = world.node.commit({});
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Malformed);
        QVERIFY(reply.error().where.starts_with("https://127.0.0.1:9100: /node/commit"));
    }
    body = R"({"transaction_id":"2.1"})";
    QCOMPARE(world.node.commit({})->value->id, (TransactionId{2, 1}));
}

void TestNodeClient::followsATransactionToItsEnd()
{
    for (const char* end : {"Committed", "Invalid"}) {
        int count = 0;
        World world([&](const HttpRequest&) -> Result<HttpReply> {
            const std::string status = ++count < 3 ? "Pending" : end;
            return jsonReply(200, R"({"transaction_id":"2.7","status":")" + status + "\"}");
        });
        const auto reply = world.node.followTransaction({2, 7}, world.waiter, {});
        QVERIFY(reply.has_value());
        QCOMPARE(std::string(transactionStatusName(reply->value->status)), std::string(end));
        QCOMPARE(world.waiter.waits.size(), std::size_t{2});
    }
    World never([&](const HttpRequest&) -> Result<HttpReply> {
        return jsonReply(200, R"({"transaction_id":"2.7","status":"Pending"})");
    });
    QCOMPARE(never.node.followTransaction({2, 7}, never.waiter, {})->value->status, TransactionStatus::Pending);
    QVERIFY(never.waiter.waits.size() < 1000);
}

void TestNodeClient::refusesAnAnswerAboutAnotherTransaction()
{
    World world([&](const HttpRequest&) -> Result<HttpReply> {
        return jsonReply(200, R"({"transaction_id":"2.6","status":"Committed"})");
    });
    QCOMPARE(world.node.transaction({2, 7}, {}).error().code, ErrorCode::Malformed);
}

void TestNodeClient::comesAgainForAReceipt()
{
    int count = 0;
    World world([&](const HttpRequest&) -> Result<HttpReply> {
        return ++count < 3 ? jsonReply(202, "later", {{"retry-after", "3"}})
                           : jsonReply(404, R"({"error":{"code":"TransactionInvalid","message":""}})");
    });
    const auto reply = world.node.receipt({2, 7}, {});
    QVERIFY(reply.has_value());
    QCOMPARE(reply->refusal->code, std::string("TransactionInvalid"));
    QCOMPARE(world.waiter.waits.size(), std::size_t{2});
    QCOMPARE(world.transport.asked().front().url.target, std::string("/node/receipt?transaction_id=2.7"));
}

void TestNodeClient::doesNotWaitForAnAnswerOfNo()
{
    World world([&](const HttpRequest&) -> Result<HttpReply> { return jsonReply(503, ""); });
    QCOMPARE(world.node.answersYes("ready/app", {})->value.value(), false);
    QVERIFY(world.waiter.waits.empty());
}

QTEST_GUILESS_MAIN(TestNodeClient)
#include "tst_node_client.moc"
