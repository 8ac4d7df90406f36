#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace countersign {

/// What tells whether a file is still the one that was opened.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    std::int64_t modifiedNs = 0;
    std::int64_t changedNs = 0;

    bool operator==(const FileIdentity&) const = default;
};

/// Of the file a path leads to now. Io when it cannot be asked.
Result<FileIdentity> identifyFile(const std::filesystem::path& path);

/// A regular file mapped read-only. When the file is cut short by somebody else while it is mapped, reads beyond its
/// new end give zeros instead of ending the process, and changed() says so.
///
/// Reading is safe from any thread. At most 4096 files can be mapped at a time; the next is a LimitExceeded.
class MappedFile
{
public:
    /// Follows no symbolic link at the last step; anything but a regular file is Unsupported.
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);

    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    Bytes bytes() const noexcept { return {m_data, m_identity.size}; }
    std::uint64_t size() const noexcept { return m_identity.size; }
    const FileIdentity& identity() const noexcept { return m_identity; }
    const std::filesystem::path& path() const noexcept { return m_path; }

    /// True once a read hit pages that are gone, or when the file now differs in size, time or inode from when it was
    /// opened. Asks the system.
    bool changed() const;

    /// The range will not be read again soon: its pages need not count as this process's memory.
    void release(ByteRange range) const noexcept;
    /// The range will be read soon, in order.
    void prefetch(ByteRange range) const noexcept;

private:
    MappedFile() = default;

    std::filesystem::path m_path;
    FileIdentity m_identity;
    const std::uint8_t* m_data = nullptr;
    int m_descriptor = -1;
    int m_guardSlot = -1;
};

} // namespace countersign
