#include "core/base/hex.h"
#include "core/base/utc_time.h"
#include "core/ccf/ledger/structure_parts.h"

#include <algorithm>
#include <cstdio>

namespace countersign::ccf {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0; ///< 0: no UTF-8 stands here.
};

CodePoint codePointAt(Bytes text, std::size_t at) noexcept
{
    const std::uint8_t lead = text[at];
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xc2 || lead > 0xf4) return {};
    const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (text.size() - at < length) return {};
    char32_t value = lead & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((text[at + i] & 0xc0) != 0x80) return {};
        value = value << 6 | (text[at + i] & 0x3fu);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < kSmallest[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return {};
    return {value, length};
}

/// Control characters, and those that would reorder, hide or break the text around them.
bool mustEscape(char32_t c) noexcept
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

void appendEscape(std::string& out, const char* pattern, unsigned value)
{
    char text[16];
    std::snprintf(text, sizeof text, pattern, value);
    out += text;
}

void appendDisplay(std::string& out, Bytes text)
{
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = codePointAt(text, i);
        if (point.length == 0)
            appendEscape(out, "\\x%02x", text[i]);
        else if (!mustEscape(point.value))
            out += textOf(text.subspan(i, point.length));
        else if (point.value < 0x10000)
            appendEscape(out, "\\u%04x", static_cast<unsigned>(point.value));
        else {
            appendEscape(out, "\\u%04x", static_cast<unsigned>(0xd7c0 + (point.value >> 10)));
            appendEscape(out, "\\u%04x", static_cast<unsigned>(0xdc00 + (point.value & 0x3ff)));
        }
        i += std::max<std::size_t>(point.length, 1);
    }
}

std::string leftOut(std::uint64_t count)
{
    return "\u2026[" + std::to_string(count) + "]\u2026";
}

bool continues(Bytes text, std::size_t at) noexcept
{
    return at < text.size() && (text[at] & 0xc0) == 0x80;
}

} // namespace

std::string displayText(Bytes text, std::size_t limit)
{
    std::string out;
    if (text.size() <= limit) {
        appendDisplay(out, text);
        return out;
    }
    std::size_t head = limit - limit / 4, tail = text.size() - limit / 4;
    for (int i = 0; i < 3 && continues(text, head); ++i) ++head;
    for (int i = 0; i < 3 && continues(text, tail); ++i) ++tail;
    if (tail < head) tail = head;
    appendDisplay(out, text.first(head));
    out += leftOut(tail - head);
    appendDisplay(out, text.subspan(tail));
    return out;
}

namespace structure {

std::string displayHex(Bytes bytes, std::size_t limit)
{
    if (bytes.size() <= limit) return toHex(bytes);
    const std::size_t side = limit / 2;
    return toHex(bytes.first(side)) + leftOut(bytes.size() - 2 * side) + toHex(bytes.last(side));
}

std::string displayTime(std::int64_t seconds)
{
    return std::to_string(seconds) + " (" + toIso8601({seconds}) + ")";
}

bool isUtf8(Bytes bytes) noexcept
{
    for (std::size_t i = 0; i < bytes.size();) {
        const CodePoint point = codePointAt(bytes, i);
        if (point.length == 0) return false;
        i += point.length;
    }
    return true;
}

bool isText(Bytes bytes) noexcept
{
    const auto isControl = [](std::uint8_t c) {
        return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
    };
    return !bytes.empty() && std::ranges::none_of(bytes, isControl) && isUtf8(bytes);
}

StructureNode part(std::string name, std::string value, std::string format, std::optional<ByteRange> range)
{
    return {std::move(name), std::move(value), std::move(format), range, {}};
}

StructureNode number(std::string name, std::uint64_t value, std::optional<ByteRange> range)
{
    return part(std::move(name), std::to_string(value), "uint", range);
}

void add(StructureNode& parent, StructureNode child, Budget& budget)
{
    if (budget.take(parent)) parent.children.push_back(std::move(child));
}

void addElided(StructureNode& parent, std::uint64_t count, std::optional<ByteRange> range)
{
    if (count != 0) parent.children.push_back(part("elided", std::to_string(count), "elided", range));
}

} // namespace structure

} // namespace countersign::ccf
