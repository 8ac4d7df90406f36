#include "core/base/hex.h"
#include "core/ccf/ledger/public_domain.h"
#include "core/ccf/ledger/signature_transaction.h"
#include "tests/support/ledger_editor.h"
#include "tests/support/ledger_script.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::support;
using nlohmann::json;

namespace {

const std::string kNodeRow = "public:ccf.internal.signatures";
const std::string kCoseRow = "public:ccf.internal.cose_signatures";
const std::string kTree = "public:ccf.internal.tree";

} // namespace

/// A signature transaction taken apart, as it is and with something missing, doubled or foreign.
class TestSignatureRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsWhatIsThere();
    void rowsCutAtEveryByte();
    void shape_data();
    void shape();
    void cacheForgets();

private:
    Transaction m_signature;
    std::string m_nodeId;
};

void TestSignatureRows::initTestCase()
{
    LedgerScript script;
    script.transactions = 5;
    QTemporaryDir folder;
    const GeneratedLedger made = script.run(folder.path().toStdString()).value();
    LedgerEditor editor = LedgerEditor::load(made.ledger()).value();
    m_signature = editor.content(editor.size());
    m_nodeId = made.nodes[0].id;
    QVERIFY(m_signature.isSignature());
}

void TestSignatureRows::readsWhatIsThere()
{
    const std::string nodeText = m_signature.written(kNodeRow), coseText = m_signature.written(kCoseRow);
    const auto node = ccf::parseNodeSignatureRow(bytesOf(nodeText));
    QVERIFY(node);
    QVERIFY(node->stated == (TransactionId{m_signature.view, m_signature.seqno}));
    QCOMPARE(node->node, m_nodeId);
    QCOMPARE(toHex(node->root), json::parse(nodeText).at("root").get<std::string>());
    QCOMPARE(toHex(node->certificate->publicKey().spkiDigest()), m_nodeId);
    const auto service = ccf::parseServiceSignatureRow(bytesOf(coseText));
    QVERIFY(service && service->stated == node->stated && service->time && service->treeAlgorithm == 2);
    QCOMPARE(service->keyId.size(), std::size_t{64});
}

void TestSignatureRows::rowsCutAtEveryByte()
{
    const std::string node = m_signature.written(kNodeRow), cose = m_signature.written(kCoseRow);
    for (std::size_t size = 0; size < node.size(); ++size)
        QVERIFY(!ccf::parseNodeSignatureRow(bytesOf(std::string_view(node).substr(0, size))));
    for (std::size_t size = 0; size < cose.size(); ++size)
        QVERIFY(!ccf::parseServiceSignatureRow(bytesOf(std::string_view(cose).substr(0, size))));
    const auto whole = ccf::parseServiceSignatureRow(bytesOf(cose));
    for (std::size_t size = 0; size < whole->bytes->size(); ++size)
        QVERIFY(!ccf::parseServiceSignature(
            ByteVector(whole->bytes->begin(), whole->bytes->begin() + static_cast<std::ptrdiff_t>(size))));
}

void TestSignatureRows::shape_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<bool>("holds");
    const std::pair<const char*, bool> cases[] = {
        {"whole", true},
        {"node signature only", true},
        {"service signature only", true},
        {"no tree", false},
        {"a foreign table", false},
        {"a framework table", false},
        {"two node rows", false},
        {"a row under another key", false},
        {"a row removed", false},
        {"a private table's name", false},
    };
    int i = 0;
    for (const auto& [name, holds] : cases) QTest::newRow(name) << i++ << holds;
}

void TestSignatureRows::shape()
{
    QFETCH(int, what);
    QFETCH(bool, holds);
    Transaction changed = m_signature;
    const auto drop = [&](const std::string& name) {
        std::erase_if(changed.tables, [&](const TableChange& table) { return table.name == name; });
    };
    if (what == 1) drop(kCoseRow);
    if (what == 2) drop(kNodeRow);
    if (what == 3) drop(kTree);
    if (what == 4) changed.write("public:app.x", "k", "v");
    if (what == 5) changed.write("public:ccf.gov.nodes.info", "k", "{}");
    if (what == 6) changed.write(kNodeRow, "12345678", changed.written(kNodeRow));
    if (what == 7) changed.table(kNodeRow).writes[0].first = "12345678";
    if (what == 8) changed.remove(kTree, "12345678");
    if (what == 9) changed.write("app.x", "k", "v");
    const ByteVector bytes = EntryBuilder("rows").build(changed);
    const auto entry = ccf::parseEntry(bytes, 0, "file");
    const auto tables = ccf::readTables(*entry, 0, "file");
    QVERIFY(tables && ccf::isSignatureTransaction(*tables));
    const auto read = ccf::readSignatureTransaction(*tables);
    QVERIFY2(read.shapeHolds == holds, read.shapeDetail.c_str());
    QCOMPARE(read.shapeDetail.empty(), holds);
    QCOMPARE(read.node.has_value(), what != 2);
    QCOMPARE(read.service.has_value(), what != 1);
    QCOMPARE(read.tree.has_value(), what != 3);
    if (what == 6 || what == 7) QVERIFY(!*read.node);
}

/// A cached certificate is the one of its text, also after many others.
void TestSignatureRows::cacheForgets()
{
    ccf::CertificateCache cache;
    const std::string pem = json::parse(m_signature.written(kNodeRow)).at("cert").get<std::string>();
    const auto first = cache.fromPem(pem);
    QVERIFY(first);
    for (std::size_t i = 1; i < 600; ++i) (void)cache.fromPem(pem + std::string(i, '\n'));
    QVERIFY(*cache.fromPem(pem) == *first);
    QVERIFY(!cache.fromPem("none") && !cache.fromPem(""));
}

QTEST_APPLESS_MAIN(TestSignatureRows)
#include "tst_signature_rows.moc"
