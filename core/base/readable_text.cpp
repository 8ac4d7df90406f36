#include "core/base/readable_text.h"

#include <algorithm>
#include <cstdio>

namespace countersign {

namespace {

// Length of the well-formed UTF-8 sequence at the front, 0 when there is none (Unicode 15, table 3-7).
std::size_t sequenceLength(Bytes bytes) noexcept
{
    const std::uint8_t lead = bytes[0];
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xc2 && lead <= 0xdf   ? 2
                               : (lead & 0xf0) == 0xe0        ? 3
                               : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                              : 0;
    if (length == 0 || bytes.size() < length) return 0;
    const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (bytes[1] < low || bytes[1] > high) return 0;
    const bool rest =
        std::ranges::all_of(bytes.subspan(2, length - 2), [](std::uint8_t b) { return (b & 0xc0) == 0x80; });
    return rest ? length : 0;
}

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0; ///< 0 when the bytes are no UTF-8.
};

CodePoint firstOf(std::string_view text) noexcept
{
    const Bytes bytes = bytesOf(text);
    const std::size_t length = sequenceLength(bytes);
    if (length < 2) return {bytes[0], length};
    char32_t value = bytes[0] & (0xffu >> (length + 1));
    for (const std::uint8_t byte : bytes.subspan(1, length - 1)) value = (value << 6) | (byte & 0x3fu);
    return {value, length};
}

// Controls, and characters that reorder, hide or break what stands around them.
bool deceives(char32_t c) noexcept
{
    const auto in = [c](char32_t from, char32_t to) { return c >= from && c <= to; };
    return c < 0x20 || in(0x7f, 0x9f) || c == 0xad || c == 0x34f || c == 0x61c || in(0x115f, 0x1160) ||
           in(0x17b4, 0x17b5) || in(0x180b, 0x180f) || in(0x200b, 0x200f) || in(0x2028, 0x202e) || in(0x2060, 0x206f) ||
           c == 0x3164 || in(0xfe00, 0xfe0f) || c == 0xfeff || c == 0xffa0 || in(0xfff0, 0xfffb) ||
           in(0xe0000, 0xe0fff);
}

std::string codeText(char32_t c)
{
    char text[16];
    std::snprintf(text, sizeof text, c < 0x80 ? "\\x%02x" : "\\u{%04x}", static_cast<unsigned>(c));
    return text;
}

std::string byteText(char c)
{
    char text[8];
    std::snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    return text;
}

} // namespace

bool isUtf8(Bytes bytes) noexcept
{
    while (!bytes.empty()) {
        const std::size_t length = sequenceLength(bytes);
        if (length == 0) return false;
        bytes = bytes.subspan(length);
    }
    return true;
}

std::string escaped(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = firstOf(text);
        if (point.length == 0)
            result += byteText(text.front());
        else if (deceives(point.value))
            result += codeText(point.value);
        else
            result += text.substr(0, point.length);
        text.remove_prefix(std::max<std::size_t>(point.length, 1));
    }
    return result;
}

} // namespace countersign
