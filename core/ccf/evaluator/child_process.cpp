#include "core/ccf/evaluator/child_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace countersign::ccf {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostErrors = 4096;
constexpr std::chrono::milliseconds kGrace{300}; ///< To end after its output was closed.

class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void set(int number)
    {
        close();
        m_number = number;
    }
    void close()
    {
        if (m_number >= 0) ::close(m_number);
        m_number = -1;
    }
    int get() const noexcept { return m_number; }
    bool open() const noexcept { return m_number >= 0; }

private:
    int m_number = -1;
};

/// Sockets, not pipes: writing to one that the child has closed raises no signal when asked not to.
struct Channel {
    Descriptor mine, theirs;

    bool make()
    {
        std::array<int, 2> pair{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) return false;
        mine.set(pair[0]);
        theirs.set(pair[1]);
        return ::fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0;
    }
};

Error ioError(const char* what, int code)
{
    return {ErrorCode::Io, std::string("evaluator: ") + what, std::strerror(code)};
}

/// What posix_spawn is told; freed at the end.
class SpawnPlan
{
public:
    SpawnPlan()
    {
        ::posix_spawn_file_actions_init(&m_actions);
        ::posix_spawnattr_init(&m_attributes);
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        ::posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~SpawnPlan()
    {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;

    void connect(int descriptor, int as) { ::posix_spawn_file_actions_adddup2(&m_actions, descriptor, as); }
    int start(pid_t& pid, const std::string& program)
    {
        std::string name = program;
        std::array<char*, 2> arguments{name.data(), nullptr};
        std::array<char*, 1> environment{nullptr};
        return ::posix_spawn(&pid, program.c_str(), &m_actions, &m_attributes, arguments.data(), environment.data());
    }

private:
    posix_spawn_file_actions_t m_actions;
    posix_spawnattr_t m_attributes;
};

/// One running child; killed and reaped at the latest when this ends.
class Child
{
public:
    ~Child() { reap(true); }
    Child() = default;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    Result<void> start(const std::filesystem::path& program)
    {
        if (!m_input.make() || !m_output.make() || !m_errors.make()) return ioError("socketpair", errno);
        SpawnPlan plan;
        plan.connect(m_input.theirs.get(), STDIN_FILENO);
        plan.connect(m_output.theirs.get(), STDOUT_FILENO);
        plan.connect(m_errors.theirs.get(), STDERR_FILENO);
        const int code = plan.start(m_pid, program.string());
        if (code != 0) {
            m_pid = -1;
            return ioError("start", code);
        }
        m_ended.set(static_cast<int>(::syscall(SYS_pidfd_open, m_pid, 0)));
        m_input.theirs.close();
        m_output.theirs.close();
        m_errors.theirs.close();
        return {};
    }

    ChildEnd talk(Bytes input, const ChildLimits& limits)
    {
        while (m_output.mine.open() && m_end.stoppedBy == ChildStop::None) {
            if (limits.stop.stop_requested())
                m_end.stoppedBy = ChildStop::Asked;
            else if (Clock::now() >= limits.deadline)
                m_end.stoppedBy = ChildStop::Time;
            else
                step(input, limits);
        }
        if (m_end.stoppedBy == ChildStop::None) awaitEnd(std::min(limits.deadline, Clock::now() + kGrace));
        reap(m_end.stoppedBy != ChildStop::None);
        return std::move(m_end);
    }

private:
    void step(Bytes& input, const ChildLimits& limits)
    {
        if (input.empty()) m_input.mine.close();
        std::array<pollfd, 3> waits{{{m_output.mine.get(), POLLIN, 0},
                                     {m_errors.mine.get(), POLLIN, 0},
                                     {m_input.mine.get(), POLLOUT, 0}}};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limits.deadline - Clock::now());
        if (::poll(waits.data(), waits.size(), static_cast<int>(std::clamp<long>(left.count() + 1, 0, 50))) <= 0) return;
        if (waits[2].revents) write(input);
        if (waits[1].revents) readErrors();
        if (waits[0].revents) readOutput(limits.output);
    }

    void write(Bytes& input)
    {
        const auto sent = ::send(m_input.mine.get(), input.data(), input.size(), MSG_NOSIGNAL);
        if (sent > 0)
            input = input.subspan(static_cast<std::size_t>(sent));
        else if (errno != EAGAIN && errno != EINTR)
            input = {};
    }

    void readOutput(std::uint64_t most)
    {
        const auto got = ::recv(m_output.mine.get(), m_buffer.data(), m_buffer.size(), 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0) return m_output.mine.close();
        m_end.output.insert(m_end.output.end(), m_buffer.begin(), m_buffer.begin() + got);
        if (m_end.output.size() > most) m_end.stoppedBy = ChildStop::Output;
    }

    void readErrors()
    {
        const auto got = ::recv(m_errors.mine.get(), m_buffer.data(), m_buffer.size(), 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0) return m_errors.mine.close();
        const std::size_t room = kMostErrors - std::min(kMostErrors, m_end.errors.size());
        m_end.errors.append(textOf(Bytes(m_buffer).first(std::min(room, static_cast<std::size_t>(got)))));
    }

    void awaitEnd(Clock::time_point until)
    {
        pollfd wait{m_ended.get(), POLLIN, 0};
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        const bool ended = m_ended.open() && ::poll(&wait, 1, static_cast<int>(std::max<long>(left.count(), 0))) > 0;
        if (m_errors.mine.open()) readErrors();
        if (!ended) m_end.stoppedBy = ChildStop::Time;
    }

    void reap(bool kill)
    {
        if (m_pid <= 0) return;
        if (kill) ::kill(m_pid, SIGKILL);
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {}
        m_end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        m_end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        m_pid = -1;
    }

    Channel m_input, m_output, m_errors;
    Descriptor m_ended;
    pid_t m_pid = -1;
    ChildEnd m_end;
    std::array<std::uint8_t, 65536> m_buffer{};
};

} // namespace

Result<ChildEnd> runChild(const std::filesystem::path& program, Bytes input, const ChildLimits& limits)
{
    Child child;
    if (auto started = child.start(program); !started) return std::move(started).error();
    return child.talk(input, limits);
}

} // namespace countersign::ccf
