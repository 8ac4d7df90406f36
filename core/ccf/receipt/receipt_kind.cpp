#include "core/ccf/receipt/receipt_kind.h"

#include "core/base/file_head.h"
#include "core/crypto/cbor.h"

#include <algorithm>
#include <array>

namespace countersign::ccf {

namespace {

constexpr std::size_t kHead = 64 * 1024;

constexpr std::array<std::uint8_t, 2> kSign1{0xd2, 0x84};
constexpr std::array<std::uint8_t, 3> kReceiptsLabel{0x19, 0x01, 0x8a};
constexpr std::array<std::uint8_t, 3> kTreeLabel{0x19, 0x01, 0x8b};

bool contains(Bytes bytes, Bytes part)
{
    return textOf(bytes).find(textOf(part)) != std::string_view::npos;
}

bool names(Bytes text, std::string_view member)
{
    return contains(text, bytesOf('"' + std::string(member) + '"'));
}

Bytes trimmed(Bytes text) noexcept
{
    const auto isWhite = [](std::uint8_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && isWhite(text.front())) text = text.subspan(1);
    while (!text.empty() && isWhite(text.back())) text = text.first(text.size() - 1);
    return text;
}

ReceiptFormat jsonFormat(Bytes text)
{
    if (names(text, "transactionId") && (names(text, "receipt") || names(text, "state"))) return ReceiptFormat::Azure;
    const bool proof = names(text, "proof") && names(text, "signature");
    if (proof && names(text, "leafComponents")) return ReceiptFormat::Azure;
    if (proof && (names(text, "leaf_components") || names(text, "leaf"))) return ReceiptFormat::Json;
    return names(text, "endorsements") ? ReceiptFormat::Endorsements : ReceiptFormat::None;
}

/// A statement names its issuer and subject; endorsements of machine images, which look alike, name a feed and a version.
bool namesIssuer(const crypto::CborValue& header)
{
    const crypto::CborValue* claims = header.find(15);
    return claims && claims->find(1) && claims->find(2) && !claims->find("svn") && !header.find("feed");
}

ReceiptFormat coseFormat(Bytes bytes)
{
    const auto whole = crypto::parseCbor(bytes);
    using enum crypto::CborValue::Kind;
    const bool shaped = whole && whole->kind == Tag && whole->items[0].kind == Array && whole->items[0].items.size() == 4;
    if (!shaped) {
        if (contains(bytes, kReceiptsLabel)) return ReceiptFormat::Statement;
        return contains(bytes, kTreeLabel) ? ReceiptFormat::Cose : ReceiptFormat::None;
    }
    const auto& parts = whole->items[0].items;
    const auto header = crypto::parseCbor(parts[0].string);
    if (!header) return contains(parts[0].string, kTreeLabel) ? ReceiptFormat::Cose : ReceiptFormat::None;
    if (header->find(395)) return parts[1].entries.empty() ? ReceiptFormat::Signature : ReceiptFormat::Cose;
    return namesIssuer(*header) ? ReceiptFormat::Statement : ReceiptFormat::None;
}

} // namespace

ReceiptFormat receiptFormat(Bytes head)
{
    const Bytes text = trimmed(head);
    if (!text.empty() && text.front() == '{') return jsonFormat(text);
    if (head.size() > kSign1.size() && std::ranges::equal(head.first(kSign1.size()), kSign1)) return coseFormat(head);
    return ReceiptFormat::None;
}

ReceiptFormat receiptFormatOf(const std::filesystem::path& path)
{
    std::array<std::uint8_t, kHead> room; // Not cleared: nobody reads beyond what was filled.
    const auto head = readHead(path, room);
    return head ? receiptFormat(*head, path.filename().string()) : ReceiptFormat::None;
}

ReceiptFormat receiptFormat(Bytes head, std::string_view name)
{
    const ReceiptFormat format = receiptFormat(head);
    if (format != ReceiptFormat::None || name.find(".receipt.") == std::string_view::npos) return format;
    return name.ends_with(".json") ? ReceiptFormat::Json
           : name.ends_with(".cose") || name.ends_with(".cbor") ? ReceiptFormat::Cose
                                                                 : ReceiptFormat::None;
}

bool isJsonLines(Bytes head) noexcept
{
    const Bytes text = trimmed(head);
    const auto end = std::ranges::find(text, std::uint8_t{'\n'});
    if (text.empty() || text.front() != '{' || end == text.end()) return false;
    const Bytes first = trimmed(text.first(static_cast<std::size_t>(end - text.begin())));
    const Bytes rest = trimmed(text.subspan(static_cast<std::size_t>(end - text.begin())));
    return first.back() == '}' && !rest.empty() && rest.front() == '{';
}

} // namespace countersign::ccf
