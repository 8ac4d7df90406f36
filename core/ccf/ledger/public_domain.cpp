#include "core/ccf/ledger/public_domain.h"

#include "core/base/byte_reader.h"
#include "core/ccf/ledger/tables.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

/// Walks the blocks by pointer; every length is held against what is left before it is used.
template <class Sink>
class Walker
{
public:
    Walker(const Entry& entry, std::uint64_t offset, std::string_view context, const TableLimits& limits, Sink& sink)
        : m_entry(entry), m_offset(offset), m_context(context), m_limits(limits), m_sink(sink),
          m_p(entry.tables.data()), m_end(entry.tables.data() + entry.tables.size())
    {
    }

    Result<void> walk()
    {
        std::size_t tables = 0;
        while (m_p != m_end) {
            if (++tables > m_limits.tables) return fault(ErrorCode::LimitExceeded, "tables");
            if (auto done = block(); !done) return done;
        }
        return {};
    }

private:
    Result<void> block()
    {
        const std::uint8_t* begin = m_p;
        Bytes name;
        std::uint64_t reads = 0;
        if (!bytes(name)) return fault(ErrorCode::Truncated, "table name");
        if (left() < 8) return fault(ErrorCode::Truncated, "read version");
        m_p += 8;
        if (!number(reads)) return fault(ErrorCode::Truncated, "read count");
        if (reads != 0) return fault(ErrorCode::Malformed, "read count");
        m_sink.table(textOf(name), static_cast<std::uint64_t>(begin - m_entry.bytes.data()));
        if (auto done = rows(true); !done) return done;
        if (auto done = rows(false); !done) return done;
        m_sink.tableEnd(static_cast<std::uint64_t>(m_p - begin));
        return {};
    }

    Result<void> rows(bool writes)
    {
        std::uint64_t count = 0;
        if (!number(count)) return fault(ErrorCode::Truncated, writes ? "write count" : "remove count");
        if (count > left() / 8) return fault(ErrorCode::Truncated, writes ? "write count" : "remove count");
        m_rows += count;
        if (m_rows > m_limits.rows) return fault(ErrorCode::LimitExceeded, "rows");
        for (std::uint64_t i = 0; i < count; ++i) {
            Bytes key, value;
            if (!bytes(key)) return fault(ErrorCode::Truncated, "key");
            if (writes && !bytes(value)) return fault(ErrorCode::Truncated, "value");
            writes ? m_sink.write(key, value) : m_sink.remove(key);
        }
        return {};
    }

    std::uint64_t left() const { return static_cast<std::uint64_t>(m_end - m_p); }

    bool number(std::uint64_t& value)
    {
        if (left() < 8) return false;
        value = loadU64le(m_p);
        m_p += 8;
        return true;
    }

    bool bytes(Bytes& value)
    {
        std::uint64_t length = 0;
        if (!number(length) || length > left()) return false;
        value = {m_p, length};
        m_p += length;
        return true;
    }

    Error fault(ErrorCode code, std::string_view what) const
    {
        const auto at = m_offset + static_cast<std::uint64_t>(m_p - m_entry.bytes.data());
        return {code, placeInFile(m_context, at, what), {}};
    }

    const Entry& m_entry;
    std::uint64_t m_offset;
    std::string_view m_context;
    const TableLimits& m_limits;
    Sink& m_sink;
    const std::uint8_t* m_p;
    const std::uint8_t* m_end;
    std::uint64_t m_rows = 0;
};

struct BlockSink {
    std::vector<TableBlock> blocks;

    void table(std::string_view name, std::uint64_t at) { blocks.push_back({name, {at, 0}, {}, {}}); }
    void tableEnd(std::uint64_t length) { blocks.back().range.length = length; }
    void write(Bytes key, Bytes value) { blocks.back().writes.push_back({key, value}); }
    void remove(Bytes key) { blocks.back().removes.push_back(key); }
};

struct OutlineSink {
    TablesOutline outline;

    void table(std::string_view name, std::uint64_t)
    {
        ++outline.tables;
        if (name.starts_with(tables::kFrameworkPrefix)) outline.framework = true;
    }
    void tableEnd(std::uint64_t) {}
    void write(Bytes, Bytes) { ++outline.writes; }
    void remove(Bytes) { ++outline.removes; }
};

bool hasDuplicateKey(const TableBlock& block)
{
    std::vector<std::string_view> keys;
    keys.reserve(block.writes.size() + block.removes.size());
    for (const TableWrite& write : block.writes) keys.push_back(textOf(write.key));
    for (const Bytes key : block.removes) keys.push_back(textOf(key));
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) != keys.end();
}

bool hasDuplicateName(const std::vector<TableBlock>& blocks)
{
    std::vector<std::string_view> names;
    for (const TableBlock& block : blocks) names.push_back(block.name);
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
}

} // namespace

std::optional<Bytes> TableBlock::singleValue() const noexcept
{
    if (writes.size() != 1 || !removes.empty() || !std::ranges::equal(writes[0].key, tables::kSingleKey)) return {};
    return writes[0].value;
}

const TableWrite* TableBlock::find(Bytes key) const noexcept
{
    const auto found =
        std::ranges::find_if(writes, [&](const TableWrite& write) { return std::ranges::equal(write.key, key); });
    return found == writes.end() ? nullptr : &*found;
}

Result<std::vector<TableBlock>> readTables(const Entry& entry, std::uint64_t offset, std::string_view context,
                                           const TableLimits& limits)
{
    BlockSink sink;
    if (auto done = Walker<BlockSink>(entry, offset, context, limits, sink).walk(); !done)
        return std::move(done).error();
    if (hasDuplicateName(sink.blocks))
        return Error{ErrorCode::Malformed, placeInFile(context, offset, "table named twice"), {}};
    for (const TableBlock& block : sink.blocks)
        if (hasDuplicateKey(block))
            return Error{ErrorCode::Malformed, placeInFile(context, offset + block.range.offset, "key named twice"), {}};
    return std::move(sink.blocks);
}

Result<TablesOutline> outlineTables(const Entry& entry, std::uint64_t offset, std::string_view context,
                                    const TableLimits& limits)
{
    OutlineSink sink;
    if (auto done = Walker<OutlineSink>(entry, offset, context, limits, sink).walk(); !done)
        return std::move(done).error();
    return sink.outline;
}

} // namespace countersign::ccf
