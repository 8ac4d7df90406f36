#include "app/evaluator/confinement.h"

#include <QTest>

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace countersign;

#ifdef COUNTERSIGN_SANITIZED
constexpr bool kSanitized = true; ///< The filter of system calls and the limit of memory are left out then.
#else
constexpr bool kSanitized = false;
#endif

/// What a confined process tries fails. Each try runs in a child of its own.
class TestConfinement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void permits();
    void refuses_data();
    void refuses();
    void inheritsNothing();
};

namespace {

constexpr int kFailed = 40, kHeld = 41, kNotConfined = 42;

/// Exit status of a confined child that runs `attempt`: kFailed when it returned false.
int statusOf(const std::function<bool()>& attempt)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (!confine({256u << 20, std::chrono::seconds(5)}).empty()) ::_exit(kNotConfined);
        ::_exit(attempt() ? kHeld : kFailed);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

using Attempt = bool (*)();

} // namespace

Q_DECLARE_METATYPE(Attempt)

void TestConfinement::permits()
{
    QCOMPARE(statusOf([] { return true; }), kHeld);
    QCOMPARE(statusOf([] {
        void* memory = std::malloc(64u << 20);
        const bool good = memory != nullptr;
        std::free(memory);
        return good && ::write(STDERR_FILENO, "", 0) == 0;
    }), kHeld);
}

void TestConfinement::refuses_data()
{
    QTest::addColumn<Attempt>("attempt");
    const auto row = [](const char* name, Attempt attempt) { QTest::newRow(name) << attempt; };
    row("reading a file", [] { return ::open("/etc/passwd", O_RDONLY) >= 0; });
    row("a file of its own", [] { return ::open("/proc/self/maps", O_RDONLY) >= 0; });
    row("writing a file", [] { return ::open("/tmp/countersign-confined", O_CREAT | O_WRONLY, 0600) >= 0; });
    if (kSanitized) return;
    row("a socket", [] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; });
    row("a local socket", [] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; });
    row("another descriptor", [] { return ::dup2(0, 2) >= 0; });
    row("a process", [] { return ::fork() >= 0; });
    row("a program", [] {
        char name[] = "/bin/true";
        char* arguments[] = {name, nullptr};
        return ::execv(name, arguments) == 0 || errno != EPERM;
    });
    row("a signal to another", [] { return ::kill(::getppid(), 0) == 0; });
    row("tracing", [] { return ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr) == 0; });
    row("removing a file", [] { return ::unlink("/tmp/countersign-none") == 0 || errno != EPERM; });
    row("much memory", [] {
        return ::mmap(nullptr, 512u << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
    });
}

void TestConfinement::refuses()
{
    QFETCH(Attempt, attempt);
    QCOMPARE(statusOf(attempt), kFailed);
}

void TestConfinement::inheritsNothing()
{
    const int open = ::dup(0);
    ::setenv("COUNTERSIGN_TEST", "1", 1);
    const pid_t child = ::fork();
    if (child == 0) {
        dropInheritance();
        const bool gone = ::fcntl(open, F_GETFD) < 0 && ::fcntl(2, F_GETFD) >= 0 && !std::getenv("COUNTERSIGN_TEST");
        ::_exit(gone ? kHeld : kFailed);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(open);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), kHeld);
}

QTEST_GUILESS_MAIN(TestConfinement)
#include "tst_confinement.moc"
