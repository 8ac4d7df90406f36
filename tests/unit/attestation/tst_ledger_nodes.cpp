#include "core/attestation/check_ids.h"
#include "core/attestation/ledger_nodes.h"
#include "core/attestation/attestation_report.h"
#include "core/base/base64.h"
#include "core/family/reasons.h"
#include "tests/unit/attestation/test_snp.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <map>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::test;
using nlohmann::json;

namespace {

/// Tables whose rows are there from a transaction on.
class FakeTables final : public TableHistory
{
public:
    struct Row {
        std::string key, value;
        SeqNo from = 1, to = 1000; ///< Present in this range.
    };
    std::map<std::string, std::vector<Row>> content;

    Result<void> prepare(std::stop_token, const ProgressSink&) override { return {}; }
    bool prepared() const override { return true; }
    Result<std::vector<TableSummary>> tables(SeqNo) override { return std::vector<TableSummary>{}; }
    Result<std::vector<TableRow>> rows(std::string_view table, SeqNo at, std::optional<ByteVector>, std::size_t) override
    {
        const auto found = content.find(std::string(table));
        if (found == content.end()) return Error{ErrorCode::NotFound, std::string(table), {}};
        std::vector<TableRow> rows;
        for (const Row& row : found->second)
            if (row.from <= at && at <= row.to) rows.push_back({copyOf(bytesOf(row.key)), copyOf(bytesOf(row.value)), row.from});
        return rows;
    }
    Result<std::optional<TableRow>> row(std::string_view table, Bytes key, SeqNo at) override
    {
        auto all = rows(table, at, {}, 1000);
        if (!all) return std::optional<TableRow>{};
        for (TableRow& one : *all)
            if (std::ranges::equal(one.key, key)) return std::optional(std::move(one));
        return std::optional<TableRow>{};
    }
    Result<std::vector<KeyChange>> history(std::string_view, Bytes, std::size_t) override { return std::vector<KeyChange>{}; }
};

constexpr const char* kNodes = "public:ccf.gov.nodes.info";
constexpr const char* kHostData = "public:ccf.gov.nodes.snp.host_data";

std::string rowOf(const AttestationInput& input)
{
    return json{{"status", "Trusted"},
                {"quote_info",
                 {{"format", "AMD_SEV_SNP_v1"},
                  {"quote", toBase64(input.evidence.content)},
                  {"endorsements", toBase64(input.part(Role::Endorsements)->content)}}}}
        .dump();
}

NodeLife node(const char* id, SeqNo joined, std::optional<SeqNo> trusted)
{
    NodeLife life;
    life.id = id;
    life.joined = joined;
    life.trusted = trusted;
    return life;
}

Verdict hostDataVerdict(FakeTables& tables, SeqNo trusted)
{
    VerificationReport report;
    report.nodes = {node("n0", 5, trusted)};
    const auto inputs = ledgerNodes(tables, report, {});
    return judgeAttestation(inputs->front(), {}).judgement.verdictOf(kCheckPolicyHostData);
}

} // namespace

class TestLedgerNodes final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesThePolicyOfItsTransaction();
    void readsEveryTable();
    void keepsNodesWithoutEvidence();
    void judgesAtTheSignedTime();
    void oldestFirst();
    void readsHexOfMinimumTcb();
    void tellsWhereAValueWasAccepted();
    void chosenPolicyGoesFirst();
};

void TestLedgerNodes::takesThePolicyOfItsTransaction()
{
    TestSnp snp;
    FakeTables tables;
    tables.content[kNodes] = {{"n0", rowOf(snp.input()), 5}};
    const std::string digest(64, '0'); // The test report's host data are zero.
    tables.content[kHostData] = {{digest, "\"\"", 1, 9}, {std::string(64, 'a'), "\"\"", 10}};
    QCOMPARE(hostDataVerdict(tables, 7), Verdict::Passed);
    QCOMPARE(hostDataVerdict(tables, 12), Verdict::Failed); // By then the members accepted another one alone.
}

void TestLedgerNodes::readsEveryTable()
{
    FakeTables tables;
    tables.content["public:ccf.gov.nodes.snp.measurements"] = {{std::string(96, 'b'), "\"AllowedToJoin\""}};
    tables.content["public:ccf.gov.nodes.code_ids"] = {{std::string(64, 'c'), "\"AllowedToJoin\""}, {"no hex", "\"\""}};
    tables.content["public:ccf.gov.nodes.snp.uvm_endorsements"] = {{"did:x509:0:…", R"({"ContainerPlat-AMD-UVM":{"svn":"100"},"b":{"svn":7},"c":{"svn":"x"}})"}};
    tables.content["public:ccf.gov.nodes.snp.tcb_versions"] = {
        {"00a00f11", R"({"boot_loader":4,"tee":0,"snp":24,"microcode":219})"}, {"00000000", R"({"snp":1})"}};
    const AttestationPolicy policy = joinPolicyAt(tables, 5, false).value();
    QCOMPARE(policy.snpMeasurements.size(), std::size_t(1));
    QCOMPARE(policy.mrenclaves.size(), std::size_t(1));
    QCOMPARE(policy.uvmRoots.size(), std::size_t(2));
    QCOMPARE(policy.uvmRoots.front().minimumSvn, std::uint64_t(100));
    QCOMPARE(policy.minimumTcb.size(), std::size_t(1));
    QCOMPARE(int(policy.minimumTcb.at("Milan").snp), 24);
    QVERIFY(joinPolicyAt(tables, 5, true)->snpMeasurements.empty()); // The issuer is asked for instead.
    QVERIFY(joinPolicyAt(tables, 0, false)->uvmRoots.empty());       // And nobody is accepted who is not in the tables.
}

void TestLedgerNodes::keepsNodesWithoutEvidence()
{
    FakeTables tables;
    tables.content[kNodes] = {{"n1", R"({"status":"Trusted"})"}, {"n2", R"({"quote_info":{"format":"Unheard_Of","quote":""}})"}};
    VerificationReport report;
    report.nodes = {node("n0", 1, {}), node("n1", 2, 3), node("n2", 3, {})};
    const auto inputs = ledgerNodes(tables, report, {});
    QCOMPARE(inputs->size(), std::size_t(3));
    for (const AttestationInput& input : *inputs) {
        const AttestationReport judged = judgeAttestation(input, {});
        QCOMPARE(judged.overall(), Verdict::Failed);
        QVERIFY(!judged.subject.empty());
    }
}

void TestLedgerNodes::judgesAtTheSignedTime()
{
    TestSnp snp;
    FakeTables tables;
    tables.content[kNodes] = {{"n0", rowOf(snp.input()), 5}};
    VerificationReport report;
    report.nodes = {node("n0", 5, 6)};
    report.times = {{4, 2, {1'000}}, {8, 2, {2'000}}, {9, 2, {3'000}}};
    QCOMPARE(ledgerNodes(tables, report, {})->front().at, std::optional(UtcTime{2'000}));
    report.times = {{4, 2, {1'000}}};
    QVERIFY(!ledgerNodes(tables, report, {})->front().at);
}

void TestLedgerNodes::oldestFirst()
{
    FakeTables tables;
    VerificationReport report;
    report.nodes = {node("a", 30, {}), node("b", 1, 1), node("c", 20, {})};
    const auto inputs = ledgerNodes(tables, report, {});
    QCOMPARE(*(*inputs)[0].nodeId, std::string("b"));
    QCOMPARE(*(*inputs)[2].nodeId, std::string("a"));
}

void TestLedgerNodes::readsHexOfMinimumTcb()
{
    FakeTables tables;
    tables.content["public:ccf.gov.nodes.snp.tcb_versions"] = {{"00a00f11", R"({"hexstring":"db18000000000004"})"},
                                                               {"00b00f21", R"({"hexstring":"4d00000001020305"})"}};
    const AttestationPolicy policy = joinPolicyAt(tables, 5, false).value();
    QVERIFY((policy.minimumTcb.at("Milan") == SnpTcb{.bootLoader = 4, .tee = 0, .snp = 24, .microcode = 219}));
    QVERIFY((policy.minimumTcb.at("Turin") == SnpTcb{.fmc = 5, .bootLoader = 3, .tee = 2, .snp = 1, .microcode = 77}));
}

void TestLedgerNodes::tellsWhereAValueWasAccepted()
{
    TestSnp snp;
    FakeTables tables;
    tables.content[kNodes] = {{"n0", rowOf(snp.input()), 5}};
    tables.content[kHostData] = {{std::string(64, '0'), "\"\"", 3}};
    VerificationReport report;
    report.nodes = {node("n0", 5, 7)};
    const AttestationInput input = ledgerNodes(tables, report, {})->front();
    QCOMPARE(input.accepted.size(), std::size_t(2)); // Host data and measurement.
    const AttestationReport judged = judgeAttestation(input, {});
    const auto told = [&](const char* reason) {
        return std::ranges::find(judged.judgement.findings, reason, &Finding::reason);
    };
    QVERIFY(told("ACCEPTED_SINCE") != judged.judgement.findings.end());
    QCOMPARE(told("ACCEPTED_SINCE")->id, std::string(kCheckPolicyHostData));
    QVERIFY(told("ACCEPTED_SINCE")->detail.starts_with("transaction 3, "));
    QCOMPARE(told("NOT_ACCEPTED_IN_LEDGER")->id, std::string(kCheckPolicyMeasurement));
}

void TestLedgerNodes::chosenPolicyGoesFirst()
{
    TestSnp snp;
    AttestationInput input = snp.input();
    AttestationContext context = snp.context();
    context.policy.hostData = {ByteVector(32)}; // What the report shows.
    input.policy = context.policy;
    input.policy->hostData = {ByteVector(32, 1)};
    QCOMPARE(judgeAttestation(input, context).judgement.verdictOf(kCheckPolicyHostData), Verdict::Failed);
    context.policyChosen = true;
    QCOMPARE(judgeAttestation(input, context).judgement.verdictOf(kCheckPolicyHostData), Verdict::Passed);
}

QTEST_APPLESS_MAIN(TestLedgerNodes)
#include "tst_ledger_nodes.moc"
