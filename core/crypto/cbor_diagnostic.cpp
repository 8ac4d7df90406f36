#include "core/base/hex.h"
#include "core/crypto/cbor.h"

#include <cstdio>
#include <limits>

namespace countersign::crypto {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 1;
};

/// Of valid UTF-8, which CborValue promises.
CodePoint codePointAt(Bytes text, std::size_t at)
{
    const std::uint8_t lead = text[at];
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t value = lead & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length && at + i < text.size(); ++i) value = value << 6 | (text[at + i] & 0x3fu);
    return {value, length};
}

/// Control characters, and those that would reorder, hide or break the text around them.
bool mustEscape(char32_t c)
{
    return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c
           || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f)
           || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

void writeEscaped(std::string& out, char32_t c)
{
    char text[16];
    if (c == '"' || c == '\\')
        std::snprintf(text, sizeof text, "\\%c", static_cast<char>(c));
    else if (c < 0x10000)
        std::snprintf(text, sizeof text, "\\u%04x", static_cast<unsigned>(c));
    else
        std::snprintf(text, sizeof text, "\\u%04x\\u%04x", static_cast<unsigned>(0xd7c0 + (c >> 10)),
                      static_cast<unsigned>(0xdc00 + (c & 0x3ff)));
    out += text;
}

void writeText(std::string& out, Bytes text)
{
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = codePointAt(text, i);
        if (mustEscape(point.value))
            writeEscaped(out, point.value);
        else
            out += textOf(text.subspan(i, point.length));
        i += point.length;
    }
    out += '"';
}

void writeNegative(std::string& out, std::uint64_t n)
{
    out += n == std::numeric_limits<std::uint64_t>::max() ? "-18446744073709551616" : '-' + std::to_string(n + 1);
}

void write(std::string& out, const CborValue& value);

void writeItems(std::string& out, const std::vector<CborValue>& items)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) out += ", ";
        write(out, items[i]);
    }
}

void writeEntries(std::string& out, const CborValue& map)
{
    for (std::size_t i = 0; i < map.entries.size(); ++i) {
        if (i > 0) out += ", ";
        write(out, map.entries[i].first);
        out += ": ";
        write(out, map.entries[i].second);
    }
}

void write(std::string& out, const CborValue& value)
{
    using enum CborValue::Kind;
    switch (value.kind) {
    case Unsigned: out += std::to_string(value.number); return;
    case Negative: writeNegative(out, value.number); return;
    case ByteString: out += "h'" + toHex(value.string) + '\''; return;
    case TextString: writeText(out, value.string); return;
    case Array:
        out += '[';
        writeItems(out, value.items);
        out += ']';
        return;
    case Map:
        out += '{';
        writeEntries(out, value);
        out += '}';
        return;
    case Tag:
        out += std::to_string(value.number) + '(';
        writeItems(out, value.items);
        out += ')';
        return;
    case Bool: out += value.number != 0 ? "true" : "false"; return;
    case Null: out += "null"; return;
    }
}

} // namespace

std::string cborDiagnostic(const CborValue& value)
{
    std::string out;
    write(out, value);
    return out;
}

} // namespace countersign::crypto
