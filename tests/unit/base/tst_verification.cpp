#include "core/base/verification.h"

#include <set>

#include <QTest>

using namespace countersign;

namespace {

Check check(const char* id, Verdict verdict, const char* reason = "", std::uint64_t offset = 0)
{
    Check made;
    made.id = id;
    made.verdict = verdict;
    made.reason = reason;
    made.where.offset = offset;
    return made;
}

} // namespace

class TestVerification : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingCheckedIsNotPassed();
    void oneBadCheckSpoilsTheWhole();
    void worseIsSymmetricAndKeepsTheWorst();
    void equalAnswersAreCounted();
    void verdictOfAnIdIsItsWorst();
    void namesAreStable();
};

void TestVerification::nothingCheckedIsNotPassed()
{
    QCOMPARE(overall({}), Verdict::NotChecked);
    QCOMPARE(CheckList().overall(), Verdict::NotChecked);
    QCOMPARE(Check().verdict, Verdict::NotChecked);
    QCOMPARE(RangeVerdict().verdict, Verdict::NotChecked);
    QCOMPARE(CheckList().verdictOf("a"), Verdict::NotChecked);
}

void TestVerification::oneBadCheckSpoilsTheWhole()
{
    const Check good = check("a", Verdict::Passed);
    QCOMPARE(overall({good}), Verdict::Passed);
    for (const Verdict bad : {Verdict::NotChecked, Verdict::Indeterminate, Verdict::Failed}) {
        QCOMPARE(overall({good, check("b", bad), good}), bad);
        QCOMPARE(overall({check("b", bad), good}), bad);
    }
    QCOMPARE(overall({check("a", Verdict::Failed), check("b", Verdict::NotChecked)}), Verdict::Failed);
}

void TestVerification::worseIsSymmetricAndKeepsTheWorst()
{
    constexpr Verdict kFromWorst[] = {Verdict::Failed, Verdict::Indeterminate, Verdict::NotChecked, Verdict::Passed};
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j) QCOMPARE(worse(kFromWorst[i], kFromWorst[j]), kFromWorst[std::min(i, j)]);
}

void TestVerification::equalAnswersAreCounted()
{
    CheckList list;
    list.add(check("a", Verdict::Failed, "BAD_ROOT", 7));
    list.add(check("a", Verdict::Failed, "BAD_ROOT", 9));
    list.add(check("a", Verdict::Failed, "BAD_SIGNATURE", 9));
    list.add(check("a", Verdict::Passed));
    QCOMPARE(list.checks().size(), std::size_t{3});
    QCOMPARE(list.checks()[0].count, std::uint64_t{2});
    QCOMPARE(list.checks()[0].where.offset.value(), std::uint64_t{7});
    QCOMPARE(list.overall(), Verdict::Failed);
}

void TestVerification::verdictOfAnIdIsItsWorst()
{
    CheckList list;
    list.add(check("a", Verdict::Passed));
    list.add(check("a", Verdict::Indeterminate, "NO_TRUST_ANCHOR"));
    list.add(check("b", Verdict::Passed));
    QCOMPARE(list.verdictOf("a"), Verdict::Indeterminate);
    QCOMPARE(list.verdictOf("b"), Verdict::Passed);
    QCOMPARE(list.verdictOf("c"), Verdict::NotChecked);
}

void TestVerification::namesAreStable()
{
    QCOMPARE(verdictName(Verdict::NotChecked), "notChecked");
    QCOMPARE(verdictName(Verdict::Indeterminate), "indeterminate");
    QCOMPARE(verdictName(Verdict::Failed), "failed");
    QCOMPARE(verdictName(Verdict::Passed), "passed");
    QCOMPARE(severityName(Severity::Fault), "fault");
    std::set<std::string> names;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Cancelled); ++code)
        names.insert(errorCodeName(static_cast<ErrorCode>(code)));
    QCOMPARE(names.size(), static_cast<std::size_t>(ErrorCode::Cancelled) + 1);
    QVERIFY(!names.contains("Unknown"));
}

QTEST_APPLESS_MAIN(TestVerification)
#include "tst_verification.moc"
