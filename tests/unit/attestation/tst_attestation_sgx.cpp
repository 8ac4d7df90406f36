#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/family/reasons.h"
#include "tests/unit/attestation/test_sgx.h"

#include <QTest>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::test;

using Change = std::function<void(TestSgx&)>;
Q_DECLARE_METATYPE(Change)

class TestAttestationSgx final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsItsOwnPlatform();
    void refuses_data();
    void refuses();
    void judgesStates_data();
    void judgesStates();
    void followsThePolicy();
    void isUndecidedWithoutCollateral();
    void takesCollateralFromElsewhere();
};

namespace {

const Check* checkOf(const AttestationReport& report, const std::string& id)
{
    const auto found = std::ranges::find(report.judgement.checks, id, &Check::id);
    return found == report.judgement.checks.end() ? nullptr : &*found;
}

void addRefusals()
{
    const auto row = [](const char* name, const char* id, const char* reason, Change change) {
        QTest::newRow(name) << std::string(id) << std::string(reason) << std::move(change);
    };
    row("another root", kCheckPckRootPinned, kReasonRootNotPinned, [](TestSgx& t) {
        t.root.key = t.root.issuerKey = t.authority.issuerKey = t.signer.issuerKey = TestKey::ec("attacker", "P-256");
    });
    row("expired platform", kCheckPckValidity, kReasonCertificateExpired,
        [](TestSgx& t) { t.platform.to = {1'700'000'000}; });
    row("platform signed by another", kCheckPckChain, kReasonChainBroken,
        [](TestSgx& t) { t.platform.issuerKey = TestKey::ec("attacker", "P-256"); });
    row("authority is no CA", kCheckPckChain, kReasonChainBroken, [](TestSgx& t) { t.authority.ca = false; });
    row("platform with SHA-384", kCheckPckChain, kReasonChainBroken,
        [](TestSgx& t) { t.platform.signature = TestSignature::Ecdsa384; });
    row("extension cut", kCheckPckExtension, kReasonMalformed, [](TestSgx& t) {
        t.extension = ByteVector{0x30, 0x00};
    });
    row("extension with a tail", kCheckPckExtension, kReasonMalformed, [](TestSgx& t) {
        t.extension = ByteVector{0x30, 0x00, 0x00};
    });
    row("extension of indefinite length", kCheckPckExtension, kReasonMalformed, [](TestSgx& t) {
        t.extension = ByteVector{0x30, 0x80, 0x00, 0x00};
    });
    row("platform revoked", kCheckPckNotRevoked, kReasonRevoked, [](TestSgx& t) { t.revokedPlatforms = {3}; });
    row("authority revoked", kCheckCaNotRevoked, kReasonRevoked, [](TestSgx& t) { t.revokedAuthorities = {2}; });
    row("TCB signer revoked", kCheckCaNotRevoked, kReasonRevoked, [](TestSgx& t) { t.revokedAuthorities = {4}; });
    row("lists expired", kCheckPckCrlValidity, kReasonCollateralExpired,
        [](TestSgx& t) { t.listsTo = {1'750'000'000}; });
    row("list of the other authority", kCheckPckCrlSignature, kReasonSignatureInvalid,
        [](TestSgx& t) { t.listIssuer = "PCK Processor CA"; });
    row("TCB info expired", kCheckTcbInfoValidity, kReasonCollateralExpired,
        [](TestSgx& t) { t.tcbInfo["nextUpdate"] = "2026-12-02T00:00:00Z"; });
    row("TCB info from later", kCheckTcbInfoValidity, kReasonCollateralExpired,
        [](TestSgx& t) { t.tcbInfo["issueDate"] = "2027-01-31T00:00:00Z"; });
    row("TCB info of another platform", kCheckTcbInfoFmspc, kReasonNotPlatformData,
        [](TestSgx& t) { t.tcbInfo["fmspc"] = "00aa11bb22cd"; });
    row("TCB info of another PCE", kCheckTcbInfoPceid, kReasonNotPlatformData,
        [](TestSgx& t) { t.tcbInfo["pceId"] = "0001"; });
    row("TCB info version 4", kCheckTcbInfoVersion, kReasonUnsupported, [](TestSgx& t) { t.tcbInfo["version"] = 4; });
    row("TCB info with an unknown state", kCheckTcbInfoVersion, kReasonMalformed,
        [](TestSgx& t) { t.tcbInfo["tcbLevels"][0]["tcbStatus"] = "Fine"; });
    row("identity of the TD QE", kCheckQeIdentityId, kReasonNotPlatformData,
        [](TestSgx& t) { t.qeIdentity["id"] = "TD_QE"; });
    row("QE of another signer", kCheckQeIdentityMrsigner, kReasonEnclaveMismatch, [](TestSgx& t) { t.qe[130] ^= 1; });
    row("QE of another product", kCheckQeIdentityIsvprodid, kReasonEnclaveMismatch, [](TestSgx& t) { t.qe[256] = 2; });
    row("QE with another feature", kCheckQeIdentityMiscselect, kReasonEnclaveMismatch,
        [](TestSgx& t) { t.qe[16] = 1; });
    row("QE in debug mode", kCheckQeNotDebug, kReasonDebugEnabled, [](TestSgx& t) { t.qe[48] |= 2; });
    row("enclave in debug mode", kCheckQuoteNotDebug, kReasonDebugEnabled, [](TestSgx& t) { t.body[48] |= 2; });
    row("component below every level", kCheckTcbLevelFound, kReasonTcbNotSupported,
        [](TestSgx& t) { t.components[7] = 2; });
    row("PCE below every level", kCheckTcbLevelFound, kReasonTcbNotSupported, [](TestSgx& t) { t.pceSvn = 12; });
    row("QE below every level", kCheckTcbLevelFound, kReasonTcbNotSupported, [](TestSgx& t) { t.qe[258] = 7; });
    row("platform's state revoked", kCheckTcbNotRevoked, kReasonTcbRevoked,
        [](TestSgx& t) { t.tcbInfo["tcbLevels"][0]["tcbStatus"] = "Revoked"; });
    row("signer under another root", kCheckTcbInfoChain, kReasonChainBroken,
        [](TestSgx& t) { t.signer.issuerKey = TestKey::ec("attacker", "P-256"); });
}

} // namespace

void TestAttestationSgx::acceptsItsOwnPlatform()
{
    const AttestationReport report = TestSgx().judged();
    for (const Check& check : report.judgement.checks)
        QVERIFY2(check.verdict == Verdict::Passed, (check.id + ' ' + check.evidence).c_str());
    QCOMPARE(report.answer(Question::Authentic), Verdict::Passed);
    QCOMPARE(report.answer(Question::Current), Verdict::Passed);
    QCOMPARE(report.answer(Question::Wanted), Verdict::NotChecked); // Nobody said which software.
}

void TestAttestationSgx::refuses_data()
{
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("reason");
    QTest::addColumn<Change>("change");
    addRefusals();
}

void TestAttestationSgx::refuses()
{
    QFETCH(std::string, id);
    QFETCH(std::string, reason);
    QFETCH(Change, change);
    TestSgx test;
    change(test);
    const AttestationReport report = test.judged();
    QCOMPARE(report.overall(), Verdict::Failed);
    const Check* check = checkOf(report, id);
    QVERIFY(check);
    QCOMPARE(check->verdict, Verdict::Failed);
    QCOMPARE(check->reason, reason);
}

void TestAttestationSgx::judgesStates_data()
{
    QTest::addColumn<QString>("platform");
    QTest::addColumn<QString>("enclave");
    QTest::addColumn<QString>("joint");
    QTest::newRow("hardening") << "SWHardeningNeeded"
                               << "UpToDate"
                               << "joint SWHardeningNeeded";
    QTest::newRow("hardening, old enclave") << "SWHardeningNeeded"
                                            << "OutOfDate"
                                            << "joint OutOfDate";
    QTest::newRow("configuration, old enclave") << "ConfigurationNeeded"
                                                << "OutOfDate"
                                                << "joint OutOfDateConfigurationNeeded";
    QTest::newRow("both, old enclave") << "ConfigurationAndSWHardeningNeeded"
                                       << "OutOfDate"
                                       << "joint OutOfDateConfigurationNeeded";
    QTest::newRow("old") << "OutOfDate"
                         << "UpToDate"
                         << "joint OutOfDate";
    QTest::newRow("old enclave") << "UpToDate"
                                 << "OutOfDate"
                                 << "joint OutOfDate";
}

void TestAttestationSgx::judgesStates()
{
    QFETCH(QString, platform);
    QFETCH(QString, enclave);
    QFETCH(QString, joint);
    TestSgx test;
    test.tcbInfo["tcbLevels"][0]["tcbStatus"] = platform.toStdString();
    test.qeIdentity["tcbLevels"][0]["tcbStatus"] = enclave.toStdString();
    const AttestationReport report = test.judged();
    QCOMPARE(report.overall(), Verdict::Indeterminate);
    const Check* check = checkOf(report, kCheckTcbUpToDate);
    QVERIFY(check && check->reason == kReasonTcbNotCurrent);
    QVERIFY2(check->evidence.starts_with(joint.toStdString() + ';'), check->evidence.c_str());
    AttestationContext context = test.context();
    context.policy.acceptedStates.insert(joint.mid(6).toStdString());
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Passed);
}

void TestAttestationSgx::followsThePolicy()
{
    TestSgx test;
    AttestationContext context = test.context();
    context.policy.minimumEvaluation = 18;
    QCOMPARE(judgeAttestation(test.input(), context).judgement.verdictOf(kCheckPolicyEvaluationNumber),
             Verdict::Failed);
    context = test.context();
    context.policy.mrenclaves = {ByteVector(32, 1)};
    QCOMPARE(judgeAttestation(test.input(), context).judgement.verdictOf(kCheckPolicyMeasurement), Verdict::Failed);
    context.policy.mrenclaves.push_back(ByteVector(32));
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Passed);
    QCOMPARE(judgeAttestation(test.input(), context).answer(Question::Wanted), Verdict::Passed);
    test.tcbInfo["tcbLevels"][0]["advisoryIDs"] = {"INTEL-SA-00001"};
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Passed);
    context.policy.acceptedAdvisories.emplace();
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Indeterminate);
    context.policy.acceptedAdvisories->insert("INTEL-SA-00001");
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Passed);
}

void TestAttestationSgx::isUndecidedWithoutCollateral()
{
    TestSgx test;
    test.collateral = false;
    const AttestationReport report = test.judged();
    QCOMPARE(report.overall(), Verdict::Indeterminate);
    QCOMPARE(checkOf(report, kCheckCollateralPresent)->reason, std::string(kReasonCollateralMissing));
    QCOMPARE(report.answer(Question::Authentic), Verdict::Passed);
}

void TestAttestationSgx::takesCollateralFromElsewhere()
{
    const TestSgx test;
    AttestationInput input = test.input();
    AttestationContext context = test.context();
    context.collateral.push_back(*input.part(Role::Collateral));
    input.parts.clear();
    QCOMPARE(judgeAttestation(input, context).overall(), Verdict::Passed);
    TestSgx other;
    other.tcbInfo["fmspc"] = "00aa11bb22cd";
    context.collateral = {*other.input().part(Role::Collateral)};
    const AttestationReport report = judgeAttestation(input, context);
    QCOMPARE(report.overall(), Verdict::Indeterminate); // Another platform's is as good as none.
}

QTEST_APPLESS_MAIN(TestAttestationSgx)
#include "tst_attestation_sgx.moc"
