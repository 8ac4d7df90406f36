#include "core/ccf/ledger/snapshot.h"

#include "core/base/byte_reader.h"
#include "core/ccf/ledger/entry.h"
#include "core/ccf/ledger/tables.h"
#include "core/crypto/sha2.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::uint8_t kSnapshotType = 1;
constexpr std::size_t kMostViews = 1'000'000;

Result<Bytes> sized(ByteReader& reader, std::string_view what)
{
    auto length = reader.u64le(what);
    if (!length) return std::move(length).error();
    return reader.take(*length, what);
}

/// Rows pad every part to whole eight bytes.
Result<void> skipPadding(ByteReader& reader, std::uint64_t length)
{
    auto padding = reader.take((8 - length % 8) % 8, "padding");
    if (!padding) return std::move(padding).error();
    return {};
}

} // namespace

Result<Snapshot> Snapshot::open(const std::filesystem::path& path)
{
    auto file = MappedFile::open(path);
    if (!file) return std::move(file).error();
    Snapshot snapshot;
    snapshot.m_file = *std::move(file);
    snapshot.m_name = path.filename().string();
    if (auto done = snapshot.parse(); !done) return std::move(done).error();
    return snapshot;
}

Result<void> Snapshot::parse()
{
    const Bytes bytes = m_file->bytes();
    ByteReader reader(bytes, 0, m_name);
    auto header = reader.take(kEntryHeaderSize, "entry header");
    if (!header) return std::move(header).error();
    const EntryHeader entry = loadEntryHeader(header->data());
    if (entry.version != 1) return reader.fault(ErrorCode::Unsupported, "entry version");
    auto body = reader.take(entry.size, "entry");
    if (!body) return std::move(body).error();
    m_receipt = bytes.subspan(reader.position());
    m_digest = crypto::sha256(bytes.first(reader.position()));

    ByteReader inner(*body, kEntryHeaderSize, m_name);
    if (auto gcm = inner.take(kGcmHeaderSize, "GCM header"); !gcm) return std::move(gcm).error();
    auto domain = sized(inner, "public domain");
    if (!domain) return std::move(domain).error();
    const std::uint64_t base = kPublicDomainOffset;
    ByteReader head(*domain, base, m_name);
    auto type = head.u8("entry type");
    if (!type) return std::move(type).error();
    if (*type != kSnapshotType) return head.fault(ErrorCode::Unsupported, "entry type", std::to_string(*type));
    auto seqno = head.u64le("seqno");
    if (!seqno) return std::move(seqno).error();
    m_seqno = *seqno;
    if (auto conflict = head.u64le("max conflict version"); !conflict) return std::move(conflict).error();
    auto leaf = sized(head, "leaf");
    if (!leaf) return std::move(leaf).error();
    if (leaf->size() != m_leaf.size()) return head.fault(ErrorCode::Malformed, "leaf length");
    std::ranges::copy(*leaf, m_leaf.begin());
    auto views = sized(head, "view history");
    if (!views) return std::move(views).error();
    if (views->size() % 8 != 0 || views->size() / 8 > kMostViews)
        return head.fault(ErrorCode::Malformed, "view history length");
    for (std::size_t i = 0; i < views->size(); i += 8) m_viewHistory.push_back(loadU64le(views->data() + i));
    m_tables = {base + head.position(), head.remaining()};
    return forEachRow([](const SnapshotRow&) {});
}

Result<void> Snapshot::forEachRow(const std::function<void(const SnapshotRow&)>& row) const
{
    ByteReader reader(m_file->bytes().subspan(m_tables.offset, m_tables.length), m_tables.offset, m_name);
    while (!reader.atEnd()) {
        auto name = sized(reader, "table name");
        if (!name) return std::move(name).error();
        if (auto version = reader.u64le("table version"); !version) return std::move(version).error();
        const std::uint64_t at = reader.offset() + 8;
        auto content = sized(reader, "table");
        if (!content) return std::move(content).error();
        ByteReader rows(*content, at, m_name);
        while (!rows.atEnd()) {
            auto key = sized(rows, "key");
            if (!key) return std::move(key).error();
            if (auto padded = skipPadding(rows, key->size()); !padded) return padded;
            auto value = sized(rows, "value");
            if (!value) return std::move(value).error();
            if (auto padded = skipPadding(rows, value->size()); !padded) return padded;
            if (value->size() < 8) return rows.fault(ErrorCode::Malformed, "value version");
            const bool removed = (*value)[7] & 0x80;
            if (!removed) row({textOf(*name), *key, value->subspan(8)});
        }
    }
    return {};
}

Result<HistoryState> Snapshot::state() const
{
    std::vector<TableBlock> blocks;
    auto walked = forEachRow([&](const SnapshotRow& row) {
        if (!row.table.starts_with(tables::kFrameworkPrefix)) return;
        if (blocks.empty() || blocks.back().name != row.table) blocks.push_back({row.table, {}, {}, {}});
        blocks.back().writes.push_back({row.key, row.value});
    });
    if (!walked) return std::move(walked).error();
    HistoryState state;
    const auto faults = state.apply(blocks);
    if (!faults.empty()) return Error{ErrorCode::Malformed, m_name + ": " + faults.front().table, faults.front().key};
    return state;
}

Result<crypto::MerkleFrontier> Snapshot::frontier() const
{
    std::optional<Bytes> tree;
    auto walked = forEachRow([&](const SnapshotRow& row) {
        if (row.table == tables::kTree && std::ranges::equal(row.key, tables::kSingleKey)) tree = row.value;
    });
    if (!walked) return std::move(walked).error();
    if (!tree) return Error{ErrorCode::NotFound, m_name + ": tree", {}};
    auto parsed = SerialisedTree::parse(*tree);
    if (!parsed) return std::move(parsed).error();
    if (parsed->size() != m_seqno)
        return Error{ErrorCode::Malformed, m_name + ": tree", std::to_string(parsed->size()) + " leaves"};
    auto frontier = parsed->frontier();
    frontier.append(m_leaf);
    return frontier;
}

} // namespace countersign::ccf
