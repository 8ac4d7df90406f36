#include "core/audit/changes.h"
#include "core/audit/check_ids.h"
#include "core/audit/continuity.h"
#include "core/audit/snapshot_store.h"
#include "core/base/hex.h"
#include "core/family/reasons.h"
#include "tests/unit/audit/histories.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::audit;
using namespace countersign::test;

/// The first line of every comparison, over honest histories and the cheapest lies.
class TestContinuity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void continuedWhenTheRootIsStillThere();
    void continuedBetweenRecordsThatAskedForTheRoot();
    void neverContinuedWithoutTheRoot();
    void continuedOverARecovery();
    void rolledBack();
    void rolledBackBehindWhatWasNeverCommitted();
    void forked();
    void aLostTailIsNoFork();
    void rewrittenAndSignedAnew();
    void rewrittenFilesUnderTheOldSignatures();
    void sameNumberAnotherRoot();
    void anotherServiceOfTheSameName();
    void anEditedRecordIsNotBelieved();
    void aStrangersRecordIsNotBelieved();
    void aContradictedRecordFails();
    void theOtherOrderIsNoticed();
    void damageIsNoFork();
    void changesHaveTheirProposals();
    void changesOfALiveServiceLeaveOutWhatItDoesNotTell();

private:
    Sight sight(const std::filesystem::path& ledger, const AuditSnapshot* earlier = nullptr,
                Standing standing = Standing::Judged, std::int64_t later = 0) const;

    QTemporaryDir m_folder;
    std::unique_ptr<Histories> m_histories;
    SeqNo m_early = 0, m_middle = 0;
    std::filesystem::path m_atMiddle, m_atEarly;
};

void TestContinuity::initTestCase()
{
    m_histories = std::make_unique<Histories>(m_folder.path().toStdString(),
                                              std::multimap<SeqNo, std::function<void(support::SyntheticService&)>>{
                                                  {150, support::changeMembersNow}, {190, support::recoverNow}});
    m_early = m_histories->signatureFrom(70);
    m_middle = m_histories->signatureFrom(130);
    m_atEarly = m_histories->upTo(m_early, "early");
    m_atMiddle = m_histories->upTo(m_middle, "middle");
}

Sight TestContinuity::sight(const std::filesystem::path& ledger, const AuditSnapshot* earlier, Standing standing,
                            std::int64_t later) const
{
    SeeOptions options{.anchor = m_histories->anchor()};
    options.takenAt.seconds += later;
    if (earlier) options.rootsAt = rootsWanted(*earlier);
    return {see(ledger, options).snapshot, standing, ledger.filename().string()};
}

#define EXPECT_ANSWER(answer, wantedKind, wantedVerdict, wantedReason)                                                 \
    do {                                                                                                               \
        const std::string told =                                                                                       \
            std::string(continuityName((answer).kind)) + ' ' + (answer).reason + ' ' + (answer).evidence;              \
        QVERIFY2((answer).kind == (wantedKind), told.c_str());                                                         \
        QVERIFY2((answer).verdict == (wantedVerdict), told.c_str());                                                   \
        QCOMPARE((answer).reason, std::string(wantedReason));                                                          \
    } while (false)

void TestContinuity::continuedWhenTheRootIsStillThere()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    const Sight b = sight(m_histories->whole(), &a.snapshot);
    const auto answer = judgeContinuity(a, b);
    EXPECT_ANSWER(answer, Continuity::Continued, Verdict::Passed, "");
    QCOMPARE(answer.earlierHead->seqno, m_middle);
    QCOMPARE(answer.commonTo->seqno, m_middle);
    QVERIFY(!answer.differsAt);
    const auto same = judgeContinuity(a, sight(m_atMiddle, &a.snapshot));
    EXPECT_ANSWER(same, Continuity::Continued, Verdict::Passed, "");
}

void TestContinuity::continuedBetweenRecordsThatAskedForTheRoot()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    Sight b = sight(m_histories->whole(), &a.snapshot, Standing::Own);
    b.snapshot.landmarks.clear();
    EXPECT_ANSWER(judgeContinuity(a, b), Continuity::Continued, Verdict::Passed, "");
}

void TestContinuity::neverContinuedWithoutTheRoot()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    Sight b = sight(m_histories->whole(), nullptr, Standing::Own);
    std::erase_if(b.snapshot.landmarks, [&](const SignedRoot& root) { return root.id.seqno == m_middle; });
    const auto answer = judgeContinuity(a, b);
    EXPECT_ANSWER(answer, Continuity::Unknown, Verdict::Indeterminate, kReasonNoCommonRoot);
    QVERIFY(answer.commonTo && answer.commonTo->seqno < m_middle);
    b.snapshot.landmarks.clear();
    EXPECT_ANSWER(judgeContinuity(a, b), Continuity::Unknown, Verdict::Indeterminate, kReasonNoCommonRoot);
}

void TestContinuity::continuedOverARecovery()
{
    const Sight a = sight(m_atEarly, nullptr, Standing::Own);
    const Sight b = sight(m_histories->whole(), &a.snapshot);
    QVERIFY(b.snapshot.identities.size() > 1);
    EXPECT_ANSWER(judgeContinuity(a, b), Continuity::Continued, Verdict::Passed, "");
}

void TestContinuity::rolledBack()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    const auto answer = judgeContinuity(a, sight(m_atEarly, &a.snapshot));
    EXPECT_ANSWER(answer, Continuity::RolledBack, Verdict::Failed, kReasonRolledBack);
    QCOMPARE(answer.commonTo->seqno, m_early);
}

void TestContinuity::rolledBackBehindWhatWasNeverCommitted()
{
    Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    a.snapshot.committedTo = TransactionId{2, m_early};
    EXPECT_ANSWER(judgeContinuity(a, sight(m_atEarly, &a.snapshot)), Continuity::RolledBack, Verdict::Indeterminate,
                  kReasonCopyEndsEarlier);
}

void TestContinuity::forked()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    const auto other = m_histories->forked(90, "fork");
    const auto answer = judgeContinuity(a, sight(other, &a.snapshot));
    EXPECT_ANSWER(answer, Continuity::Forked, Verdict::Failed, kReasonForked);
    QVERIFY(answer.commonTo && answer.commonTo->seqno >= m_early && answer.commonTo->seqno <= 92);
    QVERIFY(answer.differsAt && answer.differsAt->seqno > answer.commonTo->seqno);
}

void TestContinuity::aLostTailIsNoFork()
{
    Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    a.snapshot.committedTo = TransactionId{2, m_early};
    const auto other = m_histories->forked(100, "tail");
    EXPECT_ANSWER(judgeContinuity(a, sight(other, &a.snapshot)), Continuity::Continued, Verdict::Indeterminate,
                  kReasonLostTail);
}

void TestContinuity::rewrittenAndSignedAnew()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    const auto other = m_histories->rewritten(m_early + 1, m_early + 3, "rewritten");
    const auto answer = judgeContinuity(a, sight(other, &a.snapshot));
    EXPECT_ANSWER(answer, Continuity::Rewritten, Verdict::Failed, kReasonRewritten);
    QCOMPARE(answer.commonTo->seqno, m_early);
    QVERIFY(answer.differsAt->seqno > m_early);
}

void TestContinuity::rewrittenFilesUnderTheOldSignatures()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    auto editor = support::LedgerEditor::load(m_histories->whole()).value();
    support::Transaction content = editor.content(m_early + 3);
    content.write("public:records", "k", "another value");
    editor.replace(m_early + 3, content);
    const std::filesystem::path path = std::filesystem::path(m_folder.path().toStdString()) / "edited";
    QVERIFY(editor.save(path));
    const auto answer = judgeContinuity(a, sight(path, &a.snapshot));
    EXPECT_ANSWER(answer, Continuity::Rewritten, Verdict::Failed, kReasonRewritten);
    QCOMPARE(answer.commonTo->seqno, m_early);
}

void TestContinuity::sameNumberAnotherRoot()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    Sight b = a;
    b.snapshot.head->signedRoot.root[0] ^= 1;
    b.snapshot.landmarks.back().root[0] ^= 1;
    EXPECT_ANSWER(judgeContinuity(a, b), Continuity::Rewritten, Verdict::Failed, kReasonRewritten);
}

void TestContinuity::anotherServiceOfTheSameName()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    support::LedgerScript script;
    script.transactions = 160;
    script.signatureEvery = 10;
    script.service.seed = "another";
    const auto other = script.run(std::filesystem::path(m_folder.path().toStdString()) / "other");
    QVERIFY(other);
    const Sight b = sight(other->ledger(), &a.snapshot);
    QCOMPARE(b.snapshot.name, a.snapshot.name);
    EXPECT_ANSWER(judgeContinuity(a, b), Continuity::OtherService, Verdict::Failed, kReasonOtherService);
    script.transactions = 20; // ends before the head that was seen
    const auto brief = script.run(std::filesystem::path(m_folder.path().toStdString()) / "brief");
    EXPECT_ANSWER(judgeContinuity(a, sight(brief->ledger(), &a.snapshot)), Continuity::OtherService, Verdict::Failed,
                  kReasonOtherService);
}

/// Moving the recorded head back would hide a rollback.
void TestContinuity::anEditedRecordIsNotBelieved()
{
    Sight edited = sight(m_atEarly, nullptr, Standing::Unattributed);
    const auto answer = judgeContinuity(edited, sight(m_atEarly, &edited.snapshot));
    EXPECT_ANSWER(answer, Continuity::Continued, Verdict::Indeterminate, kReasonUnattributed);
}

void TestContinuity::aStrangersRecordIsNotBelieved()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Unattributed);
    EXPECT_ANSWER(judgeContinuity(a, sight(m_atEarly, &a.snapshot)), Continuity::RolledBack, Verdict::Indeterminate,
                  kReasonUnattributed);
}

void TestContinuity::aContradictedRecordFails()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Contradicted);
    EXPECT_ANSWER(judgeContinuity(a, sight(m_histories->whole(), &a.snapshot)), Continuity::Unknown, Verdict::Failed,
                  kReasonChainBroken);
}

void TestContinuity::theOtherOrderIsNoticed()
{
    const Sight a = sight(m_atEarly, nullptr, Standing::Own);
    const Sight b = sight(m_atMiddle, nullptr, Standing::Own, 60);
    QVERIFY(!seenInOtherOrder(a, b));
    QVERIFY(seenInOtherOrder(b, a));
    QVERIFY(!seenInOtherOrder(a, a));
    const Sight now = sight(m_atEarly); // whatever the clock says
    QVERIFY(!seenInOtherOrder(b, now));
    QVERIFY(seenInOtherOrder(now, b));
    QVERIFY(!seenInOtherOrder(now, now));
}

void TestContinuity::damageIsNoFork()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    const auto path = m_histories->upTo(m_middle, "damaged");
    for (const auto& item : std::filesystem::directory_iterator(path))
        if (item.path().filename().string().starts_with("ledger_1-")) std::filesystem::remove(item.path());
    const auto answer = judgeContinuity(a, sight(path, &a.snapshot));
    QVERIFY(answer.kind == Continuity::Unknown || answer.kind == Continuity::Continued);
    QVERIFY(answer.verdict != Verdict::Failed);
}

void TestContinuity::changesHaveTheirProposals()
{
    const Sight a = sight(m_atMiddle, nullptr, Standing::Own);
    const Seen b = see(m_histories->whole(), {.anchor = m_histories->anchor(), .rootsAt = rootsWanted(a.snapshot)});
    auto changes = compareConsortia(a.snapshot.consortium, b.snapshot.consortium);
    QVERIFY(changes.notCompared.empty());
    QVERIFY(explainChanges(changes, *b.source, b.report.events, m_middle, b.report.signedTo->seqno, {}));
    std::map<std::pair<std::string, std::string>, int> count;
    for (const ItemChange& item : changes.items) {
        ++count[{item.kind, changeKindName(item.change)}];
        QVERIFY2(!item.causes.empty(), (item.kind + ' ' + item.id).c_str());
        for (const ChangeCause& cause : item.causes) QVERIFY(cause.id.seqno > m_middle && cause.id.view >= 2);
        if (item.kind == "member" && item.change != ChangeKind::Changed) QVERIFY(!item.causes.front().proposal.empty());
    }
    QCOMPARE((count[{"member", "added"}]), 1);
    QCOMPARE((count[{"member", "removed"}]), 1);
    QVERIFY((count[{"node", "added"}]) >= 1);
    QCOMPARE((count[{"service", "changed"}]), 1);
    QCOMPARE((count[{"constitution", "changed"}]), 0);
    QVERIFY((count[{"proposal", "added"}]) >= 1);
}

void TestContinuity::changesOfALiveServiceLeaveOutWhatItDoesNotTell()
{
    const AuditSnapshot ledger = sight(m_atMiddle).snapshot;
    ConsortiumState live = ledger.consortium;
    live.at.reset();
    live.complete = false;
    std::erase_if(live.items, [](const ConsortiumItem& item) { return item.kind == "policy"; });
    for (ConsortiumItem& item : live.items)
        std::erase_if(item.fields, [](const ConsortiumField& field) { return field.name == "quote"; });
    auto changes = compareConsortia(ledger.consortium, live);
    QVERIFY(changes.items.empty());
    QVERIFY(!changes.notCompared.empty());
    for (const std::string& group : changes.notCompared) QVERIFY2(group.starts_with("policy "), group.c_str());
    ConsortiumState half = ledger.consortium; // One table of policies that the service does not tell.
    half.at.reset();
    half.complete = false;
    const auto isOfCode = [](const ConsortiumItem& item) { return item.kind == "policy" && item.id.starts_with("nodes."); };
    std::erase_if(half.items, isOfCode);
    half.items.push_back({"member", "new", {}, {}});
    changes = compareConsortia(ledger.consortium, half);
    for (const ItemChange& change : changes.items) QVERIFY2(change.id == "new", change.id.c_str());
    std::erase_if(live.items, [](const ConsortiumItem& item) { return item.kind == "member"; });
    live.items.push_back({"member", "new", {}, {}});
    changes = compareConsortia(ledger.consortium, live);
    QVERIFY(changes.items.size() > 1);
}

QTEST_GUILESS_MAIN(TestContinuity)
#include "tst_continuity.moc"
