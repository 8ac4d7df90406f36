#include "core/acl/acl_family.h"
#include "core/acl/acl_judge.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/ccf_family.h"
#include "core/ccf/receipt/json_judge.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"
#include "tests/support/vectors.h"

#include <QTest>

#include <cstdio>
#include <map>

using namespace countersign;
using namespace countersign::test;

namespace fs = std::filesystem;

namespace {

VerifyOptions withAnchors(const std::vector<fs::path>& certificates)
{
    VerifyOptions options;
    for (const fs::path& certificate : certificates)
        options.anchors.push_back({contentOf(certificate), certificate.filename().string()});
    return options;
}

VerificationReport judge(const Family& family, const std::vector<fs::path>& paths, const VerifyOptions& options)
{
    auto source = family.open(paths);
    if (!source) qFatal("%s: %s", paths.front().c_str(), source.error().detail.c_str());
    auto report = (*source)->verify(options, {}, {});
    if (!report) qFatal("%s: %s", paths.front().c_str(), report.error().where.c_str());
    return *std::move(report);
}

std::string folderOf(const fs::path& file)
{
    return file.parent_path().filename().string();
}

/// The check that must decide, for a step of acl/index.json.
const std::map<std::string, std::string> kSteps{
    {"not-ready", kCheckAclReceiptReady},         {"schema", kCheckAclReceiptReadable},
    {"proof-shape", kCheckAclReceiptReadable},    {"txid-mismatch", kCheckAclReceiptTransaction},
    {"root-mismatch", kCheckAclReceiptPath},      {"claims-digest", kCheckAclReceiptClaims},
    {"no-node-cert", kCheckAclReceiptSignature},  {"node-id", kCheckAclReceiptNode},
    {"signature", kCheckAclReceiptSignature},     {"no-service-cert", kCheckAclReceiptAnchor},
};

} // namespace

class TestReceipts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void azure_data();
    void azure();
    void azureFields_data() { azure_data(); }
    void azureFields();
    void network_data();
    void network();
    void networkUnderAnotherService_data() { network_data(); }
    void networkUnderAnotherService();
    void networkWithoutAnchor();
    void folders_data();
    void folders();
    void oldReceiptsFindTheirChain();
    void besideTheLedger();
    void besideAnotherLedger();

private:
    std::shared_ptr<const Family> m_ccf = ccf::makeCcfFamily();
    std::shared_ptr<const Family> m_acl = acl::makeAclFamily();
};

void TestReceipts::azure_data()
{
    COUNTERSIGN_NEED_VECTORS("acl");
    QTest::addColumn<QString>("receipt");
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("fields");
    const auto index = parseJson(contentOf(vectorsFolder() / "acl/index.json")).value();
    for (const auto& vector : index["vectors"]) {
        const auto text = [&](const char* name) { return QString::fromStdString(jsonText(vector, name).value_or("")); };
        QTest::newRow(qPrintable(text("name")))
            << text("receipt") << text("service") << text("expect") << text("failingStep")
            << QStringLiteral("%1 %2 %3").arg(text("leaf"), text("root"), text("claimsDigest"));
    }
}

void TestReceipts::azure()
{
    QFETCH(QString, receipt);
    QFETCH(QString, service);
    QFETCH(QString, expected);
    QFETCH(QString, step);
    const fs::path folder = vectorsFolder() / "acl";
    const fs::path file = folder / receipt.toStdString();
    QCOMPARE(m_acl->recognise(file), std::string("receipt"));
    QCOMPARE(m_ccf->recognise(file), std::string());
    std::vector<fs::path> anchors;
    if (!service.isEmpty()) anchors.push_back(folder / service.toStdString());
    const auto report = judge(*m_acl, {file}, withAnchors(anchors));
    const ReceiptOutcome& outcome = report.receipts.front();
    const std::string decisive = report.findings.empty() ? std::string() : report.findings.front().id;
    std::printf("%-34s %-11s %-17s %-14s %-28s %s\n", QTest::currentDataTag(), qPrintable(expected), qPrintable(step),
                verdictName(report.verdict), outcome.reason.c_str(), decisive.c_str());
    QCOMPARE(outcome.verdict, report.verdict);
    if (expected == QLatin1String("valid")) {
        QCOMPARE(report.verdict, Verdict::Passed);
        QVERIFY(report.anchor.has_value());
        return;
    }
    // A chain that is whole but ends at an identity nobody pinned is no contradiction: Indeterminate, never Passed.
    const bool elsewhere = step == QLatin1String("endorsement") && outcome.reason == kReasonAnchorNotInChain;
    const bool open = expected == QLatin1String("incomplete") || elsewhere;
    QCOMPARE(report.verdict, open ? Verdict::Indeterminate : Verdict::Failed);
    if (step == QLatin1String("endorsement"))
        QVERIFY(decisive == kCheckAclReceiptEndorsement || decisive == kCheckAclReceiptAnchor);
    else
        QCOMPARE(decisive, kSteps.at(step.toStdString()));
}

void TestReceipts::azureFields()
{
    QFETCH(QString, receipt);
    QFETCH(QString, fields);
    const auto parsed = acl::parseAclReceipt(contentOf(vectorsFolder() / "acl" / receipt.toStdString()));
    if (!parsed || !parsed->receipt) QSKIP("has none: not well formed, or not ready");
    const QStringList expected = fields.split(QLatin1Char(' '));
    if (!expected[0].isEmpty()) QCOMPARE(toHex(parsed->receipt->leafDigest()), expected[0].toStdString());
    if (!expected[1].isEmpty()) QCOMPARE(toHex(parsed->receipt->root()), expected[1].toStdString());
    if (!expected[2].isEmpty()) QCOMPARE(toHex(acl::claimsDigestOf(parsed->claims->value())), expected[2].toStdString());
}

void TestReceipts::network_data()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    QTest::addColumn<QString>("file");
    const fs::path folder = vectorsFolder() / "ccf-network/receipts";
    for (const char* ending : {".receipt.json", ".receipt.cose"})
        for (const fs::path& file : filesBelow(folder, ending)) {
            const std::string name = fs::relative(file, folder).string();
            QTest::newRow(name.c_str()) << QString::fromStdString(file.string());
        }
}

void TestReceipts::network()
{
    QFETCH(QString, file);
    const fs::path path = file.toStdString();
    const fs::path folder = vectorsFolder() / "ccf-network/receipts";
    QCOMPARE(m_ccf->recognise(path), std::string("receipt"));
    QCOMPARE(m_acl->recognise(path), std::string());
    std::vector<fs::path> anchors{folder / "service-1-first.pem", folder / "service-1-renewed.pem"};
    if (folderOf(path).starts_with("2-")) anchors = {folder / "service-2-after-recovery.pem"};
    for (const fs::path& anchor : anchors) {
        const auto report = judge(*m_ccf, {path}, withAnchors({anchor}));
        QVERIFY2(report.verdict == Verdict::Passed, report.reason.c_str());
        QVERIFY(report.anchor.has_value());
        const auto& id = report.receipts.front().transactionId;
        const std::string name = path.filename().string();
        QVERIFY(name.find("signature-") != std::string::npos
                || (id && name.find('.' + id->toString() + '.') != std::string::npos));
    }
}

void TestReceipts::networkUnderAnotherService()
{
    QFETCH(QString, file);
    const fs::path path = file.toStdString();
    const fs::path folder = vectorsFolder() / "ccf-network/receipts";
    const bool second = folderOf(path).starts_with("2-");
    const auto report =
        judge(*m_ccf, {path}, withAnchors({folder / (second ? "service-1-first.pem" : "service-2-after-recovery.pem")}));
    // Receipts of the first service that the second gave out again are the first one's own, to the byte, where they are COSE.
    const bool same = folderOf(path) == "2-second-service-about-first" && path.extension() == ".cose";
    QCOMPARE(report.verdict, same ? Verdict::Passed : Verdict::Indeterminate);
    if (!same) QCOMPARE(report.reason, std::string(kReasonAnchorNotInChain));
}

void TestReceipts::networkWithoutAnchor()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const auto report = judge(*m_ccf, {vectorsFolder() / "ccf-network/receipts"}, {});
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QVERIFY(report.receipts.size() >= 180);
    for (const ReceiptOutcome& outcome : report.receipts) {
        QCOMPARE(outcome.verdict, Verdict::Indeterminate);
        QCOMPARE(outcome.reason, std::string(kReasonNoTrustAnchor));
    }
    QCOMPARE(report.findings.size(), report.receipts.size());
}

void TestReceipts::folders_data()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    QTest::addColumn<int>("jobs");
    for (const int jobs : {1, 2, 7}) QTest::addRow("%d threads", jobs) << jobs;
}

void TestReceipts::folders()
{
    QFETCH(int, jobs);
    const fs::path folder = vectorsFolder() / "ccf-network/receipts";
    VerifyOptions options = withAnchors({folder / "service-1-first.pem", folder / "service-2-after-recovery.pem"});
    options.jobs = static_cast<unsigned>(jobs);
    const auto report = judge(*m_ccf, {folder}, options);
    std::map<std::string, int> passed;
    for (const ReceiptOutcome& outcome : report.receipts) passed[outcome.kind] += outcome.verdict == Verdict::Passed;
    std::printf("folder: %d JSON and %d COSE receipts passed\n", passed["json"], passed["cose"]);
    QCOMPARE(passed["json"], 100);
    QCOMPARE(passed["cose"], 95);
    QCOMPARE(report.receipts.size(), std::size_t(195));
    QCOMPARE(report.verdict, Verdict::Passed);
    // Signatures alone are about nothing: left out, and said so.
    QVERIFY(std::ranges::any_of(report.notChecked, [](const auto& one) { return one.reason == kReasonNoProof; }));
    QVERIFY(std::ranges::is_sorted(report.receipts, {}, [](const ReceiptOutcome& one) { return fs::path(one.path); }));
}

/// Under the second service alone, receipts of the first are carried by the endorsements that lie beside.
void TestReceipts::oldReceiptsFindTheirChain()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const fs::path folder = vectorsFolder() / "ccf-network/receipts";
    const fs::path endorsements = folder / "2-second-service-about-first/before-js-open-1.2.32.endorsements.json";
    QCOMPARE(m_ccf->recognise(endorsements), std::string("endorsements"));
    const VerifyOptions options = withAnchors({folder / "service-2-after-recovery.pem"});
    for (const char* name : {"1-first-service/ack-member0.2.7.receipt.cose", "1-first-service/ack-member0.2.7.receipt.json",
                             "1-first-service-after-election/elected-js-open-0.3.195.receipt.json"}) {
        QCOMPARE(judge(*m_ccf, {folder / name}, options).reason, std::string(kReasonAnchorNotInChain));
        const auto report = judge(*m_ccf, {folder / name, endorsements}, options);
        QVERIFY2(report.verdict == Verdict::Passed, report.reason.c_str());
    }
    // A bare leaf has no id, so the time for which the first identity was endorsed cannot be held against it.
    const auto report = judge(*m_ccf, {folder / "1-first-service/signature-0.2.182.receipt.json", endorsements}, options);
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QCOMPARE(report.reason, std::string(kReasonNotBound));
}

void TestReceipts::besideTheLedger()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    const fs::path network = vectorsFolder() / "ccf-network";
    const VerifyOptions options = withAnchors({network / "receipts/service-2-after-recovery.pem"});
    const auto report = judge(*m_ccf,
                              {network / "ledger/3-after-recovery-1/node4/ledger", network / "receipts/1-first-service",
                               network / "receipts/2-second-service", network / "receipts/2-second-service-about-first"},
                              options);
    int judged = 0;
    for (const ReceiptOutcome& outcome : report.receipts) {
        if (!outcome.transactionId) continue;
        QVERIFY2(outcome.verdict == Verdict::Passed, (outcome.path + ' ' + outcome.reason).c_str());
        ++judged;
    }
    QCOMPARE(judged, 60 + 60 + 16 + 16 + 7 + 7);
    const auto found = std::ranges::find(report.checks, std::string(kCheckReceiptLedger), &Check::id);
    QVERIFY(found != report.checks.end());
    QCOMPARE(found->verdict, Verdict::Passed);
    QCOMPARE(found->count, std::uint64_t(judged));
}

/// Another ledger's transactions stand under the same numbers.
void TestReceipts::besideAnotherLedger()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    COUNTERSIGN_NEED_VECTORS("ccf-ledgers");
    const fs::path network = vectorsFolder() / "ccf-network";
    fs::path other;
    for (const auto& entry : fs::recursive_directory_iterator(vectorsFolder() / "ccf-ledgers"))
        if (entry.is_directory() && m_ccf->recognise(entry.path()) == "ledger") other = entry.path();
    QVERIFY(!other.empty());
    const auto report = judge(*m_ccf, {other, network / "receipts/1-first-service/ack-member0.2.7.receipt.json"},
                              withAnchors({network / "receipts/service-1-first.pem"}));
    QCOMPARE(report.receipts.front().verdict, Verdict::Failed);
    QCOMPARE(report.receipts.front().reason, std::string(kReasonLedgerMismatch));
    QCOMPARE(report.verdict, Verdict::Failed);
}

QTEST_APPLESS_MAIN(TestReceipts)
#include "tst_receipts.moc"
