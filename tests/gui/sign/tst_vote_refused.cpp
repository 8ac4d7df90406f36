// What must not happen when a member acts: nothing is signed on a wrong ground, and nothing is called done that is not.
#include "core/net/patience.h"
#include "tests/gui/sign/acting_window.h"
#include "tests/support/scripted_transport.h"

#include "ui/common/verdict_badge.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace countersign::ui;

namespace {

constexpr std::chrono::milliseconds kShort{1'500}; // how long what never comes is waited for

bool isBallot(const net::HttpRequest& request)
{
    return request.method == "POST" && request.url.target.find(":submit") != std::string::npos;
}

bool asks(const net::HttpRequest& request, std::string_view path)
{
    return request.method == "GET" && request.url.target.starts_with(path);
}

Result<net::HttpReply> says(const std::string& json, const std::string& transaction = {})
{
    net::HttpReply reply = support::jsonReply(200, json);
    if (!transaction.empty()) reply.headers.push_back({"x-ms-ccf-transaction-id", transaction});
    return reply;
}

} // namespace

class TestVoteRefused final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_live = std::make_unique<LiveSandbox>(); }
    void cleanupTestCase() { m_live.reset(); }
    void cleanup() { m_window.reset(); }
    void clockThatIsWrong_data();
    void clockThatIsWrong();
    void clockThatIsNotTold();
    void clockBeforeTheServiceBegan();
    void anotherMembersKey();
    void wrongPlaceOfTheKey();
    void proposalThatChanged();
    void proposalThatWasDecided();
    void anotherIdentity();
    void serviceGoneBefore();
    void serviceGoneInTheMiddle();
    void serviceGoneAfterwards();
    void replayIsRefused();
    void acceptedButNeverCommitted();
    void acceptedWithoutATransaction();
    void rolledBack();
    void statusOfAnotherTransaction();
    void receiptOfAnotherTransaction();
    void receiptOfAnotherService();
    void brokenReceipt();
    void answerThatIsNoJson();
    void answerAboutAnotherProposal();

private:
    /// Opens the sheet on a new proposal, ready to be signed by the first member.
    void open(qint64 clockAhead = 0, std::chrono::milliseconds followFor = std::chrono::seconds(60));
    ActOutcome signIt() { return m_window->sign(); }
    void looksUndone() const;

    std::unique_ptr<LiveSandbox> m_live;
    std::unique_ptr<ActingWindow> m_window;
    std::string m_proposal;
};

void TestVoteRefused::open(qint64 clockAhead, std::chrono::milliseconds followFor)
{
    m_window = std::make_unique<ActingWindow>(*m_live, clockAhead, followFor);
    QVERIFY(QTest::qWaitForWindowActive(&m_window->desk().window()));
    m_window->connect();
    m_proposal = proposeSmall(*m_live);
    QVERIFY(m_window->showProposal(m_proposal));
    QVERIFY(m_window->openSheet("approveProposal"));
    m_window->choose(0, m_window->keyOf(0));
}

// Nothing on the sheet says that it is committed, or passed.
void TestVoteRefused::looksUndone() const
{
    QVERIFY2(!m_window->headline().startsWith(QStringLiteral("Committed")), qPrintable(m_window->headline()));
    QVERIFY(m_window->child<VerdictBadge>("actVerdict")->verdict() != Verdict::Passed);
}

void TestVoteRefused::clockThatIsWrong_data()
{
    QTest::addColumn<qint64>("ahead");
    QTest::addColumn<QString>("words");
    QTest::newRow("ahead") << qint64(200) << QStringLiteral("ahead of the service's");
    QTest::newRow("behind") << qint64(-200) << QStringLiteral("behind the service's");
}

void TestVoteRefused::clockThatIsWrong()
{
    QFETCH(qint64, ahead);
    QFETCH(QString, words);
    open(ahead);
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QCOMPARE(outcome.block, ActBlock::ClockOff);
    QVERIFY2(m_window->said().contains(words), qPrintable(m_window->said()));
    QCOMPARE(m_window->transport().posts(), 0);
    looksUndone();
}

void TestVoteRefused::clockThatIsNotTold()
{
    open();
    m_window->transport().change([](const net::HttpRequest&, Result<net::HttpReply>& reply) {
        if (reply) std::erase_if(reply->headers, [](const net::HttpHeader& one) { return one.name == "date"; });
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.receipt, Verdict::Passed);
    QVERIFY(m_window->said().contains(QStringLiteral("tells no time")));
}

// CCF itself tells no time: what its certificates show is all there is.
void TestVoteRefused::clockBeforeTheServiceBegan()
{
    open(-20 * qint64(365 * 86'400));
    m_window->transport().change([](const net::HttpRequest&, Result<net::HttpReply>& reply) {
        if (reply) std::erase_if(reply->headers, [](const net::HttpHeader& one) { return one.name == "date"; });
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QCOMPARE(outcome.block, ActBlock::ClockOff);
    QVERIFY2(m_window->said().contains(QStringLiteral("behind the service's")), qPrintable(m_window->said()));
    QCOMPARE(m_window->transport().posts(), 0);
}

void TestVoteRefused::anotherMembersKey()
{
    open();
    m_window->child<QLineEdit>("keyFile")->setText(m_window->keyOf(1));
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QCOMPARE(outcome.block, ActBlock::NotTheMembers);
    QCOMPARE(m_window->transport().posts(), 0);
    // The right key may be tried next, on the same sheet.
    m_window->child<QLineEdit>("keyFile")->setText(m_window->keyOf(0));
    QTRY_VERIFY(m_window->isReady());
    QCOMPARE(signIt().receipt, Verdict::Passed);
}

void TestVoteRefused::wrongPlaceOfTheKey()
{
    open();
    m_window->child<QLineEdit>("keyFile")->setText(m_window->file("no-such-key.pem"));
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QVERIFY(outcome.error && outcome.error->code == ErrorCode::NotFound);
    QCOMPARE(m_window->transport().posts(), 0);
}

void TestVoteRefused::proposalThatChanged()
{
    open();
    const std::string path = "/gov/members/proposals/" + m_proposal + "/actions";
    m_window->transport().answer([path](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!asks(request, path)) return {};
        return says(R"({"actions":[{"name":"remove_member","args":{"member_id":"aa"}}]})");
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QCOMPARE(outcome.block, ActBlock::ProposalChanged);
    QVERIFY(m_window->said().contains(QStringLiteral("another text")));
    QCOMPARE(m_window->transport().posts(), 0);
    QVERIFY(!m_window->isReady()); // it has to be reviewed again
}

void TestVoteRefused::proposalThatWasDecided()
{
    open();
    QCOMPARE(m_live->send("POST", 0, "/gov/members/proposals/" + m_proposal + ":withdraw?api-version=2024-07-01",
                          m_live->signedBy(1, ccf::MessageType::Withdrawal, {}, m_proposal)).status, 200);
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.block, ActBlock::ProposalClosed);
    QCOMPARE(m_window->transport().posts(), 0);
}

void TestVoteRefused::anotherIdentity()
{
    open();
    const LiveSandbox other;
    const std::string url = other.places().urls.front();
    auto& network = m_window->transport().network();
    m_window->transport().answer([&](net::HttpRequest request) -> std::optional<Result<net::HttpReply>> {
        request.url = net::parseUrl(url + request.url.target).value();
        return network.send(request, {});
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QVERIFY(outcome.block == ActBlock::OtherIdentity || outcome.error);
    QCOMPARE(m_window->transport().posts(), 0);
}

void TestVoteRefused::serviceGoneBefore()
{
    open();
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        return Result<net::HttpReply>(Error{ErrorCode::Network, request.url.origin() + ": connect", "refused"});
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::NotSigned);
    QCOMPARE(m_window->headline(), QStringLiteral("Nothing was signed, and nothing was sent."));
    QCOMPARE(m_window->transport().posts(), 0);
}

void TestVoteRefused::serviceGoneInTheMiddle()
{
    open();
    m_window->transport().change([](const net::HttpRequest& request, Result<net::HttpReply>& reply) {
        if (isBallot(request)) reply = Error{ErrorCode::Network, request.url.origin() + ": reply", "closed"};
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::Unclear);
    QVERIFY(m_window->headline().contains(QStringLiteral("not known")));
    QVERIFY(m_window->said().contains(QStringLiteral("Look at the page first")));
    QCOMPARE(m_window->transport().posts(), 1); // never sent again by itself
    QVERIFY(!m_window->isReady());
    looksUndone();
}

void TestVoteRefused::serviceGoneAfterwards()
{
    open();
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!asks(request, "/node/tx")) return {};
        return Result<net::HttpReply>(Error{ErrorCode::Network, request.url.origin() + ": connect", "refused"});
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::Taken);
    QCOMPARE(outcome.commit, ActCommit::NotKnown);
    looksUndone();
}

void TestVoteRefused::replayIsRefused()
{
    open();
    m_window->child<QAbstractButton>("actClose")->click();
    QTRY_VERIFY(!m_window->sheet());
    // Somebody in between sends the message first; what the window sends is then the second of its kind.
    auto& network = m_window->transport().network();
    m_window->transport().answer([&network](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (request.method == "POST") (void)network.send(request, {});
        return {};
    });
    const std::string text = nlohmann::json{{"actions", smallAction()}}.dump();
    m_window->workspace()->signing().sign({.kind = ActKind::Propose, .payload = copyOf(bytesOf(text))}, &m_window->desk().window(),
                                          [](const ActOutcome&) {});
    m_window->choose(0, m_window->keyOf(0));
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::Refused);
    QCOMPARE(outcome.code, QStringLiteral("ProposalReplay"));
    QVERIFY(m_window->said().contains(QStringLiteral("this very message already")));
}

void TestVoteRefused::acceptedButNeverCommitted()
{
    open(0, kShort);
    const std::string id = m_proposal;
    const auto now = parseTransactionId(m_live->getJson("/node/commit").value("transaction_id", "")).value();
    const std::string never = TransactionId{now.view, now.seqno + 1'000'000}.toString();
    m_window->transport().answer([id, never](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!isBallot(request)) return {};
        return says(R"({"proposalId":")" + id + R"(","proposalState":"Accepted","ballotCount":2})", never);
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::Taken);
    QVERIFY(!outcome.isCommitted());
    QVERIFY(m_window->headline().contains(QStringLiteral("not committed")));
    looksUndone();
    QCOMPARE(stateOf(*m_live, m_proposal), std::string("Open"));
}

void TestVoteRefused::acceptedWithoutATransaction()
{
    open();
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!isBallot(request)) return {};
        return says(R"({"proposalState":"Accepted"})");
    });
    const ActOutcome outcome = signIt();
    QVERIFY(!outcome.isCommitted());
    QVERIFY(m_window->said().contains(QStringLiteral("named no transaction")));
    looksUndone();
}

void TestVoteRefused::rolledBack()
{
    open();
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!asks(request, "/node/tx")) return {};
        const std::string id = request.url.target.substr(request.url.target.find('=') + 1);
        return says(R"({"transaction_id":")" + id + R"(","status":"Invalid"})");
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.commit, ActCommit::Invalid);
    QVERIFY(m_window->headline().contains(QStringLiteral("rolled back")));
    looksUndone();
}

void TestVoteRefused::statusOfAnotherTransaction()
{
    open(0, kShort);
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!asks(request, "/node/tx")) return {};
        return says(R"({"transaction_id":"2.3","status":"Committed"})");
    });
    QVERIFY(!signIt().isCommitted());
    looksUndone();
}

void TestVoteRefused::receiptOfAnotherTransaction()
{
    open();
    auto& network = m_window->transport().network();
    m_window->transport().answer([&network](net::HttpRequest request) -> std::optional<Result<net::HttpReply>> {
        if (!asks(request, "/node/receipt")) return {};
        const std::string wanted = request.url.target.substr(request.url.target.find('=') + 1);
        const auto id = parseTransactionId(wanted);
        request.url.target = "/node/receipt?transaction_id=" + TransactionId{id->view, id->seqno - 2}.toString();
        net::Waiter waiter;
        net::Patience patience;
        patience.acceptedMeansWait = true;
        return net::sendPatiently(network, request, patience, waiter, {});
    });
    const ActOutcome outcome = signIt();
    QVERIFY(outcome.receipt != Verdict::Passed);
    looksUndone();
}

void TestVoteRefused::receiptOfAnotherService()
{
    open();
    LiveSandbox other;
    m_window->transport().answer([&other](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!asks(request, "/node/receipt")) return {};
        const std::string there = other.getJson("/node/commit").value("transaction_id", "");
        return Result<net::HttpReply>(other.get("/node/receipt?transaction_id=" + there));
    });
    const ActOutcome outcome = signIt();
    QVERIFY(outcome.receipt != Verdict::Passed);
    looksUndone();
}

void TestVoteRefused::brokenReceipt()
{
    open();
    m_window->transport().change([](const net::HttpRequest& request, Result<net::HttpReply>& reply) {
        if (!asks(request, "/node/receipt") || !reply || reply->status != 200) return;
        nlohmann::json receipt = nlohmann::json::parse(textOf(reply->body));
        std::string digest = receipt["leaf_components"]["write_set_digest"];
        digest[0] = digest[0] == '0' ? '1' : '0';
        receipt["leaf_components"]["write_set_digest"] = digest;
        reply->body = copyOf(bytesOf(receipt.dump()));
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.receipt, Verdict::Failed);
    QVERIFY(m_window->headline().contains(QStringLiteral("does not hold")));
    looksUndone();
}

void TestVoteRefused::answerThatIsNoJson()
{
    open();
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!isBallot(request)) return {};
        return says("<html>Accepted</html>", "2.3");
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::Unclear);
    looksUndone();
}

void TestVoteRefused::answerAboutAnotherProposal()
{
    open();
    m_window->transport().answer([](const net::HttpRequest& request) -> std::optional<Result<net::HttpReply>> {
        if (!isBallot(request)) return {};
        return says(R"({"proposalId":")" + std::string(64, 'a') + R"(","proposalState":"Accepted"})", "2.3");
    });
    const ActOutcome outcome = signIt();
    QCOMPARE(outcome.end, ActEnd::Unclear);
    QVERIFY(outcome.proposalState.isEmpty());
    looksUndone();
}

QTEST_MAIN(TestVoteRefused)
#include "tst_vote_refused.moc"
