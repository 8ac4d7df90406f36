#include "app/cli/terminal_text.h"

#include "app/common/documents.h"
#include "core/base/hex.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace countersign {

namespace {

// Text with tabs and line ends at most; other controls say that the bytes were meant as bytes.
bool isReadable(Bytes bytes) noexcept
{
    const auto control = [](std::uint8_t b) { return b < 0x20 && b != '\t' && b != '\n' && b != '\r'; };
    return isUtf8(bytes) && std::ranges::none_of(bytes, control);
}

} // namespace

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
