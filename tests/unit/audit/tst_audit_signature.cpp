#include "core/audit/check_ids.h"
#include "core/family/reasons.h"
#include "tests/unit/audit/histories.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::audit;
using namespace countersign::test;

class TestAuditSignature : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void holdsUnderTheAuditorsKey_data();
    void holdsUnderTheAuditorsKey();
    void anotherKeyMayNotSign();
    void oneFlippedBitFails();
    void aStrippedSignatureFails();
    void aSignatureAroundAnotherDocumentFails();
    void unsignedIsIndeterminate();
    void aStrangerIsIndeterminate();

private:
    SnapshotFile signedFile(const crypto::PrivateKey& key) const;

    QTemporaryDir m_folder;
    AuditSnapshot m_snapshot;
    std::optional<crypto::PrivateKey> m_key;
};

namespace {

Check worst(const std::vector<Check>& checks)
{
    Check found = checks.front();
    for (const Check& check : checks)
        if (worse(check.verdict, found.verdict) == check.verdict && check.verdict != found.verdict) found = check;
    return found;
}

} // namespace

void TestAuditSignature::initTestCase()
{
    const Histories histories(m_folder.path().toStdString());
    m_snapshot = see(histories.whole(), {.anchor = histories.anchor()}).snapshot;
    m_snapshot.consortium.items.resize(2);
    m_snapshot.landmarks.resize(2);
    m_key = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
}

SnapshotFile TestAuditSignature::signedFile(const crypto::PrivateKey& key) const
{
    AuditSnapshot snapshot = m_snapshot;
    snapshot.auditor = auditorOf("Alice", key.publicKey());
    const std::string document = snapshotDocument(snapshot).value();
    return openSnapshotFile(signSnapshot(bytesOf(document), key).value()).value();
}

void TestAuditSignature::holdsUnderTheAuditorsKey_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("P-256") << static_cast<int>(crypto::KeyKind::P256);
    QTest::newRow("P-384") << static_cast<int>(crypto::KeyKind::P384);
    QTest::newRow("P-521") << static_cast<int>(crypto::KeyKind::P521);
}

void TestAuditSignature::holdsUnderTheAuditorsKey()
{
    QFETCH(int, kind);
    const auto key = crypto::PrivateKey::generate(static_cast<crypto::KeyKind>(kind)).value();
    const SnapshotFile file = signedFile(key);
    const auto checks = judgeSignature(file, {keyIdOf(*file.snapshot.auditor)});
    QCOMPARE(checks.size(), std::size_t{2});
    QVERIFY(overall(checks) == Verdict::Passed);
}

void TestAuditSignature::anotherKeyMayNotSign()
{
    AuditSnapshot snapshot = m_snapshot;
    snapshot.auditor = auditorOf("Alice", m_key->publicKey());
    const std::string document = snapshotDocument(snapshot).value();
    const auto other = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    QCOMPARE(signSnapshot(bytesOf(document), other).error().code, ErrorCode::Crypto);
    snapshot.auditor.reset();
    QVERIFY(!signSnapshot(bytesOf(snapshotDocument(snapshot).value()), *m_key));
}

void TestAuditSignature::oneFlippedBitFails()
{
    const SnapshotFile file = signedFile(*m_key);
    const std::string keyId = keyIdOf(*file.snapshot.auditor);
    int judged = 0;
    for (std::size_t i = 0; i < file.envelope.size(); i += 7) {
        ByteVector bytes = file.envelope;
        bytes[i] ^= 1;
        const auto read = openSnapshotFile(bytes);
        if (!read) continue;
        ++judged;
        QVERIFY2(overall(judgeSignature(*read, {keyId})) != Verdict::Passed, std::to_string(i).c_str());
    }
    QVERIFY(judged > 10);
}

void TestAuditSignature::aStrippedSignatureFails()
{
    SnapshotFile file = signedFile(*m_key);
    file.envelope.clear();
    const Check check = worst(judgeSignature(file, {keyIdOf(*file.snapshot.auditor)}));
    QVERIFY(check.verdict == Verdict::Failed);
    QCOMPARE(check.reason, std::string(kReasonNoSignature));
}

void TestAuditSignature::aSignatureAroundAnotherDocumentFails()
{
    SnapshotFile file = signedFile(*m_key);
    const auto other = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    file.snapshot.auditor = auditorOf("Alice", other.publicKey());
    const Check check = worst(judgeSignature(file, {keyIdOf(*file.snapshot.auditor)}));
    QVERIFY(check.verdict == Verdict::Failed);
    QCOMPARE(check.reason, std::string(kReasonKeyMismatch));
}

void TestAuditSignature::unsignedIsIndeterminate()
{
    const Check check = worst(judgeSignature(fileOf(m_snapshot), {}));
    QVERIFY(check.verdict == Verdict::Indeterminate);
    QCOMPARE(check.reason, std::string(kReasonUnattributed));
}

void TestAuditSignature::aStrangerIsIndeterminate()
{
    const Check check = worst(judgeSignature(signedFile(*m_key), {std::string(64, '0')}));
    QCOMPARE(check.id, std::string(kCheckAuditAuditor));
    QVERIFY(check.verdict == Verdict::Indeterminate);
    QCOMPARE(check.reason, std::string(kReasonNoTrustAnchor));
}

QTEST_GUILESS_MAIN(TestAuditSignature)
#include "tst_audit_signature.moc"
