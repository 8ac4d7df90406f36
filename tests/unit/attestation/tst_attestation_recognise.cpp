#include "core/attestation/attestation_family.h"
#include "core/attestation/ccf_quotes.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/policy.h"
#include "core/attestation/recognise.h"
#include "core/base/base64.h"
#include "core/base/hex.h"
#include "tests/unit/attestation/test_snp.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::test;

class TestAttestationRecognise final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheQuotesOfAService();
    void refusesOddQuotes_data();
    void refusesOddQuotes();
    void bindsTheNode();
    void recognisesFoldersAndFiles();
    void neverPassesVirtualEvidence();
    void readsAPolicy();
    void refusesOddPolicies_data();
    void refusesOddPolicies();
    void refusesLargeEvidence();
};

namespace {

NamedBytes named(const std::string& text, const char* source = "quotes.json")
{
    return {copyOf(bytesOf(text)), source};
}

std::string quoteJson(const AttestationInput& input, const std::string& nodeId)
{
    const Bytes chain = input.part(Role::Endorsements)->content;
    return R"({"node_id":")" + nodeId + R"(","format":"AMD_SEV_SNP_v1","raw":")" + toBase64(input.evidence.content) +
           R"(","endorsements":")" + toBase64(chain) + R"(","uvm_endorsements":"","measurement":"00"})";
}

void write(const std::filesystem::path& path, Bytes content)
{
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
}

} // namespace

void TestAttestationRecognise::readsTheQuotesOfAService()
{
    const TestSnp test;
    const std::string quote = quoteJson(test.input(), std::string(64, '0'));
    const std::string other = R"({"node_id":"b","format":"Insecure_Virtual","raw":"","endorsements":""})";
    const auto inputs = evidenceInFile(named(R"({"quotes":[)" + quote + ',' + other + "]}"));
    QVERIFY(inputs);
    QCOMPARE(inputs->size(), std::size_t{2});
    QCOMPARE(inputs->front().kind, EvidenceKind::SnpReport);
    QCOMPARE(inputs->back().kind, EvidenceKind::Virtual);
    QCOMPARE(judgeAttestation(inputs->back(), test.context()).overall(), Verdict::Indeterminate);
    const auto single = evidenceInFile(named(quote));
    QVERIFY(single && single->size() == 1);
}

void TestAttestationRecognise::refusesOddQuotes_data()
{
    QTest::addColumn<QString>("json");
    QTest::newRow("unknown format") << R"({"format":"OTHER","raw":""})";
    QTest::newRow("no base64") << R"({"format":"AMD_SEV_SNP_v1","raw":"%%%"})";
    QTest::newRow("endorsements no base64") << R"({"format":"AMD_SEV_SNP_v1","raw":"","endorsements":"%"})";
    QTest::newRow("member twice") << R"({"format":"Insecure_Virtual","raw":"","raw":""})";
    QTest::newRow("empty list") << R"({"quotes":[]})";
    QTest::newRow("something else") << R"({"node_id":"a"})";
}

void TestAttestationRecognise::refusesOddQuotes()
{
    QFETCH(QString, json);
    QVERIFY(!evidenceInFile(named(json.toStdString())));
}

void TestAttestationRecognise::bindsTheNode()
{
    TestSnp test;
    const TestKey node = TestKey::ec("node", "P-384");
    std::ranges::copy(node.spkiDigest(), test.report.begin() + 0x50);
    const auto right = evidenceInFile(named(quoteJson(test.input(), toHex(node.spkiDigest()))));
    QVERIFY(right);
    QCOMPARE(judgeAttestation(right->front(), test.context()).overall(), Verdict::Passed);
    const auto wrong = evidenceInFile(named(quoteJson(test.input(), std::string(64, 'a'))));
    QCOMPARE(judgeAttestation(wrong->front(), test.context()).judgement.verdictOf(kCheckCcfNodeId), Verdict::Failed);

    AttestationInput input = right->front();
    const TestKey service = TestKey::ec("service", "P-384");
    const TestCertificate issuer{.subject = "service",
                                 .issuer = "service",
                                 .key = service,
                                 .issuerKey = service,
                                 .ca = true,
                                 .signature = TestSignature::Ecdsa384};
    TestCertificate certificate{.subject = "node",
                                .issuer = "service",
                                .key = node,
                                .issuerKey = service,
                                .signature = TestSignature::Ecdsa384};
    AttestationContext context = test.context();
    context.serviceAnchors = {crypto::Certificate::fromDer(issuer.der()).value()};
    input.parts[Role::NodeCertificate] = named(certificate.pem(), "node_cert.pem");
    QCOMPARE(judgeAttestation(input, context).judgement.verdictOf(kCheckCcfServiceEndorsement), Verdict::Passed);
    certificate.issuerKey = TestKey::ec("stranger", "P-384");
    input.parts[Role::NodeCertificate] = named(certificate.pem(), "node_cert.pem");
    QCOMPARE(judgeAttestation(input, context).judgement.verdictOf(kCheckCcfServiceEndorsement), Verdict::Failed);
    certificate.key = TestKey::ec("stranger", "P-384");
    input.parts[Role::NodeCertificate] = named(certificate.pem(), "node_cert.pem");
    QCOMPARE(judgeAttestation(input, context).judgement.verdictOf(kCheckCcfNodeCertificate), Verdict::Failed);
}

void TestAttestationRecognise::recognisesFoldersAndFiles()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const auto family = makeAttestationFamily();
    QVERIFY(family->recognise(path).empty());
    const AttestationInput input = TestSnp().input();
    write(path / "other.txt", bytesOf("nothing"));
    QVERIFY(family->recognise(path).empty() && family->recognise(path / "other.txt").empty());
    write(path / "report.bin", input.evidence.content);
    write(path / "chain.pem", input.part(Role::Endorsements)->content);
    write(path / "root.pem", bytesOf("not looked at"));
    QCOMPARE(family->recognise(path), std::string("quote"));
    QCOMPARE(family->recognise(path / "report.bin"), std::string("quote"));
    auto source = family->open({path});
    QVERIFY(source);
    VerifyOptions options;
    options.at = UtcTime{1'800'000'000};
    const auto report = (*source)->verify(options, {}, {});
    QVERIFY(report);
    QCOMPARE(report->verdict, Verdict::Failed); // The test root is not one of the vendors'.
    QCOMPARE(report->answers.size(), std::size_t{3});
    QVERIFY(!report->anchor);
    QVERIFY((*source)->records().detail(1)->structure.name == "snp_report");
    options.policy = NamedFile{copyOf(bytesOf("{}")), "policy.json"};
    QVERIFY(!(*source)->verify(options, {}, {}));
}

void TestAttestationRecognise::neverPassesVirtualEvidence()
{
    AttestationInput input;
    input.kind = EvidenceKind::Virtual;
    for (const char* text : {"", R"({"measurement":"a","host_data":"b","report_data":""})"}) {
        input.evidence = named(text);
        QCOMPARE(judgeAttestation(input, {}).overall(), Verdict::Indeterminate);
    }
    input.evidence = named("{");
    QCOMPARE(judgeAttestation(input, {}).overall(), Verdict::Failed);
}

void TestAttestationRecognise::readsAPolicy()
{
    const auto policy = parsePolicy(bytesOf(R"({"schema":"countersign.attestation-policy/1",
        "snp":{"minimumTcb":{"Milan":"db18000000000004","Turin":{"fmc":1}},"uvmEndorsements":[]},
        "acceptedTcbStates":["UpToDate","SWHardeningNeeded"],"acceptedAdvisories":[],"minimumEvaluation":17})"));
    QVERIFY(policy);
    QCOMPARE(policy->minimumTcb.at("Milan").microcode, std::uint8_t{219});
    QCOMPARE(policy->minimumTcb.at("Milan").bootLoader, std::uint8_t{4});
    QCOMPARE(policy->minimumTcb.at("Turin").fmc, std::uint8_t{1});
    QVERIFY(policy->uvmRoots.empty() && policy->acceptedAdvisories && policy->acceptedStates.size() == 2);
    QVERIFY(policy->debugForbidden && policy->minimumEvaluation == std::uint64_t{17});
}

void TestAttestationRecognise::refusesOddPolicies_data()
{
    QTest::addColumn<QString>("members");
    QTest::newRow("misspelt rule") << R"("minimumTCB":{})";
    QTest::newRow("misspelt rule inside") << R"("snp":{"hostdata":["00"]})";
    QTest::newRow("unknown product") << R"("snp":{"minimumTcb":{"Naples":"0000000000000000"}})";
    QTest::newRow("part over 255") << R"("snp":{"minimumTcb":{"Milan":{"snp":256}}})";
    QTest::newRow("short measurement") << R"("snp":{"measurements":["00"]})";
    QTest::newRow("empty list accepts nothing") << R"("snp":{"measurements":[]})";
    QTest::newRow("revoked accepted") << R"("acceptedTcbStates":["Revoked"])";
    QTest::newRow("flag as text") << R"("debugForbidden":"yes")";
    QTest::newRow("rule twice") << R"("debugForbidden":true,"debugForbidden":false)";
}

void TestAttestationRecognise::refusesOddPolicies()
{
    QFETCH(QString, members);
    const std::string text = R"({"schema":"countersign.attestation-policy/1",)" + members.toStdString() + '}';
    QVERIFY(!parsePolicy(bytesOf(text)));
    QVERIFY(!parsePolicy(bytesOf("{}")));
}

void TestAttestationRecognise::refusesLargeEvidence()
{
    AttestationInput input;
    input.kind = EvidenceKind::Quote;
    input.evidence.content.resize(kEvidenceLimit + 1);
    QCOMPARE(judgeAttestation(input, {}).overall(), Verdict::Failed);
}

QTEST_APPLESS_MAIN(TestAttestationRecognise)
#include "tst_attestation_recognise.moc"
