#include "app/cli/terminal_text.h"

#include "app/common/documents.h"
#include "core/base/hex.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace countersign {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0; ///< 0 when the bytes are no UTF-8.
};

CodePoint firstOf(std::string_view text) noexcept
{
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
        const Bytes bytes = bytesOf(text.substr(0, length));
        if (!isUtf8(bytes)) continue;
        if (length == 1) return {bytes[0], 1};
        char32_t value = bytes[0] & (0xffu >> (length + 1));
        for (const std::uint8_t byte : bytes.subspan(1)) value = (value << 6) | (byte & 0x3fu);
        return {value, length};
    }
    return {};
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

// Text with tabs and line ends at most; other controls say that the bytes were meant as bytes.
bool isReadable(Bytes bytes) noexcept
{
    const auto control = [](std::uint8_t b) { return b < 0x20 && b != '\t' && b != '\n' && b != '\r'; };
    return isUtf8(bytes) && std::ranges::none_of(bytes, control);
}

} // namespace

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

std::string shortened(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit) return escaped(text);
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return escaped(text.substr(0, end)) + "…";
}

std::string valueText(Bytes bytes, std::size_t limit)
{
    const std::size_t most = limit == 0 ? bytes.size() : limit;
    if (isReadable(bytes)) return shortened(textOf(bytes), most);
    const std::size_t shown = std::min(bytes.size(), limit == 0 ? most : std::max<std::size_t>(limit / 2, 1));
    return "0x" + toHex(bytes.first(shown)) + (shown < bytes.size() ? "…" : "");
}

std::string shortDigest(std::string_view hex)
{
    if (hex.size() <= 12) return escaped(hex);
    return escaped(hex.substr(0, 8)) + "…" + escaped(hex.substr(hex.size() - 4));
}

std::string byteCount(std::uint64_t bytes)
{
    if (bytes < 1000) return std::to_string(bytes) + " B";
    constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
        value /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %s", value, kUnits[unit]);
    return text;
}

std::string duration(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0) return "?";
    char text[48];
    const double whole = std::min(seconds, 3.6e9);
    const auto rounded = static_cast<unsigned long long>(whole + 0.5);
    if (whole < 10)
        std::snprintf(text, sizeof text, "%.2f s", whole);
    else if (rounded < 60)
        std::snprintf(text, sizeof text, "%llu s", rounded);
    else if (rounded < 3600)
        std::snprintf(text, sizeof text, "%llu min %llu s", rounded / 60, rounded % 60);
    else
        std::snprintf(text, sizeof text, "%llu h %llu min", rounded / 3600, rounded % 3600 / 60);
    return text;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

std::size_t columns(std::string_view text) noexcept
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width)
{
    const std::size_t taken = columns(text);
    if (taken < width) text.append(width - taken, ' ');
    return text;
}

} // namespace countersign
