#include "app/cli/completion.h"
#include "app/cli/program.h"
#include "core/base/file_io.h"
#include "tests/support/source_dir.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTest>

using namespace countersign;

namespace {

const std::string kManual = test::sourceDir() / "installer/man/countersign-cli.1";

// As a reader sees it: roff's own marks taken out.
QString manualText()
{
    const auto content = readSmallFile(kManual);
    if (!content) return {};
    QString text = QString::fromUtf8(reinterpret_cast<const char*>(content->data()), qsizetype(content->size()));
    return text.replace(QStringLiteral("\\-"), QStringLiteral("-"));
}

std::vector<const CLI::App*> commands(const CLI::App& program)
{
    auto all = program.get_subcommands([](const CLI::App*) { return true; });
    std::vector<const CLI::App*> result(all.begin(), all.end());
    result.push_back(&program);
    return result;
}

QString script(const char* shell)
{
    const Program program;
    return QString::fromStdString(completionScript(program.parser(), shell));
}

} // namespace

class TestCliManual final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesEveryCommandAndOption();
    void namesNoOptionThatIsNotThere();
    void rendersWithoutWarnings();
    void completesInBash_data();
    void completesInBash();
    void isReadByItsShell_data();
    void isReadByItsShell();
};

void TestCliManual::namesEveryCommandAndOption()
{
    const QString text = manualText();
    const Program program;
    int options = 0;
    for (const CLI::App* command : commands(program.parser())) {
        QVERIFY(text.contains(QString::fromStdString(command->get_name())));
        for (const CLI::Option* option : command->get_options())
            for (const std::string& name : option->get_lnames()) {
                const QString word = QStringLiteral("--") + QString::fromStdString(name);
                QVERIFY2(text.contains(word), qPrintable(word));
                QVERIFY2(name == "help" || name == "version" || !option->get_description().empty(), name.c_str());
                ++options;
            }
    }
    QVERIFY(options > 15);
    QVERIFY(text.contains(QStringLiteral(COUNTERSIGN_VERSION)));
}

void TestCliManual::namesNoOptionThatIsNotThere()
{
    const Program program;
    std::set<std::string> known;
    for (const CLI::App* command : commands(program.parser()))
        for (const CLI::Option* option : command->get_options())
            for (const std::string& name : option->get_lnames()) known.insert(name);
    auto words = QRegularExpression(QStringLiteral("--([a-z][a-z-]*)")).globalMatch(manualText());
    QVERIFY(words.hasNext());
    while (words.hasNext()) {
        const std::string name = words.next().captured(1).toStdString();
        QVERIFY2(known.contains(name), name.c_str());
    }
}

void TestCliManual::rendersWithoutWarnings()
{
    const QString man = QStandardPaths::findExecutable(QStringLiteral("man"));
    if (man.isEmpty()) QSKIP("man is not installed");
    QProcess process;
    process.start(man, {QStringLiteral("--warnings"), QStringLiteral("-l"), QString::fromStdString(kManual)});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardError(), QByteArray());
    QVERIFY(process.readAllStandardOutput().contains("EXIT STATUS"));
}

void TestCliManual::completesInBash_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("expected");
    QTest::newRow("command") << QStringLiteral("countersign-cli ve") << QStringLiteral("verify");
    QTest::newRow("option") << QStringLiteral("countersign-cli verify --serv") << QStringLiteral("--service-cert");
    QTest::newRow("value") << QStringLiteral("countersign-cli verify --as led") << QStringLiteral("ledger");
    QTest::newRow("option of its command only") << QStringLiteral("countersign-cli verify --tab") << QString();
    QTest::newRow("shell") << QStringLiteral("countersign-cli completion fi") << QStringLiteral("fish");
    QTest::newRow("live command") << QStringLiteral("countersign-cli prop") << QStringLiteral("proposals");
    QTest::newRow("live option") << QStringLiteral("countersign-cli nodes --u") << QStringLiteral("--url");
    QTest::newRow("file") << QStringLiteral("countersign-cli verify /etc/passw") << QStringLiteral("/etc/passwd");
}

void TestCliManual::completesInBash()
{
    QFETCH(QString, words);
    QFETCH(QString, expected);
    const QString bash = QStandardPaths::findExecutable(QStringLiteral("bash"));
    if (bash.isEmpty()) QSKIP("bash is not installed");
    const QString body =
        script("bash") + QStringLiteral("\nCOMP_WORDS=(%1); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _countersign_cli\n"
                                        "for r in \"${COMPREPLY[@]}\"; do [ \"$r\" = \"%2\" ] && echo \"$r\"; done\n"
                                        "[ -z '%2' ] && echo \"${COMPREPLY[*]}\"; true\n")
                             .arg(words, expected);
    QProcess process;
    process.start(bash, {QStringLiteral("--norc"), QStringLiteral("-c"), body});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardError(), QByteArray());
    QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()).trimmed(), expected);
}

void TestCliManual::isReadByItsShell_data()
{
    QTest::addColumn<QString>("shell");
    QTest::newRow("bash") << QStringLiteral("bash");
    QTest::newRow("zsh") << QStringLiteral("zsh");
    QTest::newRow("fish") << QStringLiteral("fish");
}

void TestCliManual::isReadByItsShell()
{
    QFETCH(QString, shell);
    const QString text = script(shell.toUtf8().constData());
    for (const char* word : {"service-cert", "json", "tables", "key-hex", "verify", "show", "completion"})
        QVERIFY2(text.contains(QString::fromUtf8(word)), word);
    const QString program = QStandardPaths::findExecutable(shell);
    if (program.isEmpty()) QSKIP(qPrintable(shell + QStringLiteral(" is not installed: syntax not checked")));
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(text.toUtf8());
    file.flush();
    QProcess process;
    process.start(program, {QStringLiteral("-n"), file.fileName()});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardError(), QByteArray());
    QCOMPARE(process.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestCliManual)
#include "tst_cli_manual.moc"
