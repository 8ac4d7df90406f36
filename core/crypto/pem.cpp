#include "core/crypto/pem.h"

#include "core/base/base64.h"

#include <algorithm>

namespace countersign::crypto {

namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";
constexpr std::size_t kLongestLabel = 64;

Error malformed(std::string_view what, std::string detail = {})
{
    return {ErrorCode::Malformed, "PEM: " + std::string(what), std::move(detail)};
}

bool isWhite(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isBlank(std::string_view text) noexcept
{
    return std::ranges::all_of(text, [](char c) { return isWhite(c) || c == '\0'; });
}

/// Reads the block at the front of `text`, which starts with kBegin, and moves `text` past it.
Result<PemBlock> takeBlock(std::string_view& text)
{
    text.remove_prefix(kBegin.size());
    const auto labelEnd = text.substr(0, kLongestLabel + kDashes.size()).find(kDashes);
    if (labelEnd == std::string_view::npos) return malformed("label");
    PemBlock block{std::string(text.substr(0, labelEnd)), {}};
    text.remove_prefix(labelEnd + kDashes.size());

    const auto bodyEnd = text.find('-');
    const std::string end = std::string(kEnd) + block.label + std::string(kDashes);
    if (bodyEnd == std::string_view::npos || !text.substr(bodyEnd).starts_with(end))
        return malformed("end", block.label);
    std::string body(text.substr(0, bodyEnd));
    std::erase_if(body, isWhite);
    auto der = fromBase64(body);
    if (!der) return malformed("body", der.error().detail);
    block.der = *std::move(der);
    text.remove_prefix(bodyEnd + end.size());
    return block;
}

} // namespace

Result<std::vector<PemBlock>> parsePem(std::string_view text, PemSurroundings surroundings, std::size_t limit)
{
    std::vector<PemBlock> blocks;
    for (;;) {
        const auto begin = text.find(kBegin);
        if (surroundings == PemSurroundings::Blank && !isBlank(text.substr(0, begin))) return malformed("other text");
        if (begin == std::string_view::npos) return blocks;
        if (blocks.size() == limit) return Error{ErrorCode::LimitExceeded, "PEM: blocks", std::to_string(limit)};
        text.remove_prefix(begin);
        auto block = takeBlock(text);
        if (!block) return std::move(block).error();
        blocks.push_back(*std::move(block));
    }
}

std::string toPem(std::string_view label, Bytes der)
{
    constexpr std::size_t kLine = 64;
    const std::string body = toBase64(der);
    std::string pem = std::string(kBegin) + std::string(label) + std::string(kDashes) + '\n';
    for (std::size_t i = 0; i < body.size(); i += kLine) pem += body.substr(i, kLine) + '\n';
    return pem + std::string(kEnd) + std::string(label) + std::string(kDashes) + '\n';
}

} // namespace countersign::crypto
