#include "core/base/hex.h"
#include "core/ccf/governance/proposal_text.h"
#include "core/ccf/ledger/member_message.h"
#include "tests/unit/governance/recorded.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

ProposalText recordedProposal(const char* name)
{
    const auto file = networkFolder() / "rest/02-governance" / (std::string(name) + "-propose.request.cose");
    return parseProposal(*parseMemberMessage(contentOf(file)).value().cose.payload).value();
}

} // namespace

class TestProposalText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodesEveryRecordedProposal();
    void showsCertificatesWithTheirIds();
    void showsScripts();
    void showsPolicies();
    void refuses_data();
    void refuses();
};

void TestProposalText::decodesEveryRecordedProposal()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    int seen = 0;
    for (const auto& file : filesBelow(networkFolder() / "rest", "propose.request.cose")) {
        const auto proposal = parseProposal(*parseMemberMessage(contentOf(file)).value().cose.payload);
        QVERIFY2(proposal, file.c_str());
        QVERIFY(!proposal->actions.empty());
        ++seen;
    }
    QVERIFY(seen > 30);
}

void TestProposalText::showsCertificatesWithTheirIds()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto proposal = recordedProposal("add-members");
    QCOMPARE(proposal.actions.front().name, std::string("set_member"));
    const auto& arguments = proposal.actions.front().arguments;
    const auto certificate = std::ranges::find(arguments, std::string("cert"), &Argument::path);
    QVERIFY(certificate != arguments.end());
    QVERIFY(certificate->kind == ArgumentKind::Certificate);
    QCOMPARE(certificate->id, toHex(certificateOf("member3").fingerprint()));
    QVERIFY(certificate->text.ends_with("P-384"));
    QVERIFY(certificate->notBefore < certificate->notAfter);
    const auto key = std::ranges::find(arguments, std::string("encryption_pub_key"), &Argument::path);
    QVERIFY(key != arguments.end());
    QVERIFY(key->kind == ArgumentKind::PublicKey);
    QCOMPARE(key->text, std::string("RSA, 2048 bits"));
}

void TestProposalText::showsScripts()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto constitution = recordedProposal("set-constitution").actions.front().arguments;
    QCOMPARE(constitution.size(), std::size_t{1});
    QVERIFY(constitution[0].kind == ArgumentKind::Script);
    QCOMPARE(constitution[0].text, std::string(textOf(contentOf(networkFolder() / "constitution-2.js"))));
    int scripts = 0;
    const auto app = recordedProposal("set-js-app");
    for (const Argument& argument : app.actions.front().arguments)
        scripts += argument.kind == ArgumentKind::Script && argument.path.starts_with("bundle.modules[");
    QVERIFY(scripts > 0);
}

void TestProposalText::showsPolicies()
{
    const auto proposal = parseProposal(bytesOf(
        R"({"actions":[{"name":"set_recovery_threshold","args":{"recovery_threshold":3}},{"name":"x","args":null},)"
        R"({"name":"p","args":{"a":[1,{"b":true}],"c":{}}}]})")).value();
    QCOMPARE(proposal.actions.size(), std::size_t{3});
    QCOMPARE(proposal.actions[0].arguments, (std::vector<Argument>{{"recovery_threshold", ArgumentKind::Value, "3"}}));
    QVERIFY(proposal.actions[1].arguments.empty());
    QCOMPARE(proposal.actions[2].arguments, (std::vector<Argument>{{"a[0]", ArgumentKind::Value, "1"},
                                                                   {"a[1].b", ArgumentKind::Value, "true"},
                                                                   {"c", ArgumentKind::Value, "{}"}}));
}

void TestProposalText::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("no JSON") << QByteArray("actions");
    QTest::newRow("a list") << QByteArray(R"([{"name":"a"}])");
    QTest::newRow("no actions") << QByteArray(R"({"action":[]})");
    QTest::newRow("no action") << QByteArray(R"({"actions":[]})");
    QTest::newRow("actions twice") << QByteArray(R"({"actions":[{"name":"a"}],"actions":[{"name":"b"}]})");
    QTest::newRow("name twice") << QByteArray(R"({"actions":[{"name":"a","name":"b"}]})");
    QTest::newRow("something beside") << QByteArray(R"({"actions":[{"name":"a"}],"note":1})");
    QTest::newRow("something in an action") << QByteArray(R"({"actions":[{"name":"a","arg":{}}]})");
    QTest::newRow("no name") << QByteArray(R"({"actions":[{"args":{}}]})");
    QTest::newRow("empty name") << QByteArray(R"({"actions":[{"name":""}]})");
    QTest::newRow("an action that is text") << QByteArray(R"({"actions":["a"]})");
    QTest::newRow("two values") << QByteArray(R"({"actions":[{"name":"a"}]} {})");
    QTest::newRow("no UTF-8") << QByteArray("{\"actions\":[{\"name\":\"\xff\"}]}");
}

void TestProposalText::refuses()
{
    QFETCH(QByteArray, text);
    const auto proposal = parseProposal(bytesOf(text.toStdString()));
    QVERIFY(!proposal);
    QCOMPARE(proposal.error().code, ErrorCode::Malformed);
}

QTEST_APPLESS_MAIN(TestProposalText)
#include "tst_proposal_text.moc"
