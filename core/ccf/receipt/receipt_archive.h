#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ccf/receipt/receipt_files.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace countersign::ccf {

/// One file out of a ZIP archive.
struct ArchiveMember {
    std::size_t index = 0; ///< In ZipArchive::members().
    std::string name;
    ReceiptFormat format = ReceiptFormat::None;
    Result<ByteVector> content; ///< An Error when it cannot be unpacked, or is larger than any receipt.
};

/// Whether the file begins like a ZIP archive.
bool isReceiptArchive(const std::filesystem::path& path);

/// Whether one of the archive's members is of a format that `takes` lets through. Looks at the beginning of each, at most
/// of some thousands, and never fails.
bool archiveHolds(const std::filesystem::path& path, const FormatFilter& takes);

/// Unpacks the members one by one, in order, until `stop` or the end.
Result<void> forEachMember(const std::filesystem::path& path, const std::stop_token& stop,
                           const std::function<void(ArchiveMember)>& take);

/// One member again, by its index.
Result<ByteVector> readMember(const std::filesystem::path& path, std::size_t index);

} // namespace countersign::ccf
