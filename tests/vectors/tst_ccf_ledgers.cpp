#include "tests/vectors/judging.h"

using namespace countersign;
using namespace countersign::test;

namespace fs = std::filesystem;

namespace {

fs::path network()
{
    return vectorsFolder() / "ccf-network";
}

fs::path networkNode(const char* stage, const char* node)
{
    return network() / "ledger" / stage / node;
}

fs::path old(const char* service)
{
    return vectorsFolder() / "ccf-ledgers" / service;
}

struct Row {
    const char* name;
    Paths paths;
    fs::path anchor; ///< Empty: none.
    Verdict verdict;
    const char* reason;
    const char* signedTo;
};

std::vector<Row> rows()
{
    const fs::path first = network() / "receipts" / "service-1-first.pem";
    const fs::path renewed = network() / "receipts" / "service-1-renewed.pem";
    const fs::path second = network() / "receipts" / "service-2-after-recovery.pem";
    const auto live = [](const char* node) { return networkNode("1-live", node); };
    const auto stopped = [](const char* node) { return networkNode("2-after-stop", node); };
    const fs::path waiting4 = networkNode("2b-in-recovery", "node4"), waiting5 = networkNode("2b-in-recovery", "node5");
    const fs::path after4 = networkNode("3-after-recovery-1", "node4");
    const fs::path after5 = networkNode("3-after-recovery-1", "node5");
    using enum Verdict;
    const char* none = "NO_TRUST_ANCHOR";
    const char* foreign = "ANCHOR_NOT_IN_CHAIN";
    std::vector<Row> list{
        {"live node0, first", {live("node0")}, first, Passed, "", "2.194"},
        {"live node0, renewed", {live("node0")}, renewed, Passed, "", "2.194"},
        {"live node2", {live("node2")}, first, Passed, "", "2.194"},
        {"live node3", {live("node3")}, first, Passed, "", "2.194"},
        {"live, all three", {live("node0"), live("node2"), live("node3")}, renewed, Passed, "", "2.194"},
        {"live node0, later service", {live("node0")}, second, Indeterminate, foreign, "2.194"},
        {"stopped node0", {stopped("node0")}, first, Passed, "", "2.194"},
        {"stopped node1", {stopped("node1")}, first, Passed, "", "2.130"},
        {"stopped node3", {stopped("node3")}, first, Passed, "", "3.211"},
        {"stopped, all three", {stopped("node0"), stopped("node1"), stopped("node3")}, first, Passed, "", "3.211"},
        {"recovering node4", {waiting4}, first, Passed, "", "3.211"},
        {"recovering node5", {waiting5}, first, Passed, "", "3.211"},
        {"recovered node4, second", {after4}, second, Passed, "", "5.254"},
        {"recovered node4, first", {after4}, first, Passed, "", "5.254"},
        {"recovered node4, renewed", {after4}, renewed, Passed, "", "5.254"},
        {"recovered node5, second", {after5}, second, Passed, "", "5.254"},
        {"recovered node4 and node5", {after4, after5}, second, Passed, "", "5.254"},
        {"recovered node4 and stopped node3", {after4, stopped("node3")}, second, Passed, "", "5.254"},
        {"recovered node5, no snapshot", {after5 / "ledger"}, second, Indeterminate, "NO_GENESIS", nullptr},
        {"recovered node4, no anchor", {after4}, {}, Indeterminate, none, "5.254"},
        {"recovered node4, other service", {after4}, old("sgx_service") / "certs" / "service_cert.pem", Indeterminate,
         foreign, "5.254"},
    };
    const std::pair<const char*, const char*> historical[] = {{"cose_flipflop_service", "2.46"},
                                                              {"double_sealed_service", nullptr},
                                                              {"expired_service", nullptr},
                                                              {"sgx_service", nullptr}};
    for (const auto& [service, end] : historical) {
        const Paths all{old(service)};
        list.push_back({service, all, old(service) / "certs" / "service_cert.pem", Passed, "", end});
        list.push_back({service, all, {}, Indeterminate, none, end});
        list.push_back({service, all, second, Indeterminate, foreign, end});
    }
    return list;
}

} // namespace

class TestCcfLedgers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void anyIdentityCarries_data();
    void anyIdentityCarries();
    void sameAnswerAnyThreads_data() { verdicts_data(); }
    void sameAnswerAnyThreads();
    void oneAfterTheOther();
    void cancelled();
    void cancelledHalfway();
    void cleanupTestCase() { printTable("Real ledgers: case | expected | actual | ranges | signed to | reasons"); }
};

void TestCcfLedgers::verdicts_data()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    QTest::addColumn<int>("index");
    const auto list = rows();
    for (std::size_t i = 0; i < list.size(); ++i)
        QTest::addRow("%s %s", list[i].name, list[i].anchor.stem().c_str()) << static_cast<int>(i);
}

void TestCcfLedgers::verdicts()
{
    QFETCH(int, index);
    const Row row = rows().at(static_cast<std::size_t>(index));
    JudgeOptions options;
    if (!row.anchor.empty()) options.anchors.push_back(textOfFile(row.anchor));
    const VerificationReport report = judged(row.paths, options);
    tableRow(QTest::currentDataTag(), std::string(verdictName(row.verdict)) + ' ' + row.reason, report);
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QCOMPARE(std::string(verdictName(report.verdict)), std::string(verdictName(row.verdict)));
    QCOMPARE(report.reason, std::string(row.reason));
    if (row.signedTo && row.verdict == Verdict::Passed) QCOMPARE(report.signedTo->toString(), std::string(row.signedTo));
    for (const Finding& finding : report.findings) QVERIFY2(finding.severity != Severity::Fault, finding.id.c_str());
}

void TestCcfLedgers::anyIdentityCarries_data()
{
    COUNTERSIGN_NEED_VECTORS("ccf-ledgers");
    QTest::addColumn<QString>("folder");
    for (const char* service : {"cose_flipflop_service", "double_sealed_service", "expired_service", "sgx_service"})
        QTest::newRow(service) << QString::fromStdString(old(service).string());
    QTest::newRow("network") << QString::fromStdString(networkNode("3-after-recovery-1", "node4").string());
}

/// Every identity the ledger names, earlier and later, as the only anchor: never Failed, and only what hangs on it passes.
void TestCcfLedgers::anyIdentityCarries()
{
    QFETCH(QString, folder);
    const Paths paths{folder.toStdString()};
    const VerificationReport plain = judged(paths, JudgeOptions{});
    QVERIFY(!plain.identities.empty());
    for (std::size_t i = 0; i < plain.identities.size(); ++i) {
        JudgeOptions options;
        options.anchors.push_back(support::pemOf("CERTIFICATE", plain.identities[i].certificateDer));
        const VerificationReport report = judged(paths, options);
        tableRow(std::string(QTest::currentDataTag()) + ", identity " + std::to_string(i + 1) + " of "
                     + std::to_string(plain.identities.size()),
                 "not failed", report);
        QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
        QVERIFY(report.verdict != Verdict::Failed);
        QVERIFY(report.identities[i].isAnchor);
        if (i + 1 == plain.identities.size()) QCOMPARE(report.verdict, Verdict::Passed);
    }
}

void TestCcfLedgers::sameAnswerAnyThreads()
{
    QFETCH(int, index);
    const Row row = rows().at(static_cast<std::size_t>(index));
    JudgeOptions options;
    if (!row.anchor.empty()) options.anchors.push_back(textOfFile(row.anchor));
    const std::string one = fingerprintOf(judged(row.paths, options));
    QCOMPARE(fingerprintOf(judged(row.paths, options)), one);
    options.jobs = 2;
    QCOMPARE(fingerprintOf(judged(row.paths, options)), one);
    options.jobs = 3;
    QCOMPARE(fingerprintOf(judged(row.paths, options)), one);
}

void TestCcfLedgers::oneAfterTheOther()
{
    COUNTERSIGN_NEED_VECTORS("ccf-ledgers");
    const std::string anchor = textOfFile(old("sgx_service") / "certs" / "service_cert.pem");
    const std::string before = fingerprintOf(judged({old("sgx_service")}, anchor));
    (void)judged({networkNode("3-after-recovery-1", "node5")}, anchor);
    QCOMPARE(fingerprintOf(judged({old("sgx_service")}, anchor)), before);
}

void TestCcfLedgers::cancelled()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    std::stop_source source;
    source.request_stop();
    JudgeOptions options{{textOfFile(network() / "receipts" / "service-2-after-recovery.pem")}, 2, source.get_token(), {}};
    const VerificationReport report = judged({networkNode("3-after-recovery-1", "node4")}, options);
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QCOMPARE(report.reason, std::string("CANCELLED"));
}

void TestCcfLedgers::cancelledHalfway()
{
    COUNTERSIGN_NEED_VECTORS("ccf-network");
    std::stop_source source;
    JudgeOptions options{{textOfFile(network() / "receipts" / "service-2-after-recovery.pem")}, 2, source.get_token(), {}};
    options.range = [&](const RangeVerdict&) { source.request_stop(); };
    const VerificationReport report = judged({networkNode("3-after-recovery-1", "node4")}, options);
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QCOMPARE(report.reason, std::string("CANCELLED"));
}

QTEST_APPLESS_MAIN(TestCcfLedgers)
#include "tst_ccf_ledgers.moc"
