#include "core/base/base64.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/structure_parts.h"

#include <algorithm>

namespace countersign::ccf::structure {

namespace {

using nlohmann::json;

constexpr std::size_t kShortestBase64 = 24;
constexpr std::size_t kShortestHex = 32;

bool isHex(std::string_view text) noexcept
{
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() >= kShortestHex && text.size() % 2 == 0 && std::ranges::all_of(text, isDigit);
}

void describeString(StructureNode& node, const std::string& text, const Context& context, Budget& budget)
{
    node.value = displayText(bytesOf(text), budget.limits.text);
    node.format = isHex(text) ? "hex" : "text";
    const Deeper deeper(budget);
    if (deeper.tooDeep() || describePem(node, text, context, budget)) return;
    if (node.format == "hex" || text.size() < kShortestBase64) return;
    const auto bytes = fromBase64(text);
    if (!bytes) return;
    StructureNode content = part("content", {}, {});
    if (node.name == "sig") {
        content.value = displayHex(*bytes, budget.limits.hex);
        content.format = "hex";
    } else if (!describeCose(content, *bytes, context, budget) && !describeDer(content, *bytes, context, budget)) {
        return;
    }
    node.format = "base64";
    add(node, std::move(content), budget);
}

/// The quote beside its format, in `quote_info` of a node.
void describeQuoteMember(StructureNode& node, const json& object, Budget& budget)
{
    const auto format = jsonText(object, "format");
    const auto quote = jsonText(object, "quote");
    const auto member = std::ranges::find(node.children, "quote", &StructureNode::name);
    if (!format || !quote || member == node.children.end()) return;
    const auto bytes = fromBase64(*quote);
    if (!bytes) return;
    member->children.clear();
    member->format = "quote";
    describeQuote(*member, *format, *bytes, budget);
}

template <class Container, class Describe>
void describeChildren(StructureNode& node, const Container& items, Budget& budget, const Describe& describe)
{
    node.value = std::to_string(items.size());
    std::size_t shown = 0;
    for (auto it = items.begin(); it != items.end(); ++it, ++shown) {
        if (!budget.take(node)) return addElided(node, items.size() - shown);
        node.children.push_back(describe(it, shown));
    }
}

} // namespace

void describeJson(StructureNode& node, const json& value, const Context& context, Budget& budget)
{
    if (value.is_string()) return describeString(node, value.get_ref<const std::string&>(), context, budget);
    if (!value.is_object() && !value.is_array()) {
        node.value = value.dump();
        node.format = value.is_number() ? "number" : value.is_boolean() ? "bool" : "null";
        return;
    }
    node.format = value.is_object() ? "object" : "array";
    const Deeper deeper(budget);
    if (deeper.tooDeep()) return addElided(node, value.size());
    const auto child = [&](std::string name, const json& item) {
        StructureNode made = part(std::move(name), {}, {});
        describeJson(made, item, context, budget);
        return made;
    };
    if (value.is_array())
        return describeChildren(node, value, budget, [&](const auto& it, std::size_t index) {
            return child("[" + std::to_string(index) + "]", *it);
        });
    describeChildren(node, value.get_ref<const json::object_t&>(), budget, [&](const auto& it, std::size_t) {
        return child(displayText(bytesOf(it->first), 256), it->second);
    });
    if (node.name == "quote_info") describeQuoteMember(node, value, budget);
}

} // namespace countersign::ccf::structure
