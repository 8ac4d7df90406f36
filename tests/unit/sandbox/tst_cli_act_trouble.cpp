#include "core/family/reasons.h"
#include "tests/support/scripted_transport.h"
#include "tests/support/vectors.h"
#include "tests/unit/sandbox/live_sandbox.h"

#include <QTest>

#include <algorithm>

using namespace countersign;
using namespace countersign::test;
using nlohmann::json;

namespace {

constexpr const char* kProposal = R"({"actions": [{"name": "trigger_snapshot"}]})";

/// The network, with somebody in between.
class Meddler final : public net::HttpTransport
{
public:
    using Meddling = std::function<Result<net::HttpReply>(const net::HttpRequest&, const std::function<Result<net::HttpReply>()>&)>;

    Meddler(net::HttpTransport& real, Meddling meddling) : m_real(real), m_meddling(std::move(meddling)) {}

    Result<net::HttpReply> send(const net::HttpRequest& request, std::stop_token stop) override
    {
        if (request.method == "POST") ++posts;
        return m_meddling(request, [&] { return m_real.send(request, stop); });
    }
    Result<std::vector<ByteVector>> presentedBy(const net::Url& url, const net::HttpLimits& limits, std::stop_token stop) override
    {
        return m_real.presentedBy(url, limits, stop);
    }

    int posts = 0;

private:
    net::HttpTransport& m_real;
    Meddling m_meddling;
};

Error broken(const net::HttpRequest& request)
{
    return {ErrorCode::Network, request.url.origin() + ": reply", "the connection was closed"};
}

bool asks(const net::HttpRequest& request, std::string_view path)
{
    return request.url.target.starts_with(path);
}

} // namespace

/// What a member is told when something goes wrong between her and the service. None of it may look like success.
class TestCliActTrouble final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_live.reset(); }
    void goneBeforeAnything();
    void goneWhileItIsSent();
    void goneAfterItWasTaken();
    void neverCommitted();
    void rolledBack();
    void receiptOfAnotherTransaction();
    void receiptThatWasChanged();
    void noReceipt();
    void answerAboutAnotherProposal();
    void sentTwiceOnTheWay();
    void stoppedWhileItWaits();

private:
    CommandOutcome propose(Meddler& meddler, net::Waiter* waiter = nullptr, std::stop_token stop = {})
    {
        return m_live->act(0, {"propose", m_file, "--receipt", m_receipt},
                           {.transport = &meddler, .waiter = waiter, .stop = std::move(stop)});
    }
    static json message(const CommandOutcome& outcome) { return outcome.json().at("messages").at(0); }

    QTemporaryDir m_folder;
    std::unique_ptr<LiveSandbox> m_live;
    std::string m_file, m_receipt;
};

void TestCliActTrouble::initTestCase()
{
    m_live = std::make_unique<LiveSandbox>();
    m_file = m_folder.filePath(QStringLiteral("proposal.json")).toStdString();
    m_receipt = m_folder.filePath(QStringLiteral("receipt.json")).toStdString();
    QVERIFY(writeFileAtomically(m_file, bytesOf(kProposal)));
}

void TestCliActTrouble::goneBeforeAnything()
{
    Meddler meddler(m_live->transport(), [](const auto& request, const auto&) { return broken(request); });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 5);
    QCOMPARE(meddler.posts, 0);
}

void TestCliActTrouble::goneWhileItIsSent()
{
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        auto reply = real();
        return request.method == "POST" ? broken(request) : std::move(reply);
    });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 5);
    QCOMPARE(meddler.posts, 1);
    QVERIFY2(outcome.err.find("whether it arrived is not known") != std::string::npos, outcome.err.c_str());
    QVERIFY(message(outcome).at("end") == "unclear");
    QVERIFY(outcome.json().at("verdict") == "indeterminate");
}

void TestCliActTrouble::goneAfterItWasTaken()
{
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        return asks(request, "/node/tx") ? broken(request) : real();
    });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 2);
    QVERIFY(message(outcome).at("end") == "notFollowed");
    QVERIFY(message(outcome).at("answer").at("proposalState") == "Open");
}

void TestCliActTrouble::neverCommitted()
{
    support::RecordingWaiter waiter;
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        if (!asks(request, "/node/tx?")) return real();
        const std::string id = request.url.target.substr(request.url.target.find('=') + 1);
        return support::jsonReply(200, json{{"status", "Pending"}, {"transaction_id", id}}.dump());
    });
    const CommandOutcome outcome = propose(meddler, &waiter);
    QCOMPARE(outcome.status, 2);
    QVERIFY(!waiter.waits.empty());
    QVERIFY(message(outcome).at("end") == "pending");
    QVERIFY(message(outcome).at("status") == "Pending");
    QVERIFY(message(outcome).at("receipt").is_null());
}

void TestCliActTrouble::rolledBack()
{
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        if (!asks(request, "/node/tx?")) return real();
        const std::string id = request.url.target.substr(request.url.target.find('=') + 1);
        return support::jsonReply(200, json{{"status", "Invalid"}, {"transaction_id", id}}.dump());
    });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 1);
    QVERIFY(message(outcome).at("end") == "invalid");
}

void TestCliActTrouble::receiptOfAnotherTransaction()
{
    const auto other = filesBelow(m_live->places().receipts, ".receipt.json");
    const auto found = std::ranges::find_if(other, [](const auto& path) {
        return path.filename().string().starts_with("proposal-open");
    });
    QVERIFY(found != other.end());
    const std::string text(textOf(contentOf(*found)));
    Meddler meddler(m_live->transport(), [&](const auto& request, const auto& real) -> Result<net::HttpReply> {
        return asks(request, "/node/receipt") ? support::jsonReply(200, text) : real();
    });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 1);
    QVERIFY(message(outcome).at("receipt") == "failed");
    QVERIFY(message(outcome).at("receiptReason") == kReasonTransactionIdMismatch);
}

void TestCliActTrouble::receiptThatWasChanged()
{
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        auto reply = real();
        if (!reply || reply->status != 200 || !asks(request, "/node/receipt")) return reply;
        json receipt = json::parse(textOf(reply->body));
        std::string digest = receipt.at("leaf_components").at("write_set_digest");
        digest[0] = digest[0] == '0' ? '1' : '0';
        receipt["leaf_components"]["write_set_digest"] = digest;
        reply->body = copyOf(bytesOf(receipt.dump()));
        return reply;
    });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 1);
    QVERIFY(message(outcome).at("receipt") == "failed");
}

void TestCliActTrouble::noReceipt()
{
    std::filesystem::remove(m_receipt);
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        if (!asks(request, "/node/receipt")) return real();
        return support::jsonReply(404, R"({"error":{"code":"TransactionInvalid","message":"no"}})");
    });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 2);
    QVERIFY(message(outcome).at("end") == "noReceipt");
    QVERIFY(!std::filesystem::exists(m_receipt));
}

void TestCliActTrouble::answerAboutAnotherProposal()
{
    const std::string id = m_live->openProposal("set_member");
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        auto reply = real();
        if (!reply || request.method != "POST") return reply;
        json answer = json::parse(textOf(reply->body));
        answer["proposalId"] = std::string(64, 'a');
        reply->body = copyOf(bytesOf(answer.dump()));
        return reply;
    });
    const CommandOutcome outcome = m_live->act(0, {"vote", id, "--reject"}, {.transport = &meddler});
    QCOMPARE(outcome.status, 1);
    QVERIFY(message(outcome).at("end") == "otherAnswer");
}

void TestCliActTrouble::sentTwiceOnTheWay()
{
    Meddler meddler(m_live->transport(), [](const auto& request, const auto& real) -> Result<net::HttpReply> {
        if (request.method == "POST" && !real()) return broken(request);
        return real();
    });
    const CommandOutcome outcome = propose(meddler);
    QCOMPARE(outcome.status, 1);
    QVERIFY(message(outcome).at("refusal").at("code") == "ProposalReplay");
}

void TestCliActTrouble::stoppedWhileItWaits()
{
    std::stop_source source;
    Meddler meddler(m_live->transport(), [&](const auto& request, const auto& real) -> Result<net::HttpReply> {
        if (asks(request, "/node/tx?")) source.request_stop();
        return real();
    });
    const CommandOutcome outcome = propose(meddler, nullptr, source.get_token());
    QCOMPARE(outcome.status, 2);
    QVERIFY(message(outcome).at("end") == "notFollowed");
}

QTEST_GUILESS_MAIN(TestCliActTrouble)
#include "tst_cli_act_trouble.moc"
