#include "core/store/zip_archive.h"

#include <algorithm>
#include <array>

#include <zip.h>

namespace countersign {

namespace {

constexpr std::array<std::uint8_t, 4> kLocalHeader{'P', 'K', 3, 4};
constexpr std::size_t kStep = 64 * 1024;

struct CloseFile {
    void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};
using FilePtr = std::unique_ptr<zip_file_t, CloseFile>;

std::string messageOf(int code)
{
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    return text;
}

ErrorCode codeOf(int code) noexcept
{
    switch (code) {
    case ZIP_ER_ENCRNOTSUPP:
    case ZIP_ER_COMPNOTSUPP:
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_WRONGPASSWD: return ErrorCode::Unsupported;
    case ZIP_ER_NOENT: return ErrorCode::NotFound;
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK: return ErrorCode::Io;
    default: return ErrorCode::Malformed;
    }
}

} // namespace

struct ZipArchive::Handle {
    zip_t* archive = nullptr;

    explicit Handle(zip_t* opened) noexcept : archive(opened) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { zip_discard(archive); }
};

bool ZipArchive::looksLikeZip(Bytes head) noexcept
{
    return head.size() >= kLocalHeader.size() && std::ranges::equal(head.first(kLocalHeader.size()), kLocalHeader);
}

ZipArchive::ZipArchive(std::unique_ptr<Handle> handle, std::string path, const ZipLimits& limits)
    : m_handle(std::move(handle)), m_path(std::move(path)), m_limits(limits)
{
}

ZipArchive::~ZipArchive() = default;

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(const std::filesystem::path& path, const ZipLimits& limits)
{
    int code = 0;
    zip_t* opened = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (!opened) return Error{codeOf(code), path.string() + ": ZIP archive", messageOf(code)};
    std::unique_ptr<ZipArchive> archive(new ZipArchive(std::make_unique<Handle>(opened), path.string(), limits));
    if (auto listed = archive->list(); !listed) return std::move(listed).error();
    return archive;
}

Result<void> ZipArchive::list()
{
    const zip_int64_t count = zip_get_num_entries(m_handle->archive, 0);
    if (count < 0 || static_cast<std::uint64_t>(count) > m_limits.members)
        return Error{ErrorCode::LimitExceeded, m_path, "more than " + std::to_string(m_limits.members) + " members"};
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        zip_stat_t status;
        if (zip_stat_index(m_handle->archive, i, 0, &status) != 0 || !(status.valid & ZIP_STAT_NAME))
            return Error{ErrorCode::Malformed, m_path, "member " + std::to_string(i)};
        std::string name = status.name;
        if (name.empty() || name.back() == '/') continue;
        m_members.push_back({std::move(name), status.valid & ZIP_STAT_SIZE ? status.size : 0});
        m_indices.push_back(i);
    }
    return {};
}

Error ZipArchive::fault(ErrorCode code, std::size_t member, std::string detail) const
{
    return {code, m_path + '/' + m_members[member].name, std::move(detail)};
}

Result<ByteVector> ZipArchive::read(std::size_t member)
{
    const std::uint64_t left = m_limits.totalBytes - std::min(m_limits.totalBytes, m_unpacked);
    const std::uint64_t room = std::min(m_limits.memberBytes, left);
    if (m_members[member].size > room) return fault(ErrorCode::LimitExceeded, member, "too large");
    auto content = head(member, static_cast<std::size_t>(room) + 1);
    if (content && content->size() > room) return fault(ErrorCode::LimitExceeded, member, "too large");
    if (content && content->size() != m_members[member].size) return fault(ErrorCode::Malformed, member, "its size");
    return content;
}

// Reading to the end compares the checksum; an Error says when it differs.
Result<ByteVector> ZipArchive::head(std::size_t member, std::size_t most)
{
    const FilePtr file(zip_fopen_index(m_handle->archive, m_indices[member], 0));
    if (!file) {
        const int code = zip_error_code_zip(zip_get_error(m_handle->archive));
        return fault(codeOf(code), member, messageOf(code));
    }
    if (m_unpacked >= m_limits.totalBytes) return fault(ErrorCode::LimitExceeded, member, "too much in all");
    ByteVector content;
    while (content.size() < most) {
        const std::size_t before = content.size();
        const std::size_t step = std::min(kStep, most - before);
        content.resize(before + step);
        const zip_int64_t got = zip_fread(file.get(), content.data() + before, step);
        if (got < 0) {
            const int code = zip_error_code_zip(zip_file_get_error(file.get()));
            return fault(codeOf(code), member, messageOf(code));
        }
        content.resize(before + static_cast<std::size_t>(got));
        m_unpacked += static_cast<std::uint64_t>(got);
        if (got == 0) break;
    }
    return content;
}

} // namespace countersign
