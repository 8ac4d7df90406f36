#include "core/base/mapped_file.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace countersign {

namespace {

constexpr std::uintptr_t kPage = 4096;

/// One live mapping, as the signal handler sees it: only lock-free atomics.
struct GuardSlot {
    std::atomic<std::uintptr_t> begin{0};
    std::atomic<std::uintptr_t> end{0};
    std::atomic<bool> torn{false};
};

std::array<GuardSlot, 4096> s_slots;
std::mutex s_slotMutex;
struct sigaction s_previousAction;

/// A page of a mapping lost its file: put zeros there and remember it, so that the read ends and the reader learns of it.
void onBusError(int signal, siginfo_t* info, void* context)
{
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    for (GuardSlot& slot : s_slots) {
        const std::uintptr_t begin = slot.begin.load(std::memory_order_acquire);
        if (begin == 0 || address < begin || address >= slot.end.load(std::memory_order_acquire)) continue;
        void* page = reinterpret_cast<void*>(address & ~(kPage - 1));
        if (mmap(page, kPage, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
            slot.torn.store(true, std::memory_order_release);
            return;
        }
    }
    if ((s_previousAction.sa_flags & SA_SIGINFO) && s_previousAction.sa_sigaction) {
        s_previousAction.sa_sigaction(signal, info, context);
        return;
    }
    ::signal(SIGBUS, SIG_DFL);
    ::raise(SIGBUS);
}

void installHandlerOnce()
{
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action = {};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        sigemptyset(&action.sa_mask);
        sigaction(SIGBUS, &action, &s_previousAction);
    });
}

int claimSlot(const void* data, std::size_t size)
{
    const std::lock_guard lock(s_slotMutex);
    for (std::size_t i = 0; i < s_slots.size(); ++i) {
        if (s_slots[i].begin.load() != 0) continue;
        s_slots[i].torn.store(false);
        const auto begin = reinterpret_cast<std::uintptr_t>(data);
        s_slots[i].end.store((begin + size + kPage - 1) & ~(kPage - 1), std::memory_order_release);
        s_slots[i].begin.store(begin, std::memory_order_release);
        return static_cast<int>(i);
    }
    return -1;
}

void freeSlot(int slot)
{
    const std::lock_guard lock(s_slotMutex);
    s_slots[static_cast<std::size_t>(slot)].begin.store(0, std::memory_order_release);
}

Error systemError(const std::filesystem::path& path, std::string_view what)
{
    const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
    return {code, path.string() + ": " + std::string(what), std::strerror(errno)};
}

FileIdentity identityOf(const struct stat& status)
{
    constexpr std::int64_t kNano = 1'000'000'000;
    return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
            static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec * kNano + status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec * kNano + status.st_ctim.tv_nsec};
}

} // namespace

Result<FileIdentity> identifyFile(const std::filesystem::path& path)
{
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0) return systemError(path, "status");
    return identityOf(status);
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& path)
{
    installHandlerOnce();
    std::shared_ptr<MappedFile> file(new MappedFile);
    file->m_path = path;
    file->m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file->m_descriptor < 0 && errno == ELOOP) return Error{ErrorCode::Unsupported, path.string(), "a symbolic link"};
    if (file->m_descriptor < 0) return systemError(path, "open");
    struct stat status = {};
    if (::fstat(file->m_descriptor, &status) != 0) return systemError(path, "status");
    if (!S_ISREG(status.st_mode)) return Error{ErrorCode::Unsupported, path.string(), "not a regular file"};
    file->m_identity = identityOf(status);
    if (file->m_identity.size == 0) return std::shared_ptr<const MappedFile>(std::move(file));

    void* data = ::mmap(nullptr, file->m_identity.size, PROT_READ, MAP_SHARED, file->m_descriptor, 0);
    if (data == MAP_FAILED) return systemError(path, "map");
    file->m_data = static_cast<const std::uint8_t*>(data);
    file->m_guardSlot = claimSlot(data, file->m_identity.size);
    if (file->m_guardSlot < 0) return Error{ErrorCode::LimitExceeded, path.string(), "too many files mapped at once"};
    return std::shared_ptr<const MappedFile>(std::move(file));
}

MappedFile::~MappedFile()
{
    if (m_guardSlot >= 0) freeSlot(m_guardSlot);
    if (m_data) ::munmap(const_cast<std::uint8_t*>(m_data), m_identity.size);
    if (m_descriptor >= 0) ::close(m_descriptor);
}

bool MappedFile::changed() const
{
    if (m_guardSlot >= 0 && s_slots[static_cast<std::size_t>(m_guardSlot)].torn.load(std::memory_order_acquire))
        return true;
    struct stat status = {};
    return ::fstat(m_descriptor, &status) != 0 || identityOf(status) != m_identity;
}

void MappedFile::release(ByteRange range) const noexcept
{
    if (!m_data || range.offset >= m_identity.size) return;
    const std::uint64_t begin = (range.offset + kPage - 1) & ~(kPage - 1);
    const std::uint64_t end = std::min(range.end(), m_identity.size) & ~(kPage - 1);
    if (end > begin) ::madvise(const_cast<std::uint8_t*>(m_data) + begin, end - begin, MADV_DONTNEED);
}

void MappedFile::prefetch(ByteRange range) const noexcept
{
    if (!m_data || range.offset >= m_identity.size) return;
    const std::uint64_t begin = range.offset & ~(kPage - 1);
    const std::uint64_t end = std::min(range.end(), m_identity.size);
    if (end <= begin) return;
    auto* address = const_cast<std::uint8_t*>(m_data) + begin;
#ifdef MADV_POPULATE_READ
    // One call in place of a page fault every few pages; older kernels refuse it, files that became shorter too.
    if (::madvise(address, end - begin, MADV_POPULATE_READ) == 0) return;
#endif
    ::madvise(address, end - begin, MADV_WILLNEED);
}

} // namespace countersign
