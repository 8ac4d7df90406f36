#include "core/base/file_io.h"
#include "core/ccf/ccf_family.h"
#include "core/family/evidence_source.h"
#include "tests/support/ledger_script.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace countersign;
using namespace countersign::support;

/// Every shape of honest history is accepted under its own service's certificate, and not under a stranger's.
class TestGeneratedVerifies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void honestIsPassed_data();
    void honestIsPassed();
    void strangersCertificateIsNotPassed();
};

namespace {

Result<VerificationReport> verify(const GeneratedLedger& made, const std::string& anchor)
{
    const auto source = ccf::makeCcfFamily()->open({made.ledger()});
    if (!source) return source.error();
    VerifyOptions options;
    options.anchors.push_back({copyOf(bytesOf(anchor)), "anchor"});
    return (*source)->verify(options, {}, {});
}

std::string told(const VerificationReport& report)
{
    std::string out = std::string(verdictName(report.verdict)) + ' ' + report.reason + ':';
    for (const Check& check : report.checks) {
        if (check.verdict == Verdict::Passed) continue;
        out += "\n  " + check.id + ' ' + verdictName(check.verdict) + ' ' + check.reason + " at " +
               std::to_string(check.where.seqno.value_or(0)) + ' ' + check.evidence;
    }
    return out;
}

LedgerScript storyScript()
{
    LedgerScript script;
    script.transactions = 120;
    script.signatureEvery = 13;
    script.valueMin = 1;
    script.valueMax = 300;
    script.nodes = 2;
    script.service.chunkBytes = 30'000;
    script.events = {
        {10, electNow}, {20, renewNow}, {40, changeMembersNow}, {70, changeNodesNow}, {100, recoverNow}, {160, recoverNow}};
    return script;
}

} // namespace

void TestGeneratedVerifies::honestIsPassed_data()
{
    QTest::addColumn<int>("variant");
    const char* const names[] = {"plain",
                                 "story",
                                 "flip-flop",
                                 "node only",
                                 "COSE only",
                                 "P-256",
                                 "open with a tail",
                                 "types 3 and 4",
                                 "1.x, then recovered"};
    int variant = 0;
    for (const char* name : names) QTest::newRow(name) << variant++;
}

void TestGeneratedVerifies::honestIsPassed()
{
    QFETCH(int, variant);
    LedgerScript script = storyScript();
    if (variant == 0) script.events.clear();
    if (variant == 2) script.service.cose = CoseMode::FlipFlop;
    if (variant == 3) script.service.cose = CoseMode::Off;
    if (variant == 4) script.service.nodeSignatures = false;
    if (variant == 5) script.service.nodeCurve = script.service.serviceCurve = crypto::KeyKind::P256;
    if (variant == 6) script.end = ChunkEnd::Open, script.unsignedTail = 5;
    if (variant == 7) script.service.entryTypes = {{1, 3}, {60, 4}};
    if (variant == 8) script.service.entryTypes = {{1, 0}, {100, 4}};
    const QTemporaryDir folder;
    const auto made = script.run(folder.filePath(QStringLiteral("out")).toStdString());
    QVERIFY(made);
    const auto report = verify(*made, made->serviceCertificate());
    QVERIFY2(report, report ? "" : report.error().where.c_str());
    QVERIFY2(report->verdict == Verdict::Passed, told(*report).c_str());
    QCOMPARE(report->signedTo->seqno, made->lastSignature.seqno);
    QCOMPARE(report->stats.transactions, made->last.seqno);
    QVERIFY(report->rootAtSignedTo == made->lastSignedRoot);
}

void TestGeneratedVerifies::strangersCertificateIsNotPassed()
{
    const QTemporaryDir folder;
    const auto made = storyScript().run(folder.filePath(QStringLiteral("one")).toStdString());
    LedgerScript other = storyScript();
    other.service.seed = "another service";
    const auto stranger = other.run(folder.filePath(QStringLiteral("other")).toStdString());
    QVERIFY(made && stranger);
    const auto report = verify(*made, stranger->serviceCertificate());
    QVERIFY(!report || report->verdict != Verdict::Passed);
}

QTEST_APPLESS_MAIN(TestGeneratedVerifies)
#include "tst_generated_verifies.moc"
