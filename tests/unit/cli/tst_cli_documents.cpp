#include "app/common/verification_document.h"
#include "core/base/file_io.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"
#include "tests/support/source_dir.h"
#include "tests/unit/cli/fake_family.h"
#include "tests/unit/cli/schema_check.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr UtcTime kAt{1'700'000'000};

Json schema()
{
    const auto content = readSmallFile(sourceDir() / "resources/schema/verification-1.json");
    return content ? Json::parse(textOf(*content)) : Json();
}

VerificationReport fullReport()
{
    VerificationReport report = passedReport();
    report.verdict = Verdict::Failed;
    report.reason = kReasonRootMismatch;
    report.ranges.push_back({506, 509, Verdict::NotChecked, kReasonUnsigned});
    report.checks.push_back(
        {kCheckEntryStructure, Verdict::Failed, kReasonMalformed, "0x05", 2, {"ledger_1-14.committed", 16, 8, 3}});
    report.findings.push_back({kCheckChunkName, Severity::Warning, kReasonNameMismatch, {"ledger_1", {}, {}, {}}, "x"});
    report.findings.push_back({kCheckChunkName, Severity::Fault, {}, {}, {}});
    report.findings.push_back({kCheckChunkName, Severity::Remark, {}, {}, {}});
    report.findingsOmitted = 7;
    report.notChecked.push_back({kCheckSnapshotState, kReasonNotCovered, "snapshot_61_62", 3});
    report.subjects = {"a", "b"};
    return report;
}

} // namespace

class TestCliDocuments final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void satisfyTheSchema_data();
    void satisfyTheSchema();
    void theSchemaRefuses_data();
    void theSchemaRefuses();
    void keepTheirKeysInOrder();
    void areTheSameForTheSameReport();
    void surviveHostileText();
    void tellUtf8FromBytes_data();
    void tellUtf8FromBytes();
};

void TestCliDocuments::satisfyTheSchema_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("passed") << 0;
    QTest::newRow("failed, everything filled") << 1;
    QTest::newRow("empty") << 2;
    QTest::newRow("bare key as anchor") << 3;
}

void TestCliDocuments::satisfyTheSchema()
{
    QFETCH(int, which);
    VerificationReport report = which == 1 ? fullReport() : which == 2 ? VerificationReport() : passedReport();
    if (which == 3) report.anchor = AnchorMatch{"key.pem", {}, {}, std::string(64, 'b'), {}, {}};
    const Json written = Json::parse(documentText(verificationDocument(report, kAt)));
    const std::string problem = schemaProblem(schema(), written);
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestCliDocuments::theSchemaRefuses_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* pointer, const char* value) {
        QTest::newRow(pointer) << QString::fromUtf8(pointer) << QString::fromUtf8(value);
    };
    row("/schema", "\"countersign.verification/2\"");
    row("/verdict", "\"notChecked\"");
    row("/verdict", "true");
    row("/reason", "\"root mismatch\"");
    row("/at", "\"yesterday\"");
    row("/ranges/0/from", "-1");
    row("/ranges/0/verdict", "\"ok\"");
    row("/ranges/0", "{}");
    row("/anchor", "{}");
    row("/anchor/fingerprint", "\"AB\"");
    row("/checks/0/where", "null");
    row("/checks/0/id", "\"root\"");
    row("/findings/0/severity", "\"bad\"");
    row("/signedTo", "5");
    row("/stats/seconds", "-1");
}

void TestCliDocuments::theSchemaRefuses()
{
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    Json document = verificationDocument(fullReport(), kAt);
    QCOMPARE(schemaProblem(schema(), document), std::string());
    document[Json::json_pointer(pointer.toStdString())] = Json::parse(value.toStdString());
    QVERIFY(!schemaProblem(schema(), document).empty());
}

void TestCliDocuments::keepTheirKeysInOrder()
{
    const std::vector<std::string> expected{
        "schema",   "tool",       "subject",        "subjects",    "verdict",        "reason",       "at",
        "ranges",   "anchor",     "identities",     "answers",     "checks",         "findings",     "findingsOmitted",
        "notChecked", "receipts", "evidence",  "signedTo",       "rootAtSignedTo", "committedTo", "committedBasis", "unsignedFrom",
        "lastRead", "stats"};
    std::vector<std::string> keys;
    const Json document = verificationDocument(fullReport(), kAt);
    for (const auto& [key, value] : document.items()) keys.push_back(key);
    QCOMPARE(keys, expected);
}

void TestCliDocuments::areTheSameForTheSameReport()
{
    QCOMPARE(documentText(verificationDocument(fullReport(), kAt)),
             documentText(verificationDocument(fullReport(), kAt)));
}

void TestCliDocuments::surviveHostileText()
{
    VerificationReport report = fullReport();
    constexpr char kHostile[] = "\xff\xfe \x1b[2J \xc2\x9b \xe2\x80\xae \"\\ \0 \x7f \xed\xa0\x80";
    const std::string hostile(kHostile, sizeof kHostile - 1);
    report.subjects = {hostile};
    report.findings[0].where.file = hostile;
    report.findings[0].detail = hostile;
    report.checks[0].evidence = hostile;
    report.identities[0].subject = hostile;
    report.anchor->source = hostile;
    const std::string text = documentText(verificationDocument(report, kAt));
    for (const char c : text) QVERIFY(c == '\n' || (c >= 0x20 && c < 0x7f));
    QCOMPARE(schemaProblem(schema(), Json::parse(text)), std::string());
}

void TestCliDocuments::tellUtf8FromBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("utf8");
    QTest::newRow("empty") << QByteArray() << true;
    QTest::newRow("ascii") << QByteArray("abc") << true;
    QTest::newRow("two") << QByteArray("\xc3\xa9") << true;
    QTest::newRow("three") << QByteArray("\xe2\x82\xac") << true;
    QTest::newRow("four") << QByteArray("\xf0\x9f\x94\x91") << true;
    QTest::newRow("last") << QByteArray("\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("lone continuation") << QByteArray("\x80") << false;
    QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << false;
    QTest::newRow("overlong three") << QByteArray("\xe0\x9f\xbf") << false;
    QTest::newRow("overlong four") << QByteArray("\xf0\x8f\xbf\xbf") << false;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
    QTest::newRow("beyond the last") << QByteArray("\xf4\x90\x80\x80") << false;
    QTest::newRow("no such lead") << QByteArray("\xf5\x80\x80\x80") << false;
    QTest::newRow("cut short") << QByteArray("\xe2\x82") << false;
    QTest::newRow("broken in the middle") << QByteArray("\xe2\x28\xac") << false;
}

void TestCliDocuments::tellUtf8FromBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, utf8);
    const Bytes view = bytesOf(std::string_view(bytes.constData(), std::size_t(bytes.size())));
    QCOMPARE(isUtf8(view), utf8);
    QVERIFY(bytesJson(view).contains(utf8 ? "text" : "hex"));
}

QTEST_APPLESS_MAIN(TestCliDocuments)
#include "tst_cli_documents.moc"
