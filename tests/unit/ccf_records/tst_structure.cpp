#include "ledgers.h"

#include "core/base/hex.h"
#include "core/ccf/ledger/signature_transaction.h"
#include "core/ccf/ledger/structure.h"
#include "core/ccf/ledger/tables.h"
#include "core/crypto/sha2.h"

#include <random>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

namespace {

std::size_t countNodes(const StructureNode& node)
{
    std::size_t count = 1;
    for (const StructureNode& child : node.children) count += countNodes(child);
    return count;
}

/// Where a range breaks its promise; empty when none does.
std::string badRange(const StructureNode& node)
{
    for (const StructureNode& child : node.children) {
        if (node.range && child.range &&
            (child.range->offset < node.range->offset || child.range->end() > node.range->end()))
            return node.name + "/" + child.name;
        if (std::string bad = badRange(child); !bad.empty()) return bad;
    }
    return {};
}

std::string gap(const StructureNode& root, std::uint64_t size)
{
    std::uint64_t next = 0;
    for (const StructureNode& child : root.children) {
        if (!child.range || child.range->offset != next) return child.name;
        next = child.range->end();
    }
    return next == size ? std::string() : "end";
}

const StructureNode* find(const StructureNode& node, std::string_view name)
{
    if (node.name == name) return &node;
    for (const StructureNode& child : node.children)
        if (const auto* found = find(child, name)) return found;
    return nullptr;
}

const StructureNode* findFormat(const StructureNode& node, std::string_view format)
{
    if (node.format == format) return &node;
    for (const StructureNode& child : node.children)
        if (const auto* found = findFormat(child, format)) return found;
    return nullptr;
}

} // namespace

class TestStructure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEntryIsCovered_data() { addLedgerRows(); }
    void everyEntryIsCovered();
    void damagedEntriesKeepTheRules_data() { addLedgerRows(); }
    void damagedEntriesKeepTheRules();
    void headersOfAnEntry();
    void signatureTransaction();
    void certificatesOfGenesis();
    void governanceMessage();
    void quotes();
    void textIsEscaped();
    void limitsHold();
    void values_data();
    void values();
};

void TestStructure::everyEntryIsCovered()
{
    QFETCH(QString, folder);
    const auto ledger = OpenLedger::open(folder.toStdString());
    QVERIFY(ledger);
    std::size_t unread = 0, signatures = 0;
    for (const RecordRow& row : ledger->allRows()) {
        const RecordDetail detail = ledger->records->detail(row.seqno).value();
        const std::string at = std::to_string(row.seqno) + ": ";
        QCOMPARE(detail.bytes.size(), row.bytes.length);
        QVERIFY2(badRange(detail.structure).empty(), (at + badRange(detail.structure)).c_str());
        const std::string hole = gap(detail.structure, row.bytes.length);
        QVERIFY2(hole.empty(), (at + hole).c_str());
        if (findFormat(detail.structure, "unreadable")) ++unread;
        if (row.kind != RecordKind::Signature) continue;
        ++signatures;
        const StructureNode* tree = findFormat(detail.structure, "tree");
        QVERIFY2(tree, at.c_str());
        QVERIFY(tree->range && find(*tree, "L") && find(*tree, "F"));
        QCOMPARE(std::stoull(find(*tree, "L")->value) + std::stoull(find(*tree, "F")->value), row.seqno);
    }
    QCOMPARE(unread, std::size_t{0});
    if (ledger->records->last() != 0) QVERIFY(signatures > 0);
}

void TestStructure::damagedEntriesKeepTheRules()
{
    QFETCH(QString, folder);
    const auto ledger = OpenLedger::open(folder.toStdString());
    std::mt19937_64 random(7);
    std::size_t index = 0;
    for (const RecordRow& row : ledger->allRows()) {
        if (index++ % 5 != 0) continue;
        const ByteVector whole = copyOf(ledger->records->locate(row.seqno).value().bytes);
        for (int round = 0; round < 6; ++round) {
            ByteVector bytes = whole;
            if (round % 2 == 0)
                bytes.resize(random() % (bytes.size() + 1));
            else
                bytes[random() % std::min<std::size_t>(bytes.size(), 400)] ^=
                    static_cast<std::uint8_t>(1u << random() % 8);
            const StructureNode structure = describeEntry(bytes);
            const std::string hole = gap(structure, bytes.size());
            QVERIFY2(hole.empty(), hole.c_str());
            QVERIFY2(badRange(structure).empty(), badRange(structure).c_str());
        }
    }
}

void TestStructure::headersOfAnEntry()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    if (!ledger) QSKIP("no vectors beside the checkout");
    const RecordDetail detail = ledger->records->detail(194).value();
    const StructureNode& root = detail.structure;
    QCOMPARE(QString::fromStdString(root.children[0].name), QStringLiteral("entry header"));
    QCOMPARE(*find(root, "tag")->range, (ByteRange{8, 16}));
    QCOMPARE(*find(root, "iv")->range, (ByteRange{24, 12}));
    QCOMPARE(QString::fromStdString(find(*find(root, "iv"), "seqno")->value), QStringLiteral("194"));
    QCOMPARE(QString::fromStdString(find(root, "view")->value), QStringLiteral("2"));
    QCOMPARE(QString::fromStdString(find(root, "reserved bit")->value), QStringLiteral("0"));
    const StructureNode* claims = find(root, "claims digest");
    QVERIFY(claims);
    QCOMPARE(QString::fromStdString(claims->value),
             QString::fromStdString(toHex(Bytes(detail.bytes).subspan(claims->range->offset, 32))));
    QCOMPARE(*find(root, "max conflict version")->range, (ByteRange{44 + 1 + 8 + 64, 8}));
}

void TestStructure::signatureTransaction()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    if (!ledger) QSKIP("no vectors beside the checkout");
    const StructureNode structure = ledger->records->detail(194).value().structure;
    const StructureNode* cose = findFormat(structure, "cose");
    QVERIFY(cose);
    QCOMPARE(QString::fromStdString(find(*cose, "alg")->value), QStringLiteral("-35 (ES384)"));
    QCOMPARE(QString::fromStdString(find(*cose, "txid")->value), QStringLiteral("2.194"));
    QCOMPARE(QString::fromStdString(find(*cose, "395")->value), QStringLiteral("2 (CCF_LEDGER_SHA256)"));
    QCOMPARE(find(*cose, "kid")->value.size(), std::size_t{64});
    QVERIFY(find(*cose, "iat")->value.ends_with("Z)"));
    QCOMPARE(QString::fromStdString(find(*cose, "payload")->format), QStringLiteral("detached"));
    QCOMPARE(find(*cose, "signature")->value.size(), std::size_t{192});
    const StructureNode* certificate = find(structure, "certificate");
    QVERIFY(certificate);
    QCOMPARE(find(*certificate, "node id")->value, find(structure, "node")->value);
}

void TestStructure::certificatesOfGenesis()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    if (!ledger) QSKIP("no vectors beside the checkout");
    const StructureNode structure = ledger->records->detail(1).value().structure;
    std::size_t members = 0;
    for (const StructureNode& table : find(structure, "public domain")->children) {
        if (table.format != "table" || table.value != tables::kMemberCertificates) continue;
        for (const StructureNode& write : table.children) {
            if (write.format != "write") continue;
            ++members;
            QCOMPARE(find(write, "member id")->value, write.value);
            QCOMPARE(QString::fromStdString(find(write, "key kind")->value), QStringLiteral("P-384"));
        }
    }
    QVERIFY(members >= 3);
}

void TestStructure::governanceMessage()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    if (!ledger) QSKIP("no vectors beside the checkout");
    std::size_t proposals = 0;
    for (const RecordRow& row : ledger->allRows()) {
        if (std::ranges::find(row.tables, tables::kCoseHistory) == row.tables.end()) continue;
        const StructureNode structure = ledger->records->detail(row.seqno).value().structure;
        const StructureNode* cose = findFormat(structure, "cose");
        QVERIFY(cose);
        QVERIFY(find(*cose, "ccf.gov.msg.created_at")->value.ends_with("Z)"));
        if (find(*cose, "ccf.gov.msg.type")->value != "proposal") continue;
        ++proposals;
        QVERIFY(find(*find(*cose, "payload"), "actions"));
    }
    QVERIFY(proposals > 5);
}

void TestStructure::quotes()
{
    const auto ledger = OpenLedger::open(networkLedger("1-live/node0"));
    if (!ledger) QSKIP("no vectors beside the checkout");
    const StructureNode quote = *findFormat(ledger->records->detail(1).value().structure, "quote");
    QCOMPARE(QString::fromStdString(find(quote, "format")->value), QStringLiteral("Insecure_Virtual"));
    QVERIFY(find(quote, "measurement") && find(quote, "host_data") && find(quote, "report_data"));

    ByteVector report(1184, 0);
    report[0] = 3;
    report[0x90] = 0xab;
    static const char* kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string base64;
    for (std::size_t i = 0; i < report.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (i + j < report.size() ? report[i + j] : 0u);
        for (int shift = 18; shift >= 0; shift -= 6) base64 += kAlphabet[group >> shift & 63];
    }
    base64.replace(base64.size() - 1, 1, "="); // 1184 = 3 × 394 + 2
    const std::string json = "{\"quote_info\":{\"format\":\"AMD_SEV_SNP_v1\",\"quote\":\"" + base64 + "\"}}";
    const StructureNode snp = describeTableValue(tables::kNodesInfo, bytesOf(json));
    QVERIFY(find(snp, "measurement"));
    QVERIFY(find(snp, "measurement")->value.starts_with("ab00"));
    QCOMPARE(find(snp, "report_data")->value.size(), std::size_t{128});
    QCOMPARE(QString::fromStdString(find(snp, "version")->value), QStringLiteral("3"));
}

void TestStructure::textIsEscaped()
{
    QCOMPARE(QString::fromStdString(displayText(bytesOf("a\nb\u202e\x7f"))), QStringLiteral("a\\u000ab\\u202e\\u007f"));
    QCOMPARE(QString::fromStdString(displayText(bytesOf("\xc3\x28\xff"))), QStringLiteral("\\xc3(\\xff"));
    QCOMPARE(QString::fromStdString(displayText(bytesOf("\U000e0041"))), QStringLiteral("\\udb40\\udc41"));
    QCOMPARE(QString::fromStdString(displayText(bytesOf("gr\u00fc\u00df"))), QStringLiteral("gr\u00fc\u00df"));
    const std::string longText(10'000, 'x');
    QVERIFY(displayText(bytesOf(longText), 100).size() < 130);
    QVERIFY(displayText(bytesOf(longText), 100).find("[9900]") != std::string::npos);
}

void TestStructure::limitsHold()
{
    std::string wide = "[0";
    for (int i = 0; i < 50'000; ++i) wide += ",0";
    const StructureNode cut = describeTableValue("public:app", bytesOf(wide + "]"));
    QVERIFY(countNodes(cut) <= 2'002);
    QCOMPARE(QString::fromStdString(cut.children.back().format), QStringLiteral("elided"));
    QCOMPARE(QString::fromStdString(cut.children.back().value), QStringLiteral("48001"));

    std::string nested = "0";
    for (int i = 0; i < 60; ++i) nested = "[" + nested + "]";
    QVERIFY(findFormat(describeTableValue("public:app", bytesOf(nested)), "elided"));
    QVERIFY(countNodes(describeTableValue("public:app", bytesOf(wide + "]"), {.nodes = 10})) <= 12);
}

void TestStructure::values_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("format");
    QTest::newRow("object") << QByteArray("{\"a\":1}") << QStringLiteral("json");
    QTest::newRow("two readers") << QByteArray("{\"a\":1,\"a\":2}") << QStringLiteral("text");
    QTest::newRow("number") << QByteArray("17") << QStringLiteral("number");
    QTest::newRow("script") << QByteArray("export function f() {}") << QStringLiteral("text");
    QTest::newRow("zeros") << QByteArray(8, '\0') << QStringLiteral("hex");
    QTest::newRow("digest") << QByteArray(32, '\x81') << QStringLiteral("digest");
    QTest::newRow("cbor") << QByteArray("\xa1\x01\x02") << QStringLiteral("cbor");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("hex");
    QTest::newRow("half a certificate") << QByteArray("-----BEGIN CERTIFICATE-----\nAA==\n") << QStringLiteral("text");
}

void TestStructure::values()
{
    QFETCH(QByteArray, value);
    QFETCH(QString, format);
    const StructureNode node = describeTableValue("public:app", bytesOf(value.toStdString()));
    QCOMPARE(QString::fromStdString(node.format), format);
}

QTEST_GUILESS_MAIN(TestStructure)
#include "tst_structure.moc"
