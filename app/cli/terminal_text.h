#pragma once

#include "core/base/bytes.h"
#include "core/base/readable_text.h"

#include <cstdint>
#include <string>
#include <string_view>

// Text from ledgers, file names and libraries is data. Everything that goes to a terminal passes through here.

namespace countersign {

/// Escaped, and cut to about `limit` characters with "…" in its place.
std::string shortened(std::string_view text, std::size_t limit);

/// Escaped text when the bytes are readable UTF-8, else 0x and hex; cut to about `limit` characters, 0 for no limit.
std::string valueText(Bytes bytes, std::size_t limit);

/// "91ab…7e" for people to recognise; the whole text when it is short. For hex digests.
std::string shortDigest(std::string_view hex);

std::string byteCount(std::uint64_t bytes); ///< "512 B", "1.2 kB", "775.0 MB".
std::string duration(double seconds);       ///< "0.12 s", "48 s", "3 min 20 s", "2 h 5 min".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many); ///< "1 entry", "2 entries".

/// Number of columns the text takes, near enough to line up columns: one a code point.
std::size_t columns(std::string_view text) noexcept;
std::string padded(std::string text, std::size_t width);

} // namespace countersign
