#include "core/ccf/ledger/range_book.h"

#include <QTest>

#include <map>
#include <random>

using namespace countersign;
using namespace countersign::ccf;

namespace {

std::pair<Verdict, const char*> asBooked(const RangeBook& book, std::size_t index)
{
    return {book.ranges()[index].verdict, book.ranges()[index].reason};
}

/// One verdict a seqno, blame by the definition: the whole range as it was closed.
class NaiveBook
{
public:
    void close(const SignedRange& range) { m_ranges.push_back(range); }
    void blame(SeqNo seqno, Verdict verdict) { m_blames.emplace_back(seqno, verdict); }

    std::map<SeqNo, Verdict> verdicts() const
    {
        std::map<SeqNo, Verdict> result;
        for (const SignedRange& range : m_ranges) {
            Verdict verdict = range.verdict;
            for (const auto& [seqno, blamed] : m_blames)
                if (range.from <= seqno && seqno <= range.to) verdict = worse(verdict, blamed);
            for (SeqNo seqno = range.from; seqno <= range.to; ++seqno) result[seqno] = verdict;
        }
        return result;
    }

private:
    std::vector<SignedRange> m_ranges;
    std::vector<std::pair<SeqNo, Verdict>> m_blames;
};

} // namespace

class TestRangeBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighboursOfOneKindAreOne();
    void blameBeforeAndAfter();
    void accusersCountAsFarAsTheyAreTrusted();
    void mixedRangesStandAlone();
    void cutWhereASignatureStood();
    void asTheNaiveModel_data();
    void asTheNaiveModel();
};

void TestRangeBook::neighboursOfOneKindAreOne()
{
    RangeBook book;
    book.close({.from = 1, .to = 5, .bound = true});
    book.close({.from = 6, .to = 9, .bound = true});
    QCOMPARE(book.ranges().size(), std::size_t{1});
    book.close({.from = 10, .to = 12, .bound = true, .joined = false});
    book.close({.from = 13, .to = 14, .bound = false});
    book.close({.from = 20, .to = 21, .bound = false});
    QCOMPARE(book.ranges().size(), std::size_t{4});
    QCOMPARE(book.end(), SeqNo{21});
}

void TestRangeBook::blameBeforeAndAfter()
{
    RangeBook book;
    book.blame(3, Verdict::Failed, "A"); // its range is still open
    book.close({.from = 1, .to = 5});
    book.close({.from = 6, .to = 9});
    book.close({.from = 10, .to = 12});
    book.blame(11, Verdict::Indeterminate, "B"); // closed already, and merged
    const auto ranges = book.assemble([&](std::size_t i) { return asBooked(book, i); });
    const std::vector<RangeVerdict> expected{{1, 5, Verdict::Failed, "A"}, {6, 9, Verdict::Passed, ""},
                                             {10, 12, Verdict::Indeterminate, "B"}};
    QVERIFY(ranges == expected);
    QVERIFY(book.blamed(2, 2) && !book.blamed(6, 9) && book.blamed(9, 10));
}

void TestRangeBook::accusersCountAsFarAsTheyAreTrusted()
{
    RangeBook book;
    book.close({.from = 1, .to = 5});
    book.close({.from = 6, .to = 9});
    book.blame(2, Verdict::Failed, "A", 1);
    const auto judge = [&](std::size_t i) { return asBooked(book, i); };
    QCOMPARE(book.assemble(judge, [](std::size_t) { return false; }).front().verdict, Verdict::Passed);
    QCOMPARE(book.assemble(judge, [](std::size_t epoch) { return epoch == 1; }).front().verdict, Verdict::Failed);
    QCOMPARE(book.assemble(judge).front().verdict, Verdict::Failed);
}

void TestRangeBook::mixedRangesStandAlone()
{
    RangeBook book;
    book.close({.from = 1, .to = 5, .mixed = true});
    book.close({.from = 6, .to = 9});
    QCOMPARE(book.ranges().size(), std::size_t{2});
}

void TestRangeBook::cutWhereASignatureStood()
{
    RangeBook book;
    for (SeqNo from = 1; from <= 31; from += 10) book.close({.from = from, .to = from + 9, .bound = true});
    QCOMPARE(book.ranges().size(), std::size_t{1});
    for (const SeqNo end : {SeqNo{0}, SeqNo{15}, SeqNo{40}, SeqNo{99}}) book.cutAfter(end); // no signature there, or nothing to cut
    QCOMPARE(book.ranges().size(), std::size_t{1});
    book.cutAfter(20);
    book.cutAfter(20);
    QCOMPARE(book.ranges().size(), std::size_t{2});
    QCOMPARE(book.ranges()[0].to, SeqNo{20});
    QCOMPARE(book.ranges()[1].from, SeqNo{21});
    QCOMPARE(book.ranges()[1].to, SeqNo{40});
    QVERIFY(book.ranges()[1].joined && book.ranges()[1].bound);
}

void TestRangeBook::asTheNaiveModel_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 0; seed < 60; ++seed) QTest::addRow("%u", seed) << seed;
}

void TestRangeBook::asTheNaiveModel()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    RangeBook book;
    NaiveBook naive;
    const auto blame = [&](SeqNo seqno) {
        const Verdict verdict = below(2) ? Verdict::Failed : Verdict::Indeterminate;
        book.blame(seqno, verdict, verdict == Verdict::Failed ? "F" : "I");
        naive.blame(seqno, verdict);
    };
    SeqNo next = 1;
    for (int i = 0; i < 80; ++i) {
        const SeqNo to = next + below(6);
        // Faults are told from the one before the range on, before it is closed or long after.
        if (below(4) == 0) blame(next + below(to - next + 1));
        SignedRange range{.from = next, .to = to, .epoch = below(2), .bound = below(2) == 0, .joined = below(8) != 0};
        if (below(7) == 0) range.verdict = Verdict::Indeterminate, range.reason = "I";
        book.close(range);
        naive.close(range);
        if (below(5) == 0) blame(1 + below(to));
        next = to + 1 + (below(9) == 0 ? below(4) : 0);
    }
    std::map<SeqNo, Verdict> actual;
    SeqNo before = 0;
    for (const RangeVerdict& range : book.assemble([&](std::size_t i) { return asBooked(book, i); })) {
        QVERIFY(range.from > before && range.from <= range.to);
        QCOMPARE(range.reason.empty(), range.verdict == Verdict::Passed);
        for (SeqNo seqno = range.from; seqno <= range.to; ++seqno) actual[seqno] = range.verdict;
        before = range.to;
    }
    for (const auto& [seqno, verdict] : naive.verdicts()) QCOMPARE(actual[seqno], verdict);
}

QTEST_APPLESS_MAIN(TestRangeBook)
#include "tst_range_book.moc"
