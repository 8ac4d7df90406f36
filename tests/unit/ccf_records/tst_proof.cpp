#include "ledgers.h"

#include "core/ccf/ledger/ledger_verifier.h"
#include "core/ccf/ledger/proof.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"
#include "tests/support/ledger_script.h"

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

AnchorInput anchor(const std::filesystem::path& file)
{
    return {readSmallFile(file).value(), file.filename().string()};
}

VerificationReport verify(const OpenLedger& ledger, std::vector<AnchorInput> anchors)
{
    return verifyLedger(ledger.files, {.anchors = std::move(anchors)}, {}, {}).value();
}

Verdict worst(const std::vector<ProofLink>& links)
{
    Verdict verdict = links.empty() ? Verdict::NotChecked : Verdict::Passed;
    for (const ProofLink& link : links) verdict = worse(verdict, link.verdict);
    return verdict;
}

const ProofLink* find(const std::vector<ProofLink>& links, std::string_view id)
{
    const auto found = std::ranges::find(links, id, &ProofLink::id);
    return found == links.end() ? nullptr : &*found;
}

std::string told(const std::vector<ProofLink>& links)
{
    std::string text;
    for (const ProofLink& link : links)
        text += link.id + ' ' + verdictName(link.verdict) + ' ' + link.reason + ' ' + link.subject + '\n';
    return text;
}

} // namespace

class TestProof : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void recordsOfGoodLedgersAreProven_data();
    void recordsOfGoodLedgersAreProven();
    void noRecordOfAnyLedgerFails_data() { addLedgerRows(); }
    void noRecordOfAnyLedgerFails();
    void withoutAnAnchorNothingIsPassed();
    void theWrongAnchorIsNotInTheChain();
    void linksStandInOrder();
    void aChangedRecordFails();
    void aChangedSignatureTransactionFails();
    void anUnsignedRecordIsUnsigned();
    void aTreeThatBeginsLaterDoesNotCover();
    void aHoleIsNotFound();

private:
    std::filesystem::path m_first, m_second;
};

void TestProof::initTestCase()
{
    if (realLedgers().empty()) QSKIP("no vectors beside the checkout: nothing here was tested");
    for (const auto& item : std::filesystem::recursive_directory_iterator(vectors() / "ccf-network")) {
        if (item.path().filename() == "service-1-first.pem") m_first = item.path();
        if (item.path().filename() == "service-2-after-recovery.pem") m_second = item.path();
    }
    QVERIFY(!m_first.empty() && !m_second.empty());
}

void TestProof::recordsOfGoodLedgersAreProven_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("certificate");
    const auto row = [](const char* name, const std::filesystem::path& folder, const std::filesystem::path& pem) {
        QTest::newRow(name) << QString::fromStdString(folder.string()) << QString::fromStdString(pem.string());
    };
    row("live", networkLedger("1-live/node0"), m_first);
    row("after the election", networkLedger("2-after-stop/node3"), m_first);
    row("recovered, later pin", networkLedger("3-after-recovery-1/node4"), m_second);
    row("suffix with its snapshot", networkLedger("3-after-recovery-1/node5").parent_path(), m_second);
    for (const char* name : {"cose_flipflop_service", "double_sealed_service"})
        row(name, vectors() / "ccf-ledgers" / name / "ledger",
            vectors() / "ccf-ledgers" / name / "certs/service_cert.pem");
}

void TestProof::recordsOfGoodLedgersAreProven()
{
    QFETCH(QString, folder);
    QFETCH(QString, certificate);
    const auto ledger = OpenLedger::open(folder.toStdString());
    const VerificationReport report = verify(*ledger, {anchor(certificate.toStdString())});
    QVERIFY(report.signedTo);
    for (const RecordRow& row : ledger->allRows()) {
        if (row.seqno > report.signedTo->seqno) continue;
        const auto links = proveRecord(*ledger->records, row.seqno, report).value();
        QVERIFY2(worst(links) == Verdict::Passed, (std::to_string(row.seqno) + "\n" + told(links)).c_str());
        QVERIFY(find(links, kCheckEntryStructure) && find(links, kCheckNodeSignature) &&
                find(links, kCheckNodeEndorsement));
        QVERIFY(find(links, kCheckIdentityAnchor));
    }
}

void TestProof::noRecordOfAnyLedgerFails()
{
    QFETCH(QString, folder);
    const auto ledger = OpenLedger::open(folder.toStdString());
    if (ledger->records->last() == 0) QSKIP("only files of a recovery in progress");
    const VerificationReport report = verify(*ledger, {});
    for (const RecordRow& row : ledger->allRows()) {
        const auto links = proveRecord(*ledger->records, row.seqno, report).value();
        QVERIFY2(worst(links) == Verdict::Indeterminate, (std::to_string(row.seqno) + "\n" + told(links)).c_str());
        for (const ProofLink& link : links) QCOMPARE(link.reason.empty(), link.verdict == Verdict::Passed);
    }
}

void TestProof::withoutAnAnchorNothingIsPassed()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    const auto links = proveRecord(*ledger->records, 46, verify(*ledger, {})).value();
    QCOMPARE(find(links, kCheckIdentityAnchor)->verdict, Verdict::Indeterminate);
    QCOMPARE(find(links, kCheckIdentityAnchor)->reason, std::string(kReasonNoTrustAnchor));
    QCOMPARE(find(links, kCheckTreeRoot)->verdict, Verdict::Passed);
    // A report about nothing gives nothing.
    const auto bare = proveRecord(*ledger->records, 46, {}).value();
    QCOMPARE(worst(bare), Verdict::Indeterminate);
    QCOMPARE(find(bare, kCheckNodeEndorsement)->reason, std::string(kReasonIdentityUnknown));
}

void TestProof::theWrongAnchorIsNotInTheChain()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    const VerificationReport report = verify(*ledger, {anchor(m_second)});
    QVERIFY(worst(proveRecord(*ledger->records, 46, report).value()) != Verdict::Passed);

    // A report whose anchor is not the key of the epoch it names is not believed.
    VerificationReport good = verify(*ledger, {anchor(m_first)});
    good.anchor->keyId = std::string(64, '0');
    const auto links = proveRecord(*ledger->records, 46, good).value();
    QCOMPARE(find(links, kCheckIdentityAnchor)->verdict, Verdict::Indeterminate);
    QCOMPARE(find(links, kCheckIdentityAnchor)->reason, std::string(kReasonAnchorNotInChain));
}

void TestProof::linksStandInOrder()
{
    const auto ledger = OpenLedger::open(networkLedger("3-after-recovery-1/node4"));
    const VerificationReport report = verify(*ledger, {anchor(m_second)});
    const auto rows = ledger->allRows();
    const auto plain = std::ranges::find_if(
        rows, [](const RecordRow& row) { return row.seqno > 40 && row.kind == RecordKind::Governance; });
    const auto links = proveRecord(*ledger->records, plain->seqno, report).value();
    std::vector<std::string> ids;
    for (const ProofLink& link : links) ids.push_back(link.id);
    const std::vector<std::string> expected = {kCheckEntryStructure,   kCheckSignaturePresent, kCheckSignatureShape,
                                               kCheckTreeContents,     kCheckTreeRoot,         kCheckNodeSignature,
                                               kCheckNodeIdentity,     kCheckNodeEndorsement,  kCheckServiceHeader,
                                               kCheckServiceSignature, kCheckIdentityChain,    kCheckIdentityAnchor};
    QCOMPARE(ids, expected);
    QCOMPARE(*links[0].where.seqno, plain->seqno);
    QVERIFY(*links[3].where.seqno > plain->seqno);
    QCOMPARE(find(links, kCheckIdentityAnchor)->subject, m_second.filename().string());
}

void TestProof::aChangedRecordFails()
{
    const LedgerCopy copy(networkLedger("1-live/node0"));
    const auto before = OpenLedger::open(copy.path());
    const VerificationReport report = verify(*before, {anchor(m_first)});
    const auto rows = before->allRows();
    const auto row = std::ranges::find_if(
        rows, [](const RecordRow& r) { return r.seqno > 20 && r.kind != RecordKind::Signature && r.privateBytes > 0; });
    const auto located = before->records->locate(row->seqno).value();
    copy.change(located.place.chunk->name(), [&](ByteVector& bytes) { bytes[located.place.range.end() - 1] ^= 1; });
    const auto after = OpenLedger::open(copy.path());
    const auto links = proveRecord(*after->records, row->seqno, report).value();
    QCOMPARE(find(links, kCheckTreeContents)->verdict, Verdict::Failed);
    QCOMPARE(find(links, kCheckTreeContents)->reason, std::string(kReasonTreeMismatch));
    QCOMPARE(find(links, kCheckTreeRoot)->verdict, Verdict::Failed);
    QCOMPARE(find(links, kCheckTreeRoot)->reason, std::string(kReasonRootMismatch));
    QCOMPARE(find(links, kCheckNodeSignature)->verdict, Verdict::Passed);
    QCOMPARE(worst(proveRecord(*after->records, row->seqno - 1, report).value()), Verdict::Passed);
}

void TestProof::aChangedSignatureTransactionFails()
{
    const auto whole = OpenLedger::open(networkLedger("1-live/node0"));
    const VerificationReport report = verify(*whole, {anchor(m_first)});
    const auto located = whole->records->locate(2).value();
    // Every byte of the transaction counts, be it in a tag that no key holder is there to check.
    for (std::uint64_t at = 1; at < located.bytes.size(); at += 211) {
        const LedgerCopy copy(networkLedger("1-live/node0"));
        copy.change(located.place.chunk->name(),
                    [&](ByteVector& bytes) { bytes[located.place.range.offset + at] ^= 2; });
        const auto damaged = OpenLedger::open(copy.path());
        const auto links = proveRecord(*damaged->records, 2, report);
        QVERIFY(links);
        QVERIFY2(worst(*links) == Verdict::Failed, (std::to_string(at) + "\n" + told(*links)).c_str());
    }
}

void TestProof::anUnsignedRecordIsUnsigned()
{
    const LedgerCopy copy(networkLedger("1-live/node0"));
    const auto before = OpenLedger::open(copy.path());
    const auto last = before->records->locate(194).value();
    QCOMPARE(before->allRows().back().kind, RecordKind::Signature);
    if (before->allRows()[192].kind == RecordKind::Signature) QSKIP("no record between the last two signatures");
    if (last.place.chunk->hasPositions()) QSKIP("the last chunk is complete");
    copy.change(last.place.chunk->name(), [&](ByteVector& bytes) { bytes.resize(last.place.range.offset); });
    const auto cut = OpenLedger::open(copy.path());
    const auto links = proveRecord(*cut->records, 193, verify(*cut, {anchor(m_first)})).value();
    QCOMPARE(links.back().id, std::string(kCheckSignaturePresent));
    QCOMPARE(links.back().verdict, Verdict::Indeterminate);
    QCOMPARE(links.back().reason, std::string(kReasonUnsigned));
}

void TestProof::aTreeThatBeginsLaterDoesNotCover()
{
    const QTemporaryDir folder;
    support::LedgerScript script;
    script.transactions = 100;
    script.signatureEvery = 10;
    QVERIFY(script.run(folder.path().toStdString()));
    const auto path = std::filesystem::path(folder.path().toStdString()) / "ledger";
    const auto whole = OpenLedger::open(path);
    const auto rows = whole->allRows();
    const auto record = std::ranges::find_if(rows.begin() + 60, rows.end(),
                                             [](const RecordRow& row) { return row.kind == RecordKind::Application; });
    const auto closing = std::ranges::find_if(record, rows.end(),
                                              [](const RecordRow& row) { return row.kind == RecordKind::Signature; });
    QVERIFY(closing != rows.end());
    QCOMPARE(find(proveRecord(*whole->records, record->seqno, {}).value(), kCheckTreeRoot)->verdict, Verdict::Passed);

    // The signature that closes it is damaged; the tree of the next one begins after the record.
    const auto located = whole->records->locate(closing->seqno).value();
    const LedgerCopy copy(path);
    copy.change(located.place.chunk->name(),
                [&](ByteVector& bytes) { bytes[located.place.range.offset + kPublicDomainOffset] = 9; });
    const auto damaged = OpenLedger::open(copy.path());
    const auto links = proveRecord(*damaged->records, record->seqno, {}).value();
    QCOMPARE(links.back().id, std::string(kCheckTreeContents));
    QCOMPARE(links.back().verdict, Verdict::Indeterminate);
    QCOMPARE(links.back().reason, std::string(kReasonNotCovered));
    QVERIFY(!links.back().evidence.empty());
    const auto own = proveRecord(*damaged->records, closing->seqno, {}).value();
    QCOMPARE(own.back().id, std::string(kCheckEntryStructure));
    QCOMPARE(own.back().reason, std::string(kReasonUnsupported));
}

void TestProof::aHoleIsNotFound()
{
    const auto ledger = OpenLedger::open(networkLedger("3-after-recovery-1/node5"));
    QCOMPARE(proveRecord(*ledger->records, 10, {}).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestProof)
#include "tst_proof.moc"
