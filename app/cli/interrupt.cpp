#include "app/cli/interrupt.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace countersign {

namespace {

constexpr int kEndedBySignal = 130;
constexpr char kSignalled = 's';
constexpr char kOver = 'o';

// The handler may only touch these: lock-free, and set before it is installed.
std::atomic<int> s_writeEnd{-1};
std::atomic<int> s_signals{0};
static_assert(std::atomic<int>::is_always_lock_free);

int s_pipe[2] = {-1, -1};
struct sigaction s_oldInterrupt, s_oldTerminate;

void writeByte(char byte) noexcept
{
    while (::write(s_writeEnd.load(), &byte, 1) < 0 && errno == EINTR) {
    }
}

extern "C" void countersignOnSignal(int)
{
    const int saved = errno;
    if (s_signals.fetch_add(1) > 0) ::_exit(kEndedBySignal);
    writeByte(kSignalled);
    errno = saved;
}

} // namespace

InterruptWatch::InterruptWatch(std::function<void()> onStop) : m_onStop(std::move(onStop))
{
    if (::pipe2(s_pipe, O_CLOEXEC) != 0) return; // Signals then end the process as they always did.
    s_writeEnd = s_pipe[1];
    s_signals = 0;
    m_watcher = std::thread([this] { watch(); });
    struct sigaction action = {};
    action.sa_handler = countersignOnSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, &s_oldInterrupt);
    ::sigaction(SIGTERM, &action, &s_oldTerminate);
}

InterruptWatch::~InterruptWatch()
{
    if (!m_watcher.joinable()) return;
    ::sigaction(SIGINT, &s_oldInterrupt, nullptr);
    ::sigaction(SIGTERM, &s_oldTerminate, nullptr);
    writeByte(kOver);
    m_watcher.join();
    ::close(s_pipe[0]);
    ::close(s_pipe[1]);
}

void InterruptWatch::watch()
{
    char byte = 0;
    for (;;) {
        const ssize_t count = ::read(s_pipe[0], &byte, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count != 1 || byte == kOver) return;
        m_stop.request_stop();
        m_onStop();
    }
}

} // namespace countersign
