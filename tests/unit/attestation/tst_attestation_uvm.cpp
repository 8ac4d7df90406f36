#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/family/reasons.h"
#include "tests/unit/attestation/test_uvm.h"

#include <QTest>

using namespace countersign;
using namespace countersign::attestation;
using namespace countersign::test;

using Change = std::function<void(TestUvm&)>;
Q_DECLARE_METATYPE(Change)

class TestAttestationUvm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsItsOwnIssuer();
    void refuses_data();
    void refuses();
    void isUndecidedWithoutAReport();
    void comparesVersionsAsNumbers();
};

namespace {

void addRefusals()
{
    const auto row = [](const char* name, const char* id, const char* reason, Change change) {
        QTest::newRow(name) << std::string(id) << std::string(reason) << std::move(change);
    };
    using Header = std::vector<std::pair<ByteVector, ByteVector>>;
    row("label twice", kCheckCoseFormat, kReasonMalformed,
        [](TestUvm& t) { t.changeHeader = [](Header& h) { h.push_back(h[1]); }; });
    row("algorithm twice", kCheckCoseFormat, kReasonMalformed, [](TestUvm& t) {
        t.changeHeader = [](Header& h) { h.push_back({cborInt(1), cborInt(-38)}); };
    });
    row("label in both headers", kCheckCoseFormat, kReasonMalformed, [](TestUvm& t) {
        t.unprotected = joined({{0xa1}, cborInt(259), cborText("text/plain")});
    });
    row("algorithm unprotected", kCheckCoseFormat, kReasonMalformed, [](TestUvm& t) {
        t.changeHeader = [](Header& h) { h.erase(h.begin()); };
        t.unprotected = joined({{0xa1}, cborInt(1), cborInt(-35)});
    });
    row("unknown critical label", kCheckCoseFormat, kReasonUnsupported, [](TestUvm& t) {
        t.changeHeader = [](Header& h) { h.push_back({cborInt(2), joined({{0x81}, cborInt(259)})}); };
    });
    row("claims unprotected", kCheckCoseFormat, kReasonMalformed, [](TestUvm& t) {
        t.changeHeader = [&t](Header& h) {
            t.unprotected = joined({{0xa1}, h[1].first, h[1].second});
            h.erase(h.begin() + 1);
        };
    });
    row("version missing", kCheckCoseFormat, kReasonMalformed, [](TestUvm& t) { t.feed.clear(); });
    row("short measurement", kCheckCoseFormat, kReasonMalformed, [](TestUvm& t) { t.payload.pop_back(); });
    row("algorithm swapped for PS384", kCheckCoseSignature, kReasonSignatureInvalid,
        [](TestUvm& t) { t.algorithm = -38; });
    row("algorithm swapped for ES256", kCheckCoseSignature, kReasonSignatureInvalid,
        [](TestUvm& t) { t.algorithm = -7; });
    row("algorithm unknown", kCheckCoseSignature, kReasonUnsupported, [](TestUvm& t) { t.algorithm = -257; });
    row("other thumbprint", kCheckCoseX5t, kReasonKeyMismatch, [](TestUvm& t) { t.thumbprint = ByteVector(32, 1); });
    row("other contents", kCheckCoseContentType, kReasonMalformed, [](TestUvm& t) { t.contentType = "text/plain"; });
    row("signed after the leaf ended", kCheckCoseValidity, kReasonCertificateExpired,
        [](TestUvm& t) { t.leaf.to = {1'700'000'000}; });
    row("leaf not signed by the root", kCheckCoseChain, kReasonChainBroken,
        [](TestUvm& t) { t.leaf.issuerKey = TestKey::rsa("attacker"); });
    row("leaf is a CA", kCheckCoseChain, kReasonChainBroken, [](TestUvm& t) { t.leaf.ca = true; });
    row("root is no CA", kCheckCoseChain, kReasonChainBroken, [](TestUvm& t) { t.root.ca = false; });
    row("name of another root", kCheckDidResolved, kReasonIssuerMismatch,
        [](TestUvm& t) { t.issuer = "did:x509:0:sha256:AAAA::eku:1.3.6.1.4.1.311.76.59.1.2"; });
    row("usage missing", kCheckDidResolved, kReasonIssuerMismatch, [](TestUvm& t) { t.leaf.extensions.clear(); });
    row("other feed", kCheckUvmRootOfTrust, kReasonIssuerNotAccepted, [](TestUvm& t) { t.feed = "ConfAKS-AMD-UVM"; });
    row("version below the minimum", kCheckUvmRootOfTrust, kReasonIssuerNotAccepted, [](TestUvm& t) { t.svn = 99; });
    row("other measurement", kCheckUvmMeasurement, kReasonMeasurementMismatch,
        [](TestUvm& t) { t.payload = ByteVector(48, 0x12); });
}

} // namespace

void TestAttestationUvm::acceptsItsOwnIssuer()
{
    const AttestationReport report = TestUvm().judged();
    for (const Check& check : report.judgement.checks)
        QVERIFY2(check.verdict == Verdict::Passed, (check.id + ' ' + check.evidence).c_str());
}

void TestAttestationUvm::refuses_data()
{
    QTest::addColumn<std::string>("id");
    QTest::addColumn<std::string>("reason");
    QTest::addColumn<Change>("change");
    addRefusals();
}

void TestAttestationUvm::refuses()
{
    QFETCH(std::string, id);
    QFETCH(std::string, reason);
    QFETCH(Change, change);
    TestUvm test;
    const AttestationContext context = test.context();
    change(test);
    const AttestationReport report = judgeAttestation(test.input(), context);
    QCOMPARE(report.overall(), Verdict::Failed);
    const auto check = std::ranges::find(report.judgement.checks, id, &Check::id);
    QVERIFY(check != report.judgement.checks.end());
    QCOMPARE(check->verdict, Verdict::Failed);
    QCOMPARE(check->reason, reason);
}

void TestAttestationUvm::isUndecidedWithoutAReport()
{
    const TestUvm test;
    AttestationInput input = test.input();
    input.measurement.reset();
    QCOMPARE(judgeAttestation(input, test.context()).overall(), Verdict::Indeterminate);
}

void TestAttestationUvm::comparesVersionsAsNumbers()
{
    TestUvm test;
    AttestationContext context = test.context();
    context.policy.uvmRoots.front().minimumSvn = 10;
    test.svn = 9;
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Failed);
    test.svn = 10;
    QCOMPARE(judgeAttestation(test.input(), context).overall(), Verdict::Passed);
}

QTEST_APPLESS_MAIN(TestAttestationUvm)
#include "tst_attestation_uvm.moc"
