#include "core/ccf/ledger/member_message.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;

class TestMemberMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainYes_data();
    void plainYes();
    void openedIdentityIsOne();
};

void TestMemberMessage::plainYes_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("yes");
    const auto row = [](const char* script, bool yes) { QTest::newRow(script) << QString::fromLatin1(script) << yes; };
    row("export function vote(proposal, proposer) { return true; }", true);
    row("export function vote (rawProposal, proposerId) {\n  return true\n}\n", true);
    row("export function vote() { return true; }", true);
    row("export function vote(a) { return false; }", false);
    row("export function vote(a) { return !true; }", false);
    row("export function vote(a) { return true && a; }", false);
    row("export function vote(a) { return true; } x", false);
    row("export function vote(a = (() => { throw 1; })()) { return true; }", false);
    row("export function vote(a) { // { return true; }", false);
    row("export function vote(a) { /* no */ return true; }", false);
    row("function vote(a) { return true; }", false);
    row("export function voter(a) { return true; }", false);
    row("export function vote(a) { returntrue; }", false);
    row("exportfunctionvote(a){returntrue;}", false);
    row("export async function vote(a) { return true; }", false);
    row("export function* vote(a) { return true; }", false);
    row("export function vote(a) { return\ntrue; }", false);
    row("", false);
}

void TestMemberMessage::plainYes()
{
    QFETCH(QString, script);
    QFETCH(bool, yes);
    const std::string payload = nlohmann::json{{"ballot", script.toStdString()}}.dump();
    QCOMPARE(isPlainYes(bytesOf(payload)), yes);
    QVERIFY(!isPlainYes(bytesOf(script.toStdString())));
}

void TestMemberMessage::openedIdentityIsOne()
{
    QVERIFY(!openedIdentity(bytesOf(R"({"actions":[]})")));
    QVERIFY(!openedIdentity(bytesOf(R"({"actions":{}})")));
    QVERIFY(!openedIdentity(bytesOf(R"([1])")));
    QVERIFY(!openedIdentity(bytesOf(R"({"actions":[{"name":"transition_service_to_open","args":{"next_service_identity":"x"}}]})")));
    QVERIFY(!openedIdentity(bytesOf(R"({"actions":[3,{"name":1}]})")));
}

QTEST_APPLESS_MAIN(TestMemberMessage)
#include "tst_member_message.moc"
