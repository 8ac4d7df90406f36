#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"
#include "core/ccf/receipt/cose_receipt.h"
#include "tests/support/cose_writer.h"
#include "tests/unit/receipts/judged.h"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;
using nlohmann::json;

namespace {

const ReceiptWriter& service()
{
    static const ReceiptWriter writer("forgery");
    return writer;
}

const ReceiptWriter& stranger()
{
    static const ReceiptWriter writer("stranger");
    return writer;
}

JudgedReceipt anchored()
{
    return {.anchors = {service().serviceCertificate()}};
}

json goodJson()
{
    return service().json(service().leaf({2, 46}, "the document"));
}

constexpr const char* kMalformed = "failed MALFORMED ccf.receipt.readable";
constexpr const char* kBadSignature = "failed SIGNATURE_INVALID ccf.receipt.signature";

} // namespace

class TestReceiptForgery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passes();
    void refusesJson_data();
    void refusesJson();
    void refusesText_data();
    void refusesText();
    void refusesCose_data();
    void refusesCose();
    void answersQuestions_data();
    void answersQuestions();
    void saysWhenNothingIsBound();
    void severalProofs();
    void rfc9162();
};

void TestReceiptForgery::passes()
{
    const JudgedReceipt judged = anchored();
    QCOMPARE(told(judged(goodJson())), std::string("passed"));
    QCOMPARE(told(judged(service().cose({service().leaf({2, 46})}))), std::string("passed"));
    QCOMPARE(told(judged(service().jsonOfRoot(crypto::sha256(bytesOf("root"))))), std::string("passed"));
    json v2 = goodJson();
    v2["is_signature_transaction"] = false;
    v2["service_endorsements"] = json::array();
    QCOMPARE(told(judged(v2)), std::string("passed"));
    QCOMPARE(told(JudgedReceipt()(goodJson())), std::string("indeterminate NO_TRUST_ANCHOR ccf.receipt.anchor"));
    const JudgedReceipt other{.anchors = {stranger().serviceCertificate()}};
    QCOMPARE(told(other(goodJson())), std::string("indeterminate ANCHOR_NOT_IN_CHAIN ccf.receipt.anchor"));
    QCOMPARE(told(other(service().cose({service().leaf({2, 46})}))),
             std::string("indeterminate ANCHOR_NOT_IN_CHAIN ccf.receipt.anchor"));
}

void TestReceiptForgery::refusesJson_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* expected, const std::function<void(json&)>& edit) {
        json receipt = goodJson();
        edit(receipt);
        QTest::newRow(name) << QString::fromStdString(receipt.dump()) << QString::fromUtf8(expected);
    };
    row("wrong side", kBadSignature, [](json& r) {
        json& step = r["proof"][0];
        const bool left = step.contains("left");
        step = {{left ? "right" : "left", step.begin().value()}};
    });
    row("both sides", kMalformed, [](json& r) {
        const std::string sibling = r["proof"][0].begin().value();
        r["proof"][0] = {{"left", sibling}, {"right", sibling}};
    });
    row("no side", kMalformed, [](json& r) { r["proof"][0] = json::object(); });
    row("another side", kMalformed, [](json& r) { r["proof"][0] = {{"middle", r["proof"][0].begin().value()}}; });
    row("steps swapped", kBadSignature, [](json& r) { std::swap(r["proof"][0], r["proof"][1]); });
    row("step left out", kBadSignature, [](json& r) { r["proof"].erase(0); });
    row("step added", kBadSignature, [](json& r) { r["proof"].push_back(r["proof"][0]); });
    row("too many steps", kMalformed, [](json& r) { while (r["proof"].size() < 65) r["proof"].push_back(r["proof"][0]); });
    row("path is no list", kMalformed, [](json& r) { r["proof"] = json::object(); });
    row("path left out", kMalformed, [](json& r) { r.erase("proof"); });
    row("claims of another", kBadSignature,
        [](json& r) { r["leaf_components"]["claims_digest"] = std::string(64, 'a'); });
    row("claims left out", kBadSignature, [](json& r) { r["leaf_components"].erase("claims_digest"); });
    row("components swapped", kBadSignature, [](json& r) {
        std::swap(r["leaf_components"]["claims_digest"], r["leaf_components"]["write_set_digest"]);
    });
    row("write set in upper case", kMalformed, [](json& r) { r["leaf_components"]["write_set_digest"] = std::string(64, 'A'); });
    row("another id", kBadSignature, [](json& r) {
        std::string evidence = r["leaf_components"]["commit_evidence"];
        r["leaf_components"]["commit_evidence"] = evidence.replace(3, 4, "2.47");
    });
    row("evidence of another kind", kMalformed, [](json& r) { r["leaf_components"]["commit_evidence"] = "ce:2.46"; });
    row("evidence with more behind", kMalformed, [](json& r) {
        r["leaf_components"]["commit_evidence"] = r["leaf_components"]["commit_evidence"].get<std::string>() + " ";
    });
    row("unknown part of the leaf", kMalformed, [](json& r) { r["leaf_components"]["note"] = "x"; });
    row("a leaf and components", kMalformed, [](json& r) { r["leaf"] = std::string(64, 'a'); });
    row("neither leaf nor components", kMalformed, [](json& r) { r.erase("leaf_components"); });
    row("unknown member", kMalformed, [](json& r) { r["transaction_id"] = "2.46"; });
    row("camel case", kMalformed, [](json& r) { r["nodeId"] = r["node_id"]; });
    row("called a signature transaction", kMalformed, [](json& r) { r["is_signature_transaction"] = true; });
    row("another node's id", "failed KEY_MISMATCH ccf.receipt.node", [](json& r) { r["node_id"] = stranger().nodeKey().id(); });
    row("another service's node", "failed KEY_MISMATCH ccf.receipt.node",
        [](json& r) { r["cert"] = stranger().nodeCertificate(); });
    row("no certificate", "indeterminate NO_NODE_CERTIFICATE ccf.receipt.signature", [](json& r) { r.erase("cert"); });
    row("two certificates", kMalformed,
        [](json& r) { r["cert"] = service().nodeCertificate() + service().serviceCertificate(); });
    row("signed by a stranger", "indeterminate ANCHOR_NOT_IN_CHAIN ccf.receipt.anchor",
        [](json& r) { r = stranger().json(service().leaf({2, 46})); });
    row("signed by the service itself", kBadSignature, [](json& r) {
        r["signature"] = toBase64(service().serviceKey().signDigestDer(service().leaf({2, 46}, "the document").root()));
    });
    row("signature with a byte behind", kBadSignature, [](json& r) {
        auto bytes = fromBase64(r["signature"].get<std::string>()).value();
        bytes.push_back(0);
        r["signature"] = toBase64(bytes);
    });
    row("no signature", kBadSignature, [](json& r) { r["signature"] = ""; });
    row("another root stated", "failed ROOT_MISMATCH ccf.receipt.path", [](json& r) { r["root"] = std::string(64, 'a'); });
    row("endorsement inserted", "failed NOT_ENDORSED ccf.receipt.endorsement",
        [](json& r) { r["service_endorsements"] = {stranger().serviceCertificate()}; });
    row("a node's certificate as endorsement", "failed NOT_ENDORSED ccf.receipt.endorsement",
        [](json& r) { r["service_endorsements"] = {service().nodeCertificate()}; });
    row("endorsements are no list", kMalformed, [](json& r) { r["service_endorsements"] = nullptr; });
}

void TestReceiptForgery::refusesJson()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(told(anchored()(json::parse(text.toStdString())))), expected);
}

void TestReceiptForgery::refusesText_data()
{
    QTest::addColumn<QString>("text");
    const std::string good = goodJson().dump();
    QTest::newRow("member named twice") << QString::fromStdString("{\"proof\":[]," + good.substr(1));
    QTest::newRow("side named twice") << QString::fromStdString(
        std::string(good).replace(good.find("{\"left\":"), 8, "{\"left\":\"" + std::string(64, '0') + "\",\"left\":"));
    QTest::newRow("more behind") << QString::fromStdString(good + good);
    QTest::newRow("cut short") << QString::fromStdString(good.substr(0, good.size() - 2));
}

void TestReceiptForgery::refusesText()
{
    QFETCH(QString, text);
    QCOMPARE(told(anchored()(bytesOf(text.toStdString()))), std::string(kMalformed));
}

void TestReceiptForgery::refusesCose_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* expected, const ByteVector& bytes) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()))
                            << QString::fromUtf8(expected);
    };
    const ReceiptLeaf leaf = service().leaf({2, 46});
    const auto edited = [&](const auto& edit) { return service().cose({leaf}, edit); };
    row("algorithm of another curve", "failed KEY_MISMATCH ccf.receipt.header", edited([](auto& h) { h.algorithm = -7; }));
    row("no such algorithm", "failed KEY_MISMATCH ccf.receipt.header", edited([](auto& h) { h.algorithm = -37; }));
    row("tree of another kind", "indeterminate UNSUPPORTED ccf.receipt.readable", edited([](auto& h) { h.tree = 3; }));
    row("key named as another's", "indeterminate ANCHOR_NOT_IN_CHAIN ccf.receipt.anchor",
        edited([](auto& h) { h.keyId = stranger().serviceKey().id(); }));
    row("signed before the transaction", "failed TXID_MISMATCH ccf.receipt.header",
        edited([](auto& h) { h.signedAt = {2, 46}; }));
    row("signed in an earlier view", "failed TXID_MISMATCH ccf.receipt.header",
        edited([](auto& h) { h.signedAt = {1, 60}; }));
    ReceiptLeaf wrong = leaf;
    wrong.path[0].siblingIsLeft = !wrong.path[0].siblingIsLeft;
    row("wrong side in one of two proofs", "failed ROOT_MISMATCH ccf.receipt.path", service().cose({leaf, wrong}));

    const ByteVector good = service().cose({leaf});
    const auto replaced = [&](ByteVector from, ByteVector to) {
        ByteVector bytes = good;
        const auto at = std::search(bytes.begin(), bytes.end(), from.begin(), from.end());
        if (at == bytes.end()) qFatal("nothing to replace");
        std::ranges::copy(to, at);
        return bytes;
    };
    row("claims swapped", kBadSignature, replaced({0x58, 0x20, 0, 0, 0}, {0x58, 0x20, 1, 0, 0}));
    row("label that nobody signed", kMalformed, replaced({0x19, 0x01, 0x8c}, {0x19, 0x01, 0x8d}));
    row("another kind of proof", "indeterminate UNSUPPORTED ccf.receipt.readable", replaced({0x8c, 0xa1, 0x20}, {0x8c, 0xa1, 0x21}));
    row("duplicate label", kMalformed, [&] {
        const std::string kid = service().serviceKey().id();
        CborOut head;
        head.map(3).integer(1).integer(-35).integer(1).integer(-35).integer(395).integer(2);
        CborOut empty;
        return sign1With(service().serviceKey(), head.take(), empty.map(0).take(), {}, leaf.root());
    }());
    row("signature alone", "indeterminate NO_PROOF ccf.receipt.path", [&] {
        CborOut head, empty;
        head.map(2).integer(1).integer(-35).integer(395).integer(2);
        return sign1With(service().serviceKey(), head.take(), empty.map(0).take(), {}, leaf.root());
    }());
    row("root embedded", kMalformed, [&] {
        CborOut head, proofs;
        head.map(2).integer(1).integer(-35).integer(395).integer(2);
        proofs.map(1).integer(396).map(1).integer(-1).array(1).bytes(bytesOf("x"));
        const Digest root = leaf.root();
        return sign1With(service().serviceKey(), head.take(), proofs.take(), Bytes(root), root);
    }());
}

void TestReceiptForgery::refusesCose()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    const Bytes content(reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size()));
    QCOMPARE(QString::fromStdString(told(anchored()(content))), expected);
}

void TestReceiptForgery::answersQuestions_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("claims");
    QTest::addColumn<QString>("expected");
    const QString passed = QStringLiteral("passed");
    const QString digest = QString::fromStdString(toHex(crypto::sha256(bytesOf("the document"))));
    const QString claimsFault = QStringLiteral("failed CLAIMS_MISMATCH ccf.receipt.claims");
    QTest::newRow("its id") << QStringLiteral("2.46") << QString() << QString() << passed;
    QTest::newRow("another id") << QStringLiteral("2.47") << QString() << QString()
                                << QStringLiteral("failed TXID_MISMATCH ccf.receipt.transaction");
    QTest::newRow("another view") << QStringLiteral("3.46") << QString() << QString()
                                  << QStringLiteral("failed TXID_MISMATCH ccf.receipt.transaction");
    QTest::newRow("its document") << QString() << QStringLiteral("the document") << QString() << passed;
    QTest::newRow("another document") << QString() << QStringLiteral("the Document") << QString() << claimsFault;
    QTest::newRow("its claims") << QString() << QString() << digest << passed;
    QTest::newRow("its claims, upper case") << QString() << QString() << digest.toUpper() + QLatin1Char('\n') << passed;
    QTest::newRow("other claims") << QString() << QString() << QString(64, QLatin1Char('0')) << claimsFault;
    QTest::newRow("its document, other claims") << QString() << QStringLiteral("the document")
                                                << QString(64, QLatin1Char('a')) << claimsFault;
    QTest::newRow("all") << QStringLiteral("2.46") << QStringLiteral("the document") << digest << passed;
}

void TestReceiptForgery::answersQuestions()
{
    QFETCH(QString, id);
    QFETCH(QString, document);
    QFETCH(QString, claims);
    QFETCH(QString, expected);
    JudgedReceipt judged = anchored();
    if (!id.isEmpty()) judged.options.transactionId = parseTransactionId(id.toStdString()).value();
    if (!document.isEmpty()) judged.options.document = documentOf(document.toStdString());
    if (!claims.isEmpty()) judged.options.claims = ClaimsInput{copyOf(bytesOf(claims.toStdString())), "claims"};
    QCOMPARE(QString::fromStdString(told(judged(goodJson()))), expected);
    QCOMPARE(QString::fromStdString(told(judged(service().cose({service().leaf({2, 46}, "the document")})))), expected);
}

void TestReceiptForgery::saysWhenNothingIsBound()
{
    const ReceiptLeaf leaf = service().leaf({2, 46}, "the document");
    json bare = service().json(leaf);
    bare.erase("leaf_components");
    bare["leaf"] = toHex(leaf.leaf());
    JudgedReceipt judged = anchored();
    const ccf::Judgement judgement = judged(bare);
    // Any inner hash of the tree could stand here as a leaf: that it is in the tree says nothing of a transaction.
    QCOMPARE(told(judgement), std::string("indeterminate NOT_BOUND ccf.receipt.transaction"));
    QVERIFY(!judgement.id);
    judged.options.transactionId = TransactionId{2, 46};
    QCOMPARE(told(judged(bare)), std::string("indeterminate NOT_BOUND ccf.receipt.transaction"));
    judged.options = {};
    judged.options.document = documentOf("the document");
    QCOMPARE(told(judged(bare)), std::string("indeterminate NOT_BOUND ccf.receipt.transaction"));
}

void TestReceiptForgery::severalProofs()
{
    // Two leaves of one tree: each is the other's first sibling.
    ReceiptLeaf first = service().leaf({2, 46}, "first");
    ReceiptLeaf second = service().leaf({2, 47}, "second");
    first.path = {{false, second.leaf()}};
    second.path = {{true, first.leaf()}};
    QCOMPARE(first.root(), second.root());
    const ByteVector receipt = service().cose({first, second});
    JudgedReceipt judged = anchored();
    QCOMPARE(told(judged(receipt)), std::string("passed"));
    judged.options.transactionId = TransactionId{2, 47};
    QCOMPARE(told(judged(receipt)), std::string("passed"));
    judged.options.document = documentOf("second");
    QCOMPARE(told(judged(receipt)), std::string("passed"));
    judged.options.document = documentOf("first"); // Of the other transaction.
    QCOMPARE(told(judged(receipt)), std::string("failed CLAIMS_MISMATCH ccf.receipt.claims"));
    judged.options.transactionId = TransactionId{2, 48};
    QCOMPARE(told(judged(receipt)), std::string("failed TXID_MISMATCH ccf.receipt.transaction"));
}

void TestReceiptForgery::rfc9162()
{
    // RFC 9162 section 2.1.5: three leaves; the third's path is the node over the first two.
    constexpr std::uint8_t kNode[] = {0x01};
    const Digest a = ccf::rfc9162Leaf(bytesOf("a")), b = ccf::rfc9162Leaf(bytesOf("b")), c = ccf::rfc9162Leaf(bytesOf("c"));
    const Digest ab = crypto::sha256({kNode, a, b});
    const Digest root = crypto::sha256({kNode, ab, c});
    JudgedReceipt judged = anchored();
    QCOMPARE(told(judged(service().coseRfc9162(3, 2, {ab}, root))), std::string("indeterminate LEAF_UNKNOWN ccf.receipt.path"));
    judged.options.document = documentOf("c");
    QCOMPARE(told(judged(service().coseRfc9162(3, 2, {ab}, root))), std::string("passed"));
    QCOMPARE(told(judged(service().coseRfc9162(3, 1, {ab}, root))), std::string("failed MALFORMED ccf.receipt.path"));
    QCOMPARE(told(judged(service().coseRfc9162(3, 2, {ab, a}, root))), std::string("failed MALFORMED ccf.receipt.path"));
    QCOMPARE(told(judged(service().coseRfc9162(3, 2, {b}, root))), std::string(kBadSignature));
    QCOMPARE(told(judged(service().coseRfc9162(3, 3, {ab}, root))), std::string(kMalformed));
    judged.options.document = documentOf("a");
    QCOMPARE(told(judged(service().coseRfc9162(3, 0, {b, c}, root))), std::string("passed"));
    QCOMPARE(told(judged(service().coseRfc9162(3, 2, {ab}, root))), std::string(kBadSignature));
    judged.options.transactionId = TransactionId{2, 46};
    QCOMPARE(told(judged(service().coseRfc9162(3, 0, {b, c}, root))),
             std::string("indeterminate NOT_BOUND ccf.receipt.transaction"));
}

QTEST_APPLESS_MAIN(TestReceiptForgery)
#include "tst_receipt_forgery.moc"
