#include "core/audit/snapshot_document.h"
#include "core/base/canonical_json.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"
#include "core/family/reasons.h"
#include "tests/unit/audit/histories.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::audit;
using namespace countersign::test;

class TestAuditSnapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void saysWhatWasSeen();
    void tellsTheConsortium();
    void sameInputsGiveSameBytes();
    void readsBackWhatItWrote();
    void isRefusedWhenCutAnywhere();
    void isRefusedWithOneByteMore();
    void isRefusedInAnotherSpelling_data();
    void isRefusedInAnotherSpelling();
    void anotherSchemaIsUnsupported();
    void limitsHold();
    void textThatIsNoUtf8IsReplaced();
    void aClockBehindTheEvidenceIsTold();
    void withoutAnchorItIsIndeterminate();

private:
    std::string document() const { return snapshotDocument(m_seen.snapshot).value(); }

    QTemporaryDir m_folder;
    std::unique_ptr<Histories> m_histories;
    Seen m_seen;
};

void TestAuditSnapshot::initTestCase()
{
    m_histories = std::make_unique<Histories>(m_folder.path().toStdString(),
                                              std::multimap<SeqNo, std::function<void(support::SyntheticService&)>>{
                                                  {60, support::changeMembersNow}, {100, support::changeNodesNow}});
    m_seen = see(m_histories->whole(), {.anchor = m_histories->anchor()});
}

void TestAuditSnapshot::saysWhatWasSeen()
{
    const AuditSnapshot& snapshot = m_seen.snapshot;
    QVERIFY2(snapshot.verdict == Verdict::Passed, snapshot.reason.c_str());
    QCOMPARE(snapshot.head->signedRoot.id.seqno, m_histories->made().lastSignature.seqno);
    QVERIFY(snapshot.head->signedRoot.root == m_histories->made().lastSignedRoot);
    QCOMPARE(snapshot.head->signatures.size(), std::size_t{2});
    QCOMPARE(snapshot.head->signatures.front().kind, std::string("node"));
    QVERIFY(!snapshot.head->signatures.back().bytes.empty());
    QCOMPARE(snapshot.anchors.size(), std::size_t{1});
    QVERIFY(snapshot.anchors.front().carries);
    QVERIFY(!snapshot.inputs.empty());
    for (const SnapshotInput& input : snapshot.inputs) {
        QVERIFY(input.sha256.has_value());
        QVERIFY(*input.sha256 == crypto::sha256(readSmallFile(input.path).value()));
    }
    QVERIFY(!snapshot.notChecked.empty());
    QVERIFY(snapshot.landmarks.size() > 10);
    QCOMPARE(snapshot.clock.state, std::string("plausible"));
}

void TestAuditSnapshot::tellsTheConsortium()
{
    const ConsortiumState& state = m_seen.snapshot.consortium;
    QVERIFY(state.complete && state.missing.empty());
    std::map<std::string, int> kinds;
    for (const ConsortiumItem& item : state.items) ++kinds[item.kind];
    QCOMPARE(kinds["member"], 3); // three at first, one joined, one left
    QVERIFY(kinds["node"] >= 1);
    QCOMPARE(kinds["service"], 1);
    QCOMPARE(kinds["constitution"], 1);
    QVERIFY(kinds["policy"] >= 1);
    for (const ConsortiumItem& item : state.items) {
        QVERIFY2(item.changedAt.has_value(), item.id.c_str());
        if (item.kind != "constitution") continue;
        QCOMPARE(item.fields.back().name, std::string("script"));
        const std::string script = support::syntheticConstitution();
        QCOMPARE(item.fields.back().value, "sha256:" + toHex(crypto::sha256(bytesOf(script))));
    }
}

void TestAuditSnapshot::sameInputsGiveSameBytes()
{
    const Seen again = see(m_histories->whole(), {.anchor = m_histories->anchor(), .jobs = 4});
    QCOMPARE(snapshotDocument(again.snapshot).value(), document());
    const Seen later = see(m_histories->whole(), {.takenAt = {1'767'312'001}, .anchor = m_histories->anchor()});
    QVERIFY(snapshotDocument(later.snapshot).value() != document());
}

void TestAuditSnapshot::readsBackWhatItWrote()
{
    const std::string text = document();
    const auto read = readSnapshot(bytesOf(text));
    QVERIFY2(read, read ? "" : read.error().detail.c_str());
    QCOMPARE(snapshotDocument(*read).value(), text);
    QVERIFY(read->consortium == m_seen.snapshot.consortium);
    QVERIFY(read->head == m_seen.snapshot.head);
    QVERIFY(read->landmarks == m_seen.snapshot.landmarks);
    QCOMPARE(read->checks.size(), m_seen.snapshot.checks.size());
}

void TestAuditSnapshot::isRefusedWhenCutAnywhere()
{
    AuditSnapshot small = m_seen.snapshot; // every member stays, lists are short
    small.landmarks.resize(2);
    small.consortium.items.resize(3);
    small.checks.resize(2);
    const std::string text = snapshotDocument(small).value();
    QVERIFY(readSnapshot(bytesOf(text)));
    for (std::size_t length = 0; length < text.size(); ++length)
        QVERIFY2(!readSnapshot(bytesOf(text).first(length)), std::to_string(length).c_str());
}

void TestAuditSnapshot::isRefusedWithOneByteMore()
{
    QVERIFY(!readSnapshot(bytesOf(document() + ' ')));
    QVERIFY(!readSnapshot(bytesOf(document() + '\n')));
    QVERIFY(!readSnapshot(bytesOf('\n' + document())));
}

void TestAuditSnapshot::isRefusedInAnotherSpelling_data()
{
    QTest::addColumn<QString>("what");
    for (const char* what :
         {"unknown member", "member left out", "null instead of text", "upper case digest", "another verdict word",
          "number as text", "item with an unknown member", "negative number"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestAuditSnapshot::isRefusedInAnotherSpelling()
{
    QFETCH(QString, what);
    auto json = parseJson(bytesOf(document())).value();
    if (what == QStringLiteral("unknown member")) json["more"] = 1;
    if (what == QStringLiteral("member left out")) json.erase("clock");
    if (what == QStringLiteral("null instead of text")) json["reason"] = nullptr;
    if (what == QStringLiteral("upper case digest")) json["head"]["root"] = std::string(64, 'A');
    if (what == QStringLiteral("another verdict word")) json["verdict"] = "Passed";
    if (what == QStringLiteral("number as text")) json["findingsOmitted"] = "0";
    if (what == QStringLiteral("item with an unknown member")) json["inputs"][0]["more"] = true;
    if (what == QStringLiteral("negative number")) json["findingsOmitted"] = -1;
    const std::string text = canonicalJson(json).value();
    QVERIFY(text != document());
    const auto read = readSnapshot(bytesOf(text));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Malformed);
}

void TestAuditSnapshot::anotherSchemaIsUnsupported()
{
    auto json = parseJson(bytesOf(document())).value();
    json["schema"] = "countersign.snapshot/2";
    QCOMPARE(readSnapshot(bytesOf(canonicalJson(json).value())).error().code, ErrorCode::Unsupported);
}

void TestAuditSnapshot::limitsHold()
{
    QCOMPARE(readSnapshot(bytesOf(document()), {.bytes = 100}).error().code, ErrorCode::LimitExceeded);
    QVERIFY(!readSnapshot(bytesOf(document()), {.values = 10}));
    QVERIFY(!readSnapshot(bytesOf(std::string(100'000, '['))));
}

void TestAuditSnapshot::textThatIsNoUtf8IsReplaced()
{
    AuditSnapshot odd = m_seen.snapshot;
    odd.name = "a\xff"
               "b";
    odd.checks.front().evidence = "\x1b[31m\xc3";
    const auto text = snapshotDocument(odd);
    QVERIFY(text);
    QVERIFY(text->find('\x1b') == std::string::npos);
    const auto read = readSnapshot(bytesOf(*text));
    QVERIFY(read);
    QCOMPARE(read->name, std::string("a\xef\xbf\xbd"
                                     "b"));
}

void TestAuditSnapshot::aClockBehindTheEvidenceIsTold()
{
    const Seen early = see(m_histories->whole(), {.takenAt = {1'767'000'000}, .anchor = m_histories->anchor()});
    QCOMPARE(early.snapshot.clock.state, std::string("behind-evidence"));
    QVERIFY(early.snapshot.clock.latestSigned.has_value());
}

void TestAuditSnapshot::withoutAnchorItIsIndeterminate()
{
    const Seen open = see(m_histories->whole(), {});
    QVERIFY(open.snapshot.verdict == Verdict::Indeterminate);
    QCOMPARE(open.snapshot.reason, std::string(kReasonNoTrustAnchor));
    QVERIFY(open.snapshot.anchors.empty());
}

QTEST_GUILESS_MAIN(TestAuditSnapshot)
#include "tst_audit_snapshot.moc"
