#include "tests/unit/receipts/judged.h"

#include <QTest>

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;
using nlohmann::json;

namespace {

/// Three services in a row: first 2.1..2.100, second 4.101..4.200, third from 6.201 on.
struct Services {
    ReceiptWriter first{"first"}, second{"second"}, third{"third"};
    ByteVector firstBySecond = first.endorsedBy(second, {2, 1}, {2, 100});
    ByteVector secondByThird = second.endorsedBy(third, {4, 101}, {4, 200});
};

const Services& services()
{
    static const Services all;
    return all;
}

constexpr const char* kUnknown = "indeterminate ANCHOR_NOT_IN_CHAIN ccf.receipt.anchor";
constexpr const char* kOutside = "failed OUTSIDE_EPOCH ccf.receipt.anchor";

} // namespace

class TestReceiptIdentity final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsEndorsements_data();
    void followsEndorsements();
    void followsCertificates_data();
    void followsCertificates();
    void wantsTheChainToEndAtTheAnchor();
    void readsLists_data();
    void readsLists();
};

void TestReceiptIdentity::followsEndorsements_data()
{
    QTest::addColumn<QList<int>>("endorsements");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, QList<int> endorsements, const char* id, const char* expected) {
        QTest::newRow(name) << endorsements << QString::fromUtf8(id) << QString::fromUtf8(expected);
    };
    row("newest first", {0, 1}, "2.46", "passed");
    row("oldest first", {1, 0}, "2.46", "passed");
    row("newest missing", {1}, "2.46", kUnknown);
    row("oldest missing", {0}, "2.46", kUnknown);
    row("none", {}, "2.46", kUnknown);
    row("last of its time", {0, 1}, "2.100", "passed");
    row("after its time", {0, 1}, "2.101", kOutside);
    row("later view, after its time", {0, 1}, "3.102", kOutside);
    row("later view, inside its numbers", {0, 1}, "3.46", kOutside);
    row("signed by a stranger", {0, 2}, "2.46", kUnknown);
    row("does not join the next", {0, 3}, "2.46", kUnknown);
    row("ends before it begins", {0, 4}, "2.46", kUnknown);
    row("inserted between", {0, 2, 1, 2}, "2.46", "passed");
}

void TestReceiptIdentity::followsEndorsements()
{
    QFETCH(QList<int>, endorsements);
    QFETCH(QString, id);
    QFETCH(QString, expected);
    const Services& all = services();
    const ReceiptWriter stranger("stranger");
    const std::vector<ByteVector> known{
        all.secondByThird,
        all.firstBySecond,
        all.first.endorsedBy(stranger, {2, 1}, {2, 100}),
        all.first.endorsedBy(all.second, {2, 1}, {2, 90}),
        all.first.endorsedBy(all.second, {2, 120}, {2, 100}),
    };
    JudgedReceipt judged{.anchors = {all.third.serviceCertificate()}};
    for (const int index : endorsements) judged.endorsements.push_back(known[std::size_t(index)]);
    const ReceiptLeaf leaf = all.first.leaf(parseTransactionId(id.toStdString()).value());
    QCOMPARE(QString::fromStdString(told(judged(all.first.json(leaf)))), expected);
    const auto later = [&](auto& header) { header.signedAt = {leaf.id.view, leaf.id.seqno + 1}; };
    QCOMPARE(QString::fromStdString(told(judged(all.first.cose({leaf}, later)))), expected);
    if (expected != QLatin1String(kOutside)) return;
    // The first identity itself as anchor does not lift the limit that a trusted later one set.
    judged.anchors.push_back(all.first.serviceCertificate());
    QCOMPARE(QString::fromStdString(told(judged(all.first.json(leaf)))), expected);
    judged.endorsements.clear();
    QCOMPARE(told(judged(all.first.json(leaf))), std::string("passed"));
}

void TestReceiptIdentity::followsCertificates_data()
{
    QTest::addColumn<QList<int>>("certificates");
    QTest::addColumn<QString>("expected");
    const QString broken = QStringLiteral("failed NOT_ENDORSED ccf.receipt.endorsement");
    QTest::newRow("in order") << QList<int>{0, 1} << QStringLiteral("passed");
    QTest::newRow("reordered") << QList<int>{1, 0} << broken;
    QTest::newRow("last removed") << QList<int>{0} << QString::fromUtf8(kUnknown);
    QTest::newRow("first removed") << QList<int>{1} << broken;
    QTest::newRow("all removed") << QList<int>{} << QString::fromUtf8(kUnknown);
    QTest::newRow("inserted") << QList<int>{0, 2, 1} << broken;
    QTest::newRow("inserted at the end") << QList<int>{0, 1, 2} << broken;
}

void TestReceiptIdentity::followsCertificates()
{
    QFETCH(QList<int>, certificates);
    QFETCH(QString, expected);
    const Services& all = services();
    const ReceiptWriter stranger("stranger");
    const std::vector<std::string> known{all.first.certificateEndorsedBy(all.second),
                                         all.second.certificateEndorsedBy(all.third),
                                         all.first.certificateEndorsedBy(stranger)};
    json receipt = all.first.json(all.first.leaf({2, 46}));
    receipt["service_endorsements"] = json::array();
    for (const int index : certificates) receipt["service_endorsements"].push_back(known[std::size_t(index)]);
    const JudgedReceipt judged{.anchors = {all.third.serviceCertificate()}};
    QCOMPARE(QString::fromStdString(told(judged(receipt))), expected);
}

void TestReceiptIdentity::wantsTheChainToEndAtTheAnchor()
{
    const Services& all = services();
    json receipt = all.first.json(all.first.leaf({2, 46}));
    receipt["service_endorsements"] = {all.first.certificateEndorsedBy(all.second)};
    const auto judgement = JudgedReceipt{.anchors = {all.first.serviceCertificate()}}(receipt);
    QCOMPARE(told(judgement), std::string(kUnknown));
    QCOMPARE(judgement.remarks.size(), std::size_t(1)); // Says that the anchor stands inside the chain.
    QCOMPARE(told(JudgedReceipt{.anchors = {all.first.serviceCertificate(), all.second.serviceCertificate()}}(receipt)),
             std::string("passed"));
}

void TestReceiptIdentity::readsLists_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    const std::string two = endorsementList({services().secondByThird, services().firstBySecond});
    QTest::newRow("two") << QString::fromStdString(two) << 2;
    QTest::newRow("none") << QStringLiteral("{\"endorsements\":[]}") << 0;
    QTest::newRow("more members") << QString::fromStdString("{\"a\":1," + two.substr(1)) << -1;
    QTest::newRow("no base64") << QStringLiteral("{\"endorsements\":[\"?\"]}") << -1;
    QTest::newRow("no COSE") << QStringLiteral("{\"endorsements\":[\"AAAA\"]}") << -1;
    QTest::newRow("a list") << QStringLiteral("[]") << -1;
}

void TestReceiptIdentity::readsLists()
{
    QFETCH(QString, text);
    QFETCH(int, count);
    const auto list = ccf::parseEndorsementList(bytesOf(text.toStdString()));
    QCOMPARE(list ? int(list->size()) : -1, count);
}

QTEST_APPLESS_MAIN(TestReceiptIdentity)
#include "tst_receipt_identity.moc"
