// Comparing what a CCF snapshot says with what the ledger's own writes give.

#include "core/ccf/ledger/snapshot_checks.h"

#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

namespace countersign::ccf {

namespace {

using Short = std::array<std::uint8_t, 16>;

struct ShortHash {
    std::size_t operator()(const Short& value) const noexcept
    {
        std::size_t hash;
        std::memcpy(&hash, value.data(), sizeof hash);
        return hash;
    }
};

Short shorten(const Digest& digest) noexcept
{
    Short value;
    std::copy_n(digest.begin(), value.size(), value.begin());
    return value;
}

/// Rows present, by digests of (table, key) and of value.
class ReplayedState
{
public:
    void write(std::string_view table, Bytes key, Bytes value) { m_rows[rowId(table, key)] = shorten(crypto::sha256(value)); }
    void remove(std::string_view table, Bytes key) { m_rows.erase(rowId(table, key)); }
    std::size_t size() const noexcept { return m_rows.size(); }
    bool holds(std::string_view table, Bytes key, Bytes value) const
    {
        const auto row = m_rows.find(rowId(table, key));
        return row != m_rows.end() && row->second == shorten(crypto::sha256(value));
    }

private:
    static Short rowId(std::string_view table, Bytes key)
    {
        const std::uint64_t length = table.size();
        return shorten(
            crypto::sha256({{reinterpret_cast<const std::uint8_t*>(&length), sizeof length}, bytesOf(table), key}));
    }

    std::unordered_map<Short, Short, ShortHash> m_rows;
};

void compare(const Snapshot& snapshot, const ReplayedState& state, RunLog& log, const Place& where)
{
    std::size_t rows = 0;
    std::string difference;
    const auto walked = snapshot.forEachRow([&](const SnapshotRow& row) {
        ++rows;
        if (difference.empty() && !state.holds(row.table, row.key, row.value)) difference = row.table;
    });
    if (walked && difference.empty() && rows == state.size()) {
        log.pass(kCheckSnapshotState);
        return;
    }
    log.record({kCheckSnapshotState, Verdict::Failed, kReasonStateMismatch, where,
                !difference.empty() ? "differs in " + difference
                                    : std::to_string(rows) + " rows, replayed " + std::to_string(state.size())});
}

} // namespace

void SnapshotChecks::compareStates(const Line& line, std::optional<SeqNo> start, bool fromGenesis, std::stop_token stop)
{
    ReplayedState state;
    std::vector<std::pair<SeqNo, Snapshot>> wanted;
    for (const SnapshotFile& file : m_files.snapshots) {
        auto snapshot = Snapshot::open(file.path);
        if (!snapshot || snapshot->seqno() != file.name.seqno) continue;
        if (start && file.name.seqno == *start)
            (void)snapshot->forEachRow([&](const SnapshotRow& row) { state.write(row.table, row.key, row.value); });
        else if (!start || file.name.seqno > *start)
            wanted.emplace_back(file.name.seqno, *std::move(snapshot));
        else
            m_log.notChecked(kCheckSnapshotState, kReasonNotCovered, file.path.string());
    }
    const auto giveUp = [&](const char* reason) {
        for (const auto& [seqno, snapshot] : wanted)
            m_log.notChecked(kCheckSnapshotState, reason, snapshot.file().path().string());
    };
    if (!start && !fromGenesis) return giveUp(kReasonNoGenesis);

    LineReader reader(m_files, line, start ? *start + 1 : 0);
    std::size_t next = 0;
    SeqNo expected = start ? *start + 1 : 1;
    while (next < wanted.size()) {
        const auto slice = stop.stop_requested() ? std::nullopt : reader.next();
        if (!slice || (!slice->entries.empty() && slice->first != expected)) break;
        for (std::size_t i = 0; i < slice->entries.size() && next < wanted.size(); ++i) {
            const auto entry = slice->chunk->entry(slice->entries[i]);
            const auto tables = entry ? readTables(*entry, slice->entries[i].offset, slice->chunk->name()) : entry.error();
            if (!tables) {
                wanted.erase(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(next));
                return giveUp(kReasonAfterFault);
            }
            for (const TableBlock& block : *tables) {
                for (const TableWrite& write : block.writes) state.write(block.name, write.key, write.value);
                for (const Bytes key : block.removes) state.remove(block.name, key);
            }
            for (; next < wanted.size() && wanted[next].first == expected; ++next)
                compare(wanted[next].second, state, m_log,
                        {wanted[next].second.file().path().string(), {}, {}, wanted[next].first});
            ++expected;
        }
        if (slice->chunk) slice->chunk->file().release(slice->bytes());
        if (state.size() > kMostRows) {
            wanted.erase(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(next));
            return giveUp(kReasonLimitExceeded);
        }
    }
    wanted.erase(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(next));
    giveUp(kReasonMissingRange);
}

} // namespace countersign::ccf
