#include "core/attestation/fields.h"

#include "core/base/hex.h"

#include <algorithm>

namespace countersign::attestation {

std::uint64_t littleEndian(Bytes bytes) noexcept
{
    std::uint64_t value = 0;
    for (std::size_t i = std::min<std::size_t>(bytes.size(), 8); i > 0; --i) value = value << 8 | bytes[i - 1];
    return value;
}

std::string fieldText(Bytes bytes, const Field& field)
{
    if (field.offset > bytes.size() || field.length > bytes.size() - field.offset) return {};
    const Bytes part = bytes.subspan(field.offset, field.length);
    if (field.form == Field::Form::Number) return std::to_string(littleEndian(part));
    if (field.form == Field::Form::Hex) return toHex(part);
    return toHex(ByteVector(part.rbegin(), part.rend()));
}

std::vector<StructureNode> fieldNodes(Bytes bytes, std::span<const Field> fields, std::uint64_t base)
{
    std::vector<StructureNode> nodes;
    for (const Field& field : fields) {
        if (field.offset > bytes.size() || field.length > bytes.size() - field.offset) continue;
        const char* format = field.form == Field::Form::Number ? "uint" : "hex";
        nodes.push_back(
            {field.name, fieldText(bytes, field), format, ByteRange{base + field.offset, field.length}, {}});
    }
    return nodes;
}

StructureNode valueNode(std::string name, std::string value, std::optional<ByteRange> range, std::string format)
{
    return {std::move(name), std::move(value), std::move(format), range, {}};
}

StructureNode groupNode(std::string name, ByteRange range, std::vector<StructureNode> children)
{
    return {std::move(name), {}, "group", range, std::move(children)};
}

std::vector<StructureNode> bitNodes(std::uint64_t value, std::span<const BitName> names)
{
    std::vector<StructureNode> nodes;
    for (const BitName& name : names)
        nodes.push_back(valueNode(name.name, (value >> name.bit & 1) != 0 ? "true" : "false", {}, "bool"));
    return nodes;
}

bool allZero(Bytes bytes) noexcept
{
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

} // namespace countersign::attestation
