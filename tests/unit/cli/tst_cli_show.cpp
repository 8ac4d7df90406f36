#include "tests/unit/cli/run_program.h"

#include "core/family/reasons.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace countersign;
using namespace countersign::test;

namespace {

ByteVector bytes(std::string_view text)
{
    return copyOf(bytesOf(text));
}

std::shared_ptr<FakeLedger> sampleLedger()
{
    auto ledger = std::make_shared<FakeLedger>();
    SourceSummary& summary = ledger->summary;
    summary.family = "fake";
    summary.kind = "ledger";
    summary.paths = {"ledger"};
    summary.files = {{"ledger", "ledger_1-14.committed", 1000, 1, 14, FileState::Committed, {}},
                     {"ledger", "ledger_20", 200, 20, {}, FileState::Open, {}},
                     {"ledger", "bad\x1b[2J", 5, {}, {}, FileState::Unreadable, kReasonUnreadable}};
    summary.irregularities = {{SourceIrregularity::Kind::Gap, 15, 19, {}},
                              {SourceIrregularity::Kind::Overlap, 3, 4, {0, 1, 77}}};
    summary.first = 1;
    summary.last = 25;
    summary.bytes = 1200;
    RecordDetail detail;
    detail.row.seqno = 5;
    detail.row.view = 2;
    detail.row.kind = RecordKind::Governance;
    detail.row.bytes = {0x100, 64};
    detail.row.writes = 1;
    detail.structure.name = "entry";
    detail.structure.range = ByteRange{0, 64};
    detail.structure.children.resize(3);
    detail.structure.children[0] = {"size", "56", "uint", ByteRange{2, 6}, {}};
    detail.structure.children[1] = {"table", "evil\x1b]0;x\x07", "text", ByteRange{8, 4}, {}};
    detail.structure.children[2] = {"derived", "1", "uint", std::nullopt, {}};
    ledger->records[5] = detail;
    auto& table = ledger->tables["public:t"];
    for (int i = 0; i < 1234; ++i) table[bytes("key" + std::to_string(10000 + i))] = bytes("value");
    table[bytes(std::string_view("\xff\x00", 2))] = bytes("\x1b[31m");
    ledger->tables["public:u"];
    return ledger;
}

} // namespace

class TestCliShow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsFiles();
    void listsFilesAsJson();
    void showsATransaction_data();
    void showsATransaction();
    void refusesATransaction_data();
    void refusesATransaction();
    void putsBytesInTheFile();
    void limitsWhatItLists();
    void listsTables();
    void pagesThroughRows();
    void showsAKey();
    void saysWhenThereAreNoTables();

private:
    Outcome show(std::vector<std::string> more)
    {
        more.insert(more.begin(), {"show", m_folder->path().toStdString()});
        return runProgram(more, m_ledger);
    }
    static bool has(const Outcome& outcome, std::string_view text)
    {
        return outcome.out.find(text) != std::string::npos;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<FakeLedger> m_ledger;
};

void TestCliShow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    std::ofstream(m_folder->filePath(QStringLiteral("fake")).toStdString()) << "";
    m_ledger = sampleLedger();
}

void TestCliShow::listsFiles()
{
    const Outcome outcome = show({});
    QCOMPARE(outcome.status, 0);
    QVERIFY(has(outcome, "fake ledger, transactions 1..25, 3 files, 1.2 kB of history. Nothing has been verified."));
    QVERIFY(has(outcome, "1..14  committed   1.0 kB     ledger_1-14.committed"));
    QVERIFY(has(outcome, "20..?"));
    QVERIFY(has(outcome, "bad\\x1b[2J"));
    QVERIFY(has(outcome, "UNREADABLE: The file could not be read."));
    QVERIFY(has(outcome, "15..19  in no file"));
    QVERIFY(has(outcome, "3..4  in several files: ledger/ledger_1-14.committed ledger/ledger_20\n"));
}

void TestCliShow::listsFilesAsJson()
{
    const auto json = nlohmann::json::parse(show({"--json"}).out);
    QCOMPARE(json["schema"].get<std::string>(), std::string("countersign.source/1"));
    QCOMPARE(json["files"].size(), std::size_t(3));
    QVERIFY(json["files"][1]["last"].is_null());
    QCOMPARE(json["irregularities"][0]["kind"].get<std::string>(), std::string("gap"));
    QCOMPARE(json["irregularities"][1]["files"].size(), std::size_t(2));
    QCOMPARE(nlohmann::json::parse(show({"--json", "--limit", "1"}).out)["files"].size(), std::size_t(1));
}

void TestCliShow::showsATransaction_data()
{
    QTest::addColumn<QString>("id");
    QTest::newRow("view and number") << QStringLiteral("2.5");
    QTest::newRow("number") << QStringLiteral("5");
}

void TestCliShow::showsATransaction()
{
    QFETCH(QString, id);
    const Outcome outcome = show({id.toStdString()});
    QCOMPARE(outcome.status, 0);
    QVERIFY(outcome.out.starts_with("2.5  governance, 1 write, 0 removals"));
    QVERIFY(has(outcome, "in ledger/ledger_1-14.committed, offset+length 0x100+64"));
}

void TestCliShow::refusesATransaction_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("status");
    QTest::newRow("not there") << QStringLiteral("2.6") << 4;
    QTest::newRow("another view") << QStringLiteral("3.5") << 4;
    QTest::newRow("zero") << QStringLiteral("0") << 3;
    QTest::newRow("leading zero") << QStringLiteral("05") << 3;
    QTest::newRow("too large") << QStringLiteral("99999999999999999999") << 3;
    QTest::newRow("three parts") << QStringLiteral("1.2.3") << 3;
}

void TestCliShow::refusesATransaction()
{
    QFETCH(QString, id);
    QFETCH(int, status);
    const Outcome outcome = show({id.toStdString()});
    QCOMPARE(outcome.status, status);
    QCOMPARE(outcome.out, std::string());
    QVERIFY(!outcome.err.empty());
}

void TestCliShow::putsBytesInTheFile()
{
    const Outcome outcome = show({"5"});
    QVERIFY(has(outcome, "0x102+6"));
    QVERIFY(has(outcome, "  size: 56  [uint]"));
    QVERIFY(has(outcome, "evil\\x1b]0;x\\x07"));
    const auto json = nlohmann::json::parse(show({"5", "--json"}).out);
    const auto& children = json["structure"]["children"];
    QCOMPARE(children[0]["offset"].get<int>(), 0x102);
    QCOMPARE(children[0]["length"].get<int>(), 6);
    QVERIFY(children[2]["offset"].is_null());
    QCOMPARE(json["structureCut"].get<bool>(), false);
}

void TestCliShow::limitsWhatItLists()
{
    const Outcome two = show({"5", "--limit", "2"});
    QVERIFY(has(two, "size"));
    QVERIFY(!has(two, "table"));
    QVERIFY(has(two, "more values follow"));
    QVERIFY(!has(show({"5", "--limit", "0"}), "more values follow"));
    QVERIFY(has(show({"--limit", "1"}), "and 2 more files"));
    for (const char* number : {"-1", "+1", "1e3", "0x10", "99999999999999999999"})
        QCOMPARE(show({"--limit", number}).status, 3);
    QCOMPARE(show({"--tables", "--at", "-18446744073709551611"}).status, 3);
}

void TestCliShow::listsTables()
{
    const Outcome outcome = show({"--tables"});
    QCOMPARE(outcome.status, 0);
    QVERIFY(has(outcome, "Public tables after 505, replayed, not verified."));
    QVERIFY(has(outcome, "1235"));
    QVERIFY(has(show({"--tables", "--at", "7"}), "after 7,"));
    QCOMPARE(nlohmann::json::parse(show({"--tables", "--json"}).out)["tables"].size(), std::size_t(2));
}

void TestCliShow::pagesThroughRows()
{
    const Outcome people = show({"--table", "public:t"});
    QVERIFY(has(people, "key10999"));
    QVERIFY(!has(people, "key11000"));
    QVERIFY(has(people, "--limit 0 lists all"));
    const Outcome all = show({"--table", "public:t", "--limit", "0"});
    QVERIFY(has(all, "0xff00"));
    QVERIFY(has(all, "0x1b5b33316d"));
    const auto json = nlohmann::json::parse(show({"--table", "public:t", "--json"}).out);
    QCOMPARE(json["rows"].size(), std::size_t(1235));
    QCOMPARE(json["more"].get<bool>(), false);
    QCOMPARE(json["rows"][1234]["key"]["hex"].get<std::string>(), std::string("ff00"));
    QCOMPARE(nlohmann::json::parse(show({"--table", "public:t", "--json", "--limit", "3"}).out)["more"].get<bool>(),
             true);
    QVERIFY(has(show({"--table", "public:none"}), "no rows"));
}

void TestCliShow::showsAKey()
{
    const Outcome outcome = show({"--table", "public:t", "--key", "key10000"});
    QVERIFY(has(outcome, "Written by 505:\nvalue\n"));
    QVERIFY(has(outcome, "removed"));
    QVERIFY(has(show({"--table", "public:t", "--key", "gone"}), "Not there at this point."));
    const auto json = nlohmann::json::parse(show({"--table", "public:t", "--key-hex", "FF00", "--json"}).out);
    QCOMPARE(json["value"]["text"].get<std::string>(), std::string("\x1b[31m"));
    QVERIFY(json["history"][1]["value"].is_null());
}

void TestCliShow::saysWhenThereAreNoTables()
{
    m_ledger->hasTables = false;
    QCOMPARE(show({"--tables"}).status, 4);
}

QTEST_APPLESS_MAIN(TestCliShow)
#include "tst_cli_show.moc"
