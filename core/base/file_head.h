#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>

namespace countersign {

/// The first bytes of a regular file, at most as many as `room` holds: the part of it that was filled.
Result<Bytes> readHead(const std::filesystem::path& path, std::span<std::uint8_t> room);

} // namespace countersign
