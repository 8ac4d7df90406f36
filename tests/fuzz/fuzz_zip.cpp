#include "core/store/zip_archive.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

#include <sys/mman.h>
#include <unistd.h>

using namespace countersign;

namespace {

constexpr ZipLimits kLimits{.members = 1000, .memberBytes = 1u << 20, .totalBytes = 4u << 20};
constexpr std::size_t kMostRead = 50;

/// The bytes as a file that lies in memory alone.
class MemoryFile
{
public:
    explicit MemoryFile(Bytes bytes) : m_descriptor(::memfd_create("archive", MFD_CLOEXEC))
    {
        FUZZ_CHECK(m_descriptor >= 0);
        FUZZ_CHECK(::write(m_descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { ::close(m_descriptor); }

    std::string path() const { return "/proc/self/fd/" + std::to_string(m_descriptor); }

private:
    int m_descriptor;
};

} // namespace

// Nothing larger than the limits comes out, and the same member is the same twice.
FUZZ_TARGET(zip, bytes)
{
    const MemoryFile file(bytes);
    const auto archive = ZipArchive::open(file.path(), kLimits);
    if (!archive) return;
    const auto& members = (*archive)->members();
    FUZZ_CHECK(members.size() <= kLimits.members);
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < std::min(members.size(), kMostRead); ++i) {
        FUZZ_CHECK(!members[i].name.empty() && members[i].name.back() != '/');
        const auto head = (*archive)->head(i, 16);
        const auto whole = (*archive)->read(i);
        if (!whole) continue;
        total += whole->size();
        FUZZ_CHECK(whole->size() == members[i].size && whole->size() <= kLimits.memberBytes);
        if (head) FUZZ_CHECK(std::ranges::equal(*head, Bytes(*whole).first(std::min<std::size_t>(16, whole->size()))));
    }
    FUZZ_CHECK(total <= kLimits.totalBytes + kLimits.memberBytes);
}
