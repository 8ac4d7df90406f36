#include "tests/bench/measure.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>

namespace countersign::bench {

namespace {

/// What a child writes to its parent.
struct Wire {
    bool ok;
    double seconds;
    std::uint64_t transactions;
    std::uint64_t bytes;
    char note[201];
};

[[noreturn]] void runChild(int out, const std::function<void(Measurement&)>& work)
{
    Measurement result;
    const auto begin = std::chrono::steady_clock::now();
    work(result);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    Wire wire{};
    wire.ok = result.ok;
    wire.seconds = result.seconds;
    wire.transactions = result.transactions;
    wire.bytes = result.bytes;
    std::memcpy(wire.note, result.note.data(), std::min(result.note.size(), sizeof wire.note - 1));
    const bool told = write(out, &wire, sizeof wire) == static_cast<ssize_t>(sizeof wire);
    std::_Exit(told ? 0 : 1);
}

} // namespace

Measurement measure(const std::function<void(Measurement&)>& work)
{
    Measurement result;
    int ends[2];
    if (pipe(ends) != 0) return result;
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        runChild(ends[1], work);
    }
    close(ends[1]);
    Wire wire{};
    const bool told = child > 0 && read(ends[0], &wire, sizeof wire) == static_cast<ssize_t>(sizeof wire);
    close(ends[0]);
    int status = 0;
    rusage usage{};
    if (child > 0) wait4(child, &status, 0, &usage);
    if (!told || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        result.note = "the measuring process ended early";
        return result;
    }
    result.ok = wire.ok;
    result.seconds = wire.seconds;
    result.transactions = wire.transactions;
    result.bytes = wire.bytes;
    const auto inSeconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    result.cpuSeconds = inSeconds(usage.ru_utime) + inSeconds(usage.ru_stime);
    result.peakKilobytes = static_cast<std::uint64_t>(usage.ru_maxrss);
    result.note = wire.note;
    return result;
}

std::string tableHead()
{
    return "what                             seconds      CPU s    transactions/s       MB/s   peak RSS MB  CPU ratio  "
           "result\n";
}

std::string tableLine(const std::string& name, const Measurement& run, const Measurement& reference)
{
    char line[512];
    const double seconds = std::max(run.seconds, 1e-9);
    const double ratio = reference.cpuSeconds > 0 ? run.cpuSeconds / reference.cpuSeconds : 0;
    std::snprintf(line, sizeof line, "%-30s %9.3f  %9.3f  %16.0f  %9.1f  %12.1f  %9.2f  %s\n", name.c_str(),
                  run.seconds, run.cpuSeconds, static_cast<double>(run.transactions) / seconds,
                  static_cast<double>(run.bytes) / seconds / 1e6, static_cast<double>(run.peakKilobytes) / 1024, ratio,
                  run.note.c_str());
    return line;
}

} // namespace countersign::bench
