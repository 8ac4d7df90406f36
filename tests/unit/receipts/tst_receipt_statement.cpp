#include "core/crypto/did_x509.h"
#include "core/ccf/receipt/cose_receipt.h"
#include "core/crypto/sha2.h"
#include "tests/unit/receipts/judged.h"

#include <QTest>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace {

const ReceiptWriter& service()
{
    static const ReceiptWriter writer("transparency");
    return writer;
}

const StatementWriter& issuer()
{
    static const StatementWriter writer("issuer");
    return writer;
}

ByteVector receiptFor(const ByteVector& statement, TransactionId id = {2, 46})
{
    return service().cose({service().leaf(id, std::string(textOf(statement)))});
}

JudgedReceipt anchored()
{
    return {.anchors = {service().serviceCertificate()}};
}

} // namespace

class TestReceiptStatement final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTransparentByItsReceipts();
    void refuses();
    void answersForItsDocument();
    void rfc9162Receipt();
    void resolvesDid_data();
    void resolvesDid();
};

void TestReceiptStatement::isTransparentByItsReceipts()
{
    const ByteVector registered = issuer().statement("hello", {});
    const ByteVector one = issuer().statement("hello", {receiptFor(registered)});
    QCOMPARE(ccf::receiptFormat(one), ccf::ReceiptFormat::Statement);
    QCOMPARE(ccf::receiptFormat(registered), ccf::ReceiptFormat::Statement);
    QCOMPARE(told(anchored()(one)), std::string("passed"));
    QCOMPARE(anchored()(one).kind, std::string("statement"));
    QCOMPARE(told(anchored()(issuer().statement("hello", {receiptFor(registered), receiptFor(registered, {2, 47})}))),
             std::string("passed"));
    QCOMPARE(told(anchored()(registered)), std::string("indeterminate NO_RECEIPT ccf.statement.receipts"));
    QCOMPARE(told(JudgedReceipt()(one)), std::string("indeterminate NO_TRUST_ANCHOR ccf.receipt.anchor"));
}

void TestReceiptStatement::refuses()
{
    const ByteVector registered = issuer().statement("hello", {});
    const ByteVector other = issuer().statement("goodbye", {});
    QCOMPARE(told(anchored()(issuer().statement("hello", {receiptFor(other)}))),
             std::string("failed CLAIMS_MISMATCH ccf.receipt.claims"));
    QCOMPARE(told(anchored()(issuer().statement("hello", {receiptFor(registered), receiptFor(other)}))),
             std::string("failed CLAIMS_MISMATCH ccf.receipt.claims"));
    QCOMPARE(told(anchored()(issuer().statement("hello", {ByteVector{1, 2, 3}}))),
             std::string("failed MALFORMED ccf.receipt.readable"));
    const ReceiptWriter stranger("stranger");
    const ByteVector strange = stranger.cose({stranger.leaf({2, 46}, std::string(textOf(registered)))});
    QCOMPARE(told(anchored()(issuer().statement("hello", {receiptFor(registered), strange}))),
             std::string("indeterminate ANCHOR_NOT_IN_CHAIN ccf.receipt.anchor"));
    ByteVector broken = issuer().statement("hello", {receiptFor(registered)});
    broken.back() ^= 1;
    QCOMPARE(anchored()(broken).verdict(), Verdict::Failed);
    StatementWriter wrongChain("issuer");
    wrongChain.leafCertificate = StatementWriter("another").leafCertificate;
    QCOMPARE(anchored()(wrongChain.statement("hello", {})).verdict(), Verdict::Failed);
}

void TestReceiptStatement::answersForItsDocument()
{
    const ByteVector statement = issuer().statement("hello", {receiptFor(issuer().statement("hello", {}))});
    JudgedReceipt judged = anchored();
    judged.options.document = documentOf("hello");
    QCOMPARE(told(judged(statement)), std::string("passed"));
    judged.options.document = documentOf("Hello");
    QCOMPARE(told(judged(statement)), std::string("failed CLAIMS_MISMATCH ccf.receipt.claims"));
    judged.options = {};
    judged.options.transactionId = TransactionId{2, 47};
    QCOMPARE(told(judged(statement)), std::string("failed TXID_MISMATCH ccf.receipt.transaction"));
}

void TestReceiptStatement::rfc9162Receipt()
{
    const ByteVector registered = issuer().statement("hello", {});
    const Digest leaf = ccf::rfc9162Leaf(registered);
    QCOMPARE(told(anchored()(issuer().statement("hello", {service().coseRfc9162(1, 0, {}, leaf)}))), std::string("passed"));
    const Digest other = ccf::rfc9162Leaf(issuer().statement("goodbye", {}));
    QCOMPARE(told(anchored()(issuer().statement("hello", {service().coseRfc9162(1, 0, {}, other)}))),
             std::string("failed SIGNATURE_INVALID ccf.receipt.signature"));
}

void TestReceiptStatement::resolvesDid_data()
{
    QTest::addColumn<QString>("did");
    QTest::addColumn<QString>("expected");
    const QString good = QString::fromStdString(issuer().issuer());
    const QString head = good.left(good.indexOf(QStringLiteral("::")));
    QTest::newRow("good") << good << QStringLiteral("resolves");
    QTest::newRow("another name") << head + QStringLiteral("::subject:CN:Other") << QStringLiteral("mismatch");
    QTest::newRow("percent encoded") << head + QStringLiteral("::subject:CN:%49ssuer") << QStringLiteral("resolves");
    QTest::newRow("no such usage") << head + QStringLiteral("::eku:1.2.3") << QStringLiteral("mismatch");
    QTest::newRow("no policy") << head << QStringLiteral("malformed");
    QTest::newRow("policy not known") << good + QStringLiteral("::born:in:a") << QStringLiteral("unsupported");
    QTest::newRow("another root") << QStringLiteral("did:x509:0:sha256:AAAA::subject:CN:Issuer")
                                  << QStringLiteral("mismatch");
    QTest::newRow("key twice") << head + QStringLiteral("::subject:CN:Issuer:CN:Issuer") << QStringLiteral("malformed");
    QTest::newRow("another version") << QStringLiteral("did:x509:1:sha256:AAAA::subject:CN:Issuer")
                                     << QStringLiteral("unsupported");
    QTest::newRow("half an escape") << head + QStringLiteral("::subject:CN:Issuer%4") << QStringLiteral("malformed");
}

void TestReceiptStatement::resolvesDid()
{
    QFETCH(QString, did);
    QFETCH(QString, expected);
    const std::vector<crypto::Certificate> chain{crypto::Certificate::fromPem(issuer().leafCertificate).value(),
                                                 crypto::Certificate::fromPem(issuer().rootCertificate).value()};
    const char* const kFaults[] = {"resolves", "malformed", "unsupported", "mismatch"};
    const auto fault = crypto::resolveDidX509(did.toStdString(), chain).fault;
    QCOMPARE(QString::fromUtf8(kFaults[static_cast<int>(fault)]), expected);
}

QTEST_APPLESS_MAIN(TestReceiptStatement)
#include "tst_receipt_statement.moc"
