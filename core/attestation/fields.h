#pragma once

#include "core/base/bytes.h"
#include "core/family/records.h"

#include <span>
#include <string>

namespace countersign::attestation {

/// One row of a format's layout table.
struct Field {
    const char* name; ///< The format's own word, in lower case.
    std::uint32_t offset;
    std::uint32_t length;
    enum class Form : std::uint8_t {
        Hex,      ///< The bytes as they stand.
        Number,   ///< Little-endian, decimal.
        Reversed, ///< Little-endian, as one hex number: the last byte first.
    } form = Form::Hex;
};

/// At most eight bytes, little-endian.
std::uint64_t littleEndian(Bytes bytes) noexcept;

/// The value of a field as its form says; empty when `bytes` ends before it does.
std::string fieldText(Bytes bytes, const Field& field);

/// One node for each field; `base` is where `bytes` stands in the whole evidence. Fields beyond the end are left out.
std::vector<StructureNode> fieldNodes(Bytes bytes, std::span<const Field> fields, std::uint64_t base);

/// A node without bytes of its own or over `range`.
StructureNode valueNode(std::string name, std::string value, std::optional<ByteRange> range = {},
                        std::string format = "text");

/// A node that groups others, over `range`.
StructureNode groupNode(std::string name, ByteRange range, std::vector<StructureNode> children);

/// "true" or "false" for a bit.
struct BitName {
    const char* name;
    unsigned bit;
};

std::vector<StructureNode> bitNodes(std::uint64_t value, std::span<const BitName> names);

bool allZero(Bytes bytes) noexcept;

} // namespace countersign::attestation
