#include "core/ccf/receipt/receipt_structure.h"

#include "core/base/hex.h"
#include "core/base/utc_time.h"
#include "core/ccf/ledger/structure.h"
#include "core/ccf/receipt/json_structure.h"
#include "core/crypto/cbor.h"

#include <algorithm>
#include <map>

namespace countersign::ccf {

namespace {

using crypto::CborValue;

constexpr std::size_t kDeepest = 24;
constexpr std::size_t kMostNodes = 20'000;
constexpr std::size_t kMostHex = 64; ///< Bytes of a string that are written out; the rest is in the bytes beside it.
constexpr std::uint8_t kDerSequence = 0x30;

std::string labelName(const CborValue& key)
{
    static const std::map<std::int64_t, const char*> kNames = {
        {1, "alg (1)"},          {2, "crit (2)"},        {3, "content type (3)"}, {4, "kid (4)"},
        {15, "CWT claims (15)"}, {33, "x5chain (33)"},   {34, "x5t (34)"},        {394, "receipts (394)"},
        {395, "tree algorithm (395)"}, {396, "proofs (396)"}, {-1, "inclusion proofs (-1)"}};
    if (const auto text = key.asText()) return displayText(bytesOf(*text), 256);
    const auto number = key.asInt();
    if (!number) return displayText(bytesOf(crypto::cborDiagnostic(key)), 256);
    const auto known = kNames.find(*number);
    return known == kNames.end() ? std::to_string(*number) : known->second;
}

class CborText
{
public:
    StructureNode describe(std::string name, Bytes bytes, std::uint64_t base)
    {
        StructureNode node{std::move(name), {}, "cbor", ByteRange{base, bytes.size()}, {}};
        const auto parsed = crypto::parseCbor(bytes);
        if (parsed) return describe(std::move(node.name), *parsed, base, 0);
        node.format = "unreadable";
        node.value = parsed.error().where + ' ' + parsed.error().detail;
        return node;
    }

private:
    StructureNode describe(std::string name, const CborValue& value, std::uint64_t base, std::size_t depth)
    {
        StructureNode node{std::move(name), {}, "cbor", ByteRange{base + value.range.offset, value.range.length}, {}};
        ++m_nodes;
        using enum CborValue::Kind;
        switch (value.kind) {
        case ByteString: bytes(node, value, base, depth); break;
        case TextString:
            node.format = "text";
            node.value = displayText(value.string);
            break;
        case Array:
        case Tag:
        case Map: children(node, value, base, depth); break;
        default: node.value = crypto::cborDiagnostic(value); break;
        }
        return node;
    }

    void children(StructureNode& node, const CborValue& value, std::uint64_t base, std::size_t depth)
    {
        const bool isTag = value.kind == CborValue::Kind::Tag;
        const bool isMessage = isTag && value.number == 18 && value.items[0].items.size() == 4;
        node.value = isTag ? std::to_string(value.number) : std::to_string(value.items.size() + value.entries.size());
        node.format = isTag ? "tag" : value.kind == CborValue::Kind::Map ? "map" : "array";
        if (depth >= kDeepest) return;
        constexpr const char* kParts[] = {"protected", "unprotected", "payload", "signature"};
        const std::vector<CborValue>& items = isMessage ? value.items[0].items : value.items;
        for (std::size_t i = 0; i < items.size() && m_nodes < kMostNodes; ++i)
            node.children.push_back(describe(isMessage ? kParts[i] : isTag ? "content" : "[" + std::to_string(i) + "]",
                                             items[i], base, depth + 1));
        for (std::size_t i = 0; i < value.entries.size() && m_nodes < kMostNodes; ++i) {
            const auto& [key, entry] = value.entries[i];
            node.children.push_back(describe(labelName(key), entry, base, depth + 1));
        }
        if (isMessage) node.format = "cose";
    }

    /// A byte string may hold a message, a header, a certificate or a document of its own.
    void bytes(StructureNode& node, const CborValue& value, std::uint64_t base, std::size_t depth)
    {
        const Bytes content = value.string;
        node.format = "hex";
        node.value = toHex(content.first(std::min(content.size(), kMostHex))) + (content.size() > kMostHex ? "…" : "");
        if (content.empty() || depth >= kDeepest) return;
        const std::uint64_t inner = base + value.range.offset + value.range.length - content.size();
        if (content[0] == kDerSequence && addCertificateDer(node, content)) return;
        const int major = content[0] >> 5;
        if (content.size() > 1 && (major == 4 || major == 5 || major == 6)) {
            const auto parsed = crypto::parseCbor(content);
            if (!parsed) return;
            StructureNode decoded = describe(node.name, *parsed, inner, depth + 1);
            node.children = std::move(decoded.children);
            node.value = std::move(decoded.value);
            node.format = std::move(decoded.format);
        } else if (content[0] == '{') {
            node.children = describeJsonText(content).children;
            for (StructureNode& child : node.children) shift(child, inner);
            node.format = "json";
        }
    }

    static void shift(StructureNode& node, std::uint64_t by)
    {
        if (node.range) node.range->offset += by;
        for (StructureNode& child : node.children) shift(child, by);
    }

    std::size_t m_nodes = 0;
};

} // namespace

StructureNode describeReceipt(Bytes content)
{
    const auto first = std::ranges::find_if(content, [](std::uint8_t c) { return c > ' '; });
    if (first != content.end() && *first == '{') return describeJsonText(content);
    return CborText().describe("message", content, 0);
}

} // namespace countersign::ccf
