#include "core/ccf/receipt/receipt_archive.h"

#include "core/base/file_head.h"
#include "core/store/zip_archive.h"

#include <algorithm>
#include <array>

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostLooks = 4096;
constexpr std::size_t kHead = 16 * 1024;
constexpr std::uint64_t kMostUnpackedForLooks = 64u << 20;

} // namespace

bool isReceiptArchive(const std::filesystem::path& path)
{
    std::array<std::uint8_t, 4> room{};
    const auto head = readHead(path, room);
    return head && head->size() == room.size() && ZipArchive::looksLikeZip(*head);
}

bool archiveHolds(const std::filesystem::path& path, const FormatFilter& takes)
{
    auto archive = ZipArchive::open(path, {.totalBytes = kMostUnpackedForLooks});
    if (!archive) return false;
    const std::size_t count = std::min((*archive)->members().size(), kMostLooks);
    for (std::size_t i = 0; i < count; ++i) {
        const auto head = (*archive)->head(i, kHead);
        const ReceiptFormat format = head ? receiptFormat(*head, (*archive)->members()[i].name) : ReceiptFormat::None;
        if (format != ReceiptFormat::None && format != ReceiptFormat::Endorsements && takes(format)) return true;
    }
    return false;
}

Result<void> forEachMember(const std::filesystem::path& path, const std::stop_token& stop,
                           const std::function<void(ArchiveMember)>& take)
{
    auto archive = ZipArchive::open(path);
    if (!archive) return std::move(archive).error();
    for (std::size_t i = 0; i < (*archive)->members().size() && !stop.stop_requested(); ++i) {
        auto content = (*archive)->read(i);
        const std::string& name = (*archive)->members()[i].name;
        const ReceiptFormat format = content ? receiptFormat(*content, name) : ReceiptFormat::None;
        take({i, name, format, std::move(content)});
    }
    return {};
}

Result<ByteVector> readMember(const std::filesystem::path& path, std::size_t index)
{
    auto archive = ZipArchive::open(path);
    if (!archive) return std::move(archive).error();
    if (index >= (*archive)->members().size()) return Error{ErrorCode::NotFound, path.string(), std::to_string(index)};
    return (*archive)->read(index);
}

} // namespace countersign::ccf
