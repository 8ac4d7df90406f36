#include "core/ccf/client/gov_client.h"
#include "tests/unit/ccf_client/recorded.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::support;
using namespace countersign::test;
using net::HttpReply;
using net::HttpRequest;

class TestGovClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheNewestVersion();
    void fallsBackToThePreview();
    void saysThatOnlyTheClassicInterfaceIsThere();
    void refusesADowngrade();
    void leavesScriptsOfThePreviewRefused();
    void staysWithoutVersionWhenTheServiceFails();

private:
    static HttpReply denied()
    {
        return jsonReply(400, R"({"error":{"code":"UnsupportedApiVersionValue","message":"no"}})");
    }
    static HttpReply info() { return jsonReply(200, R"({"status":"Open","certificate":"x"})"); }
    static bool isNewest(const HttpRequest& asked) { return asked.url.target.ends_with("api-version=2024-07-01"); }
};

namespace {

struct World {
    explicit World(ScriptedTransport::Answer answer)
        : transport(std::move(answer)), channel(transport, waiter, {anyNode(), nullptr, nullptr, {}, {}})
    {}
    ScriptedTransport transport;
    RecordingWaiter waiter;
    Channel channel;
    GovClient gov{channel};
};

} // namespace

void TestGovClient::takesTheNewestVersion()
{
    World world([](const HttpRequest&) -> Result<HttpReply> { return info(); });
    QVERIFY(world.gov.serviceInfo({})->value.has_value());
    QVERIFY(world.gov.version() == ApiVersion::V20240701);
    for (const HttpRequest& asked : world.transport.asked()) QVERIFY(isNewest(asked));
}

void TestGovClient::fallsBackToThePreview()
{
    World world([](const HttpRequest& asked) -> Result<HttpReply> { return isNewest(asked) ? denied() : info(); });
    QVERIFY(world.gov.serviceInfo({})->value.has_value());
    QVERIFY(world.gov.version() == ApiVersion::Preview20230601);
    QCOMPARE(world.transport.asked().back().url.target,
             std::string("/gov/service/info?api-version=2023-06-01-preview"));
    World none([](const HttpRequest&) -> Result<HttpReply> { return denied(); });
    const auto reply = none.gov.members({});
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Unsupported);
    QVERIFY(reply.error().where.ends_with("api-version"));
}

void TestGovClient::saysThatOnlyTheClassicInterfaceIsThere()
{
    World world([](const HttpRequest&) -> Result<HttpReply> {
        return jsonReply(404, R"({"error":{"code":"ResourceNotFound","message":"Unknown path"}})");
    });
    const auto reply = world.gov.proposals({});
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Unsupported);
    QVERIFY(!world.gov.version());
}

void TestGovClient::refusesADowngrade()
{
    bool deny = false;
    World world(
        [&](const HttpRequest& asked) -> Result<HttpReply> { return deny && isNewest(asked) ? denied() : info(); });
    QVERIFY(world.gov.serviceInfo({}).has_value());
    deny = true;
    const auto reply = world.gov.serviceInfo({});
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Unsupported);
    QVERIFY(reply.error().where.ends_with("api-version"));
    for (const HttpRequest& asked : world.transport.asked()) QVERIFY(isNewest(asked));
}

void TestGovClient::leavesScriptsOfThePreviewRefused()
{
    World world([](const HttpRequest& asked) -> Result<HttpReply> {
        return isNewest(asked) || asked.url.target.find("javascript") != std::string::npos ? denied() : info();
    });
    const auto reply = world.gov.javascriptApp({});
    QVERIFY(reply.has_value());
    QCOMPARE(reply->refusal->code, std::string("UnsupportedApiVersionValue"));
    QVERIFY(world.gov.version() == ApiVersion::Preview20230601);
}

void TestGovClient::staysWithoutVersionWhenTheServiceFails()
{
    bool works = false;
    World world([&](const HttpRequest&) -> Result<HttpReply> { return works ? info() : jsonReply(500, "broken"); });
    QVERIFY(!world.gov.serviceInfo({}));
    QVERIFY(!world.gov.version());
    works = true;
    QVERIFY(world.gov.serviceInfo({})->value.has_value());
    QVERIFY(world.gov.version() == ApiVersion::V20240701);
}

QTEST_GUILESS_MAIN(TestGovClient)
#include "tst_gov_client.moc"
