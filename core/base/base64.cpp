#include "core/base/base64.h"

#include <algorithm>
#include <array>

namespace countersign {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> makeValues()
{
    std::array<std::int8_t, 256> values{};
    for (auto& value : values) value = -1;
    for (std::size_t i = 0; i < kAlphabet.size(); ++i)
        values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
    return values;
}

constexpr auto kValues = makeValues();

Error malformed(std::string detail)
{
    return {ErrorCode::Malformed, "base64", std::move(detail)};
}

} // namespace

std::string toBase64(Bytes bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (j < count ? bytes[i + j] : 0u);
        for (std::size_t j = 0; j < 4; ++j)
            text += j <= count ? kAlphabet[group >> (18 - 6 * j) & 63] : '=';
    }
    return text;
}

Result<ByteVector> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0) return malformed("length " + std::to_string(text.size()) + " is no multiple of four");
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;

    ByteVector bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const std::size_t blanks = i + 4 == text.size() ? padding : 0;
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            const int value = j < 4 - blanks ? kValues[static_cast<unsigned char>(text[i + j])] : 0;
            if (value < 0) return malformed("bad character at " + std::to_string(i + j));
            group = group << 6 | static_cast<std::uint32_t>(value);
        }
        if ((blanks == 1 && (group & 0xff) != 0) || (blanks == 2 && (group & 0xffff) != 0))
            return malformed("unused bits are not zero");
        for (std::size_t j = 0; j < 3 - blanks; ++j) bytes.push_back(static_cast<std::uint8_t>(group >> (16 - 8 * j)));
    }
    return bytes;
}

std::string toBase64Url(Bytes bytes)
{
    std::string text = toBase64(bytes);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    std::erase(text, '=');
    return text;
}

Result<ByteVector> fromAnyBase64(std::string_view text)
{
    std::string plain(text);
    std::ranges::replace(plain, '-', '+');
    std::ranges::replace(plain, '_', '/');
    if (!plain.ends_with('=')) plain.append((4 - plain.size() % 4) % 4, '=');
    return fromBase64(plain);
}

} // namespace countersign
