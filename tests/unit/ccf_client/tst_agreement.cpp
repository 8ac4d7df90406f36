#include "core/ccf/client/agreement.h"
#include "core/family/reasons.h"

#include <QTest>

using namespace countersign;
using namespace countersign::ccf;

class TestAgreement final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
    void keepsSubjectsApart();
    void saysNothingAboutOneNode();
    void ordersLists();
};

void TestAgreement::judges_data()
{
    QTest::addColumn<int>("digest");
    QTest::addColumn<int>("seqno");
    QTest::addColumn<QByteArray>("verdict");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, int digest, int seqno, const char* verdict, const char* reason) {
        QTest::newRow(name) << digest << seqno << QByteArray(verdict) << QByteArray(reason);
    };
    row("the same", 1, 7, "passed", "");
    row("the same at another moment", 1, 9, "passed", "");
    row("another at the same moment", 2, 7, "failed", kReasonSplitView);
    row("another at another moment", 2, 9, "indeterminate", kReasonViewsDiffer);
}

void TestAgreement::judges()
{
    QFETCH(int, digest);
    QFETCH(int, seqno);
    QFETCH(QByteArray, verdict);
    QFETCH(QByteArray, reason);
    const NodeStatement first{"https://a:1", "nodes", Digest{1}, TransactionId{2, 7}};
    const NodeStatement other{"https://b:1", "nodes", Digest{std::uint8_t(digest)}, TransactionId{2, SeqNo(seqno)}};
    const Agreement agreement = compareStatements({first, first, other});
    QCOMPARE(agreement.checks.size(), std::size_t{1});
    QCOMPARE(QByteArray(verdictName(agreement.checks.front().verdict)), verdict);
    QCOMPARE(QByteArray::fromStdString(agreement.checks.front().reason), reason);
    QCOMPARE(agreement.findings.size(), std::size_t(reason.isEmpty() ? 0 : 2));
    // A difference without a moment is excused by nothing.
    NodeStatement unsaid = other, also = first;
    unsaid.state.reset();
    also.state.reset();
    QCOMPARE(compareStatements({also, unsaid}).checks.front().verdict, digest == 1 ? Verdict::Passed : Verdict::Failed);
}

void TestAgreement::keepsSubjectsApart()
{
    const NodeStatement nodes{"https://a:1", "nodes", Digest{1}, TransactionId{2, 7}};
    const NodeStatement script{"https://b:1", "constitution", Digest{2}, TransactionId{2, 7}};
    QVERIFY(compareStatements({nodes, script}).checks.empty());
}

void TestAgreement::saysNothingAboutOneNode()
{
    const Agreement agreement = compareStatements({{"https://a:1", "nodes", Digest{1}, {}}});
    QVERIFY(agreement.checks.empty());
    QVERIFY(agreement.findings.empty());
    QVERIFY(compareStatements({}).checks.empty());
}

void TestAgreement::ordersLists()
{
    using nlohmann::json;
    const json one = json::parse(R"([{"a":1,"b":2},{"a":3}])"), same = json::parse(R"([{"a":3},{"b":2,"a":1}])");
    QCOMPARE(digestOfAnswer(one), digestOfAnswer(same));
    QVERIFY(digestOfAnswer(one) != digestOfAnswer(json::parse(R"([{"a":1,"b":2}])")));
    QVERIFY(digestOfAnswer(one) != digestOfAnswer(json::parse(R"([{"a":1,"b":2},{"a":3},{"a":3}])")));
    QVERIFY(digestOfAnswer(json("[]")) != digestOfAnswer(json::array()));
}

QTEST_GUILESS_MAIN(TestAgreement)
#include "tst_agreement.moc"
