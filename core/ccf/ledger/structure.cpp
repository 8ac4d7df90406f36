#include "core/ccf/ledger/structure.h"

#include "core/base/byte_reader.h"
#include "core/base/hex.h"
#include "core/ccf/ledger/public_domain.h"
#include "core/ccf/ledger/structure_parts.h"
#include "core/ccf/ledger/tables.h"

#include <algorithm>

namespace countersign::ccf {

using structure::add;
using structure::addElided;
using structure::Budget;
using structure::displayHex;
using structure::number;
using structure::part;

namespace {

constexpr std::uint64_t kGcmAt = kEntryHeaderSize;
constexpr std::uint64_t kIvAt = kGcmAt + 16;
constexpr std::uint64_t kLengthAt = kGcmAt + kGcmHeaderSize;

const char* entryTypeName(std::uint8_t type) noexcept
{
    switch (type) {
    case 0:
        return "WriteSet";
    case 1:
        return "Snapshot";
    case 2:
        return "WriteSetWithClaims";
    case 3:
        return "WriteSetWithCommitEvidence";
    case 4:
        return "WriteSetWithCommitEvidenceAndClaims";
    default:
        return "unknown";
    }
}

class EntryDescription
{
public:
    EntryDescription(Bytes bytes, const StructureLimits& limits) : m_bytes(bytes), m_budget(limits) {}

    StructureNode describe()
    {
        StructureNode root = part("entry", std::to_string(m_bytes.size()), "entry", ByteRange{0, m_bytes.size()});
        std::vector<StructureNode>& parts = root.children;
        if (m_bytes.size() < kEntryHeaderSize) return withRest(std::move(root), 0, "entry header");
        parts.push_back(header());
        if (m_bytes.size() < kLengthAt) return withRest(std::move(root), kGcmAt, "GCM header");
        parts.push_back(gcmHeader());
        if (m_bytes.size() < kPublicDomainOffset) return withRest(std::move(root), kLengthAt, "public domain length");
        const std::uint64_t length = loadU64le(m_bytes.data() + kLengthAt);
        parts.push_back(number("public domain length", length, ByteRange{kLengthAt, 8}));
        if (length > m_bytes.size() - kPublicDomainOffset)
            return withRest(std::move(root), kPublicDomainOffset, "public domain");
        parts.push_back(publicDomain(length));
        const std::uint64_t end = kPublicDomainOffset + length;
        if (end < m_bytes.size())
            parts.push_back(part("private domain", displayHex(m_bytes.subspan(end), 64), "ciphertext",
                                 ByteRange{end, m_bytes.size() - end}));
        return root;
    }

private:
    static StructureNode unreadable(ByteRange range, std::string why)
    {
        return part("unreadable", std::move(why), "unreadable", range);
    }

    StructureNode withRest(StructureNode root, std::uint64_t from, std::string why) const
    {
        if (from < m_bytes.size())
            root.children.push_back(unreadable({from, m_bytes.size() - from}, "Truncated: " + std::move(why)));
        return root;
    }

    StructureNode header() const
    {
        const EntryHeader header = loadEntryHeader(m_bytes.data());
        StructureNode node = part("entry header", {}, "header", ByteRange{0, kEntryHeaderSize});
        node.children.push_back(number("version", header.version, ByteRange{0, 1}));
        StructureNode flags = number("flags", header.flags, ByteRange{1, 1});
        flags.children.push_back(
            part("force a new chunk after this entry", (header.flags & 1) != 0 ? "1" : "0", "bit"));
        flags.children.push_back(part("force one before it", (header.flags & 2) != 0 ? "1" : "0", "bit"));
        node.children.push_back(std::move(flags));
        node.children.push_back(number("size", header.size, ByteRange{2, 6}));
        return node;
    }

    StructureNode gcmHeader() const
    {
        const std::uint32_t view = loadU32le(m_bytes.data() + kIvAt + 8);
        StructureNode node = part("GCM header", {}, "header", ByteRange{kGcmAt, kGcmHeaderSize});
        node.children.push_back(part("tag", toHex(m_bytes.subspan(kGcmAt, 16)), "hex", ByteRange{kGcmAt, 16}));
        StructureNode iv = part("iv", toHex(m_bytes.subspan(kIvAt, 12)), "hex", ByteRange{kIvAt, 12});
        iv.children.push_back(number("seqno", loadIvSeqno(m_bytes.data()), ByteRange{kIvAt, 8}));
        iv.children.push_back(number("view", view & 0x7fffffffu, ByteRange{kIvAt + 8, 4}));
        iv.children.push_back(part("reserved bit", view >> 31 != 0 ? "1" : "0", "bit", ByteRange{kIvAt + 11, 1}));
        node.children.push_back(std::move(iv));
        return node;
    }

    StructureNode publicDomain(std::uint64_t length)
    {
        StructureNode node =
            part("public domain", std::to_string(length), "domain", ByteRange{kPublicDomainOffset, length});
        if (length >= 1) {
            const std::uint8_t type = m_bytes[kPublicDomainOffset];
            node.children.push_back(part("entry type", std::to_string(type) + " (" + entryTypeName(type) + ")", "uint",
                                         ByteRange{kPublicDomainOffset, 1}));
        }
        if (length >= 9)
            node.children.push_back(number("seqno", loadU64le(m_bytes.data() + kPublicDomainOffset + 1),
                                           ByteRange{kPublicDomainOffset + 1, 8}));
        const auto entry = parseEntry(m_bytes, 0, "entry");
        if (!entry) {
            const std::uint64_t known = length >= 9 ? 9 : length >= 1 ? 1 : 0;
            if (known < length)
                node.children.push_back(
                    unreadable({kPublicDomainOffset + known, length - known}, reason(entry.error())));
            return node;
        }
        addDigests(node, *entry);
        addTables(node, *entry);
        return node;
    }

    void addDigests(StructureNode& node, const Entry& entry) const
    {
        const auto digest = [&](const char* name, const std::optional<Bytes>& bytes) {
            if (bytes) node.children.push_back(part(name, toHex(*bytes), "digest", rangeOf(*bytes)));
        };
        digest("claims digest", entry.claimsDigest);
        digest("commit evidence digest", entry.commitEvidenceDigest);
        const std::uint64_t at = entry.tablesOffset() - 8;
        node.children.push_back(number("max conflict version", loadU64le(m_bytes.data() + at), ByteRange{at, 8}));
    }

    void addTables(StructureNode& node, const Entry& entry)
    {
        const auto tables = readTables(entry, 0, "entry");
        if (!tables) {
            node.children.push_back(unreadable(rangeOf(entry.tables), reason(tables.error())));
            return;
        }
        std::size_t shown = 0;
        for (; shown < tables->size() && m_budget.take(node); ++shown) node.children.push_back(table((*tables)[shown]));
        if (shown == tables->size()) return;
        const std::uint64_t from = (*tables)[shown].range.offset;
        addElided(node, tables->size() - shown, ByteRange{from, tables->back().range.end() - from});
    }

    StructureNode table(const TableBlock& block)
    {
        const std::uint64_t at = block.range.offset;
        StructureNode node = part("table", displayText(bytesOf(block.name)), "table", block.range);
        add(node, part("name", displayText(bytesOf(block.name)), "text", ByteRange{at + 8, block.name.size()}),
            m_budget);
        std::uint64_t next = at + 8 + block.name.size();
        for (const char* name : {"read version", "read count", "write count"}) {
            add(node, number(name, loadU64le(m_bytes.data() + next), ByteRange{next, 8}), m_budget);
            next += 8;
        }
        std::size_t shown = 0;
        for (; shown < block.writes.size() && m_budget.take(node); ++shown)
            node.children.push_back(write(block, block.writes[shown]));
        if (shown < block.writes.size()) addElided(node, block.writes.size() - shown);
        if (!block.writes.empty()) next = rangeOf(block.writes.back().value).end();
        add(node, number("remove count", block.removes.size(), ByteRange{next, 8}), m_budget);
        for (shown = 0; shown < block.removes.size() && m_budget.take(node); ++shown)
            node.children.push_back(remove(block.removes[shown]));
        if (shown < block.removes.size()) addElided(node, block.removes.size() - shown);
        return node;
    }

    StructureNode write(const TableBlock& block, const TableWrite& write)
    {
        const std::uint64_t from = rangeOf(write.key).offset - 8;
        const ByteRange valueRange = rangeOf(write.value);
        StructureNode node = part("write", {}, "write", ByteRange{from, valueRange.end() - from});
        StructureNode keyNode = key(write.key);
        node.value = keyNode.value;
        add(node, std::move(keyNode), m_budget);
        if (!m_budget.take(node)) {
            addElided(node, 1, valueRange);
            return node;
        }
        StructureNode value = part("value", {}, {}, valueRange);
        structure::describeValue(value, write.value, {block.name, valueRange.offset}, m_budget);
        node.children.push_back(std::move(value));
        return node;
    }

    StructureNode remove(Bytes bytes)
    {
        const ByteRange range = rangeOf(bytes);
        StructureNode node = part("remove", {}, "remove", ByteRange{range.offset - 8, range.length + 8});
        StructureNode keyNode = key(bytes);
        node.value = keyNode.value;
        add(node, std::move(keyNode), m_budget);
        return node;
    }

    StructureNode key(Bytes bytes) const
    {
        const bool text = structure::isText(bytes);
        return part("key", text ? displayText(bytes, m_budget.limits.text) : displayHex(bytes, m_budget.limits.hex),
                    text ? "text" : "hex", rangeOf(bytes));
    }

    ByteRange rangeOf(Bytes bytes) const
    {
        return {static_cast<std::uint64_t>(bytes.data() - m_bytes.data()), bytes.size()};
    }

    static std::string reason(const Error& error)
    {
        std::string text = std::string(errorCodeName(error.code)) + ": " + error.where;
        if (!error.detail.empty()) text += ": " + displayText(bytesOf(error.detail), 256);
        return text;
    }

    Bytes m_bytes;
    Budget m_budget;
};

} // namespace

StructureNode describeEntry(Bytes entry, const StructureLimits& limits)
{
    return EntryDescription(entry, limits).describe();
}

StructureNode describeTableValue(std::string_view table, Bytes value, const StructureLimits& limits)
{
    Budget budget(limits);
    StructureNode node = part("value", {}, {});
    structure::describeValue(node, value, {table, {}}, budget);
    return node;
}

} // namespace countersign::ccf
