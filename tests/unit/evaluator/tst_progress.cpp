#include "tests/unit/evaluator/scripts.h"

#include "core/ccf/evaluator/progress.h"

#include <QObject>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

class TestProgress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsTheVotesThatAreMissing_data();
    void countsTheVotesThatAreMissing();
    void aFailingBallotCountsForNothing();
    void saysWhenNobodyCanCarryIt();
    void saysWhenItStandsOnPartOfTheState();
    void aHostileBallotHurtsOnlyItself();
    void showsWhatWouldChange();
    void warnsOfWhatIsDropped();
    void warnsWhenRecoveryIsOutOfReach();

private:
    static StoredProposal withBallots(const std::vector<std::string>& returned);
    static ExpectedEffect effectOf(const std::string& body, const PublicState& state);
};

StoredProposal TestProgress::withBallots(const std::vector<std::string>& returned)
{
    StoredProposal proposal;
    static_cast<ProposalCase&>(proposal) = anyProposal();
    proposal.state = "Open";
    unsigned member = 0;
    for (const std::string& one : returned)
        proposal.ballots.push_back({idOf(++member), "export function vote(text, proposer) { " + one + " }"});
    return proposal;
}

void TestProgress::countsTheVotesThatAreMissing_data()
{
    QTest::addColumn<int>("members");
    QTest::addColumn<QStringList>("ballots");
    QTest::addColumn<QString>("now");
    QTest::addColumn<int>("more");
    const QString yes = QStringLiteral("return true"), no = QStringLiteral("return false");
    QTest::newRow("three, none") << 3 << QStringList() << QStringLiteral("Open") << 2;
    QTest::newRow("three, one") << 3 << QStringList{yes} << QStringLiteral("Open") << 1;
    QTest::newRow("three, two") << 3 << QStringList{yes, yes} << QStringLiteral("Accepted") << 0;
    QTest::newRow("three, one against") << 3 << QStringList{no} << QStringLiteral("Open") << 2;
    QTest::newRow("three, two against") << 3 << QStringList{no, no} << QStringLiteral("Rejected") << -1;
    QTest::newRow("nine, four") << 9 << QStringList{yes, yes, yes, yes} << QStringLiteral("Open") << 1;
    QTest::newRow("truthy is no yes") << 3 << QStringList{QStringLiteral("return 1"), QStringLiteral("return 'yes'")}
                                      << QStringLiteral("Rejected") << -1;
}

void TestProgress::countsTheVotesThatAreMissing()
{
    QFETCH(int, members);
    QFETCH(QStringList, ballots);
    QFETCH(QString, now);
    QFETCH(int, more);
    std::vector<std::string> bodies;
    for (const QString& one : ballots) bodies.push_back(one.toStdString());
    auto evaluator = realEvaluator();
    const auto progress = evaluateProgress(evaluator, bytesOf(kMajority), withBallots(bodies),
                                           stateWith(static_cast<unsigned>(members)), {});
    QVERIFY(progress);
    QCOMPARE(QString::fromUtf8(resolutionName(progress->now.resolution)), now);
    QCOMPARE(progress->moreYes ? static_cast<int>(*progress->moreYes) : -1, more);
    QCOMPARE(progress->waiting.size(), static_cast<std::size_t>(members) - bodies.size());
    QVERIFY(progress->tried && progress->onWholeState());
}

void TestProgress::aFailingBallotCountsForNothing()
{
    auto evaluator = realEvaluator();
    const auto progress = evaluateProgress(evaluator, bytesOf(kMajority),
                                           withBallots({"throw new Error('no')", "return true"}), stateWith(3), {});
    QVERIFY(progress);
    QVERIFY(progress->now.resolution == Resolution::Open && progress->moreYes == 1u);
    QVERIFY(progress->ballots[0].answer.end == EvaluationEnd::Threw);
    QCOMPARE(progress->warnings, (std::vector<Warning>{{GovernanceWarning::BallotWithoutVote, {idOf(1)}}}));
}

void TestProgress::saysWhenNobodyCanCarryIt()
{
    auto evaluator = realEvaluator();
    const std::string never = "export function resolve() { return 'Open'; }";
    const auto progress = evaluateProgress(evaluator, bytesOf(never), withBallots({"return true"}), stateWith(3), {});
    QVERIFY(progress && !progress->moreYes && progress->tried);
    QCOMPARE(progress->warnings, (std::vector<Warning>{{GovernanceWarning::CannotBeAccepted, {}}}));
    const std::string unknown = "export function resolve() { return 'Maybe'; }";
    const auto failed = evaluateProgress(evaluator, bytesOf(unknown), withBallots({}), stateWith(3), {});
    QVERIFY(failed && failed->now.resolution == Resolution::Failed && failed->now.word == "Maybe");
    const auto many = evaluateProgress(evaluator, bytesOf(never), withBallots({}), stateWith(9), {});
    QVERIFY(many && many->waiting.size() == 9);
}

void TestProgress::saysWhenItStandsOnPartOfTheState()
{
    auto evaluator = realEvaluator();
    PublicState state = stateWith(3);
    state.complete = false;
    const auto known = evaluateProgress(evaluator, bytesOf(kMajority), withBallots({}), state, {});
    QVERIFY(known && known->onWholeState());
    state.tables[std::string(tables::kMembersInfo)].partial = true;
    const auto partial = evaluateProgress(evaluator, bytesOf(kMajority), withBallots({}), state, {});
    QVERIFY(partial && !partial->onWholeState());
    QCOMPARE(partial->now.missingTables, std::vector<std::string>{std::string(tables::kMembersInfo)});
    const auto ballot = evaluateProgress(
        evaluator, bytesOf(kMajority), withBallots({"return ccf.kv['public:ccf.gov.users.info'].size === 0"}), state, {});
    QVERIFY(ballot && ballot->ballots[0].answer.missingTables == std::vector<std::string>{"public:ccf.gov.users.info"});
}

void TestProgress::aHostileBallotHurtsOnlyItself()
{
    auto evaluator = realEvaluator({.wall = std::chrono::milliseconds(4000)});
    const auto progress = evaluateProgress(
        evaluator, bytesOf(kMajority),
        withBallots({"for (;;);", "Array.prototype.filter = () => ({ length: 99 }); Object.prototype.vote = true; return false"}),
        stateWith(3), {});
    QVERIFY(progress);
    QVERIFY(progress->ballots[0].answer.end == EvaluationEnd::TimedOut);
    QVERIFY(progress->ballots[1].answer.choice == Choice::No);
    QVERIFY(progress->now.resolution == Resolution::Open);
}

ExpectedEffect TestProgress::effectOf(const std::string& body, const PublicState& state)
{
    auto evaluator = realEvaluator();
    const std::string script = "const T = (n) => ccf.kv['public:ccf.gov.' + n]; const b = ccf.strToBuf;\n"
                               "const j = ccf.jsonCompatibleToBuf; const one = new ArrayBuffer(8);\n"
                               "export function apply(text, id) { " + body + " }";
    auto effect = whatWouldChange(evaluator, bytesOf(script), anyProposal(), state, {});
    if (!effect) qFatal("cannot run");
    return *effect;
}

void TestProgress::showsWhatWouldChange()
{
    PublicState state = stateWith(1);
    state.put("public:ccf.gov.x", bytesOf("kept"), bytesOf("1"));
    state.put("public:ccf.gov.x", bytesOf("changed"), bytesOf("2"));
    state.put("public:ccf.gov.x", bytesOf("removed"), bytesOf("3"));
    const auto effect = effectOf("const x = T('x'); x.set(b('kept'), b('1')); x.set(b('changed'), b('9')); "
                                 "x.delete(b('removed')); x.set(b('added'), b('4')); x.set(b('came'), b('5')); "
                                 "x.delete(b('came')); x.delete(b('never')); ccf.node.triggerLedgerRekey(); "
                                 "ccf.kv['public:app'].set(b('k'), b('v'));",
                                 state);
    QVERIFY(effect.evaluation.end == EvaluationEnd::Answered && effect.warnings.empty());
    QCOMPARE(effect.tables.size(), std::size_t(2));
    QCOMPARE(effect.tables[0].table, std::string("public:app"));
    const auto bytes = [](const char* text) { return copyOf(bytesOf(text)); };
    const std::vector<RowChange> expected{{RowChangeKind::Added, bytes("added"), std::nullopt, bytes("4")},
                                          {RowChangeKind::Changed, bytes("changed"), bytes("2"), bytes("9")},
                                          {RowChangeKind::Removed, bytes("removed"), bytes("3"), std::nullopt}};
    QCOMPARE(effect.tables[1].rows, expected);
    QCOMPARE(effect.evaluation.effects, (std::vector<NodeEffect>{{"node.triggerLedgerRekey", {}}}));
    const auto forbidden = effectOf("ccf.kv['public:app'].get(b('k'))", state);
    QVERIFY(forbidden.evaluation.end == EvaluationEnd::Threw && forbidden.tables.empty());
    const auto internal = effectOf("ccf.kv['public:ccf.internal.x'].set(b('k'), b('v'))", state);
    QVERIFY(internal.evaluation.end == EvaluationEnd::Threw);
}

void TestProgress::warnsOfWhatIsDropped()
{
    PublicState state = stateWith(1);
    const char* open = R"({"proposer_id":"m","state":"Open","ballots":{}})";
    state.put(tables::kProposalsInfo, bytesOf("other"), bytesOf(open));
    state.put(tables::kProposalsInfo, bytesOf(std::string(64, 'a')), bytesOf(open));
    const auto effect = effectOf("T('constitution').set(one, j('x')); T('proposals_info').forEach((v, k) => { const i = "
                                 "ccf.bufToJsonCompatible(v); i.state = 'Dropped'; T('proposals_info').set(k, j(i)); });",
                                 state);
    QCOMPARE(effect.warnings, (std::vector<Warning>{{GovernanceWarning::DropsOpenProposals, {"other"}},
                                                    {GovernanceWarning::ReplacesConstitution, {}}}));
}

void TestProgress::warnsWhenRecoveryIsOutOfReach()
{
    PublicState state = stateWith(2);
    for (unsigned i = 1; i <= 2; ++i) state.put(tables::kMemberEncryptionKeys, bytesOf(idOf(i)), bytesOf("PEM"));
    state.put(tables::kServiceConfig, tables::kSingleKey, bytesOf(R"({"recovery_threshold":2})"));
    const auto removed = effectOf("T('members.info').delete(b('" + idOf(1) + "'))", state);
    QCOMPARE(removed.warnings, (std::vector<Warning>{{GovernanceWarning::RecoveryOutOfReach, {}}}));
    const auto raised = effectOf("T('service.config').set(one, j({recovery_threshold: 3}))", state);
    QCOMPARE(raised.warnings, (std::vector<Warning>{{GovernanceWarning::RecoveryOutOfReach, {}}}));
    const auto nobody = effectOf("T('members.info').clear()", state);
    QCOMPARE(nobody.warnings.size(), std::size_t(2));
    QCOMPARE(governanceWarningName(nobody.warnings[1].kind), "noActiveMemberLeft");
}

QTEST_GUILESS_MAIN(TestProgress)
#include "tst_progress.moc"
