#include "app/evaluator/confinement.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>


namespace countersign {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

/// Memory, clocks, locks between threads, the descriptors held already, and the end.
constexpr std::array kAllowed{
    SYS_read,          SYS_write,         SYS_writev,        SYS_close,         SYS_fstat,
    SYS_mmap,          SYS_munmap,        SYS_mprotect,      SYS_madvise,       SYS_mremap,
    SYS_brk,           SYS_futex,         SYS_sched_yield,   SYS_clock_gettime, SYS_clock_nanosleep,
    SYS_nanosleep,     SYS_gettimeofday,  SYS_rt_sigaction,  SYS_rt_sigprocmask, SYS_rt_sigreturn,
    SYS_sigaltstack,   SYS_getpid,        SYS_gettid,        SYS_tgkill,        SYS_getrandom,
    SYS_restart_syscall, SYS_set_robust_list, SYS_exit,      SYS_exit_group,    SYS_membarrier,
    SYS_rseq,          SYS_getrusage,
};

constexpr sock_filter statement(int code, std::uint32_t value)
{
    return {static_cast<std::uint16_t>(code), 0, 0, value};
}

constexpr sock_filter jump(int code, std::uint32_t value, std::uint8_t yes, std::uint8_t no)
{
    return {static_cast<std::uint16_t>(code), yes, no, value};
}

bool filterSystemCalls()
{
    if (kArchitecture == 0) return false;
    std::vector<sock_filter> program{
        statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        jump(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
        statement(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
    };
    for (const long number : kAllowed) {
        program.push_back(jump(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 1));
        program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    program.push_back(statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter) == 0;
}

bool limit(__rlimit_resource resource, rlim_t most)
{
    const rlimit value{most, most};
    return ::setrlimit(resource, &value) == 0;
}

/// Bytes of address space in use.
std::uint64_t addressSpace()
{
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

void dropInheritance()
{
    if (::syscall(SYS_close_range, 3u, ~0u, 0u) != 0)
        for (int descriptor = 3; descriptor < 65536; ++descriptor) ::close(descriptor);
    ::clearenv();
}

std::vector<std::string> confine(const Confinement& wanted)
{
    std::vector<std::string> failed;
    const auto require = [&failed](bool held, const char* what) {
        if (!held) failed.emplace_back(what);
    };
#ifndef COUNTERSIGN_SANITIZED // Sanitizers reserve terabytes, open pipes and ask the kernel about themselves.
    if (wanted.memory > 0) {
        const std::uint64_t used = addressSpace();
        require(used > 0 && limit(RLIMIT_AS, used + wanted.memory), "address space");
    }
#endif
    const auto seconds = static_cast<rlim_t>((wanted.processorTime.count() + 999) / 1000 + 1);
    if (wanted.processorTime.count() > 0) require(limit(RLIMIT_CPU, seconds), "processor time");
    require(limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0), "files");
#ifndef COUNTERSIGN_SANITIZED
    require(limit(RLIMIT_NOFILE, 3), "descriptors"); // Last: what is in use is read from a file.
#endif
    limit(RLIMIT_NPROC, 0); // Not held against root, and the filter below holds anyway.
    require(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "privileges");
#ifndef COUNTERSIGN_SANITIZED
    require(filterSystemCalls(), "system calls");
#endif
    return failed;
}

} // namespace countersign
