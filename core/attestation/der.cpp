#include "core/attestation/der.h"

namespace countersign::attestation {

namespace {

Error malformed(const char* what)
{
    return {ErrorCode::Malformed, std::string("DER: ") + what, {}};
}

/// Takes one item from the front of `rest`.
Result<DerItem> takeItem(Bytes& rest)
{
    if (rest.size() < 2) return Error{ErrorCode::Truncated, "DER: head", {}};
    const std::uint8_t tag = rest[0];
    if ((tag & 0x1f) == 0x1f) return malformed("long tag");
    std::size_t length = rest[1];
    std::size_t head = 2;
    if (length >= 0x80) {
        const std::size_t width = length & 0x7f;
        if (width == 0 || width > 4) return malformed("length");
        if (rest.size() < 2 + width) return Error{ErrorCode::Truncated, "DER: length", {}};
        length = 0;
        for (std::size_t i = 0; i < width; ++i) length = length << 8 | rest[2 + i];
        if (rest[2] == 0 || length < 0x80) return malformed("length not in shortest form");
        head += width;
    }
    if (length > rest.size() - head) return Error{ErrorCode::Truncated, "DER: contents", {}};
    const DerItem item{tag, rest.subspan(head, length)};
    rest = rest.subspan(head + length);
    return item;
}

} // namespace

Result<DerItem> parseDer(Bytes bytes)
{
    auto item = takeItem(bytes);
    if (item && !bytes.empty()) return malformed("bytes after it");
    return item;
}

Result<std::vector<DerItem>> parseDerItems(Bytes content, std::size_t limit)
{
    std::vector<DerItem> items;
    while (!content.empty()) {
        if (items.size() == limit) return Error{ErrorCode::LimitExceeded, "DER: items", std::to_string(limit)};
        auto item = takeItem(content);
        if (!item) return std::move(item).error();
        items.push_back(*item);
    }
    return items;
}

Result<std::uint64_t> derNumber(const DerItem& item)
{
    if (item.tag != kDerInteger && item.tag != kDerEnumerated) return malformed("not a number");
    const Bytes b = item.content;
    if (b.empty() || b.size() > 8 || (b[0] & 0x80) != 0) return malformed("number out of range");
    if (b.size() > 1 && b[0] == 0 && (b[1] & 0x80) == 0) return malformed("number not in shortest form");
    std::uint64_t value = 0;
    for (const std::uint8_t byte : b) value = value << 8 | byte;
    return value;
}

Result<std::string> derOid(const DerItem& item)
{
    if (item.tag != kDerOid || item.content.empty()) return malformed("not an object identifier");
    std::string text;
    std::uint64_t value = 0;
    bool begun = false;
    for (const std::uint8_t byte : item.content) {
        if ((!begun && byte == 0x80) || value >> 50 != 0) return malformed("object identifier");
        value = value << 7 | (byte & 0x7f);
        begun = (byte & 0x80) != 0;
        if (begun) continue;
        if (text.empty()) {
            const std::uint64_t first = value < 80 ? value / 40 : 2;
            text = std::to_string(first) + '.' + std::to_string(value - 40 * first);
        } else {
            text += '.' + std::to_string(value);
        }
        value = 0;
    }
    if (begun) return malformed("object identifier cut off");
    return text;
}

} // namespace countersign::attestation
