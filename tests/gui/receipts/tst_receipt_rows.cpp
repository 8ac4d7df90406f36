#include "ui/receipts/receipt_export.h"
#include "ui/receipts/receipt_model.h"
#include "ui/receipts/receipt_text.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace countersign;
using namespace countersign::ui;

namespace {

UtcTime at(const char* text)
{
    return parseIso8601(text).value();
}

ReceiptOutcome outcome(Verdict verdict, const char* reason)
{
    ReceiptOutcome one;
    one.path = "a/order.json";
    one.kind = "json";
    one.transactionId = TransactionId{2, 46};
    one.verdict = verdict;
    one.reason = reason;
    one.service = verdict == Verdict::Passed ? "service.pem" : "";
    return one;
}

} // namespace

class TestReceiptRows final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void modelKeepsItsContract();
    void sentencesSayNoMoreThanTheVerdict();
    void datesAreToldFromWhatIsSigned();
    void documentIsYesOrNo();
    void csvIsSafe();
};

void TestReceiptRows::modelKeepsItsContract()
{
    ReceiptModel model;
    const QAbstractItemModelTester tester(&model);
    model.setRows({{0, 1, outcome(Verdict::Passed, ""), {}}, {0, 2, outcome(Verdict::Failed, "SIGNATURE_INVALID"), {}}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.data(model.index(1, ReceiptModel::VerdictColumn)).toString(), QStringLiteral("Failed"));
    ReceiptFilter filter;
    filter.setSourceModel(&model);
    filter.setVerdict(Verdict::Passed);
    QCOMPARE(filter.rowCount(), 1);
    filter.setVerdict({});
    filter.setWord(QStringLiteral("FAILED"));
    QCOMPARE(filter.rowCount(), 1);
}

void TestReceiptRows::sentencesSayNoMoreThanTheVerdict()
{
    QVERIFY(registeredSentence(outcome(Verdict::Passed, "")).contains(QStringLiteral("was registered by")));
    QVERIFY(registeredSentence(outcome(Verdict::Failed, "ROOT_MISMATCH")).contains(QStringLiteral("does not prove")));
    QVERIFY(registeredSentence(outcome(Verdict::Indeterminate, "NO_TRUST_ANCHOR")).contains(QStringLiteral("no identity that you pinned")));
    ReceiptOutcome nameless = outcome(Verdict::Passed, "");
    nameless.transactionId.reset();
    QVERIFY(registeredSentence(nameless).contains(QStringLiteral("names no transaction")));
}

void TestReceiptRows::datesAreToldFromWhatIsSigned()
{
    ReceiptOutcome one = outcome(Verdict::Passed, "");
    QCOMPARE(datesSentence(one, at("2026-11-22")), QString());
    one.signerNotBefore = at("2024-01-01");
    one.signerNotAfter = at("2025-01-07");
    QVERIFY(datesSentence(one, at("2026-11-22")).contains(QStringLiteral("does not say when it was signed")));
    QVERIFY(datesSentence(one, at("2024-06-01")).contains(QStringLiteral("is valid from 2024-01-01 to 2025-01-07")));
    one.signedAt = at("2024-05-01");
    QVERIFY(datesSentence(one, at("2026-11-22")).contains(QStringLiteral("expired on 2025-01-07")));
    one.signedAt = at("2025-05-01"); // After the certificate ended: not "valid when signed".
    QVERIFY(!datesSentence(one, at("2026-11-22")).contains(QStringLiteral("Valid when signed")));
}

void TestReceiptRows::documentIsYesOrNo()
{
    DocumentInput document;
    document.source = "order.txt";
    document.digest.fill(7);
    ReceiptRow row{0, 1, outcome(Verdict::Passed, ""), {}};
    QCOMPARE(documentVerdict(row, {}), Verdict::NotChecked);
    QCOMPARE(documentVerdict(row, {document}), Verdict::Indeterminate); // It claims nothing.
    row.outcome.claimsDigest = Digest{};
    QCOMPARE(documentVerdict(row, {document}), Verdict::Failed);
    row.document = QStringLiteral("order.txt");
    QCOMPARE(documentVerdict(row, {document}), Verdict::Passed);
}

void TestReceiptRows::csvIsSafe()
{
    ReceiptOutcome one = outcome(Verdict::Failed, "MALFORMED");
    one.path = "=HYPERLINK(\"x\")";
    const QByteArray text = receiptsAsCsv({{0, 1, one, {}}});
    QVERIFY(text.contains("\"'=HYPERLINK(\"\"x\"\")\""));
}

QTEST_MAIN(TestReceiptRows)
#include "tst_receipt_rows.moc"
