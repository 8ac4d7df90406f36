#include "core/base/hex.h"

#include <algorithm>

namespace countersign {

namespace {

int digitValue(char c, HexCase accepted) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (accepted == HexCase::Any && c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

std::string toHex(Bytes bytes)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

Result<ByteVector> fromHex(std::string_view text, HexCase accepted)
{
    if (text.size() % 2 != 0) return Error{ErrorCode::Malformed, "hex: odd length", std::to_string(text.size())};
    ByteVector bytes(text.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digitValue(text[2 * i], accepted);
        const int low = digitValue(text[2 * i + 1], accepted);
        if (high < 0 || low < 0)
            return Error{ErrorCode::Malformed, "hex: not a digit", "at character " + std::to_string(2 * i)};
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return bytes;
}

Result<Digest> digestFromHex(std::string_view text)
{
    if (text.size() != 64) return Error{ErrorCode::Malformed, "digest: not 64 digits", std::to_string(text.size())};
    auto bytes = fromHex(text, HexCase::LowerOnly);
    if (!bytes) return std::move(bytes).error();
    Digest digest;
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    return digest;
}

} // namespace countersign
