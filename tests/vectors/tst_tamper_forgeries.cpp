#include "core/base/base64.h"
#include "core/base/hex.h"
#include "tests/vectors/judging.h"

using namespace countersign;
using namespace countersign::support;
using namespace countersign::test;

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const std::string kService = "public:ccf.gov.service.info";
const std::string kNodes = "public:ccf.gov.nodes.info";
const std::string kNodeCerts = "public:ccf.gov.nodes.endorsed_certificates";
const std::string kEndorsement = "public:ccf.internal.previous_service_identity_endorsement";
const std::string kLastRoot = "public:ccf.internal.previous_service_last_signed_root";
const std::string kPrevious = "public:ccf.gov.service.previous_service_identity";

LedgerScript script(std::string seed, bool recovers = false)
{
    LedgerScript made;
    made.transactions = 60;
    made.signatureEvery = 6;
    made.valueMin = made.valueMax = 40;
    made.service.seed = std::move(seed);
    made.service.chunkBytes = 12'000;
    if (recovers) made.events.emplace(40, recoverNow);
    return made;
}

} // namespace

/// Whole histories written by somebody who holds some of the keys, or none.
class TestTamperForgeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void foreignServiceWithHonestCertificate();
    void foreignServiceOfOldStyle();
    void selfSignedNodeInLaterLedger();
    void nodeKeyOnlyAgainstHonestSuffix();
    void nodeKeyOnlyIsRemarked();
    void nodeKeyUnderAnotherName();
    void allKeysPassOnlyAlone();
    void forkUnderHarmlessNames();
    void lostTailIsNoFork();
    void damagedCopyLeavesTheLine();
    void viewOfTheLastSignature();
    void emptyChunkBeforeSuffix();
    void twoServiceRows();
    void selfMadeServiceRow();
    void unsignedTailNamesAnchor();
    void unsignedRecoveryIsNoAlarm();
    void recoveryRows_data();
    void recoveryRows();
    void recoveryWithoutMembers_data();
    void recoveryWithoutMembers();
    void strangersTreeBlamesNobody();
    void laterServiceCannotAccuse();
    void timeOfABadSignature();
    void mixedServices();
    void cleanupTestCase() { printTable("Forged histories: case | expected | actual | ranges | signed to | reasons"); }

private:
    LedgerEditor load() { return LedgerEditor::load(m_made.ledger()).value(); }
    Forger allKeys() const { return {&m_made.nodes[0].key, nullptr, &m_made.identities[0].key}; }
    fs::path saved(const LedgerEditor& editor);
    VerificationReport judge(const LedgerEditor& editor, const std::string& name, const std::string& expected);
    VerificationReport judgePaths(const Paths& paths, const std::string& name, const std::string& expected);
    SeqNo applicationAfter(LedgerEditor& editor, SeqNo from);
    void changeApplication(LedgerEditor& editor, SeqNo seqno);
    GeneratedLedger make(const LedgerScript& how, ServiceHooks hooks = {});

    Scratch m_scratch;
    GeneratedLedger m_made, m_recovered, m_foreign;
};

void TestTamperForgeries::initTestCase()
{
    m_made = make(script("honest"));
    m_recovered = make(script("recovered", true));
    m_foreign = make(script("foreign"));
}

GeneratedLedger TestTamperForgeries::make(const LedgerScript& how, ServiceHooks hooks)
{
    return how.run(m_scratch.fresh(), std::move(hooks)).value();
}

fs::path TestTamperForgeries::saved(const LedgerEditor& editor)
{
    const fs::path folder = m_scratch.fresh();
    if (!editor.save(folder)) qFatal("cannot save");
    return folder;
}

VerificationReport TestTamperForgeries::judgePaths(const Paths& paths, const std::string& name,
                                                   const std::string& expected)
{
    const VerificationReport report = judged(paths, m_made.serviceCertificate());
    tableRow(name, expected, report);
    return report;
}

VerificationReport TestTamperForgeries::judge(const LedgerEditor& editor, const std::string& name,
                                              const std::string& expected)
{
    return judgePaths({saved(editor)}, name, expected);
}

SeqNo TestTamperForgeries::applicationAfter(LedgerEditor& editor, SeqNo from)
{
    while (!editor.content(from).find("public:app.records")) ++from;
    return from;
}

void TestTamperForgeries::changeApplication(LedgerEditor& editor, SeqNo seqno)
{
    Transaction content = editor.content(seqno);
    content.tables.at(0).writes.at(0).second += " changed";
    editor.replace(seqno, content);
}

#define GOOD_FORM(report) QVERIFY2(formProblem(report).empty(), formProblem(report).c_str())

void TestTamperForgeries::foreignServiceWithHonestCertificate()
{
    LedgerEditor editor = LedgerEditor::load(m_foreign.ledger()).value();
    for (SeqNo seqno = 1; seqno <= editor.size(); ++seqno) {
        Transaction content = editor.content(seqno);
        if (!content.find(kService)) continue;
        json info = json::parse(content.written(kService));
        info["cert"] = m_made.serviceCertificate();
        editor.replace(seqno, content.write(kService, kSingle, info.dump()));
    }
    editor.resign({&m_foreign.nodes[0].key, nullptr, &m_foreign.identities[0].key});
    const auto report = judge(editor, "foreign service, honest certificate text", "failed");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY(!passedOver(report, 1, 2));
    QVERIFY(!report.signedTo);
}

/// No key of the honest service at all: nodes that sign for themselves, as before 2.0.
void TestTamperForgeries::foreignServiceOfOldStyle()
{
    LedgerScript how = script("old foreign");
    how.service.entryTypes = {{1, 0}};
    how.service.cose = CoseMode::Off;
    const GeneratedLedger made = make(how);
    LedgerEditor editor = LedgerEditor::load(made.ledger()).value();
    for (SeqNo seqno = 1; seqno <= editor.size(); ++seqno) {
        Transaction content = editor.content(seqno);
        if (!content.find(kService)) continue;
        json info = json::parse(content.written(kService));
        info["cert"] = m_made.serviceCertificate();
        editor.replace(seqno, content.write(kService, kSingle, info.dump()));
    }
    Forger forger;
    forger.nodeKey = &made.nodes[0].key;
    editor.resign(forger);
    const auto report = judge(editor, "1.x forgery, honest certificate text", "indeterminate NOT_ENDORSED");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Indeterminate);
    QCOMPARE(report.reason, std::string("NOT_ENDORSED"));
    QVERIFY(!report.anchor);
}

void TestTamperForgeries::selfSignedNodeInLaterLedger()
{
    LedgerEditor editor = load();
    const SeqNo at = applicationAfter(editor, 20);
    Node node{EcKey::derive(crypto::KeyKind::P384, "smuggled"), {}, {}};
    const Validity validity{UtcTime{1'767'225'600}, UtcTime{1'790'000'000}};
    node.certificate = CertificateFactory::selfSignedNode(node.key, {"CCF Node", validity, "x"});
    node.id = node.key.id();
    Transaction content = editor.content(at);
    content.write(kNodes, node.id, json{{"status", "Trusted"}, {"cert", node.certificate}}.dump());
    editor.replace(at, content);
    Forger forger;
    forger.nodeKey = &node.key;
    forger.statedNode = &node;
    forger.dropCose = true;
    forger.from = at;
    editor.resign(forger);
    const auto report = judge(editor, "self-signed node smuggled in", "failed NOT_ENDORSED");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY(hasReason(report, "NOT_ENDORSED"));
    QVERIFY(verdictAt(report, at) != Verdict::Passed);
    QVERIFY(passedOver(report, 1, editor.signatureFrom(at - 8)));
}

/// The forged beginning is signed with a node's key; what follows is true and signed by the service: it covers another past.
void TestTamperForgeries::nodeKeyOnlyAgainstHonestSuffix()
{
    LedgerEditor editor = load();
    const SeqNo at = applicationAfter(editor, 15);
    const SeqNo end = editor.signatureFrom(editor.signatureFrom(at) + 1);
    changeApplication(editor, at);
    Forger forger{&m_made.nodes[0].key, nullptr, nullptr, true};
    forger.from = at;
    forger.to = end;
    editor.resign(forger);
    const auto report = judge(editor, "forged by a node, then the true rest", "failed, FORK over the forged past");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY2(verdictAt(report, at) != Verdict::Passed, rangesOf(report).c_str());
    QVERIFY(passedOver(report, editor.signatureFrom(end + 1) + 1, editor.size()));
}

void TestTamperForgeries::nodeKeyOnlyIsRemarked()
{
    LedgerEditor editor = load();
    const SeqNo at = applicationAfter(editor, 15);
    changeApplication(editor, at);
    Forger forger{&m_made.nodes[0].key, nullptr, nullptr, true};
    forger.from = at;
    editor.resign(forger);
    const auto report = judge(editor, "node key only, COSE dropped", "passed, SIGNATURE_KIND_STOPPED");
    GOOD_FORM(report);
    QVERIFY(hasReason(report, "SIGNATURE_KIND_STOPPED"));

    LedgerEditor kept = load();
    changeApplication(kept, at);
    forger.dropCose = false;
    kept.resign(forger);
    const auto failed = judge(kept, "node key only, COSE left", "failed SIGNATURE_INVALID");
    GOOD_FORM(failed);
    QCOMPARE(failed.verdict, Verdict::Failed);
    QVERIFY(hasReason(failed, "SIGNATURE_INVALID"));
    QVERIFY(verdictAt(failed, at) != Verdict::Passed);
    const auto both = judgePaths({saved(editor), saved(load())}, "node key only beside an honest copy", "failed FORK");
    GOOD_FORM(both);
    QVERIFY(hasReason(both, "FORK"));
    QCOMPARE(both.verdict, Verdict::Failed);
}

void TestTamperForgeries::nodeKeyUnderAnotherName()
{
    LedgerEditor editor = load();
    const EcKey key = EcKey::derive(crypto::KeyKind::P384, "nobody");
    Forger forger{&key, nullptr, nullptr, true};
    forger.from = 20;
    editor.resign(forger);
    const auto report = judge(editor, "another key under a node's name", "failed SIGNATURE_INVALID");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY(!passedOver(report, editor.signatureFrom(20), editor.signatureFrom(20)));
    const Node foreign = m_foreign.nodes[0];
    LedgerEditor other = load();
    Forger stated{&foreign.key, &foreign, nullptr, true};
    stated.from = 20;
    other.resign(stated);
    const auto unknown = judge(other, "a foreign service's node", "failed NODE_UNKNOWN");
    QCOMPARE(unknown.verdict, Verdict::Failed);
    QVERIFY(hasReason(unknown, "NODE_UNKNOWN"));
}

void TestTamperForgeries::allKeysPassOnlyAlone()
{
    LedgerEditor editor = load();
    const SeqNo at = applicationAfter(editor, 30);
    changeApplication(editor, at);
    Forger forger = allKeys();
    forger.from = at;
    editor.resign(forger);
    const fs::path forged = saved(editor), honest = saved(load());
    QCOMPARE(judgePaths({forged}, "all keys, alone", "passed (cannot be seen from inside)").verdict, Verdict::Passed);
    const auto foreign = judged({forged}, m_foreign.serviceCertificate());
    QCOMPARE(foreign.reason, std::string("ANCHOR_NOT_IN_CHAIN"));
    for (const Paths& paths : {Paths{forged, honest}, Paths{honest, forged}}) {
        const auto report = judgePaths(paths, "all keys, beside an honest copy", "failed FORK");
        GOOD_FORM(report);
        QCOMPARE(report.verdict, Verdict::Failed);
        QCOMPARE(report.reason, std::string("FORK"));
        QVERIFY(verdictAt(report, at) != Verdict::Passed);
    }
}

/// The forger's files do not claim to be committed; the entries differ in one view all the same.
void TestTamperForgeries::forkUnderHarmlessNames()
{
    LedgerEditor editor = load();
    const SeqNo at = applicationAfter(editor, 30);
    changeApplication(editor, at);
    Forger forger = allKeys();
    forger.from = at;
    editor.resign(forger);
    for (auto& chunk : editor.chunks()) chunk.end = ChunkEnd::Complete;
    const auto report = judgePaths({saved(load()), saved(editor)}, "fork whose names claim nothing", "failed FORK");
    GOOD_FORM(report);
    QCOMPARE(report.reason, std::string("FORK"));
    QVERIFY(verdictAt(report, at) != Verdict::Passed);
}

void TestTamperForgeries::lostTailIsNoFork()
{
    LedgerEditor tail = load();
    const SeqNo cut = tail.signatureFrom(60);
    LedgerEditor line = load();
    for (SeqNo seqno = cut + 1; seqno <= line.size(); ++seqno) {
        Transaction content = line.content(seqno);
        content.view += 1;
        line.replace(seqno, content);
    }
    Forger forger = allKeys();
    forger.from = cut + 1;
    line.resign(forger);
    auto& chunks = tail.chunks();
    for (auto& chunk : chunks)
        if (chunk.last() > cut) chunk.end = ChunkEnd::Complete;
    const auto report = judgePaths({saved(line), saved(tail)}, "tail of an older view", "passed LOST_TAIL");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Passed);
    QVERIFY(hasReason(report, "LOST_TAIL"));
    for (auto& chunk : chunks) chunk.end = ChunkEnd::Committed;
    const auto fork = judgePaths({saved(line), saved(tail)}, "committed tail of an older view", "failed FORK");
    QCOMPARE(fork.reason, std::string("FORK"));
}

void TestTamperForgeries::damagedCopyLeavesTheLine()
{
    LedgerEditor editor = load();
    const SeqNo at = applicationAfter(editor, 30);
    editor.entry(at).back() ^= 1;
    const auto report = judgePaths({saved(load()), saved(editor)}, "damaged copy", "failed FORK, the line passes");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY2(passedOver(report, 1, editor.size()), rangesOf(report).c_str());
}

/// Needs no key: a node signs the root, and nothing signs the last signature transaction.
void TestTamperForgeries::viewOfTheLastSignature()
{
    LedgerEditor editor = load();
    Transaction last = editor.content(editor.size());
    last.view = 90;
    json row = json::parse(last.written("public:ccf.internal.signatures"));
    row["view"] = 90;
    last.write("public:ccf.internal.signatures", kSingle, row.dump());
    std::erase_if(last.tables, [](const TableChange& table) { return table.name.ends_with("cose_signatures"); });
    editor.replace(editor.size(), last);
    const auto report = judge(editor, "view of the last signature made up", "not committed by it, remarked");
    GOOD_FORM(report);
    QVERIFY(report.committedBasis != "later-view");
    QVERIFY(std::ranges::any_of(report.notChecked, [](const auto& item) { return item.id == "ccf.order.view"; }));
    QVERIFY(hasReason(report, "SIGNATURE_KIND_STOPPED"));
}

void TestTamperForgeries::emptyChunkBeforeSuffix()
{
    LedgerEditor editor = load();
    editor.chunks().erase(editor.chunks().begin(), editor.chunks().begin() + 2);
    const SeqNo first = editor.chunks().front().first;
    const fs::path folder = saved(editor);
    QVERIFY(judged({folder}, m_made.serviceCertificate()).reason == "NO_GENESIS");
    QVERIFY(writeFileAtomically(folder / "ledger_1", ByteVector(8)));
    const auto report = judgePaths({folder}, "empty chunk in place of the beginning", "not passed, MISSING_RANGE");
    GOOD_FORM(report);
    QVERIFY(report.verdict != Verdict::Passed);
    QVERIFY(verdictAt(report, 1) != Verdict::Passed && verdictAt(report, first - 1) != Verdict::Passed);
}

/// The state must not take a row that the epochs did not take.
void TestTamperForgeries::twoServiceRows()
{
    for (const bool onlyOther : {false, true}) {
        LedgerEditor editor = load();
        const SeqNo at = applicationAfter(editor, 20);
        Transaction content = editor.content(at);
        json info{{"cert", m_foreign.serviceCertificate()}, {"status", "Open"}};
        if (!onlyOther) content.write(kService, kSingle, info.dump());
        content.write(kService, "12345678", info.dump());
        const Node& node = m_foreign.nodes[0];
        content.write(kNodes, node.id, json{{"status", "Trusted"}}.dump());
        content.write(kNodeCerts, node.id, node.certificate);
        editor.replace(at, content);
        Forger forger{&node.key, &node, nullptr, true};
        forger.from = at;
        editor.resign(forger);
        const auto report = judge(editor, onlyOther ? "service row under another key" : "two service rows", "failed");
        GOOD_FORM(report);
        QCOMPARE(report.verdict, Verdict::Failed);
        for (SeqNo seqno = at; seqno <= editor.size(); ++seqno)
            QVERIFY2(verdictAt(report, seqno) != Verdict::Passed, rangesOf(report).c_str());
    }
}

void TestTamperForgeries::selfMadeServiceRow()
{
    for (const char* status : {"Open", "Recovering"}) {
        LedgerEditor editor = load();
        const SeqNo at = editor.signatureFrom(20) + 1;
        Transaction content = editor.content(at);
        const Node& node = m_foreign.nodes[0];
        content.write(kService, kSingle,
                      json{{"cert", m_foreign.serviceCertificate()}, {"status", status}, {"recovery_count", 1}}.dump());
        content.write(kNodes, node.id, json{{"status", "Trusted"}}.dump());
        content.write(kNodeCerts, node.id, node.certificate);
        editor.replace(at, content);
        Forger forger{&node.key, &node, &m_foreign.identities[0].key};
        forger.from = at;
        editor.resign(forger);
        const auto report = judge(editor, std::string("self-made identity, ") + status, "not passed from there on");
        GOOD_FORM(report);
        QVERIFY(report.verdict != Verdict::Passed);
        QVERIFY(passedOver(report, 1, at - 1));
        QVERIFY(report.signedTo && report.signedTo->seqno < at);
        for (SeqNo seqno = at; seqno <= editor.size(); ++seqno) QVERIFY(verdictAt(report, seqno) != Verdict::Passed);
    }
}

void TestTamperForgeries::unsignedTailNamesAnchor()
{
    LedgerEditor editor = LedgerEditor::load(m_foreign.ledger()).value();
    Transaction tail = editor.content(applicationAfter(editor, 20));
    tail.seqno = editor.size() + 1;
    tail.write(kService, kSingle, json{{"cert", m_made.serviceCertificate()}, {"status", "Recovering"}}.dump());
    editor.chunks().back().entries.push_back(EntryBuilder("tail").build(tail));
    editor.chunks().back().end = ChunkEnd::Open;
    const auto report = judge(editor, "foreign ledger, anchor in the unsigned tail", "indeterminate ANCHOR_NOT_IN_CHAIN");
    GOOD_FORM(report);
    QCOMPARE(report.reason, std::string("ANCHOR_NOT_IN_CHAIN"));
    QVERIFY(!report.anchor);
}

void TestTamperForgeries::unsignedRecoveryIsNoAlarm()
{
    LedgerEditor editor = LedgerEditor::load(m_recovered.ledger()).value();
    SeqNo recovery = 1;
    while (!editor.content(recovery).find(kPrevious)) ++recovery;
    editor.truncateAfter(recovery);
    editor.chunks().back().end = ChunkEnd::Open;
    const auto report = judged({saved(editor)}, m_recovered.identities[0].certificate);
    tableRow("honest: recovery begun, not signed yet", "passed", report);
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Passed);
    QCOMPARE(report.unsignedFrom, std::optional<SeqNo>(recovery));
}

void TestTamperForgeries::recoveryRows_data()
{
    QTest::addColumn<int>("what");
    const char* names[] = {"endorsement by another key", "endorsement of another key", "endorsement ends elsewhere",
                           "endorsement with another root", "endorsement row disagrees", "previous identity of another",
                           "last signed root of another", "endorsement taken away", "status skips"};
    for (int i = 0; i < 9; ++i) QTest::newRow(names[i]) << i;
}

/// A recovery whose rows do not fit, signed with all keys of the new service.
void TestTamperForgeries::recoveryRows()
{
    QFETCH(int, what);
    LedgerEditor editor = LedgerEditor::load(m_recovered.ledger()).value();
    SeqNo recovery = 1, endorsement = 0;
    while (!editor.content(recovery).find(kPrevious)) ++recovery;
    for (SeqNo seqno = recovery; seqno <= editor.size(); ++seqno)
        if (editor.content(seqno).find(kEndorsement)) endorsement = seqno;
    const SeqNo at = what < 5 || what >= 7 ? endorsement : recovery;
    Transaction content = editor.content(at);
    const EcKey stranger = EcKey::derive(crypto::KeyKind::P384, "stranger");
    const EcKey& service = m_recovered.identities.back().key;
    const TransactionId end{2, recovery - 1};
    IdentityEndorsement row{m_recovered.identities[0].key.spkiDer(), UtcTime{1'767'300'000}, {2, 1}, end, {}};
    json info = json::parse(content.written(kEndorsement).empty() ? "{}" : content.written(kEndorsement));
    if (what == 1) row.endorsedKey = stranger.spkiDer();
    if (what == 2) row.end = TransactionId{2, recovery - 3};
    if (what == 2) info["endorsement_epoch_end"] = row.end->toString();
    if (what == 3) row.endRoot = Digest{1};
    info["endorsement"] = toBase64(CoseWriter::endorsement(what == 0 ? stranger : service, row));
    if (what == 4) info["endorsement_epoch_end"] = "2.1";
    if (what < 5) content.write(kEndorsement, kSingle, info.dump());
    if (what == 5) content.write(kPrevious, kSingle, json(m_foreign.serviceCertificate()).dump());
    if (what == 6) content.write(kLastRoot, kSingle, json(std::string(64, '1')).dump());
    if (what == 7) std::erase_if(content.tables, [](const TableChange& table) { return table.name == kEndorsement; });
    if (what == 8) {
        json status = json::parse(content.written(kService));
        status["status"] = "Closed";
        content.write(kService, kSingle, status.dump());
    }
    editor.replace(at, content);
    Forger forger{&m_recovered.nodes.back().key, nullptr, &service};
    forger.followUps = false;
    forger.from = at;
    editor.resign(forger);
    const fs::path folder = saved(editor);
    const auto report = judged({folder}, m_recovered.serviceCertificate());
    tableRow(QTest::currentDataTag(), what == 7 ? "earlier epoch by tree" : "failed", report);
    GOOD_FORM(report);
    if (what == 7) {
        const auto earlier = judged({folder}, m_recovered.identities[0].certificate);
        tableRow("endorsement taken away, earlier anchor", "by members or not at all", earlier);
        return;
    }
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY2(verdictAt(report, at) != Verdict::Passed, rangesOf(report).c_str());
}

void TestTamperForgeries::recoveryWithoutMembers_data()
{
    QTest::addColumn<int>("what");
    const char* names[] = {"nobody approves", "one too few", "ballots for another proposal", "ballots by strangers' keys",
                           "proposal names another identity"};
    for (int i = 0; i < 5; ++i) QTest::newRow(names[i]) << i;
}

/// Forward over a recovery, from the earlier identity: only with enough members.
void TestTamperForgeries::recoveryWithoutMembers()
{
    QFETCH(int, what);
    const EcKey stranger = EcKey::derive(crypto::KeyKind::P384, "stranger");
    int ballots = 0;
    ServiceHooks hooks;
    hooks.memberMessage = [&](MemberMessagePlan& plan) {
        if (plan.seqno < 40) return;
        const bool ballot = plan.content.type == "ballot";
        if (what == 0 && ballot) plan.key = &stranger;
        if (what == 1 && ballot && ++ballots > 1) plan.key = &stranger;
        if (what == 2 && ballot) plan.content.proposalId = std::string(64, 'a');
        if (what == 3) plan.key = &stranger;
        if (what == 4 && plan.content.type == "proposal") {
            json body = json::parse(plan.content.payload);
            for (auto& action : body["actions"])
                if (action["args"].contains("next_service_identity"))
                    action["args"]["next_service_identity"] = m_foreign.serviceCertificate();
            plan.content.payload = body.dump();
        }
    };
    const GeneratedLedger made = make(script("recovered", true), hooks);
    const fs::path ledger = made.ledger();
    LedgerEditor editor = LedgerEditor::load(ledger).value();
    SeqNo recovery = 1;
    while (!editor.content(recovery).find(kPrevious)) ++recovery;
    const auto report = judged({ledger}, made.identities[0].certificate);
    tableRow(QTest::currentDataTag(), "not passed after the recovery", report);
    GOOD_FORM(report);
    QVERIFY(report.verdict != Verdict::Passed);
    QVERIFY(passedOver(report, 1, recovery - 1));
    for (SeqNo seqno = recovery; seqno <= editor.size(); ++seqno)
        QVERIFY2(verdictAt(report, seqno) != Verdict::Passed, rangesOf(report).c_str());
    const auto honest = judged({m_recovered.ledger()}, m_recovered.identities[0].certificate);
    QVERIFY2(honest.verdict == Verdict::Passed, (reasonsOf(honest) + rangesOf(honest)).c_str());
}

/// After a gap anybody can put a signature that cannot be judged; its tree says nothing against what came before.
void TestTamperForgeries::strangersTreeBlamesNobody()
{
    LedgerEditor editor = load();
    LedgerEditor foreign = LedgerEditor::load(m_foreign.ledger()).value();
    auto& chunks = editor.chunks();
    QVERIFY(chunks.size() >= 4);
    const SeqNo good = chunks[1].last();
    chunks.erase(chunks.begin() + 2);
    const SeqNo from = chunks[2].first;
    chunks.erase(chunks.begin() + 2, chunks.end());
    LedgerEditor::Chunk strange{from, ChunkEnd::Committed, {}, {}};
    while (foreign.signatureFrom(from) != 0 && strange.entries.size() < 8) {
        const SeqNo seqno = from + strange.entries.size();
        strange.entries.push_back(foreign.entry(seqno));
        if (foreign.signatureFrom(seqno) == seqno) break;
    }
    chunks.push_back(strange);
    const auto report = judge(editor, "a gap, then another service's entries", "what came before passes");
    GOOD_FORM(report);
    QVERIFY(report.verdict != Verdict::Passed);
    QVERIFY2(passedOver(report, 1, good), rangesOf(report).c_str());
    QVERIFY(verdictAt(report, from) != Verdict::Passed);
}

/// A self-made recovery states a tree with another past; the honest past stands.
void TestTamperForgeries::laterServiceCannotAccuse()
{
    LedgerEditor editor = load();
    const SeqNo at = editor.signatureFrom(20) + 1;
    const SeqNo altered = applicationAfter(editor, 15);
    LedgerEditor other = load();
    changeApplication(other, altered);
    Transaction content = other.content(at);
    const Node& node = m_foreign.nodes[0];
    content.write(kService, kSingle,
                  json{{"cert", m_foreign.serviceCertificate()}, {"status", "Recovering"}, {"recovery_count", 1}}.dump());
    content.write(kNodes, node.id, json{{"status", "Trusted"}}.dump());
    content.write(kNodeCerts, node.id, node.certificate);
    other.replace(at, content);
    Forger forger{&node.key, &node, &m_foreign.identities[0].key};
    forger.from = at;
    other.resign(forger);
    for (SeqNo seqno = at; seqno <= editor.size(); ++seqno) editor.entry(seqno) = other.entry(seqno);
    const auto report = judge(editor, "self-made identity over another past", "honest past passes");
    GOOD_FORM(report);
    QVERIFY(report.verdict != Verdict::Passed);
    QVERIFY2(passedOver(report, 1, at - 1), rangesOf(report).c_str());
}

void TestTamperForgeries::timeOfABadSignature()
{
    const EcKey stranger = EcKey::derive(crypto::KeyKind::P384, "stranger");
    SeqNo bad = 0;
    ServiceHooks hooks;
    hooks.signature = [&](SignaturePlan& plan) {
        if (plan.transaction.seqno < 20 || bad != 0) return;
        bad = plan.transaction.seqno;
        plan.serviceKey = &stranger;
        plan.coseContent.keyId = m_made.identities[0].key.id();
        plan.coseContent.issuedAt = UtcTime{9'000'000'000};
    };
    const GeneratedLedger made = make(script("honest"), hooks);
    const auto report = judgePaths({made.ledger()}, "a bad signature from the future", "only its range falls");
    GOOD_FORM(report);
    QVERIFY(verdictAt(report, bad) != Verdict::Passed);
    QVERIFY2(passedOver(report, bad + 1, made.last.seqno), rangesOf(report).c_str());
}

void TestTamperForgeries::mixedServices()
{
    const auto report = judgePaths({m_made.ledger(), m_foreign.ledger()}, "two services together", "failed FORK");
    GOOD_FORM(report);
    QCOMPARE(report.verdict, Verdict::Failed);
    QVERIFY(hasReason(report, "FORK"));
}

QTEST_APPLESS_MAIN(TestTamperForgeries)
#include "tst_tamper_forgeries.moc"
