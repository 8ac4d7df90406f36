#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>
#include <string_view>

namespace countersign {

inline constexpr std::uint64_t kSmallFileLimit = 16u << 20;

/// The whole of a regular file. LimitExceeded, without reading it, when it is larger than `limit`.
Result<ByteVector> readSmallFile(const std::filesystem::path& path, std::uint64_t limit = kSmallFileLimit);

enum class FileReaders : std::uint8_t { Everyone, OwnerOnly };

/// Writes beside the target and renames over it: readers see the old file or the whole new one.
Result<void> writeFileAtomically(const std::filesystem::path& path, Bytes content,
                                 FileReaders readers = FileReaders::Everyone);

} // namespace countersign
