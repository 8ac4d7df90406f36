#include "tests/support/vectors.h"
#include "tests/unit/cli/cli_process.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <map>

using namespace countersign::test;

namespace fs = std::filesystem;

class TestCliProcess final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
    void judgesTheRestOfAFolder_data();
    void judgesTheRestOfAFolder();
    void writesNothingWhereItReads();
    void isQuietWhenTheReaderLeaves();
    void saysWhenTheDiskIsFull();
    void worksWithoutADisplayOrAHome();
    void showsEveryTransaction();
    void showsTables();
    void listsGapsAndOverlaps();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    QString certificate() const { return vectorPath("ccf-ledgers/cose_flipflop_service/certs/service_cert.pem"); }
    QStringList verify(const QString& where) const
    {
        return {QStringLiteral("verify"),         where,
                QStringLiteral("--service-cert"), certificate(),
                QStringLiteral("--json"),         QStringLiteral("--quiet")};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_ledger;
};

void TestCliProcess::init()
{
    COUNTERSIGN_NEED_VECTORS("ccf-ledgers");
    m_folder = std::make_unique<QTemporaryDir>();
    m_ledger = path("ledger").toStdString();
    copyFolder(vectorsFolder() / "ccf-ledgers/cose_flipflop_service/ledger", m_ledger);
}

void TestCliProcess::refusesWhatItCannotRead_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"absent", "empty", "dangling", "loop", "text.txt", "pipe"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void TestCliProcess::refusesWhatItCannotRead()
{
    QFETCH(QString, name);
    fs::create_directory(path("empty").toStdString());
    fs::create_symlink("gone", path("dangling").toStdString());
    fs::create_symlink("loop", path("loop").toStdString());
    QCOMPARE(runBash(QStringLiteral("echo text > \"$1\"; mkfifo \"$2\""), {path("text.txt"), path("pipe")}).status, 0);
    const ProcessOutcome outcome = runCli(verify(path(name.toUtf8().constData())));
    QCOMPARE(outcome.status, 4);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY(outcome.err.startsWith("countersign-cli: "));
    const ProcessOutcome beside = runCli(verify(path("ledger")) << path(name.toUtf8().constData()));
    QCOMPARE(beside.status, 4);
    QVERIFY2(beside.err.contains(name.toUtf8()), beside.err.constData());
    QVERIFY2(outcome.err.contains(name.toUtf8()), outcome.err.constData());
}

void TestCliProcess::judgesTheRestOfAFolder_data()
{
    QTest::addColumn<QString>("harm");
    QTest::newRow("second chunk is a folder")
        << QStringLiteral("rm ledger_15-46.committed; mkdir ledger_15-46.committed");
    QTest::newRow("second chunk is a dangling link")
        << QStringLiteral("rm ledger_15-46.committed; ln -s gone ledger_15-46.committed");
    QTest::newRow("second chunk is a pipe")
        << QStringLiteral("rm ledger_15-46.committed; mkfifo ledger_15-46.committed");
    QTest::newRow("second chunk is empty") << QStringLiteral(": > ledger_15-46.committed");
    QTest::newRow("second chunk is cut") << QStringLiteral("truncate -s 9000 ledger_15-46.committed");
    QTest::newRow("second chunk is text") << QStringLiteral("echo text > ledger_15-46.committed");
}

void TestCliProcess::judgesTheRestOfAFolder()
{
    QFETCH(QString, harm);
    QCOMPARE(runBash(QStringLiteral("cd \"$1\" && ") + harm, {path("ledger")}).status, 0);
    const ProcessOutcome outcome = runCli(verify(path("ledger")));
    QVERIFY2(outcome.status == 1 || outcome.status == 2, outcome.err.constData());
    const auto document = outcome.json();
    QCOMPARE(documentProblem(document), std::string());
    const auto& first = document["ranges"][0];
    QVERIFY2(first["verdict"].get<std::string>() == "passed", document["ranges"].dump().c_str());
    QVERIFY(first["to"].get<int>() >= 13);
    for (const auto& range : document["ranges"])
        QVERIFY(range["to"].get<int>() < 46 || range["verdict"].get<std::string>() != "passed");
    QVERIFY(document["findings"].size() + document["checks"].size() > 0);
}

void TestCliProcess::writesNothingWhereItReads()
{
    const auto state = [&] {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(m_folder->path().toStdString()))
            all[entry.path().string()] = entry.is_regular_file()
                                             ? std::to_string(entry.file_size()) + '/' +
                                                   std::to_string(entry.last_write_time().time_since_epoch().count())
                                             : std::string("folder");
        return all;
    };
    fs::permissions(m_ledger, fs::perms::owner_read | fs::perms::owner_exec);
    const auto before = state();
    QCOMPARE(runCli(verify(path("ledger"))).status, 0);
    QCOMPARE(runCli({QStringLiteral("show"), path("ledger"), QStringLiteral("--tables")}).status, 0);
    QVERIFY(state() == before);
    fs::permissions(m_ledger, fs::perms::owner_all);
}

void TestCliProcess::isQuietWhenTheReaderLeaves()
{
    const ProcessOutcome outcome =
        runBash(QStringLiteral("\"$CLI\" show \"$1\" 5 --limit 0 | head -n 1"), {path("ledger")});
    QCOMPARE(outcome.err, QByteArray());
    QCOMPARE(outcome.out.count('\n'), 1);
    const ProcessOutcome closed = runBash(QStringLiteral("\"$CLI\" verify \"$1\" | true"), {path("ledger")});
    QCOMPARE(closed.err, QByteArray());
}

void TestCliProcess::saysWhenTheDiskIsFull()
{
    if (!fs::exists("/dev/full")) QSKIP("there is no /dev/full here");
    const ProcessOutcome outcome =
        runBash(QStringLiteral("\"$CLI\" verify \"$1\" --service-cert \"$2\" --json > /dev/full"),
                {path("ledger"), certificate()});
    QCOMPARE(outcome.status, 4);
    QVERIFY(outcome.err.contains("could not be written"));
}

void TestCliProcess::worksWithoutADisplayOrAHome()
{
    const ProcessOutcome outcome =
        runBash(QStringLiteral("env -i \"$CLI\" verify \"$1\" --service-cert \"$2\" < /dev/null"),
                {path("ledger"), certificate()});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.err, QByteArray());
    QVERIFY2(outcome.out.startsWith("Passed for 1..46, identity "), outcome.out.left(300).constData());
}

void TestCliProcess::showsEveryTransaction()
{
    const ProcessOutcome list = runCli({QStringLiteral("show"), path("ledger")});
    QCOMPARE(list.status, 0);
    QVERIFY(list.out.contains("transactions 1..46, 2 files"));
    for (int seqno = 1; seqno <= 46; ++seqno) {
        const ProcessOutcome outcome =
            runCli({QStringLiteral("show"), path("ledger"), QString::number(seqno), QStringLiteral("--json")});
        QCOMPARE(outcome.status, 0);
        const auto document = outcome.json();
        QCOMPARE(document["seqno"].get<int>(), seqno);
        QVERIFY(document["structure"]["children"].size() > 0);
    }
    QCOMPARE(runCli({QStringLiteral("show"), path("ledger"), QStringLiteral("47")}).status, 4);
}

void TestCliProcess::showsTables()
{
    const auto tables =
        runCli({QStringLiteral("show"), path("ledger"), QStringLiteral("--tables"), QStringLiteral("--json")});
    QCOMPARE(tables.status, 0);
    QVERIFY(tables.json()["tables"].size() > 5);
    const auto rows = runCli({QStringLiteral("show"), path("ledger"), QStringLiteral("--table"),
                              QStringLiteral("public:ccf.gov.members.info"), QStringLiteral("--json")});
    QCOMPARE(rows.status, 0);
    const auto list = rows.json()["rows"];
    QVERIFY(!list.empty());
    const QString key = QString::fromStdString(list[0]["key"]["text"].get<std::string>());
    const auto one =
        runCli({QStringLiteral("show"), path("ledger"), QStringLiteral("--table"),
                QStringLiteral("public:ccf.gov.members.info"), QStringLiteral("--key"), key, QStringLiteral("--json")});
    QCOMPARE(one.json()["value"].dump(), list[0]["value"].dump());
    QVERIFY(!one.json()["history"].empty());
}

void TestCliProcess::listsGapsAndOverlaps()
{
    const QString files = QStringLiteral("1-5.committed 1-10.committed 4-6.committed 11-20 12-14.committed 30-40");
    QCOMPARE(runBash(QStringLiteral("mkdir \"$1\" && cd \"$1\" && for n in %1; do echo x > ledger_$n; done").arg(files),
                     {path("names")})
                 .status,
             0);
    const auto list =
        runCli({QStringLiteral("show"), path("names"), QStringLiteral("--json")}).json()["irregularities"];
    std::vector<std::string> seen;
    for (const auto& one : list) {
        std::string text = one["kind"].get<std::string>() + ' ' + one["from"].dump() + ' ' + one["to"].dump();
        for (const auto& file : one["files"]) text += ' ' + fs::path(file.get<std::string>()).filename().string();
        seen.push_back(text);
    }
    const std::vector<std::string> expected{"gap 21 29", "overlap 1 5 ledger_1-10.committed ledger_1-5.committed",
                                            "overlap 4 6 ledger_1-10.committed ledger_4-6.committed",
                                            "overlap 12 14 ledger_11-20 ledger_12-14.committed"};
    QVERIFY2(seen == expected, list.dump(1).c_str());
}

QTEST_GUILESS_MAIN(TestCliProcess)
#include "tst_cli_process.moc"
