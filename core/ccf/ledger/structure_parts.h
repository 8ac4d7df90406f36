#pragma once

#include "core/ccf/ledger/structure.h"
#include "core/crypto/cbor.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

// What structure*.cpp share; nothing else includes this.

namespace countersign::ccf::structure {

/// What is left of the limits while an entry is taken apart.
struct Budget {
    StructureLimits limits;
    std::size_t nodes = 0; ///< Made so far.
    std::size_t depth = 0;

    explicit Budget(const StructureLimits& given) : limits(given) {}

    /// Room for one more child of `parent`.
    bool take(const StructureNode& parent) noexcept
    {
        if (nodes >= limits.nodes || parent.children.size() >= limits.children) return false;
        ++nodes;
        return true;
    }
};

/// One level deeper for as long as it lives.
class Deeper
{
public:
    explicit Deeper(Budget& budget) noexcept : m_budget(budget) { ++m_budget.depth; }
    ~Deeper() { --m_budget.depth; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    bool tooDeep() const noexcept { return m_budget.depth > m_budget.limits.depth; }

private:
    Budget& m_budget;
};

/// Where a value comes from, which tells what it may be.
struct Context {
    std::string_view table{};
    std::optional<std::uint64_t> base{}; ///< Of its first byte in the record; none inside decoded values.
};

StructureNode part(std::string name, std::string value, std::string format, std::optional<ByteRange> range = {});
StructureNode number(std::string name, std::uint64_t value, std::optional<ByteRange> range = {});
/// Adds a child, or, without room, nothing.
void add(StructureNode& parent, StructureNode child, Budget& budget);
/// Says that `count` children were left out.
void addElided(StructureNode& parent, std::uint64_t count, std::optional<ByteRange> range = {});

std::string displayHex(Bytes bytes, std::size_t limit = 256);
std::string displayTime(std::int64_t seconds);
bool isUtf8(Bytes bytes) noexcept;
/// UTF-8 in which control characters but tab and line ends do not occur.
bool isText(Bytes bytes) noexcept;

/// Fills value, format and children by what the bytes are.
void describeValue(StructureNode& node, Bytes value, const Context& context, Budget& budget);
void describeJson(StructureNode& node, const nlohmann::json& json, const Context& context, Budget& budget);
void describeCbor(StructureNode& node, const crypto::CborValue& value, const Context& context, Budget& budget);
void describeTree(StructureNode& node, Bytes value, const Context& context, Budget& budget);
void describeQuote(StructureNode& node, std::string_view format, Bytes quote, Budget& budget);

/// These leave the node alone and answer false when the bytes are nothing of the kind.
bool describeCose(StructureNode& node, Bytes value, const Context& context, Budget& budget);
bool describePem(StructureNode& node, std::string_view text, const Context& context, Budget& budget);
bool describeDer(StructureNode& node, Bytes der, const Context& context, Budget& budget);

} // namespace countersign::ccf::structure
