#include "core/crypto/cbor.h"

#include "core/base/byte_reader.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace countersign::crypto {

namespace {

enum Major : std::uint8_t {
    MajorUnsigned,
    MajorNegative,
    MajorBytes,
    MajorText,
    MajorArray,
    MajorMap,
    MajorTag,
    MajorSimple
};

/// Unicode table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
bool isUtf8(Bytes bytes) noexcept
{
    for (std::size_t i = 0; i < bytes.size();) {
        const std::uint8_t lead = bytes[i++];
        if (lead < 0x80) continue;
        if (lead < 0xc2 || lead > 0xf4) return false;
        const std::size_t more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        if (bytes.size() - i < more) return false;
        const std::uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const std::uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (bytes[i] < low || bytes[i] > high) return false;
        for (std::size_t j = 1; j < more; ++j)
            if ((bytes[i + j] & 0xc0) != 0x80) return false;
        i += more;
    }
    return true;
}

class Parser
{
public:
    Parser(Bytes bytes, const CborLimits& limits) : m_bytes(bytes), m_reader(bytes, 0, "cbor"), m_limits(limits) {}

    Result<CborValue> item(std::size_t depth);
    bool atEnd() const { return m_reader.atEnd(); }
    Error fault(ErrorCode code, std::string_view what, std::string detail = {}) const
    {
        return m_reader.fault(code, what, std::move(detail));
    }

private:
    Result<std::uint64_t> argument(std::uint8_t info);
    Result<CborValue> body(std::uint8_t major, std::uint8_t info, std::size_t depth);
    Result<CborValue> simple(std::uint8_t info);
    Result<CborValue> string(CborValue::Kind kind, std::uint64_t length);
    Result<CborValue> array(std::uint64_t count, std::size_t depth);
    Result<CborValue> map(std::uint64_t count, std::size_t depth);
    Result<CborValue> tag(std::uint64_t number, std::size_t depth);
    bool hasDuplicateKeys(const CborValue& map) const;

    Bytes m_bytes;
    ByteReader m_reader;
    const CborLimits& m_limits;
    std::size_t m_items = 0;
};

Result<CborValue> Parser::item(std::size_t depth)
{
    const std::uint64_t begin = m_reader.position();
    if (m_items++ == m_limits.items) return fault(ErrorCode::LimitExceeded, "items", std::to_string(m_limits.items));
    auto head = m_reader.u8("head");
    if (!head) return std::move(head).error();
    auto value = body(*head >> 5, *head & 31, depth);
    if (value) value->range = {begin, m_reader.position() - begin};
    return value;
}

/// The number that follows the initial byte, in its shortest form (RFC 8949 section 4.2.1).
Result<std::uint64_t> Parser::argument(std::uint8_t info)
{
    if (info < 24) return std::uint64_t{info};
    if (info > 27) return fault(ErrorCode::Malformed, info == 31 ? "indefinite length" : "reserved head");
    const std::size_t width = std::size_t{1} << (info - 24);
    auto bytes = m_reader.take(width, "argument");
    if (!bytes) return std::move(bytes).error();
    std::uint64_t value = 0;
    for (const std::uint8_t byte : *bytes) value = value << 8 | byte;
    const std::uint64_t least = width == 1 ? 24 : std::uint64_t{1} << (4 * width);
    if (value < least) return fault(ErrorCode::Malformed, "not the shortest form");
    return value;
}

Result<CborValue> Parser::body(std::uint8_t major, std::uint8_t info, std::size_t depth)
{
    if (major == MajorSimple) return simple(info);
    auto number = argument(info);
    if (!number) return std::move(number).error();
    if (major >= MajorArray && depth == m_limits.depth)
        return fault(ErrorCode::LimitExceeded, "depth", std::to_string(m_limits.depth));
    using enum CborValue::Kind;
    switch (major) {
    case MajorUnsigned: return CborValue{.kind = Unsigned, .number = *number};
    case MajorNegative: return CborValue{.kind = Negative, .number = *number};
    case MajorBytes: return string(ByteString, *number);
    case MajorText: return string(TextString, *number);
    case MajorArray: return array(*number, depth + 1);
    case MajorMap: return map(*number, depth + 1);
    default: return tag(*number, depth + 1);
    }
}

Result<CborValue> Parser::simple(std::uint8_t info)
{
    if (info == 20 || info == 21)
        return CborValue{.kind = CborValue::Kind::Bool, .number = static_cast<std::uint64_t>(info - 20)};
    if (info == 22) return CborValue{};
    if (info > 27) return fault(ErrorCode::Malformed, info == 31 ? "break" : "reserved head");
    return fault(ErrorCode::Unsupported, info >= 25 ? "floating point" : "simple value");
}

Result<CborValue> Parser::string(CborValue::Kind kind, std::uint64_t length)
{
    auto bytes = m_reader.take(length, "string");
    if (!bytes) return std::move(bytes).error();
    if (kind == CborValue::Kind::TextString && !isUtf8(*bytes)) return fault(ErrorCode::Malformed, "text is not UTF-8");
    return CborValue{.kind = kind, .string = *bytes};
}

Result<CborValue> Parser::array(std::uint64_t count, std::size_t depth)
{
    if (count > m_reader.remaining()) return fault(ErrorCode::Truncated, "array", std::to_string(count) + " items");
    CborValue value{.kind = CborValue::Kind::Array};
    for (std::uint64_t i = 0; i < count; ++i) {
        auto element = item(depth);
        if (!element) return element;
        value.items.push_back(*std::move(element));
    }
    return value;
}

Result<CborValue> Parser::map(std::uint64_t count, std::size_t depth)
{
    if (count > m_reader.remaining() / 2) return fault(ErrorCode::Truncated, "map", std::to_string(count) + " entries");
    CborValue value{.kind = CborValue::Kind::Map};
    for (std::uint64_t i = 0; i < count; ++i) {
        auto key = item(depth);
        if (!key) return key;
        auto entry = item(depth);
        if (!entry) return entry;
        value.entries.emplace_back(*std::move(key), *std::move(entry));
    }
    if (hasDuplicateKeys(value)) return fault(ErrorCode::Malformed, "map with a key twice");
    return value;
}

Result<CborValue> Parser::tag(std::uint64_t number, std::size_t depth)
{
    auto content = item(depth);
    if (!content) return content;
    CborValue value{.kind = CborValue::Kind::Tag, .number = number};
    value.items.push_back(*std::move(content));
    return value;
}

/// Encodings are in shortest form throughout, so equal values have equal bytes; but a map as a key keeps its order.
bool Parser::hasDuplicateKeys(const CborValue& map) const
{
    if (map.entries.size() < 2) return false;
    std::vector<std::string_view> keys;
    keys.reserve(map.entries.size());
    for (const auto& [key, value] : map.entries)
        keys.push_back(textOf(m_bytes.subspan(key.range.offset, key.range.length)));
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) != keys.end();
}

Error wrongKind(std::string_view wanted)
{
    return {ErrorCode::Malformed, "cbor: not " + std::string(wanted), {}};
}

} // namespace

Result<std::int64_t> CborValue::asInt() const
{
    if (!isInt() || number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return wrongKind("an integer of 64 bits");
    const auto value = static_cast<std::int64_t>(number);
    return kind == Kind::Unsigned ? value : -1 - value;
}

Result<Bytes> CborValue::asBytes() const
{
    if (kind != Kind::ByteString) return wrongKind("a byte string");
    return string;
}

Result<std::string_view> CborValue::asText() const
{
    if (kind != Kind::TextString) return wrongKind("a text string");
    return textOf(string);
}

const CborValue* CborValue::find(std::int64_t label) const noexcept
{
    const Kind wanted = label < 0 ? Kind::Negative : Kind::Unsigned;
    const auto magnitude = static_cast<std::uint64_t>(label < 0 ? ~label : label);
    for (const auto& [key, value] : entries)
        if (key.kind == wanted && key.number == magnitude) return &value;
    return nullptr;
}

const CborValue* CborValue::find(std::string_view label) const noexcept
{
    for (const auto& [key, value] : entries)
        if (key.kind == Kind::TextString && textOf(key.string) == label) return &value;
    return nullptr;
}

Result<CborValue> parseCbor(Bytes bytes, const CborLimits& limits)
{
    Parser parser(bytes, limits);
    auto value = parser.item(0);
    if (value && !parser.atEnd()) return parser.fault(ErrorCode::Malformed, "bytes after the item");
    return value;
}

void CborWriter::head(std::uint8_t major, std::uint64_t value)
{
    const auto first = static_cast<std::uint8_t>(major << 5);
    if (value < 24) {
        m_bytes.push_back(static_cast<std::uint8_t>(first | value));
        return;
    }
    const unsigned power = value < 0x100 ? 0 : value < 0x10000 ? 1 : value < 0x1'0000'0000 ? 2 : 3;
    m_bytes.push_back(static_cast<std::uint8_t>(first | (24 + power)));
    for (unsigned left = 1u << power; left > 0; --left)
        m_bytes.push_back(static_cast<std::uint8_t>(value >> (8 * (left - 1))));
}

CborWriter& CborWriter::integer(std::int64_t value)
{
    value < 0 ? head(MajorNegative, static_cast<std::uint64_t>(~value))
              : head(MajorUnsigned, static_cast<std::uint64_t>(value));
    return *this;
}

CborWriter& CborWriter::byteString(Bytes value)
{
    head(MajorBytes, value.size());
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

CborWriter& CborWriter::textString(std::string_view value)
{
    head(MajorText, value.size());
    m_bytes.insert(m_bytes.end(), value.begin(), value.end());
    return *this;
}

CborWriter& CborWriter::array(std::uint64_t count)
{
    head(MajorArray, count);
    return *this;
}

CborWriter& CborWriter::map(std::uint64_t count)
{
    head(MajorMap, count);
    return *this;
}

CborWriter& CborWriter::tag(std::uint64_t number)
{
    head(MajorTag, number);
    return *this;
}

CborWriter& CborWriter::boolean(bool value)
{
    head(MajorSimple, value ? 21 : 20);
    return *this;
}

CborWriter& CborWriter::null()
{
    head(MajorSimple, 22);
    return *this;
}

} // namespace countersign::crypto
