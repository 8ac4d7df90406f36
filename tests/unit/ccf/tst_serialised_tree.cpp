#include "core/ccf/ledger/serialised_tree.h"
#include "tests/support/byte_writer.h"
#include "tests/support/ledger_tree.h"

#include <QTest>

using namespace countersign;
using namespace countersign::support;

class TestSerialisedTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rootsAndPathsAreTheNaiveOnes();
    void refused_data();
    void refused();
};

void TestSerialisedTree::rootsAndPathsAreTheNaiveOnes()
{
    Random random("trees");
    std::vector<Digest> leaves{Digest{}};
    LedgerTree tree;
    for (std::uint64_t size = 2; size <= 70; ++size) {
        Digest leaf;
        random.fill(leaf.data(), leaf.size());
        leaves.push_back(leaf);
        tree.append(leaf);
        for (std::uint64_t flushed : {std::uint64_t{0}, size / 3, size - 1}) {
            LedgerTree cut = tree;
            cut.flushTo(flushed);
            const ByteVector bytes = cut.serialise();
            const auto parsed = ccf::SerialisedTree::parse(bytes);
            QVERIFY(parsed);
            QCOMPARE(parsed->size(), size);
            QCOMPARE(parsed->firstLeaf(), cut.flushed());
            QVERIFY(parsed->frontier().root() == plainRoot(leaves));
            if (cut.flushed() > 0) {
                const std::vector<Digest> before(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(cut.flushed()));
                QVERIFY(parsed->flushed().root() == plainRoot(before));
            }
            for (std::uint64_t index = cut.flushed(); index < size; ++index) {
                QVERIFY(parsed->leaf(index) == leaves[index]);
                const auto path = parsed->path(index);
                QVERIFY(path && crypto::rootFromPath(leaves[index], *path) == plainRoot(leaves));
                QCOMPARE(path->size(), cut.path(index, size).size());
            }
            QVERIFY(!parsed->path(size));
            if (cut.flushed() > 0) QVERIFY(!parsed->path(cut.flushed() - 1));
        }
    }
}

void TestSerialisedTree::refused_data()
{
    QTest::addColumn<quint64>("leaves");
    QTest::addColumn<quint64>("first");
    QTest::addColumn<int>("bytes");
    QTest::newRow("nothing") << quint64{0} << quint64{0} << -1;
    QTest::newRow("one leaf short") << quint64{2} << quint64{0} << 32;
    QTest::newRow("one leaf more") << quint64{1} << quint64{0} << 64;
    QTest::newRow("half a leaf") << quint64{1} << quint64{0} << 31;
    QTest::newRow("a sibling short") << quint64{1} << quint64{3} << 64;
    QTest::newRow("a sibling more") << quint64{1} << quint64{4} << 96;
    QTest::newRow("count overflows") << (quint64{1} << 61) << quint64{0} << 0;
    QTest::newRow("largest count") << ~quint64{0} << quint64{0} << 0;
    QTest::newRow("largest first") << quint64{1} << ~quint64{0} << 65 * 32;
    QTest::newRow("count wraps with siblings") << ~quint64{0} << quint64{1} << 0;
}

void TestSerialisedTree::refused()
{
    QFETCH(quint64, leaves);
    QFETCH(quint64, first);
    QFETCH(int, bytes);
    ByteWriter writer;
    if (bytes >= 0) writer.u64be(leaves).u64be(first).bytes(ByteVector(static_cast<std::size_t>(bytes)));
    QVERIFY(!ccf::SerialisedTree::parse(writer.view()));
}

QTEST_APPLESS_MAIN(TestSerialisedTree)
#include "tst_serialised_tree.moc"
