#include "tests/unit/evaluator/scripts.h"

#include "core/base/file_io.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTemporaryDir>

#include <filesystem>
#include <thread>

using namespace countersign;
using namespace countersign::ccf;
using namespace countersign::test;

/// Whatever the process at the other end does, the caller gets an answer or an Error in time.
class TestChildProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void misbehaves_data();
    void misbehaves();
    void aProgramThatIsNotThere();
    void aStopIsHeard();
    void aLargeRequestIsRefusedOrTaken();
    void standsBesideThePrograms();

private:
    ProcessEvaluator pretending(const std::string& body, ScriptLimits limits);

    QTemporaryDir m_folder;
};

ProcessEvaluator TestChildProcess::pretending(const std::string& body, ScriptLimits limits)
{
    const std::filesystem::path file = m_folder.filePath(QStringLiteral("program")).toStdString();
    if (!writeFileAtomically(file, bytesOf("#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + '\n'))) qFatal("no file");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return ProcessEvaluator(file, limits);
}

void TestChildProcess::misbehaves_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("outcome"); ///< An end, or the name of an Error.
    const auto row = [](const char* name, const char* body, const char* outcome) {
        QTest::newRow(name) << QString::fromUtf8(body) << QString::fromUtf8(outcome);
    };
    row("says nothing", "exec sleep 100", "timedOut");
    row("reads nothing", "exec sleep 100 <&-", "timedOut");
    row("closes its output", "exec sleep 100 >&-", "timedOut");
    row("closes all", "exec sleep 100 <&- >&- 2>&-", "timedOut");
    row("ends at once", "exit 0", "Malformed");
    row("fails", "echo broken >&2; exit 3", "Io");
    row("echoes", "exec cat", "refused");
    row("echoes a part", "exec head -c 1000", "Malformed");
    row("garbage", "echo '{\"answers\":[{}]}'", "Malformed");
    row("too many answers", "echo '{\"answers\":[{},{}]}'", "Malformed");
    row("endless output", "exec yes", "refused");
    row("endless errors", "exec yes >&2", "timedOut");
    row("crashes", "kill -SEGV $$", "died");
    row("crashes for want of memory", "echo memory >&2; kill -ABRT $$", "outOfMemory");
    row("leaves for want of memory", "exit 71", "outOfMemory");
    row("its processor time is up", "kill -XCPU $$", "timedOut");
}

void TestChildProcess::misbehaves()
{
    QFETCH(QString, body);
    QFETCH(QString, outcome);
    const bool endless = outcome == QStringLiteral("timedOut");
    const std::chrono::milliseconds wall = endless ? std::chrono::milliseconds(700) : kPatience;
    auto evaluator = pretending(body.toStdString(), {.wall = wall, .answer = 1u << 20});
    PublicState state;
    state.put("public:large", bytesOf("k"), ByteVector(3u << 20)); // More than a socket holds.
    QElapsedTimer timer;
    timer.start();
    const auto answer = evaluator.vote(bytesOf("x"), anyProposal(), state, {});
    if (endless) QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    const std::string got = answer ? evaluationEndName(answer->end) : errorCodeName(answer.error().code);
    QCOMPARE(QString::fromStdString(got), outcome);
    if (answer) QVERIFY(answer->choice == Choice::Unknown);
}

void TestChildProcess::aProgramThatIsNotThere()
{
    ProcessEvaluator nowhere("/nonexistent/countersign-evaluator"), relative("countersign-evaluator");
    const auto first = nowhere.vote(bytesOf("x"), anyProposal(), {}, {});
    QVERIFY(!first && first.error().code == ErrorCode::Io);
    const auto second = relative.vote(bytesOf("x"), anyProposal(), {}, {});
    QVERIFY(!second && second.error().code == ErrorCode::NotFound);
}

void TestChildProcess::aStopIsHeard()
{
    auto evaluator = realEvaluator();
    std::stop_source source;
    QElapsedTimer timer;
    timer.start();
    std::jthread asker([&source, &timer] {
        while (timer.elapsed() < 200) std::this_thread::yield();
        source.request_stop();
    });
    const auto answer = evaluator.vote(bytesOf("export function vote() { for(;;); }"), anyProposal(), {}, source.get_token());
    QVERIFY(!answer && answer.error().code == ErrorCode::Cancelled);
    QVERIFY(timer.elapsed() < 20'000); // Long before its time is up.
}

void TestChildProcess::aLargeRequestIsRefusedOrTaken()
{
    PublicState state;
    state.complete = true;
    state.put("public:large", bytesOf("k"), ByteVector(8u << 20, 'x'));
    const std::string script = "export function vote() { return ccf.kv['public:large'].get(ccf.strToBuf('k')).byteLength "
                               "=== 8 * 1024 * 1024; }";
    const auto taken = realEvaluator().vote(bytesOf(script), anyProposal(), state, {});
    QVERIFY(taken && taken->choice == Choice::Yes);
    const auto refused = realEvaluator({.wall = kPatience, .request = 1u << 20}).vote(bytesOf(script), anyProposal(), state, {});
    QVERIFY(!refused && refused.error().code == ErrorCode::LimitExceeded);
}

void TestChildProcess::standsBesideThePrograms()
{
    const auto program = evaluatorBesideThisProgram();
    QVERIFY(program && program->is_absolute() && program->filename() == "countersign-evaluator");
}

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_child_process.moc"
