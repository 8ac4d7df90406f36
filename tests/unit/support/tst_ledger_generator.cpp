#include "tests/support/ledger_script.h"
#include "tests/support/source_dir.h"
#include "tests/unit/support/ledger_checker.h"

#include "core/base/file_io.h"
#include "core/crypto/sha2.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

class TestLedgerGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfLedgerIsGood_data();
    void everyKindOfLedgerIsGood();
    void sameSeedSameBytes();
    void snapshotsAreGood();
    void changedBeforeHashingIsConsistent();
    void changedAfterHashingIsNoticed();
    void strangersSignatureIsNoticed();
    void strangersMemberMessageIsNoticed();
    void leftOutEntryIsNoticed();
    void treeAgreesWithDefinition();
    void realLedgerPassesTheChecker();
};

namespace {

LedgerScript smallScript()
{
    LedgerScript script;
    script.transactions = 120;
    script.signatureEvery = 13;
    script.valueMin = 1;
    script.valueMax = 300;
    script.nodes = 2;
    script.service.chunkBytes = 30'000;
    return script;
}

void fullStory(LedgerScript& script)
{
    script.events = {
        {10, electNow}, {20, renewNow}, {40, changeMembersNow}, {70, changeNodesNow}, {100, recoverNow}, {160, recoverNow}};
}

const char* firstProblem(const LedgerCheck& check)
{
    return check.problems.empty() ? "" : check.problems.front().c_str();
}

LedgerCheck checkScript(const LedgerScript& script, const ServiceHooks& hooks = {})
{
    const QTemporaryDir folder;
    const auto made = script.run(folder.filePath(QStringLiteral("out")).toStdString(), hooks);
    return made ? checkLedger(made->ledger())
                : LedgerCheck{{made.error().where + made.error().detail}, 0, 0, 0, 0, 0, 0, 0};
}

} // namespace

void TestLedgerGenerator::everyKindOfLedgerIsGood_data()
{
    QTest::addColumn<int>("variant");
    const char* const names[] = {
        "plain", "story",         "flip-flop",           "node only",        "COSE only",
        "P-256", "types 3 and 4", "1.x, then recovered", "open with a tail", "window of 50 leaves"};
    int variant = 0;
    for (const char* name : names) QTest::newRow(name) << variant++;
}

void TestLedgerGenerator::everyKindOfLedgerIsGood()
{
    QFETCH(int, variant);
    LedgerScript script = smallScript();
    if (variant >= 1 && variant <= 7) fullStory(script);
    switch (variant) {
    case 2:
        script.service.cose = CoseMode::FlipFlop;
        break;
    case 3:
        script.service.cose = CoseMode::Off;
        break;
    case 4:
        script.service.nodeSignatures = false;
        break;
    case 5:
        script.service.nodeCurve = script.service.serviceCurve = crypto::KeyKind::P256;
        break;
    case 6:
        script.service.entryTypes = {{1, 3}, {60, 4}};
        break;
    case 7:
        script.service.entryTypes = {{1, 0}, {100, 4}};
        break;
    case 8:
        script.end = ChunkEnd::Open, script.unsignedTail = 5;
        break;
    case 9:
        script.service.treeWindow = 50;
        break;
    default:
        break;
    }
    const LedgerCheck check = checkScript(script);
    QVERIFY2(check.problems.empty(), firstProblem(check));
    QVERIFY(check.transactions > 120);
    QCOMPARE(check.transactions - check.lastSigned, variant == 8 ? 5u : 0u);
    QCOMPARE(check.nodeSignatures == 0, variant == 4);
    QCOMPARE(check.serviceSignatures == 0, variant == 3);
    if (variant == 2) QVERIFY(check.serviceSignatures < check.nodeSignatures);
    if (variant == 1) QCOMPARE(check.endorsements, 3u);
    QVERIFY(check.memberMessages > 0 || variant == 7);
}

void TestLedgerGenerator::sameSeedSameBytes()
{
    const QTemporaryDir folder;
    LedgerScript script = smallScript();
    fullStory(script);
    std::vector<std::map<std::string, Digest>> files(2);
    for (std::size_t run = 0; run < 2; ++run) {
        const auto made = script.run(folder.filePath(QString::number(run)).toStdString());
        QVERIFY(made);
        for (const auto& item : std::filesystem::directory_iterator(made->ledger()))
            files[run][item.path().filename().string()] = crypto::sha256(*readSmallFile(item.path()));
    }
    QVERIFY(files[0].size() > 3);
    QVERIFY(files[0] == files[1]);
}

void TestLedgerGenerator::snapshotsAreGood()
{
    const QTemporaryDir folder;
    LedgerScript script = smallScript();
    fullStory(script);
    script.events.emplace(50, snapshotNow);
    script.events.emplace(150, snapshotNow);
    script.events.emplace(190, snapshotNow);
    const auto made = script.run(folder.filePath(QStringLiteral("out")).toStdString());
    QVERIFY(made);
    LedgerCheck check = checkLedger(made->ledger());
    std::vector<std::string> problems;
    checkSnapshots(made->snapshots(), readLedger(made->ledger(), problems), check);
    QVERIFY2(check.problems.empty(), firstProblem(check));
    QCOMPARE(check.snapshots, 3u);
}

void TestLedgerGenerator::changedBeforeHashingIsConsistent()
{
    ServiceHooks hooks;
    hooks.entries.beforeHashing = [](Transaction& transaction) {
        if (transaction.seqno == 40) transaction.write("public:app.records", "forged", "by one who has all keys");
    };
    const LedgerCheck check = checkScript(smallScript(), hooks);
    QVERIFY2(check.problems.empty(), firstProblem(check));
}

void TestLedgerGenerator::changedAfterHashingIsNoticed()
{
    ServiceHooks hooks;
    hooks.entries.afterHashing = [](const Transaction& transaction, std::vector<ByteVector>& entries) {
        if (transaction.seqno == 40) entries[0].back() ^= 1;
    };
    QVERIFY(!checkScript(smallScript(), hooks).problems.empty());
}

void TestLedgerGenerator::strangersSignatureIsNoticed()
{
    const EcKey stranger = EcKey::derive(crypto::KeyKind::P384, "stranger");
    for (const bool node : {true, false}) {
        ServiceHooks hooks;
        hooks.signature = [&](SignaturePlan& plan) {
            if (plan.transaction.seqno > 40) (node ? plan.nodeKey : plan.serviceKey) = &stranger;
        };
        QVERIFY(!checkScript(smallScript(), hooks).problems.empty());
    }
}

void TestLedgerGenerator::strangersMemberMessageIsNoticed()
{
    const EcKey stranger = EcKey::derive(crypto::KeyKind::P384, "stranger");
    ServiceHooks hooks;
    hooks.memberMessage = [&](MemberMessagePlan& plan) {
        if (plan.content.type == "ballot") plan.key = &stranger;
    };
    const LedgerCheck check = checkScript(smallScript(), hooks);
    QCOMPARE(check.problems.size(), std::size_t{2});
}

void TestLedgerGenerator::leftOutEntryIsNoticed()
{
    ServiceHooks hooks;
    hooks.entries.afterHashing = [](const Transaction& transaction, std::vector<ByteVector>& entries) {
        if (transaction.seqno == 40) entries.clear();
    };
    QVERIFY(!checkScript(smallScript(), hooks).problems.empty());
}

void TestLedgerGenerator::treeAgreesWithDefinition()
{
    LedgerTree tree;
    std::vector<Digest> leaves{Digest{}};
    for (std::uint64_t n = 1; n < 200; ++n) {
        const Digest leaf = sha256Of(std::to_string(n));
        tree.append(leaf);
        leaves.push_back(leaf);
        QCOMPARE(tree.root(), plainRoot(leaves));
        if (n % 7 == 0) tree.flushTo(n - n % 5);
        for (std::uint64_t i = tree.flushed(); i <= n; ++i) {
            Digest acc = leaves[i];
            for (const auto& [left, sibling] : tree.path(i, n + 1))
                acc = left ? sha256Of(sibling, acc) : sha256Of(acc, sibling);
            QVERIFY(acc == tree.root());
        }
    }
}

void TestLedgerGenerator::realLedgerPassesTheChecker()
{
    const std::filesystem::path vectors =
        sourceDir().parent_path() / "shared/vectors";
    const std::filesystem::path real = vectors / "ccf-network/ledger/3-after-recovery-1/node4";
    if (!std::filesystem::exists(real)) QSKIP("the real ledgers are not beside the checkout");
    LedgerCheck check = checkLedger(real / "ledger");
    std::vector<std::string> problems;
    checkSnapshots(real / "snapshots", readLedger(real / "ledger", problems), check);
    QVERIFY2(check.problems.empty(), firstProblem(check));
    QCOMPARE(check.transactions, 254u);
    QCOMPARE(check.snapshots, 5u);
}

QTEST_APPLESS_MAIN(TestLedgerGenerator)
#include "tst_ledger_generator.moc"
