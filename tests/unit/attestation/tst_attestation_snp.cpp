#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/base/hex.h"
#include "core/family/reasons.h"
#include "tests/unit/attestation/test_snp.h"

#include <QTest>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::test;

using Change = std::function<void(TestSnp&)>;
Q_DECLARE_METATYPE(Change)

class TestAttestationSnp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsItsOwnChain();
    void refuses_data();
    void refuses();
    void judgesRevocation();
    void takesNoRootsForAnError();
    void asksForChipKeys();
    void isUndecidedWithoutCertificatesOrTime();
    void findsCertificatesElsewhere();
    void neverPassesDebug();
};

namespace {

Verdict verdictOf(const AttestationReport& report, const char* id)
{
    return report.judgement.verdictOf(id);
}

std::string reasonFor(const AttestationReport& report, const char* id)
{
    for (const Check& check : report.judgement.checks)
        if (check.id == id) return check.reason;
    return "not asked";
}

void addRefusals()
{
    const auto row = [](const char* name, const char* id, const char* reason, Change change) {
        QTest::newRow(name) << std::string(id) << std::string(reason) << std::move(change);
    };
    row("expired leaf", kCheckChainValidity, kReasonCertificateExpired,
        [](TestSnp& t) { t.leaf.to = {1'700'000'000}; });
    row("root not valid yet", kCheckChainValidity, kReasonCertificateExpired,
        [](TestSnp& t) { t.root.from = {1'900'000'000}; });
    row("product of another root", kCheckReportProduct, kReasonProductMismatch,
        [](TestSnp& t) { t.product = "Genoa"; });
    row("leaf of another product", kCheckLeafProduct, kReasonProductMismatch,
        [](TestSnp& t) { t.leaf.extensions[0].second = derOf(0x16, bytesOf("Genoa")); });
    row("another chip", kCheckLeafChipId, kReasonChipMismatch, [](TestSnp& t) { t.report[0x1a5] ^= 1; });
    row("chip id missing", kCheckLeafChipId, kReasonChipMismatch,
        [](TestSnp& t) { t.leaf.extensions.erase(t.leaf.extensions.begin() + 1); });
    row("TCB part missing", kCheckLeafTcb, kReasonMalformed, [](TestSnp& t) { t.leaf.extensions.pop_back(); });
    row("TCB part twice", kCheckLeafTcb, kReasonMalformed,
        [](TestSnp& t) { t.leaf.extensions.push_back(t.leaf.extensions.back()); });
    row("TCB part padded", kCheckLeafTcb, kReasonMalformed, [](TestSnp& t) {
        t.leaf.extensions.back().second = {0x02, 0x03, 0x00, 0x00, 0xdb};
    });
    row("TCB part with a long length", kCheckLeafTcb, kReasonMalformed, [](TestSnp& t) {
        t.leaf.extensions.back().second = {0x02, 0x81, 0x02, 0x00, 0xdb};
    });
    row("leaf of an older TCB", kCheckLeafTcb, kReasonTcbMismatch, [](TestSnp& t) { t.setLeafTcb(4, 0, 23, 219); });
    row("leaf of a newer TCB", kCheckLeafTcb, kReasonTcbMismatch, [](TestSnp& t) { t.setLeafTcb(4, 0, 25, 219); });
    row("reported above committed", kCheckReportTcbOrder, kReasonTcbOrder, [](TestSnp& t) { t.report[0x1e6] = 23; });
    row("committed above current", kCheckReportTcbOrder, kReasonTcbOrder, [](TestSnp& t) { t.report[0x3e] = 23; });
    row("debug", kCheckPolicyNotDebug, kReasonDebugEnabled, [](TestSnp& t) { t.report[0x0a] |= 8; });
    row("migration", kCheckPolicyNoMigrationAgent, kReasonMigrationAllowed, [](TestSnp& t) { t.report[0x0a] |= 4; });
    row("bit 17", kCheckPolicyReservedBit17, kReasonMalformed, [](TestSnp& t) { t.report[0x0a] = 0; });
    row("VMPL of the host", kCheckReportGuestVmpl, kReasonHostRequested,
        [](TestSnp& t) { std::fill_n(t.report.begin() + 0x30, 4, std::uint8_t{0xff}); });
    row("VMPL 4", kCheckReportGuestVmpl, kReasonHostRequested, [](TestSnp& t) { t.report[0x30] = 4; });
    row("VLEK named, VCEK signs", kCheckReportSigningKey, kReasonSigningKeyMismatch,
        [](TestSnp& t) { t.report[0x48] = 4; });
    row("no key named", kCheckReportSigningKey, kReasonSigningKeyMismatch, [](TestSnp& t) { t.report[0x48] = 0x1c; });
    row("masked chip key", kCheckReportMaskChipKey, kReasonChipKeyMasked, [](TestSnp& t) { t.report[0x48] = 2; });
    row("algorithm 0", kCheckReportSignatureAlgo, kReasonUnsupported, [](TestSnp& t) { t.report[0x34] = 0; });
    row("version 1", kCheckReportVersion, kReasonUnsupported, [](TestSnp& t) { t.report[0] = 1; });
    row("version 6", kCheckReportVersion, kReasonUnsupported, [](TestSnp& t) { t.report[0] = 6; });
    row("bytes after the signature", kCheckReportSignaturePadding, kReasonMalformed,
        [](TestSnp& t) { t.report[0x49f] = 1; });
    row("R with a 49th byte", kCheckReportSignature, kReasonSignatureInvalid, [](TestSnp& t) { t.report[0x2d0] = 1; });
    row("leaf on P-256", kCheckLeafKeyType, kReasonKeyMismatch,
        [](TestSnp& t) { t.leaf.key = TestKey::ec("vcek256", "P-256"); });
    row("leaf with PSS over SHA-256", kCheckChainSignatures, kReasonChainBroken,
        [](TestSnp& t) { t.leaf.signature = TestSignature::Pss256; });
    row("root with PSS over SHA-256", kCheckChainSignatures, kReasonChainBroken,
        [](TestSnp& t) { t.root.signature = TestSignature::Pss256; });
    row("leaf signed by the root", kCheckChainSignatures, kReasonChainBroken,
        [](TestSnp& t) { t.leaf.issuerKey = TestKey::rsa("ark"); });
    row("intermediate is no CA", kCheckChainSignatures, kReasonChainBroken,
        [](TestSnp& t) { t.intermediate.ca = false; });
    row("issuer by another name", kCheckChainSignatures, kReasonChainBroken,
        [](TestSnp& t) { t.leaf.issuer = "SEV-Genoa"; });
    row("another root", kCheckChainRootPinned, kReasonRootNotPinned,
        [](TestSnp& t) { t.root.key = t.root.issuerKey = t.intermediate.issuerKey = TestKey::rsa("attacker"); });
}

} // namespace

void TestAttestationSnp::acceptsItsOwnChain()
{
    const AttestationReport report = TestSnp().judged();
    for (const Check& check : report.judgement.checks) QVERIFY2(check.verdict == Verdict::Passed, check.id.c_str());
    QVERIFY(report.judgement.anchor);
    QCOMPARE(report.answer(Question::Authentic), Verdict::Passed);
    QCOMPARE(report.answer(Question::Current), Verdict::NotChecked);
}

void TestAttestationSnp::refuses_data()
{
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("reason");
    QTest::addColumn<Change>("change");
    addRefusals();
}

void TestAttestationSnp::refuses()
{
    QFETCH(std::string, id);
    QFETCH(std::string, reason);
    QFETCH(Change, change);
    TestSnp test;
    change(test);
    const AttestationReport report = test.judged();
    QCOMPARE(report.overall(), Verdict::Failed);
    QCOMPARE(verdictOf(report, id.c_str()), Verdict::Failed);
    QCOMPARE(reasonFor(report, id.c_str()), reason);
}

void TestAttestationSnp::judgesRevocation()
{
    TestSnp test;
    const TestKey ark = TestKey::rsa("ark");
    test.crl = testCrl("ARK-Milan", ark, TestSignature::Pss384, {7});
    QCOMPARE(verdictOf(test.judged(), kCheckChainRevocation), Verdict::Passed);
    test.crl = testCrl("ARK-Milan", ark, TestSignature::Pss384, {7, 200});
    QCOMPARE(reasonFor(test.judged(), kCheckChainRevocation), std::string(kReasonRevoked));
    test.crl = testCrl("ARK-Milan", TestKey::rsa("attacker"), TestSignature::Pss384, {7});
    QCOMPARE(reasonFor(test.judged(), kCheckChainRevocation), std::string(kReasonSignatureInvalid));
    test.crl = testCrl("ARK-Milan", ark, TestSignature::Pss384, {7}, {1'600'000'000}, {1'700'000'000});
    QCOMPARE(verdictOf(test.judged(), kCheckChainRevocation), Verdict::Indeterminate);
    test.crl = testCrl("ARK-Genoa", ark, TestSignature::Pss384, {200});
    QCOMPARE(verdictOf(test.judged(), kCheckChainRevocation), Verdict::NotChecked);
}

void TestAttestationSnp::takesNoRootsForAnError()
{
    const TestSnp test;
    AttestationContext context = test.context();
    context.roots.clear();
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Failed);
    context.roots = builtinRoots();
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Failed);
    context = test.context();
    context.roots.front().vendor = Vendor::Intel;
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Failed);
}

void TestAttestationSnp::asksForChipKeys()
{
    TestSnp test;
    test.leaf.subject = "SEV-VLEK";
    test.leaf.extensions.erase(test.leaf.extensions.begin() + 1);
    test.leaf.extensions.emplace_back("1.3.6.1.4.1.3704.1.5", derOf(0x16, bytesOf("CN=example")));
    test.report[0x48] = 4;
    std::fill_n(test.report.begin() + 0x1a0, 64, std::uint8_t{0});
    QCOMPARE(test.judged().overall(), Verdict::Passed);
    AttestationContext context = test.context();
    context.policy.requireChipKey = true;
    const AttestationReport report = judgeAttestation(test.input(), context);
    QCOMPARE(verdictOf(report, kCheckPolicyChipKey), Verdict::Failed);
}

void TestAttestationSnp::isUndecidedWithoutCertificatesOrTime()
{
    const TestSnp test;
    AttestationInput input = test.input();
    input.parts.clear();
    AttestationReport report = judgeAttestation(input, test.context());
    QCOMPARE(report.overall(), Verdict::Indeterminate);
    QCOMPARE(reasonFor(report, kCheckChainLeaf), std::string(kReasonEndorsementsMissing));
    AttestationContext context = test.context();
    context.at.reset();
    report = judgeAttestation(test.input(), context);
    QCOMPARE(report.overall(), Verdict::Indeterminate);
    QCOMPARE(verdictOf(report, kCheckChainValidity), Verdict::Indeterminate);
}

void TestAttestationSnp::findsCertificatesElsewhere()
{
    const TestSnp test;
    AttestationInput input = test.input();
    input.parts[Role::Endorsements] = {copyOf(bytesOf(test.leaf.pem())), "leaf.pem"};
    AttestationContext context = test.context();
    QCOMPARE(judgeAttestation(input, context).overall(), Verdict::Failed);
    context.collateral.push_back({copyOf(bytesOf(test.intermediate.pem() + test.root.pem())), "cert_chain.pem"});
    QCOMPARE(judgeAttestation(input, context).overall(), Verdict::Passed);
}

void TestAttestationSnp::neverPassesDebug()
{
    TestSnp test;
    test.report[0x0a] |= 8;
    AttestationContext context = test.context();
    context.policy.debugForbidden = false;
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Indeterminate);
}

QTEST_APPLESS_MAIN(TestAttestationSnp)
#include "tst_attestation_snp.moc"
