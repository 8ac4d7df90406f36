#include "core/audit/check_ids.h"
#include "core/audit/snapshot_store.h"
#include "tests/unit/audit/histories.h"

#include <QTemporaryDir>
#include <QTest>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

using namespace countersign;
using namespace countersign::audit;
using namespace countersign::test;

/// A writer that is killed at a random moment loses no snapshot that it was told is kept.
class TestWorkspaceCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtRandomMoments();
};

namespace {

constexpr int kKills = 50;
constexpr int kLongestLife = 300'000; // microseconds after the first snapshot was kept

/// Appends for ever, and writes a byte for each snapshot that is kept.
[[noreturn]] void writeForEver(const std::filesystem::path& path, AuditSnapshot snapshot, int told)
{
    auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadWrite);
    if (!file) ::_exit(1);
    SnapshotStore store(*file);
    for (;;) {
        snapshot.takenAt.seconds++;
        snapshot.previous = store.lastDigest().value();
        if (!store.append(fileOf(snapshot))) ::_exit(2);
        const char byte = '+';
        if (::write(told, &byte, 1) != 1) ::_exit(3);
    }
}

/// Bytes that are there to be read until the other end is closed.
std::int64_t readAll(int descriptor)
{
    char buffer[4096];
    std::int64_t count = 0;
    for (;;) {
        const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
        if (got <= 0) return count;
        count += got;
    }
}

void waitFor(int descriptor, int microseconds)
{
    pollfd poll{descriptor, 0, 0};
    const timespec time{0, microseconds * 1000L};
    ::ppoll(&poll, 1, &time, nullptr);
}

} // namespace

void TestWorkspaceCrash::killedAtRandomMoments()
{
    const QTemporaryDir folder;
    const Histories histories((folder.path() + QStringLiteral("/h")).toStdString());
    AuditSnapshot snapshot = see(histories.whole(), {.anchor = histories.anchor()}).snapshot;
    snapshot.consortium.items.resize(2);
    const auto path = std::filesystem::path(folder.path().toStdString()) / "a.countersign";
    QVERIFY(WorkspaceFile::create(path));
    std::mt19937 random(20260101);
    std::int64_t kept = 0, extra = 0;
    for (int round = 0; round < kKills; ++round) {
        int pipe[2];
        QCOMPARE(::pipe(pipe), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(pipe[0]);
            writeForEver(path, snapshot, pipe[1]);
        }
        ::close(pipe[1]);
        char byte = 0;
        QCOMPARE(::read(pipe[0], &byte, 1), ssize_t{1});
        waitFor(pipe[0], static_cast<int>(random() % kLongestLife));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        const std::int64_t told = kept + 1 + readAll(pipe[0]);
        ::close(pipe[0]);

        auto file = WorkspaceFile::open(path, WorkspaceAccess::ReadWrite);
        QVERIFY2(file, file ? "" : file.error().detail.c_str());
        SnapshotStore store(*file);
        const Check chain = store.judgeChain().value();
        QVERIFY2(chain.verdict == Verdict::Passed, chain.evidence.c_str());
        const std::int64_t found = store.count().value();
        QVERIFY2(found == told || found == told + 1, (std::to_string(found) + " of " + std::to_string(told)).c_str());
        extra += found - told;
        kept = found;
    }
    qInfo("%d kills, %lld snapshots kept, %lld of them before their writer was told", kKills,
          static_cast<long long>(kept), static_cast<long long>(extra));
}

QTEST_GUILESS_MAIN(TestWorkspaceCrash)
#include "tst_workspace_crash.moc"
