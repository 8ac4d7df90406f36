#include "core/base/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace countersign {

namespace {

using nlohmann::json;

constexpr std::int64_t kMostExact = 9'007'199'254'740'991; // 2^53 - 1
constexpr int kMostPlainExponent = 21;                     // ECMAScript, Number::toString
constexpr int kLeastPlainExponent = -6;

Error malformed(std::string detail)
{
    return {ErrorCode::Malformed, "canonical JSON", std::move(detail)};
}

// UTF-8 sorts as code points do; UTF-16 puts U+E000..U+FFFF (lead bytes EE, EF) after the pairs (F0..F4).
unsigned utf16Weight(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xee || byte == 0xef ? byte + 0x0cu : byte;
}

bool utf16Less(std::string_view a, std::string_view b)
{
    return std::ranges::lexicographical_compare(a, b, {}, utf16Weight, utf16Weight);
}

std::string numberText(double value)
{
    if (value == 0) return "0";
    std::array<char, 64> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::scientific).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const std::size_t mark = text.find('e');
    int exponent = 0;
    const char* power = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
    std::from_chars(power, end, exponent);
    std::string digits(1, text[0]);
    if (mark > 2) digits += text.substr(2, mark - 2);
    const int count = static_cast<int>(digits.size());
    const int point = exponent + 1;
    std::string result = value < 0 ? "-" : "";
    if (count <= point && point <= kMostPlainExponent) {
        result += digits + std::string(static_cast<std::size_t>(point - count), '0');
    } else if (0 < point && point <= kMostPlainExponent) {
        result +=
            digits.substr(0, static_cast<std::size_t>(point)) + '.' + digits.substr(static_cast<std::size_t>(point));
    } else if (kLeastPlainExponent < point && point <= 0) {
        result += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else {
        result += digits.substr(0, 1) + (count > 1 ? '.' + digits.substr(1) : "") + 'e' + (exponent < 0 ? '-' : '+') +
                  std::to_string(std::abs(exponent));
    }
    return result;
}

class Writer
{
public:
    Result<void> write(const json& value);
    std::string text;

private:
    Result<void> writeText(const std::string& value);
    Result<void> writeObject(const json& value);
    Result<void> writeArray(const json& value);
    Result<void> writeInteger(const json& value);
};

Result<void> Writer::writeText(const std::string& value)
{
    // The escapes of nlohmann's text are those of RFC 8785 section 3.2.2.2.
    try {
        text += json(value).dump(-1, ' ', false, json::error_handler_t::strict);
    } catch (const json::type_error&) {
        return malformed("text is not UTF-8");
    }
    return {};
}

Result<void> Writer::writeObject(const json& value)
{
    std::vector<json::const_iterator> members;
    for (auto it = value.begin(); it != value.end(); ++it) members.push_back(it);
    std::ranges::sort(members, [](const auto& a, const auto& b) { return utf16Less(a.key(), b.key()); });
    text += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i != 0) text += ',';
        if (auto done = writeText(members[i].key()); !done) return done;
        text += ':';
        if (auto done = write(*members[i]); !done) return done;
    }
    text += '}';
    return {};
}

Result<void> Writer::writeArray(const json& value)
{
    text += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (i != 0) text += ',';
        if (auto done = write(value[i]); !done) return done;
    }
    text += ']';
    return {};
}

Result<void> Writer::writeInteger(const json& value)
{
    const bool fits = value.is_number_unsigned()
                          ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMostExact)
                          : value.get<std::int64_t>() >= -kMostExact && value.get<std::int64_t>() <= kMostExact;
    if (!fits) return malformed("an integer beyond 2^53 - 1");
    text += value.dump();
    return {};
}

Result<void> Writer::write(const json& value)
{
    switch (value.type()) {
    case json::value_t::object:
        return writeObject(value);
    case json::value_t::array:
        return writeArray(value);
    case json::value_t::string:
        return writeText(value.get_ref<const std::string&>());
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
        return writeInteger(value);
    case json::value_t::number_float:
        if (!std::isfinite(value.get<double>())) return malformed("a number that is not finite");
        text += numberText(value.get<double>());
        return {};
    case json::value_t::boolean:
        text += value.get<bool>() ? "true" : "false";
        return {};
    case json::value_t::null:
        text += "null";
        return {};
    default:
        return malformed("a value that JSON has not");
    }
}

} // namespace

Result<std::string> canonicalJson(const json& value)
{
    Writer writer;
    if (auto done = writer.write(value); !done) return std::move(done).error();
    return std::move(writer.text);
}

Result<json> parseCanonicalJson(Bytes text, const JsonLimits& limits)
{
    auto value = parseJson(text, limits);
    if (!value) return value;
    const auto canonical = canonicalJson(*value);
    if (!canonical) return canonical.error();
    if (!std::ranges::equal(bytesOf(*canonical), text)) return malformed("not in its canonical form");
    return value;
}

} // namespace countersign
