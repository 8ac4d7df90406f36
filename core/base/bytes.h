#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

using Bytes = std::span<const std::uint8_t>; ///< A view; the owner outlives it.
using ByteVector = std::vector<std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>; ///< SHA-256.

/// Half-open range of bytes in a file or buffer, so that every decoded value can be shown where it stands.
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;

    std::uint64_t end() const noexcept { return offset + length; }
    auto operator<=>(const ByteRange&) const = default;
};

inline Bytes bytesOf(std::string_view text) noexcept
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The same bytes seen as characters; no claim that they are UTF-8.
inline std::string_view textOf(Bytes bytes) noexcept
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline ByteVector copyOf(Bytes bytes)
{
    return {bytes.begin(), bytes.end()};
}

} // namespace countersign
