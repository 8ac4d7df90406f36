#include "core/base/base64.h"
#include "core/base/byte_reader.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/serialised_tree.h"
#include "core/ccf/ledger/structure_parts.h"
#include "core/ccf/ledger/tables.h"

#include <algorithm>
#include <bit>

namespace countersign::ccf::structure {

namespace {

constexpr std::uint64_t kHash = 32;
constexpr std::uint64_t kLeavesShown = 8; ///< At either end.

bool looksLikeJson(Bytes value) noexcept
{
    const auto first = std::ranges::find_if(value, [](std::uint8_t c) { return c > ' '; });
    return first != value.end() &&
           std::string_view("{[\"-0123456789tfn").find(static_cast<char>(*first)) != std::string_view::npos;
}

bool describeAsJson(StructureNode& node, Bytes value, const Context& context, Budget& budget)
{
    if (!looksLikeJson(value)) return false;
    const auto json = parseJson(value);
    if (!json) return false;
    describeJson(node, *json, context, budget);
    // A bare string stands for what it holds; anything else is its text with a tree below.
    if (json->is_string() || json->is_object() || json->is_array()) {
        if (!json->is_string()) node.value = displayText(value, budget.limits.text);
        if (node.format != "pem" && node.format != "cose") node.format = "json";
    }
    return true;
}

bool describeAsCbor(StructureNode& node, Bytes value, const Context& context, Budget& budget)
{
    const int major = value.empty() ? 0 : value[0] >> 5;
    if (value.size() < 2 || major < 4 || major > 6) return false;
    const auto cbor = crypto::parseCbor(value);
    if (!cbor) return false;
    describeCbor(node, *cbor, context, budget);
    node.format = "cbor";
    if (value.size() <= budget.limits.text) node.value = crypto::cborDiagnostic(*cbor);
    return true;
}

} // namespace

void describeValue(StructureNode& node, Bytes value, const Context& context, Budget& budget)
{
    const Deeper deeper(budget);
    if (!deeper.tooDeep() && value.size() <= budget.limits.value) {
        if (context.table == tables::kTree) return describeTree(node, value, context, budget);
        if (value.size() == kHash && !isText(value)) {
            node.value = toHex(value);
            node.format = "digest";
            return;
        }
        if (describeCose(node, value, context, budget) || describeDer(node, value, context, budget) ||
            describePem(node, textOf(value), context, budget) || describeAsJson(node, value, context, budget))
            return;
        if (!isText(value) && describeAsCbor(node, value, context, budget)) return;
    }
    const bool text = isText(value);
    node.value = text ? displayText(value, budget.limits.text) : displayHex(value, budget.limits.hex);
    node.format = text ? "text" : "hex";
}

void describeTree(StructureNode& node, Bytes value, const Context& context, Budget& budget)
{
    const auto tree = SerialisedTree::parse(value);
    node.value = displayHex(value, 32);
    node.format = "hex";
    if (!tree) return;
    node.format = "tree";
    const auto at = [&](std::uint64_t offset, std::uint64_t length) -> std::optional<ByteRange> {
        return context.base ? std::optional(ByteRange{*context.base + offset, length}) : std::nullopt;
    };
    add(node, number("L", tree->leafCount(), at(0, 8)), budget);
    add(node, number("F", tree->firstLeaf(), at(8, 8)), budget);
    const std::uint64_t count = tree->leafCount();
    const bool cut = count > 2 * kLeavesShown + 1;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (cut && i == kLeavesShown) {
            i = count - kLeavesShown;
            addElided(node, i - kLeavesShown, at(16 + kHash * kLeavesShown, kHash * (i - kLeavesShown)));
        }
        add(node,
            part("leaf " + std::to_string(tree->firstLeaf() + i), toHex(value.subspan(16 + kHash * i, kHash)), "digest",
                 at(16 + kHash * i, kHash)),
            budget);
    }
    std::uint64_t offset = 16 + kHash * count;
    for (; offset + kHash <= value.size(); offset += kHash)
        add(node, part("left sibling", toHex(value.subspan(offset, kHash)), "digest", at(offset, kHash)), budget);
}

namespace {

constexpr std::size_t kSnpReportSize = 1184;

void describeSnpReport(StructureNode& node, Bytes report, Budget& budget)
{
    if (report.size() != kSnpReportSize) return;
    const auto hex = [&](const char* name, std::size_t at, std::size_t length) {
        add(node, part(name, toHex(report.subspan(at, length)), "hex"), budget);
    };
    add(node, number("version", loadU32le(report.data())), budget);
    add(node, number("guest_svn", loadU32le(report.data() + 4)), budget);
    ByteVector policy = copyOf(report.subspan(8, 8)); // shown as the number it is
    std::ranges::reverse(policy);
    add(node, part("policy", toHex(policy), "hex"), budget);
    add(node, number("vmpl", loadU32le(report.data() + 0x30)), budget);
    hex("report_data", 0x50, 64);
    hex("measurement", 0x90, 48);
    hex("host_data", 0xc0, 32);
    hex("reported_tcb", 0x180, 8);
    hex("chip_id", 0x1a0, 64);
}

} // namespace

void describeQuote(StructureNode& node, std::string_view format, Bytes quote, Budget& budget)
{
    add(node, part("format", displayText(bytesOf(format), 64), "text"), budget);
    add(node, number("size", quote.size()), budget);
    if (format == "AMD_SEV_SNP_v1") return describeSnpReport(node, quote, budget);
    if (!budget.take(node)) return;
    StructureNode content = part("quote", {}, {});
    if (format != "Insecure_Virtual" || !describeAsJson(content, quote, {}, budget)) {
        content.value = displayHex(quote, budget.limits.hex);
        content.format = "hex";
    }
    node.children.push_back(std::move(content));
}

} // namespace countersign::ccf::structure
