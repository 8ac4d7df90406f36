#include "app/cli/program.h"
#include "core/audit/snapshot_store.h"
#include "core/base/canonical_json.h"
#include "core/base/file_io.h"
#include "core/ccf/ccf_family.h"
#include "tests/support/make_certificate.h"
#include "tests/support/source_dir.h"
#include "tests/unit/audit/histories.h"
#include "tests/unit/cli/schema_check.h"

#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace countersign;
using namespace countersign::test;

/// Days of an auditor's work, at the command line: each day's first line says what became of the history.
class TestCliSnapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void whatIsKeptFitsItsSchema();
    void daysThatContinue();
    void aLaterSightIsHeldAgainstTheLast_data();
    void aLaterSightIsHeldAgainstTheLast();
    void comparisonsTellProposals();
    void comparesTwoLedgers();
    void looseFilesAreNotBelieved();
    void aSignedOneIsBelievedOnceAccepted();
    void anImportKeepsItsOwner();
    void aTamperedWorkspaceSaysSo_data();
    void aTamperedWorkspaceSaysSo();
    void aWorkspaceMadeAnewLacksTheKey();
    void aForkIsNotForgottenWhenItIsSeenTwice();
    void aSightWithoutAHeadDoesNotResetHistory();
    void verifyTakesPinsAndKeepsTheRun();
    void pinsComeAndGo();
    void usage_data();
    void usage();
    void whatIsWrongWithFiles();

private:
    struct Outcome {
        int status = -1;
        std::string out, err;
        nlohmann::json json() const { return parseJson(bytesOf(out)).value_or(nlohmann::json()); }
        std::string firstLine() const { return out.substr(0, out.find('\n')); }
    };
    Outcome run(std::vector<std::string> arguments, const char* day = "2026-02-01");
    std::string at(const char* name) const
    {
        return (m_folder->path() + QLatin1Char('/') + QLatin1String(name)).toStdString();
    }
    std::string workspace() const { return at("c.countersign"); }
    std::string makeKey(const char* name) const;

    QTemporaryDir m_histories_folder;
    std::unique_ptr<Histories> m_histories;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_cert;
    std::filesystem::path m_early, m_middle, m_whole, m_forked, m_rewritten;
};

TestCliSnapshot::Outcome TestCliSnapshot::run(std::vector<std::string> arguments, const char* day)
{
    std::ostringstream out, err;
    Console console(out, err, {}, {});
    const FamilyList families{ccf::makeCcfFamily()};
    Environment environment{families, console, {}, *parseIso8601(day), nullptr, nullptr};
    Program program;
    const int status = program.run(std::move(arguments), environment);
    return {status, out.str(), err.str()};
}

std::string TestCliSnapshot::makeKey(const char* name) const
{
    const auto key = crypto::PrivateKey::generate(crypto::KeyKind::P384);
    if (!key || !writeFileAtomically(at(name), bytesOf(privatePem(*key)))) qFatal("no key");
    return at(name);
}

void TestCliSnapshot::initTestCase()
{
    const std::filesystem::path folder = m_histories_folder.path().toStdString();
    m_histories =
        std::make_unique<Histories>(folder, std::multimap<SeqNo, std::function<void(support::SyntheticService&)>>{
                                                {150, support::changeMembersNow}, {190, support::recoverNow}});
    const SeqNo early = m_histories->signatureFrom(70);
    m_early = m_histories->upTo(early, "early");
    m_middle = m_histories->upTo(m_histories->signatureFrom(130), "middle");
    m_whole = m_histories->whole();
    m_forked = m_histories->forked(90, "forked");
    m_rewritten = m_histories->rewritten(early + 1, early + 3, "rewritten");
    m_cert = (folder / "service_cert.pem").string();
    QVERIFY(writeFileAtomically(m_cert, bytesOf(m_histories->anchor())));
}

void TestCliSnapshot::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QCOMPARE(run({"workspace", "new", workspace(), "--title", "Contoso"}).status, 0);
    QCOMPARE(run({"workspace", "pin", workspace(), m_cert, "--note", "by phone"}).status, 0);
}

void TestCliSnapshot::whatIsKeptFitsItsSchema()
{
    QCOMPARE(run({"snapshot", "take", m_whole.string(), "--service-cert", m_cert, "--out", at("a.snapshot")}).status,
             0);
    const auto schema = readSmallFile(sourceDir() / "resources/schema/snapshot-1.json").value();
    const std::string problem =
        schemaProblem(nlohmann::ordered_json::parse(textOf(schema)),
                      nlohmann::ordered_json::parse(textOf(readSmallFile(at("a.snapshot")).value())));
    QVERIFY2(problem.empty(), problem.c_str());
}

void TestCliSnapshot::daysThatContinue()
{
    const Outcome first = run({"snapshot", "take", m_early.string(), "--workspace", workspace()}, "2026-02-01");
    QVERIFY2(first.status == 0, (first.out + first.err).c_str());
    QVERIFY(first.out.find("Kept as snapshot 1") != std::string::npos);
    const Outcome second = run({"snapshot", "take", m_middle.string(), "--workspace", workspace()}, "2026-02-02");
    QCOMPARE(second.status, 0);
    QVERIFY2(second.firstLine().starts_with("Passed  this history continues snapshot 1: the same root at 2."),
             second.firstLine().c_str());
    const Outcome third =
        run({"snapshot", "take", m_whole.string(), "--workspace", workspace(), "--json"}, "2026-02-03"); // recovered
    QCOMPARE(third.status, 0);
    QCOMPARE(third.json()["continuity"]["continuity"].get<std::string>(), std::string("continued"));
    QCOMPARE(third.json()["snapshots"][0]["number"].get<int>(), 3);

    const Outcome compared = run({"snapshot", "compare", "1", "3", "--workspace", workspace()});
    QVERIFY2(compared.status == 0, (compared.out + compared.err).c_str());
    QVERIFY2(compared.firstLine().starts_with("Passed  snapshot 3 continues snapshot 1: the same root"),
             compared.out.c_str());
    const Outcome swapped = run({"snapshot", "compare", "3", "1", "--workspace", workspace()});
    QCOMPARE(swapped.firstLine(), compared.firstLine());
    QVERIFY(swapped.out.find("in the other order") != std::string::npos);
    const Outcome listed = run({"snapshot", "list", "--workspace", workspace(), "--json"});
    QCOMPARE(listed.status, 0);
    QCOMPARE(listed.json()["snapshots"].size(), std::size_t{3});
    QCOMPARE(listed.json()["chain"]["verdict"].get<std::string>(), std::string("passed"));
    QCOMPARE(run({"snapshot", "verify", "--workspace", workspace()}).status, 0);
}

void TestCliSnapshot::aLaterSightIsHeldAgainstTheLast_data()
{
    QTest::addColumn<QString>("ledger");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const std::filesystem::path& ledger, const char* line, int status) {
        QTest::newRow(name) << QString::fromStdString(ledger.string()) << QString::fromLatin1(name)
                            << QString::fromLatin1(line) << status;
    };
    row("continued", m_whole, "Passed  this history continues snapshot 1", 0);
    row("rolled-back", m_early, "Failed  ROLLED BACK to 2.", 1);
    row("forked", m_forked, "Failed  FORK after 2.", 1);
    row("rewritten", m_rewritten, "Failed  REWRITTEN after 2.", 1);
}

void TestCliSnapshot::aLaterSightIsHeldAgainstTheLast()
{
    QFETCH(QString, ledger);
    QFETCH(QString, kind);
    QFETCH(QString, line);
    QFETCH(int, status);
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--workspace", workspace()}, "2026-02-01").status, 0);
    const Outcome now =
        run({"snapshot", "compare", "1", ledger.toStdString(), "--workspace", workspace(), "--json"}, "2026-02-02");
    QCOMPARE(now.status, status);
    QCOMPARE(now.json()["continuity"]["continuity"].get<std::string>(), kind.toStdString());
    const Outcome taken = run({"snapshot", "take", ledger.toStdString(), "--workspace", workspace()}, "2026-02-02");
    QVERIFY2(taken.firstLine().starts_with(line.toStdString()), taken.out.c_str());
    QCOMPARE(taken.status, status);
    const Outcome recorded = run({"snapshot", "compare", "1", "2", "--workspace", workspace(), "--json"});
    QCOMPARE(recorded.status, status);
    QCOMPARE(recorded.json()["continuity"]["continuity"].get<std::string>(), kind.toStdString());
}

void TestCliSnapshot::comparisonsTellProposals()
{
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--workspace", workspace()}).status, 0);
    const Outcome compared =
        run({"snapshot", "compare", "1", m_whole.string(), "--workspace", workspace(), "--json"}, "2026-02-02");
    QCOMPARE(compared.status, 0);
    const auto json = compared.json();
    QVERIFY(json["explained"].get<bool>());
    int joined = 0;
    for (const auto& change : json["changes"]) {
        if (change["kind"] != "member" || change["change"] != "added") continue;
        ++joined;
        QVERIFY(!change["causes"].empty());
        QCOMPARE(change["causes"][0]["proposal"].get<std::string>().size(), std::size_t{64});
    }
    QCOMPARE(joined, 1);
    const Outcome text = run({"snapshot", "compare", "1", m_whole.string(), "--workspace", workspace()}, "2026-02-02");
    QVERIFY2(text.out.find("added    member ") != std::string::npos, text.out.c_str());
    QVERIFY(text.out.find("(proposal ") != std::string::npos);
}

void TestCliSnapshot::comparesTwoLedgers()
{
    const Outcome compared =
        run({"snapshot", "compare", m_early.string(), m_whole.string(), "--service-cert", m_cert, "--json"});
    QCOMPARE(compared.status, 0);
    QCOMPARE(compared.json()["continuity"]["continuity"].get<std::string>(), std::string("continued"));
    QCOMPARE(compared.json()["earlier"]["standing"].get<std::string>(), std::string("judged"));
    QCOMPARE(run({"snapshot", "compare", m_whole.string(), m_early.string(), "--service-cert", m_cert}).status, 1);
    QCOMPARE(run({"snapshot", "compare", m_early.string(), m_whole.string()}).status, 2); // no anchor
}

void TestCliSnapshot::looseFilesAreNotBelieved()
{
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--service-cert", m_cert, "--out", at("a.snapshot")}).status,
             0);
    const Outcome compared =
        run({"snapshot", "compare", at("a.snapshot"), m_early.string(), "--service-cert", m_cert, "--json"});
    QCOMPARE(compared.status, 2);
    QCOMPARE(compared.json()["continuity"]["reason"].get<std::string>(), std::string("UNATTRIBUTED"));
    QCOMPARE(compared.json()["continuity"]["continuity"].get<std::string>(), std::string("rolled-back"));
    QCOMPARE(run({"snapshot", "verify", at("a.snapshot")}).status, 2);
}

void TestCliSnapshot::aSignedOneIsBelievedOnceAccepted()
{
    const std::string key = makeKey("key.pem");
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--service-cert", m_cert, "--auditor", "Bob", "--key",
                  key, "--out", at("bob.snapshot")})
                 .status,
             0);
    const Outcome stranger = run({"snapshot", "verify", at("bob.snapshot"), "--json"});
    QCOMPARE(stranger.status, 2);
    const std::string keyId = stranger.json()["snapshots"][0]["auditorKeyId"].get<std::string>();
    QCOMPARE(run({"snapshot", "verify", at("bob.snapshot"), "--accept", keyId}).status, 0);
    const std::vector<std::string> compare{"snapshot",       "compare",     at("bob.snapshot"),
                                           m_whole.string(), "--workspace", workspace()};
    QCOMPARE(run(compare).status, 2);
    QCOMPARE(run({"workspace", "accept", workspace(), at("bob.snapshot")}).status, 0);
    QCOMPARE(run(compare).status, 0);

    ByteVector bytes = readSmallFile(at("bob.snapshot")).value();
    bytes[bytes.size() - 5] ^= 1;
    QVERIFY(writeFileAtomically(at("bob.snapshot"), bytes));
    QCOMPARE(run({"snapshot", "verify", at("bob.snapshot"), "--accept", keyId}).status, 1);
    QCOMPARE(run(compare).status, 1);
    QCOMPARE(run({"snapshot", "import", at("bob.snapshot"), "--from", "Bob", "--workspace", workspace()}).status, 1);
    QCOMPARE(run({"workspace", "accept", workspace(), at("bob.snapshot")}).status, 4);
}

void TestCliSnapshot::anImportKeepsItsOwner()
{
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--workspace", workspace()}).status, 0);
    QCOMPARE(run({"snapshot", "export", "1", "--workspace", workspace(), "--out", at("mine.snapshot")}).status, 0);
    QCOMPARE(run({"workspace", "new", at("other.countersign")}).status, 0);
    QCOMPARE(run({"snapshot", "import", at("mine.snapshot"), "--from", "Alice", "--workspace", at("other.countersign")})
                 .status,
             0);
    const auto listed = run({"snapshot", "list", "--workspace", at("other.countersign"), "--json"}).json();
    QCOMPARE(listed["snapshots"][0]["own"].get<bool>(), false);
    QCOMPARE(listed["snapshots"][0]["from"].get<std::string>(), std::string("Alice"));
    const Outcome compared = run({"snapshot", "compare", "1", m_whole.string(), "--workspace", at("other.countersign"),
                                  "--service-cert", m_cert, "--json"});
    QCOMPARE(compared.json()["continuity"]["reason"].get<std::string>(), std::string("UNATTRIBUTED"));
    QCOMPARE(run({"snapshot", "import", at("mine.snapshot"), "--from", "Alice", "--workspace", at("other.countersign")})
                 .status,
             4);
}

void TestCliSnapshot::aTamperedWorkspaceSaysSo_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("reason"); // Of the chain; empty when it holds and a signature does not.
    const auto row = [](const char* name, const char* sql, const char* reason = "RECORDS_BROKEN") {
        QTest::newRow(name) << QString::fromLatin1(sql) << QString::fromLatin1(reason);
    };
    row("first changed", "UPDATE snapshots SET record = CAST(replace(CAST(record AS TEXT), '2026-02-01', '2026-01-31') "
                         "AS BLOB) WHERE number = 1");
    row("last changed", "UPDATE snapshots SET record = CAST(replace(CAST(record AS TEXT), '2026-02-03', '2026-01-31') "
                        "AS BLOB) WHERE number = 3");
    row("first removed", "DELETE FROM snapshots WHERE number = 1");
    row("last removed", "DELETE FROM snapshots WHERE number = 3");
    row("removed and renumbered",
        "DELETE FROM snapshots WHERE number = 2; UPDATE snapshots SET number = 2 WHERE number = 3");
    row("reordered", "UPDATE snapshots SET number = 9 WHERE number = 1; UPDATE snapshots SET number = 1 WHERE number = "
                     "2; UPDATE snapshots SET number = 2 WHERE number = 9");
    row("signature taken away", "UPDATE snapshots SET content = NULL WHERE number = 2", "");
    row("signature changed",
        "UPDATE snapshots SET content = CAST(substr(content, 1, length(content) - 4) || x'31323334' AS BLOB) "
        "WHERE number = 2",
        "");
    row("signed as another document", "UPDATE snapshots SET content = (SELECT record FROM snapshots WHERE number = 1) "
                                      "WHERE number = 2");
}

void TestCliSnapshot::aTamperedWorkspaceSaysSo()
{
    QFETCH(QString, sql);
    QFETCH(QString, reason);
    const std::string key = makeKey("key.pem");
    QCOMPARE(run({"snapshot", "take", m_early.string(), "--workspace", workspace()}, "2026-02-01").status, 0);
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--workspace", workspace(), "--auditor", "Bob", "--key", key},
                 "2026-02-02")
                 .status,
             0);
    QCOMPARE(run({"snapshot", "take", m_whole.string(), "--workspace", workspace()}, "2026-02-03").status, 0);
    QCOMPARE(run({"snapshot", "verify", "--workspace", workspace()}).status, 0);
    {
        auto file = audit::WorkspaceFile::open(workspace(), audit::WorkspaceAccess::ReadWrite).value();
        QVERIFY(file.database().execute("DROP TRIGGER snapshots_stay_u; DROP TRIGGER snapshots_stay_d"));
        const auto done = file.database().execute(sql.toUtf8().constData());
        QVERIFY2(done, done ? "" : done.error().detail.c_str());
        QVERIFY(file.database().changes() > 0);
    }
    const Outcome verified = run({"snapshot", "verify", "--workspace", workspace(), "--json"});
    QCOMPARE(verified.status, 1);
    QCOMPARE(verified.json()["verdict"].get<std::string>(), std::string("failed"));
    QCOMPARE(verified.json()["chain"]["reason"].get<std::string>(), reason.toStdString());
    QCOMPARE(run({"snapshot", "list", "--workspace", workspace()}).status, 1);
    const Outcome compared = run({"snapshot", "compare", "2", m_whole.string(), "--workspace", workspace(), "--json"});
    QVERIFY2(compared.status == (reason.isEmpty() ? 1 : 4), compared.out.c_str());
    QVERIFY(compared.out.find("\"continued\"") == std::string::npos);
    const Outcome taken = run({"snapshot", "take", m_whole.string(), "--workspace", workspace()});
    QVERIFY2(taken.status == 4 && taken.out.empty(), (taken.out + taken.err).c_str());
    QVERIFY(run({"snapshot", "export", "2", "--workspace", workspace(), "--out", at("two.snapshot")}).status != 0);
    QVERIFY(!std::filesystem::exists(at("two.snapshot")));
}

void TestCliSnapshot::aWorkspaceMadeAnewLacksTheKey()
{
    const std::string key = makeKey("key.pem"), other = makeKey("other.pem");
    const auto take = [&](const std::string& with) {
        return run({"snapshot", "take", m_middle.string(), "--service-cert", m_cert, "--workspace", at("anew"),
                    "--auditor", "Bob", "--key", with, "--json"});
    };
    const Outcome mine = take(key);
    QCOMPARE(mine.status, 0);
    const std::string keyId = mine.json()["snapshots"][0]["auditorKeyId"].get<std::string>();
    const std::vector<std::string> verify{"snapshot", "verify", "--workspace", at("anew"), "--accept", keyId};
    QCOMPARE(run(verify).status, 0);
    QVERIFY(std::filesystem::remove(at("anew")));
    QCOMPARE(take(other).status, 0);
    QCOMPARE(run({"snapshot", "verify", "--workspace", at("anew")}).status, 0); // It agrees with itself.
    QCOMPARE(run(verify).status, 2);
    QVERIFY(std::filesystem::remove(at("anew")));
    QCOMPARE(
        run({"snapshot", "take", m_middle.string(), "--service-cert", m_cert, "--workspace", at("anew")}).status, 0);
    QCOMPARE(run(verify).status, 2);
}

void TestCliSnapshot::aForkIsNotForgottenWhenItIsSeenTwice()
{
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--workspace", workspace()}, "2026-02-01").status, 0);
    for (const char* day : {"2026-02-02", "2026-02-03"}) {
        const Outcome taken =
            run({"snapshot", "take", m_forked.string(), "--workspace", workspace(), "--json"}, day);
        QCOMPARE(taken.status, 1);
        QCOMPARE(taken.json()["continuity"]["continuity"].get<std::string>(), std::string("forked"));
        QCOMPARE(taken.json()["against"].get<int>(), 1);
    }
    const Outcome back = run({"snapshot", "take", m_whole.string(), "--workspace", workspace(), "--json"}, "2026-02-04");
    QCOMPARE(back.status, 1); // Both were signed.
    QCOMPARE(back.json()["against"].get<int>(), 3);
}

void TestCliSnapshot::aSightWithoutAHeadDoesNotResetHistory()
{
    QCOMPARE(run({"snapshot", "take", m_middle.string(), "--workspace", workspace()}, "2026-02-01").status, 0);
    const std::filesystem::path empty = at("empty");
    std::filesystem::create_directory(empty);
    QVERIFY(writeFileAtomically(empty / "ledger_1-14.committed", ByteVector(8)));
    const Outcome nothing = run({"snapshot", "take", empty.string(), "--workspace", workspace()}, "2026-02-02");
    QCOMPARE(nothing.status, 1); // The file by itself is damaged.
    QVERIFY2(nothing.firstLine().starts_with("Indeterminate  it cannot be told whether"), nothing.out.c_str());
    const Outcome rewritten =
        run({"snapshot", "take", m_rewritten.string(), "--workspace", workspace(), "--json"}, "2026-02-03");
    QCOMPARE(rewritten.status, 1);
    QCOMPARE(rewritten.json()["continuity"]["continuity"].get<std::string>(), std::string("rewritten"));
}

void TestCliSnapshot::verifyTakesPinsAndKeepsTheRun()
{
    const Outcome verified = run({"verify", m_whole.string(), "--workspace", workspace(), "--json"});
    QCOMPARE(verified.status, 0);
    const std::string source = verified.json()["anchor"]["source"].get<std::string>();
    QVERIFY2(source.find("c.countersign, pinned 2026-02-01T00:00:00Z") != std::string::npos, source.c_str());
    QCOMPARE(run({"verify", m_rewritten.string(), m_whole.string(), "--workspace", workspace()}).status, 1);
    const auto shown = run({"workspace", "show", workspace(), "--json"}).json();
    QCOMPARE(shown["runs"].size(), std::size_t{2});
    QCOMPARE(shown["runs"][0]["verdict"].get<std::string>(), std::string("passed"));
    QCOMPARE(shown["runs"][1]["verdict"].get<std::string>(), std::string("failed"));
    QVERIFY(shown["runs"][1]["findings"].get<int>() > 0);
    QCOMPARE(run({"verify", m_whole.string(), "--workspace", at("none.countersign")}).status, 4);
    QVERIFY(!std::filesystem::exists(at("none.countersign")));
}

void TestCliSnapshot::pinsComeAndGo()
{
    const auto shown = run({"workspace", "show", workspace(), "--json"}).json();
    QCOMPARE(shown["name"].get<std::string>(), std::string("Contoso"));
    QCOMPARE(shown["pins"][0]["note"].get<std::string>(), std::string("by phone"));
    const std::string fingerprint = shown["pins"][0]["fingerprint"].get<std::string>();
    QCOMPARE(run({"workspace", "unpin", workspace(), fingerprint}).status, 0);
    QCOMPARE(run({"verify", m_whole.string(), "--workspace", workspace()}).status, 2);
    QCOMPARE(run({"workspace", "unpin", workspace(), fingerprint}).status, 4);
    QCOMPARE(run({"workspace", "backup", workspace(), at("copy.countersign")}).status, 0);
    QCOMPARE(run({"workspace", "show", at("copy.countersign"), "--json"}).json()["runs"].size(), std::size_t{1});
    QCOMPARE(run({"workspace", "backup", workspace(), at("copy.countersign")}).status, 4);
    QCOMPARE(run({"workspace", "new", workspace()}).status, 4);
}

void TestCliSnapshot::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char* line) { QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' ')); };
    for (const char* line :
         {"snapshot", "snapshot drop", "snapshot take", "snapshot take x", "snapshot list", "snapshot verify",
          "snapshot compare a", "snapshot compare a b c", "snapshot export 1 --workspace w",
          "snapshot export x --workspace w --out o", "snapshot import f --workspace w",
          "snapshot take x --out o --auditor A", "snapshot list --workspace", "workspace", "workspace new",
          "workspace pin w", "workspace burn w", "workspace backup w"})
        row(line);
}

void TestCliSnapshot::usage()
{
    QFETCH(QStringList, arguments);
    std::vector<std::string> words;
    for (const QString& word : arguments) words.push_back(word.toStdString());
    const Outcome outcome = run(words);
    QCOMPARE(outcome.status, 3);
    QVERIFY(outcome.out.empty() && !outcome.err.empty());
}

void TestCliSnapshot::whatIsWrongWithFiles()
{
    QVERIFY(writeFileAtomically(at("text"), bytesOf("hello")));
    QCOMPARE(run({"snapshot", "list", "--workspace", at("text")}).status, 4);
    QCOMPARE(run({"snapshot", "list", "--workspace", at("none")}).status, 4);
    QCOMPARE(run({"snapshot", "take", m_early.string(), "--workspace", at("text")}).status, 4);
    QCOMPARE(run({"snapshot", "verify", at("text")}).status, 4);
    QCOMPARE(run({"snapshot", "compare", at("text"), m_early.string()}).status, 4);
    QCOMPARE(run({"snapshot", "compare", "7", m_early.string(), "--workspace", workspace()}).status, 4);
    QCOMPARE(run({"snapshot", "export", "1", "--workspace", workspace(), "--out", at("o")}).status, 4);
    QCOMPARE(readSmallFile(at("text")).value().size(), std::size_t{5});
}

QTEST_GUILESS_MAIN(TestCliSnapshot)
#include "tst_cli_snapshot.moc"
