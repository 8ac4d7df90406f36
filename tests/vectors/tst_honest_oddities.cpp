#include "core/base/base64.h"
#include "tests/vectors/judging.h"

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const std::string kEndorsement = "public:ccf.internal.previous_service_identity_endorsement";

LedgerScript plain()
{
    LedgerScript made;
    made.transactions = 40;
    made.signatureEvery = 5;
    made.valueMin = made.valueMax = 40;
    made.service.seed = "odd";
    made.service.chunkBytes = 12'000;
    return made;
}

void neighbouringSignatures(SyntheticService& service)
{
    service.sign();
    service.elect();
    service.sign();
    service.sign();
}

/// A primary that the members removed signs on until its retirement is committed.
void retirePrimary(SyntheticService& service)
{
    const std::string id = service.made().nodes[service.primary()].id;
    service.decide(json::array({{{"name", "remove_node"}, {"args", {{"node_id", id}}}}}));
    service.writeRecord(30, false);
    service.sign();
    service.elect();
}

void strangeKeys(SyntheticService& service)
{
    Transaction transaction;
    transaction.write("public:app.raw", std::string("\xff\xfe\x00\x80", 4), std::string("\xc3\x28\x00", 3));
    transaction.write("public:app.raw", std::string(), std::string());
    transaction.write("public:app.\xc0\xaf", std::string(300, '\n'), "{\"a\":1,\"a\":2}");
    transaction.remove("public:app.raw", std::string("\xed\xa0\x80", 3));
    service.commit(std::move(transaction));
}

struct Oddity {
    const char* name;
    std::function<void(LedgerScript&)> make;
};

std::vector<Oddity> oddities()
{
    using Script = LedgerScript;
    return {
        {"nothing odd", [](Script&) {}},
        {"1.x, then a recovery to type 4",
         [](Script& s) {
             s.service.entryTypes = {{1, 0}, {41, 4}};
             s.events.emplace(38, [](SyntheticService& service) {
                 while (service.last().seqno < 39) service.writeRecord(20, false);
                 service.sign();
                 service.recover();
             });
         }},
        {"type 3, then type 4",
         [](Script& s) {
             s.service.entryTypes = {{1, 3}, {35, 4}};
         }},
        {"three identities",
         [](Script& s) {
             s.events = {{30, recoverNow}, {70, recoverNow}};
         }},
        {"service signatures come and go", [](Script& s) { s.service.cose = CoseMode::FlipFlop; }},
        {"node signatures only", [](Script& s) { s.service.cose = CoseMode::Off; }},
        {"service signatures only", [](Script& s) { s.service.nodeSignatures = false; }},
        {"certificate renewed with the same key",
         [](Script& s) {
             s.events = {{30, renewNow}};
         }},
        {"renewed, then recovered",
         [](Script& s) {
             s.events = {{25, renewNow}, {45, recoverNow}};
         }},
        {"neighbouring signatures at a change of view",
         [](Script& s) {
             s.nodes = 3;
             s.events = {{30, neighbouringSignatures}};
         }},
        {"a retiring primary signs on",
         [](Script& s) {
             s.nodes = 3;
             s.events = {{30, retirePrimary}};
         }},
        {"members and nodes change",
         [](Script& s) {
             s.events = {{25, changeMembersNow}, {45, changeNodesNow}};
         }},
        {"open last chunk", [](Script& s) { s.end = ChunkEnd::Open; }},
        {"open last chunk with unsigned entries",
         [](Script& s) {
             s.end = ChunkEnd::Open;
             s.unsignedTail = 3;
         }},
        {"keys and values of any bytes",
         [](Script& s) {
             s.events = {{30, strangeKeys}};
         }},
        {"private writes only", [](Script& s) { s.privateShare = 1; }},
        {"P-256 keys", [](Script& s) { s.service.serviceCurve = s.service.nodeCurve = crypto::KeyKind::P256; }},
        {"snapshots, one by an earlier identity",
         [](Script& s) {
             s.events = {{25, snapshotNow}, {40, recoverNow}, {70, snapshotNow}};
         }},
        {"a snapshot whose evidence is in the open chunk",
         [](Script& s) {
             s.end = ChunkEnd::Open;
             s.events = {{50, snapshotNow}};
         }},
        {"chunks of one signature each", [](Script& s) { s.service.chunkBytes = 1; }},
    };
}

} // namespace

/// What looks strange and is honest: each must pass, with the anchor of every identity that leads there.
class TestHonestOddities : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passes_data();
    void passes();
    void firstLineAllThrough();
    void laterThanAllCertificates();
    void splitOtherwise_data();
    void splitOtherwise();
    void endorsementOfAFailedRecovery();
    void cleanupTestCase() { printTable("Honest oddities: case | expected | actual | ranges | signed to | reasons"); }

private:
    GeneratedLedger make(const LedgerScript& script) { return script.run(m_scratch.fresh()).value(); }

    Scratch m_scratch;
};

#define PASSES(report)                                                                                                 \
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());                                                \
    QVERIFY2((report).verdict == Verdict::Passed, (rangesOf(report) + ' ' + reasonsOf(report)).c_str())

void TestHonestOddities::passes_data()
{
    QTest::addColumn<int>("index");
    const auto list = oddities();
    for (std::size_t i = 0; i < list.size(); ++i) QTest::newRow(list[i].name) << static_cast<int>(i);
}

void TestHonestOddities::passes()
{
    QFETCH(int, index);
    LedgerScript script = plain();
    oddities().at(static_cast<std::size_t>(index)).make(script);
    const GeneratedLedger made = make(script);
    Paths paths{made.ledger()};
    if (fs::exists(made.snapshots())) paths.push_back(made.snapshots());
    const auto report = judged(paths, made.serviceCertificate());
    tableRow(QTest::currentDataTag(), "passed", report);
    PASSES(report);
    QCOMPARE(report.signedTo->seqno, made.lastSignature.seqno);
    QVERIFY(passedOver(report, 1, made.lastSignature.seqno));
    for (const Finding& finding : report.findings) QVERIFY2(finding.severity != Severity::Fault, finding.id.c_str());
}

/// On 1.x nodes sign for themselves, and nothing ties them to the service certificate: good, but bound to no identity.
void TestHonestOddities::firstLineAllThrough()
{
    LedgerScript script = plain();
    script.service.entryTypes = {{1, 0}};
    const GeneratedLedger made = make(script);
    const auto report = judged({made.ledger()}, made.serviceCertificate());
    tableRow(QTest::currentTestFunction(), "indeterminate NOT_ENDORSED", report);
    QVERIFY2(formProblem(report).empty(), formProblem(report).c_str());
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QCOMPARE(reasonsOf(report), std::string("NOT_ENDORSED"));
}

/// Certificates last a year, ledgers longer: the day of the audit counts for nothing but a remark.
void TestHonestOddities::laterThanAllCertificates()
{
    const GeneratedLedger made = make(plain());
    VerifyOptions options;
    options.at = UtcTime{4'000'000'000};
    options.anchors.push_back({copyOf(bytesOf(made.serviceCertificate())), "anchor"});
    const auto report = ccf::verifyLedger(ccf::listLedgerFiles({made.ledger()}).value(), options, {}, {}).value();
    tableRow(QTest::currentTestFunction(), "passed, CERTIFICATE_EXPIRED", report);
    PASSES(report);
    QVERIFY(hasReason(report, "CERTIFICATE_EXPIRED"));
}

void TestHonestOddities::splitOtherwise_data()
{
    QTest::addColumn<int>("how");
    const char* names[] = {"one file", "cut at other signatures", "two splits together",
                           "a whole and an open beginning"};
    for (int i = 0; i < 4; ++i) QTest::newRow(names[i]) << i;
}

/// The same entries in other files, and files that overlap with the same bytes.
void TestHonestOddities::splitOtherwise()
{
    QFETCH(int, how);
    const GeneratedLedger made = make(plain());
    LedgerEditor editor = LedgerEditor::load(made.ledger()).value();
    const auto cutAt = [&](const std::vector<SeqNo>& ends) {
        std::vector<LedgerEditor::Chunk> chunks;
        SeqNo seqno = 1;
        for (const SeqNo end : ends) {
            chunks.push_back({seqno, ChunkEnd::Committed, {}, {}});
            for (; seqno <= end; ++seqno) chunks.back().entries.push_back(editor.entry(seqno));
        }
        return chunks;
    };
    const SeqNo all = editor.size(), first = editor.signatureFrom(9), second = editor.signatureFrom(first + 7);
    auto chunks = cutAt(how == 0 || how == 3 ? std::vector<SeqNo>{all} : std::vector<SeqNo>{first, second, all});
    if (how == 3) {
        chunks.push_back(chunks.front());
        chunks.back().entries.resize(first);
        chunks.back().end = ChunkEnd::Open;
    }
    editor.chunks() = chunks;
    const fs::path folder = m_scratch.fresh();
    QVERIFY(editor.save(folder).has_value());
    Paths paths{folder};
    if (how == 2) paths.push_back(made.ledger());
    const auto report = judged(paths, made.serviceCertificate());
    tableRow(QTest::currentDataTag(), "passed", report);
    PASSES(report);
    QCOMPARE(report.signedTo->seqno, all);
}

/// The row that a recovery leaves which failed ends before it begins: it is noted, and links nothing.
void TestHonestOddities::endorsementOfAFailedRecovery()
{
    LedgerScript script = plain();
    script.events = {{30, recoverNow}};
    const GeneratedLedger made = make(script);
    LedgerEditor editor = LedgerEditor::load(made.ledger()).value();
    SeqNo at = editor.size();
    while (!editor.content(at).find(kEndorsement)) --at;
    Transaction content = editor.content(at);
    json row = json::parse(content.written(kEndorsement));
    const IdentityEndorsement failed{
        made.identities[0].key.spkiDer(), UtcTime{1'767'225'700}, {4, 30}, TransactionId{2, 20}, {}};
    row["endorsement"] = toBase64(CoseWriter::endorsement(made.identities[1].key, failed));
    row["endorsement_epoch_begin"] = failed.begin.toString();
    row["endorsement_epoch_end"] = failed.end->toString();
    editor.replace(at, content.write(kEndorsement, kSingle, row.dump()));
    Forger forger{&made.nodes.back().key, nullptr, &made.identities[1].key};
    forger.followUps = false;
    forger.from = at;
    editor.resign(forger);
    const fs::path folder = m_scratch.fresh();
    QVERIFY(editor.save(folder).has_value());
    const auto report = judged({folder}, made.serviceCertificate());
    tableRow(QTest::currentTestFunction(), "passed, FAILED_RECOVERY", report);
    PASSES(report);
    QVERIFY(hasReason(report, "FAILED_RECOVERY"));
}

QTEST_APPLESS_MAIN(TestHonestOddities)
#include "tst_honest_oddities.moc"
