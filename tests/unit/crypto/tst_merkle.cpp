#include "core/crypto/merkle.h"
#include "core/crypto/sha2.h"

#include <bit>

#include <QTest>

using namespace countersign;
using namespace countersign::crypto;

namespace {

std::vector<Digest> someLeaves(std::size_t count)
{
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(sha256(bytesOf("leaf " + std::to_string(i))));
    return leaves;
}

/// The definition: the largest power of two on the left.
Digest naiveRoot(std::span<const Digest> leaves)
{
    if (leaves.size() == 1) return leaves.front();
    const std::size_t left = std::bit_floor(leaves.size() - 1);
    return sha256({Bytes(naiveRoot(leaves.first(left))), Bytes(naiveRoot(leaves.subspan(left)))});
}

std::vector<MerklePathStep> naivePath(std::span<const Digest> leaves, std::size_t index)
{
    if (leaves.size() == 1) return {};
    const std::size_t left = std::bit_floor(leaves.size() - 1);
    const bool isRight = index >= left;
    auto path = isRight ? naivePath(leaves.subspan(left), index - left) : naivePath(leaves.first(left), index);
    path.push_back({isRight, naiveRoot(isRight ? leaves.first(left) : leaves.subspan(left))});
    return path;
}

} // namespace

class TestMerkle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyTreeHasZerosForRoot();
    void agreesWithTheDefinitionAtEverySize();
    void goesOnFromItsPeaksAtEverySize();
    void refusesAWrongNumberOfPeaks();
    void pathsLeadToTheRoot();
    void aChangedPathLeadsElsewhere();
    void treesOfOtherSizeOrLeavesDiffer();
};

void TestMerkle::anEmptyTreeHasZerosForRoot()
{
    const MerkleFrontier tree;
    QCOMPARE(tree.size(), std::uint64_t{0});
    QVERIFY(tree.root() == Digest{});
    QVERIFY(tree.peaks().empty());
    QVERIFY(MerkleFrontier::fromPeaks(0, {}).value() == tree);
}

void TestMerkle::agreesWithTheDefinitionAtEverySize()
{
    const auto leaves = someLeaves(300);
    MerkleFrontier tree;
    for (std::size_t size = 1; size <= leaves.size(); ++size) {
        tree.append(leaves[size - 1]);
        QCOMPARE(tree.size(), std::uint64_t{size});
        QVERIFY(tree.root() == naiveRoot(std::span(leaves).first(size)));
    }
}

void TestMerkle::goesOnFromItsPeaksAtEverySize()
{
    const auto leaves = someLeaves(301);
    MerkleFrontier tree;
    for (std::size_t size = 1; size < leaves.size(); ++size) {
        tree.append(leaves[size - 1]);
        auto resumed = MerkleFrontier::fromPeaks(tree.size(), tree.peaks());
        QVERIFY(resumed);
        QVERIFY(*resumed == tree);
        QVERIFY(resumed->root() == tree.root());
        resumed->append(leaves[size]);
        QVERIFY(resumed->root() == naiveRoot(std::span(leaves).first(size + 1)));
    }
}

void TestMerkle::refusesAWrongNumberOfPeaks()
{
    const auto peaks = someLeaves(3);
    QVERIFY(MerkleFrontier::fromPeaks(7, peaks));
    for (const std::uint64_t size : {0u, 1u, 3u, 8u, 15u}) {
        const auto tree = MerkleFrontier::fromPeaks(size, peaks);
        QVERIFY(!tree);
        QCOMPARE(tree.error().code, ErrorCode::Malformed);
    }
    QVERIFY(MerkleFrontier::fromPeaks(std::uint64_t{7} << 61, peaks));
}

void TestMerkle::pathsLeadToTheRoot()
{
    const auto leaves = someLeaves(77);
    const Digest root = naiveRoot(leaves);
    for (std::size_t i = 0; i < leaves.size(); ++i) QVERIFY(rootFromPath(leaves[i], naivePath(leaves, i)) == root);
    QVERIFY(rootFromPath(leaves[0], {}) == leaves[0]);
}

void TestMerkle::aChangedPathLeadsElsewhere()
{
    const auto leaves = someLeaves(77);
    const Digest root = naiveRoot(leaves);
    const auto path = naivePath(leaves, 76);
    for (std::size_t i = 0; i < path.size(); ++i) {
        auto turned = path;
        turned[i].siblingIsLeft = !turned[i].siblingIsLeft;
        QVERIFY(rootFromPath(leaves[76], turned) != root);
        auto flipped = path;
        flipped[i].sibling[31] ^= 1;
        QVERIFY(rootFromPath(leaves[76], flipped) != root);
    }
    QVERIFY(rootFromPath(leaves[75], path) != root);
}

void TestMerkle::treesOfOtherSizeOrLeavesDiffer()
{
    const auto leaves = someLeaves(8);
    MerkleFrontier tree, shorter, other;
    for (std::size_t i = 0; i < 7; ++i) tree.append(leaves[i]);
    for (std::size_t i = 0; i < 6; ++i) shorter.append(leaves[i]);
    for (std::size_t i = 1; i < 8; ++i) other.append(leaves[i]);
    QVERIFY(!(tree == shorter));
    QVERIFY(!(tree == other));
    shorter.append(leaves[6]);
    QVERIFY(tree == shorter);
}

QTEST_APPLESS_MAIN(TestMerkle)
#include "tst_merkle.moc"
