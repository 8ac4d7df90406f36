#include "core/audit/check_ids.h"
#include "core/audit/snapshot_store.h"
#include "core/audit/workspace_pins.h"
#include "core/audit/workspace_runs.h"
#include "tests/unit/audit/histories.h"

#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::audit;
using namespace countersign::test;

class TestAuditStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void eachCarriesTheDigestOfTheOneBefore();
    void oneThatDoesNotFollowIsRefused();
    void aColleaguesKeepsItsName();
    void aColleaguesPassedAsOwnBreaksTheChain();
    void changesBehindItsBackAreSeen_data();
    void changesBehindItsBackAreSeen();
    void triggersRefuse_data();
    void triggersRefuse();
    void pinsAreWithdrawnAndComeBack();
    void auditorsAreAccepted();
    void runsKeepTheirFindings();
    void aFixedFindingThatComesBackIsOpen();

private:
    std::filesystem::path path() const { return m_path; }
    SnapshotFile next(SnapshotStore& store, std::int64_t second) const;

    QTemporaryDir m_folder;
    AuditSnapshot m_snapshot;
    VerificationReport m_report;
    std::filesystem::path m_path;
    std::optional<WorkspaceFile> m_file;
    int m_count = 0;
};

void TestAuditStore::initTestCase()
{
    const Histories histories((m_folder.path() + QStringLiteral("/h")).toStdString());
    Seen seen = see(histories.whole(), {.anchor = histories.anchor()});
    m_snapshot = std::move(seen.snapshot);
    m_report = std::move(seen.report);
    m_snapshot.consortium.items.resize(2);
}

void TestAuditStore::init()
{
    m_path = std::filesystem::path(m_folder.path().toStdString()) / (std::to_string(++m_count) + ".countersign");
    m_file = WorkspaceFile::create(m_path).value();
}

SnapshotFile TestAuditStore::next(SnapshotStore& store, std::int64_t second) const
{
    AuditSnapshot snapshot = m_snapshot;
    snapshot.takenAt.seconds += second;
    snapshot.previous = store.lastDigest().value();
    return fileOf(snapshot);
}

void TestAuditStore::eachCarriesTheDigestOfTheOneBefore()
{
    SnapshotStore store(*m_file);
    QVERIFY(store.judgeChain()->verdict == Verdict::Passed);
    for (int i = 0; i < 3; ++i) QCOMPARE(store.append(next(store, i)).value(), std::int64_t{i + 1});
    const auto all = store.all().value();
    QCOMPARE(all.size(), std::size_t{3});
    QVERIFY(!all[0].file.snapshot.previous);
    QVERIFY(*all[1].file.snapshot.previous == crypto::sha256(all[0].file.document));
    QVERIFY(*all[2].file.snapshot.previous == crypto::sha256(all[1].file.document));
    QVERIFY(store.judgeChain()->verdict == Verdict::Passed);
    m_file.reset();
    m_file = WorkspaceFile::open(m_path, WorkspaceAccess::ReadOnly).value();
    QCOMPARE(SnapshotStore(*m_file).all()->size(), std::size_t{3});
}

void TestAuditStore::oneThatDoesNotFollowIsRefused()
{
    SnapshotStore store(*m_file);
    const SnapshotFile first = next(store, 0);
    const SnapshotFile alsoFirst = next(store, 1);
    QVERIFY(store.append(first));
    const auto refused = store.append(alsoFirst);
    QVERIFY(!refused);
    QCOMPARE(refused.error().where, std::string("snapshot chain"));
    QCOMPARE(store.count().value(), std::int64_t{1});
}

void TestAuditStore::aColleaguesKeepsItsName()
{
    SnapshotStore store(*m_file);
    QVERIFY(store.append(next(store, 0)));
    AuditSnapshot theirs = m_snapshot;
    theirs.takenAt.seconds += 100;
    theirs.previous = crypto::sha256(bytesOf("elsewhere"));
    QCOMPARE(store.import(fileOf(theirs), "Bob of Fabrikam", {1'770'000'000}).value(), std::int64_t{2});
    QVERIFY(!store.import(fileOf(theirs), "Bob of Fabrikam", {1'770'000'000}));
    QVERIFY(store.append(next(store, 200)));
    const auto all = store.all().value();
    QVERIFY(all[0].own && !all[1].own && all[2].own);
    QCOMPARE(all[1].from, std::string("Bob of Fabrikam"));
    QCOMPARE(all[1].importedAt.seconds, std::int64_t{1'770'000'000});
    QVERIFY(all[1].file.document == fileOf(theirs).document);
    QVERIFY(store.judgeChain()->verdict == Verdict::Passed);
}

void TestAuditStore::aColleaguesPassedAsOwnBreaksTheChain()
{
    SnapshotStore store(*m_file);
    QVERIFY(store.append(next(store, 0)));
    AuditSnapshot theirs = m_snapshot;
    theirs.previous = crypto::sha256(bytesOf("elsewhere"));
    QVERIFY(!store.append(fileOf(theirs)));
    auto insert = m_file->database().prepare("INSERT INTO snapshots VALUES(2, ?, NULL)").value();
    const SnapshotFile file = fileOf(theirs);
    QVERIFY(insert.bind(1, Bytes(file.document)).run());
    const Check chain = store.judgeChain().value();
    QVERIFY(chain.verdict == Verdict::Failed);
    QCOMPARE(chain.reason, std::string(kReasonChainBroken));
    QVERIFY(!store.append(next(store, 5)));
}

void TestAuditStore::changesBehindItsBackAreSeen_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("one left out") << QStringLiteral("DELETE FROM snapshots WHERE number = 2");
    QTest::newRow("one left out, renumbered")
        << QStringLiteral("DELETE FROM snapshots WHERE number = 2; UPDATE snapshots SET number = 2 WHERE number = 3");
    QTest::newRow("two exchanged") << QStringLiteral(
        "UPDATE snapshots SET number = 9 WHERE number = 1; UPDATE snapshots SET number = 1 WHERE number "
        "= 2; UPDATE snapshots SET number = 2 WHERE number = 9");
    QTest::newRow("one edited") << QStringLiteral(
        "UPDATE snapshots SET record = CAST(replace(CAST(record AS TEXT), '\"name\":\"Contoso\"', "
        "'\"name\":\"Fabrikam\"') AS BLOB) WHERE number = 1");
    QTest::newRow("the last edited") << QStringLiteral(
        "UPDATE snapshots SET record = CAST(replace(CAST(record AS TEXT), '\"name\":\"Contoso\"', "
        "'\"name\":\"Fabrikam\"') AS BLOB) WHERE number = 4");
    QTest::newRow("the last left out") << QStringLiteral("DELETE FROM snapshots WHERE number = 4");
    QTest::newRow("all left out") << QStringLiteral("DELETE FROM snapshots");
    QTest::newRow("the end forgotten") << QStringLiteral("DELETE FROM profile WHERE name = 'snapshots.end'");
    QTest::newRow("an import's content") << QStringLiteral(
        "UPDATE snapshots SET content = (SELECT record FROM snapshots WHERE number = 1) WHERE number = 3");
    QTest::newRow("an import's name") << QStringLiteral(
        "UPDATE snapshots SET record = CAST(replace(CAST(record AS TEXT), 'Bob', 'Eve') AS BLOB) WHERE number = 3");
}

void TestAuditStore::changesBehindItsBackAreSeen()
{
    QFETCH(QString, sql);
    SnapshotStore store(*m_file);
    QVERIFY(store.append(next(store, 0)) && store.append(next(store, 1)));
    AuditSnapshot theirs = m_snapshot;
    theirs.takenAt.seconds += 100;
    QVERIFY(store.import(fileOf(theirs), "Bob", {1'770'000'000}));
    QVERIFY(store.append(next(store, 3)));
    QVERIFY(m_file->database().execute("DROP TRIGGER snapshots_stay_u; DROP TRIGGER snapshots_stay_d"));
    const auto done = m_file->database().execute(sql.toUtf8().constData());
    QVERIFY2(done, done ? "" : done.error().detail.c_str());
    QVERIFY(store.judgeChain()->verdict == Verdict::Failed);
    QVERIFY(!store.append(next(store, 5)));
}

void TestAuditStore::triggersRefuse_data()
{
    QTest::addColumn<QString>("sql");
    for (const char* sql :
         {"UPDATE snapshots SET content = NULL", "DELETE FROM snapshots", "UPDATE runs SET verdict = 'passed'",
          "DELETE FROM runs", "UPDATE findings SET severity = 'remark'", "DELETE FROM findings",
          "UPDATE finding_states SET state = 'fixed'", "DELETE FROM finding_states",
          "INSERT INTO snapshots VALUES(7, x'00', NULL)", "INSERT OR REPLACE INTO snapshots VALUES(1, x'00', NULL)"})
        QTest::newRow(sql) << QString::fromLatin1(sql);
}

void TestAuditStore::triggersRefuse()
{
    QFETCH(QString, sql);
    SnapshotStore store(*m_file);
    QVERIFY(store.append(next(store, 0)));
    WorkspaceRuns runs(*m_file);
    VerificationReport report = m_report;
    report.findings.push_back({"ccf.tree.root", Severity::Fault, "ROOT_MISMATCH", {"a", {}, {}, 5}, "x"});
    QVERIFY(runs.add(report, {1}, bytesOf("{}")));
    QVERIFY(runs.setState("n", {"accepted", "known", "Alice", {2}}));
    QVERIFY(!m_file->database().execute(sql.toUtf8().constData()));
    QVERIFY(store.judgeChain()->verdict == Verdict::Passed);
    QCOMPARE(store.count().value(), std::int64_t{1});
}

void TestAuditStore::pinsAreWithdrawnAndComeBack()
{
    WorkspacePins pins(*m_file);
    const WorkspacePin pin{"ab", "CN=S", "service_cert.pem", {1, 2}, {1'767'312'000}, "phone", "note"};
    QVERIFY(pins.addPin(pin));
    QVERIFY(pins.pins().value() == std::vector{pin});
    const auto anchors = pins.anchors().value();
    QCOMPARE(anchors.size(), std::size_t{1});
    QVERIFY(anchors[0].source.find("pinned 2026-01-02T00:00:00Z from service_cert.pem") != std::string::npos);
    QVERIFY(pins.withdrawPin("ab", {2}));
    QVERIFY(pins.pins()->empty());
    QCOMPARE(pins.withdrawPin("ab", {2}).error().code, ErrorCode::NotFound);
    QVERIFY(pins.addPin(pin));
    QCOMPARE(pins.pins()->size(), std::size_t{1});
}

void TestAuditStore::auditorsAreAccepted()
{
    WorkspacePins pins(*m_file);
    QVERIFY(pins.acceptAuditor({"k1", "Bob", {1}, {5}}));
    QVERIFY(pins.acceptedKeyIds().value() == std::set<std::string>{"k1"});
    QVERIFY(pins.forgetAuditor("k1"));
    QVERIFY(pins.acceptedKeyIds()->empty());
    QVERIFY(pins.addSource("/a", "folder", {1}) && pins.addSource("/a", "folder", {2}));
    QCOMPARE(pins.sources()->size(), std::size_t{1});
}

void TestAuditStore::runsKeepTheirFindings()
{
    WorkspaceRuns runs(*m_file);
    VerificationReport report = m_report;
    report.findings = {{"ccf.tree.root", Severity::Fault, "ROOT_MISMATCH", {"ledger/x", {}, {}, 5}, "d\x1b"}};
    QCOMPARE(runs.add(report, {100}, bytesOf("{\"a\":1}")).value(), std::int64_t{1});
    const auto listed = runs.runs().value();
    QCOMPARE(listed.size(), std::size_t{1});
    QCOMPARE(listed[0].verdict, std::string("passed"));
    QCOMPARE(listed[0].findings, std::uint64_t{1});
    QVERIFY(textOf(runs.document(1).value()) == "{\"a\":1}");
    QVERIFY(!runs.document(2));
    const auto findings = runs.findings(1).value();
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings[0].finding.where.seqno.value(), SeqNo{5});
    QCOMPARE(findings[0].state.state, std::string("open"));
    QVERIFY(!runs.setState(findings[0].name, {"accepted", "", "Alice", {101}}));
    QVERIFY(!runs.setState(findings[0].name, {"gone", "why", "Alice", {101}}));
    QVERIFY(runs.setState(findings[0].name, {"accepted", "known since May", "Alice", {101}}));
    QCOMPARE(runs.findings(1)->front().state.reason, std::string("known since May"));
}

void TestAuditStore::aFixedFindingThatComesBackIsOpen()
{
    WorkspaceRuns runs(*m_file);
    VerificationReport report = m_report;
    report.findings = {{"ccf.tree.root", Severity::Fault, "ROOT_MISMATCH", {"a/x", {}, {}, 5}, ""}};
    QVERIFY(runs.add(report, {100}, {}));
    QVERIFY(runs.setState(findingName(report.findings[0]), {"fixed", "", "Alice", {150}}));
    QCOMPARE(runs.findings(1)->front().state.state, std::string("fixed"));
    report.findings[0].where.file = "elsewhere/x";
    QVERIFY(runs.add(report, {200}, {}));
    QCOMPARE(runs.findings(2)->front().state.state, std::string("open"));
}

QTEST_GUILESS_MAIN(TestAuditStore)
#include "tst_audit_store.moc"
