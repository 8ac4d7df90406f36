#include "core/ccf/governance/payloads.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/member_message.h"
#include "tests/support/vectors.h"

#include <QTest>

#ifdef COUNTERSIGN_WITH_QML
#include <QJSEngine>
#endif

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

/// Characters that a quoting by hand gets wrong: quotes, backslashes, line ends, U+2028, marks that turn text, an emoji.
const std::string kNasty = "{\"actions\": [{\"name\": \"set_user\", \"args\": {\"user_data\": \"\\\"\\\\ \\n `${1}` "
                           "\xe2\x80\xa8\xe2\x80\xae\xf0\x9f\x94\x91 </script>\"}}]}\n";

} // namespace

class TestPayloads final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainBallotsSayWhatTheySay();
    void carefulBallotIsForOneProposal_data();
    void carefulBallotIsForOneProposal();
    void carefulBallotNeedsAProposal();
    void theServiceHandsOutTheSignedText();
    void refusesWhatIsNoText();
    void wrapsAShare();
};

void TestPayloads::plainBallotsSayWhatTheySay()
{
    QVERIFY(isPlainYes(ballotPayload(plainBallot(true)).value()));
    QVERIFY(!isPlainYes(ballotPayload(plainBallot(false)).value()));
    QCOMPARE(ballotScript(ballotPayload(plainBallot(false)).value()).value(), plainBallot(false));
}

void TestPayloads::carefulBallotIsForOneProposal_data()
{
    QTest::addColumn<QByteArray>("proposal");
    QTest::newRow("one action") << QByteArray("{\"actions\": [{\"name\": \"trigger_snapshot\"}]}");
    QTest::newRow("awkward characters") << QByteArray::fromStdString(kNasty);
}

void TestPayloads::carefulBallotIsForOneProposal()
{
#ifndef COUNTERSIGN_WITH_QML
    QSKIP("skipped: no JavaScript engine to run the careful ballot in");
#else
    QFETCH(QByteArray, proposal);
    const auto script = carefulBallot(bytesOf(proposal.toStdString())).value();
    QVERIFY(std::ranges::all_of(script, [](unsigned char c) { return c < 0x80; }));
    QJSEngine engine;
    const QString body = QString::fromStdString(script).remove(QStringLiteral("export "));
    QVERIFY(!engine.evaluate(body).isError());
    QJSValue vote = engine.globalObject().property(QStringLiteral("vote"));
    const QString text = QString::fromUtf8(proposal);
    QJSValue answer = vote.call({text, QStringLiteral("proposer")});
    QVERIFY(answer.isBool() && answer.toBool());
    for (const QString& other : {text + QLatin1Char(' '), text.chopped(1), QString(), QString(text).replace(
                                     QStringLiteral("name"), QStringLiteral("Name"))}) {
        answer = vote.call({other, QStringLiteral("proposer")});
        QVERIFY2(answer.isError(), qPrintable(answer.toString()));
    }
    QVERIFY(vote.call({}).isError());
#endif
}

void TestPayloads::carefulBallotNeedsAProposal()
{
    for (const char* text : {"", "{}", "[]", "{\"actions\": []}", "{\"actions\": [{}]}", "not JSON"})
        QVERIFY2(!carefulBallot(bytesOf(text)), text);
}

void TestPayloads::theServiceHandsOutTheSignedText()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto folder = vectorsFolder() / "ccf-network/rest/02-governance";
    for (const std::string name : {"rejected", "withdrawn", "dropped"}) {
        const auto proposed = parseMemberMessage(contentOf(folder / (name + "-propose.request.cose"))).value();
        const ByteVector served = contentOf(folder / ("state-" + name + "-actions.response.json"));
        QCOMPARE(std::string(textOf(*proposed.cose.payload)), std::string(textOf(served)));
    }
}

void TestPayloads::refusesWhatIsNoText()
{
    QVERIFY(!ballotPayload(""));
    QVERIFY(!ballotPayload("export function vote() { return \"\xff\"; }"));
    QVERIFY(ballotPayload("export function vote() { return \"\xf0\x9f\x94\x91\"; }"));
    for (const std::string& digest : {std::string(), std::string(63, 'a'), std::string(64, 'A'), std::string(64, 'g')})
        QVERIFY(!ackPayload(digest));
}

void TestPayloads::wrapsAShare()
{
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{44}}) {
        const ByteVector share(size, 0xa5);
        const auto json = parseJson(recoverySharePayload(share)).value();
        QCOMPARE(json["share"].get<std::string>().size(), (size + 2) / 3 * 4);
    }
}

QTEST_GUILESS_MAIN(TestPayloads)
#include "tst_payloads.moc"
