#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace countersign {

struct ZipLimits {
    std::size_t members = 1'000'000;
    std::uint64_t memberBytes = 4u << 20;         ///< Of one member, unpacked.
    std::uint64_t totalBytes = std::uint64_t{4} << 30; ///< Of all that are read, unpacked.
};

/// The files inside a ZIP archive. Hostile archives cost no more than the limits: nothing is allocated by a stated size,
/// and names are data, never paths that are opened. Not safe from several threads at once.
class ZipArchive
{
public:
    struct Member {
        std::string name;       ///< As it stands in the archive; "/" between its parts.
        std::uint64_t size = 0; ///< As stated, unpacked.
    };

    /// Whether the bytes begin like an archive with something in it.
    static bool looksLikeZip(Bytes head) noexcept;

    /// Malformed when it is no archive or contradicts itself; Unsupported when it is encrypted as a whole.
    static Result<std::unique_ptr<ZipArchive>> open(const std::filesystem::path& path, const ZipLimits& limits = {});

    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;
    ~ZipArchive();

    /// Regular files, in the order of the archive.
    const std::vector<Member>& members() const noexcept { return m_members; }

    /// The whole of a member, its checksum compared. LimitExceeded without unpacking more than the limit; Unsupported
    /// when it is encrypted or packed in a way not known here.
    Result<ByteVector> read(std::size_t member);
    /// Its first bytes, at most `most`.
    Result<ByteVector> head(std::size_t member, std::size_t most);

private:
    struct Handle;

    ZipArchive(std::unique_ptr<Handle> handle, std::string path, const ZipLimits& limits);
    Result<void> list();
    Error fault(ErrorCode code, std::size_t member, std::string detail) const;

    std::unique_ptr<Handle> m_handle;
    std::string m_path;
    ZipLimits m_limits;
    std::uint64_t m_unpacked = 0;
    std::vector<Member> m_members;
    std::vector<std::uint64_t> m_indices; ///< Of the members, in the archive.
};

} // namespace countersign
