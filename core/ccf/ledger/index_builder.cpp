#include "core/ccf/ledger/index_builder.h"

#include <chrono>

namespace countersign::ccf {

namespace {

constexpr std::size_t kBatch = 50'000;
constexpr std::size_t kBatchKeyBytes = 16u << 20;
constexpr SeqNo kHighest = INT64_MAX; // what the file can hold

class IndexBuilder
{
public:
    IndexBuilder(IndexFile& index, const LedgerRecords& records, const ProgressSink& progress)
        : m_index(index), m_progress(progress), m_began(Clock::now()), m_told(m_began)
    {
        for (const Segment& segment : records.line().segments)
            m_report.totalBytes += records.files().chunks[segment.chunk].identity.size;
        m_report.phase = "index";
    }

    Result<void> build(const LedgerRecords& records, std::stop_token stop)
    {
        auto walked = records.forEach(m_index.indexedTo() + 1, stop, [&](const LocatedEntry& entry) {
            if (entry.seqno > kHighest) return false;
            if (auto done = take(entry); !done) {
                m_problem = done.error();
                return false;
            }
            return true;
        });
        if (m_problem) return *m_problem;
        if (m_last > m_index.indexedTo())
            if (auto done = flush(); !done) return done;
        return walked;
    }

private:
    using Clock = std::chrono::steady_clock;

    Result<void> take(const LocatedEntry& located)
    {
        m_last = located.seqno;
        ++m_report.doneItems;
        m_report.doneBytes += located.bytes.size();
        const auto entry = located.parse();
        const auto tables = entry ? located.tables(*entry) : Result<std::vector<TableBlock>>(entry.error());
        if (!tables) return {};
        for (const TableBlock& block : *tables)
            if (auto done = take(located, block); !done) return done;
        if (m_changes.size() >= kBatch || m_keys.size() >= kBatchKeyBytes)
            if (auto done = flush(); !done) return done;
        tell();
        return {};
    }

    Result<void> take(const LocatedEntry& located, const TableBlock& block)
    {
        const auto table = m_index.tableId(block.name);
        if (!table) return table.error();
        const auto note = [&](Bytes key, bool removed) {
            const auto at = static_cast<std::uint64_t>(key.data() - located.bytes.data()) - 8;
            m_changes.push_back({*table, m_keys.size(), key.size(), located.seqno, block.range.offset, at, removed});
            m_keys.insert(m_keys.end(), key.begin(), key.end());
        };
        for (const TableWrite& write : block.writes) note(write.key, false);
        for (const Bytes key : block.removes) note(key, true);
        return {};
    }

    Result<void> flush()
    {
        auto done = m_index.add(m_changes, m_keys, m_last);
        m_keys.clear();
        return done;
    }

    void tell()
    {
        if (!m_progress || (m_report.doneItems & 0xff) != 0) return;
        const auto now = Clock::now();
        if (now - m_told < std::chrono::milliseconds(100)) return;
        m_told = now;
        m_report.seconds = std::chrono::duration<double>(now - m_began).count();
        m_progress(m_report);
    }

    IndexFile& m_index;
    const ProgressSink& m_progress;
    Clock::time_point m_began, m_told;
    Progress m_report;
    std::vector<IndexedChange> m_changes;
    ByteVector m_keys;
    SeqNo m_last = 0;
    std::optional<Error> m_problem;
};

} // namespace

Result<void> buildIndex(IndexFile& index, const LedgerRecords& records, bool anew, std::stop_token stop,
                        const ProgressSink& progress)
{
    if (auto done = index.begin(); !done) return done;
    if (anew)
        if (auto done = index.clear(); !done) return done;
    if (auto done = index.adapt(records); !done) return done;
    auto built = IndexBuilder(index, records, progress).build(records, std::move(stop));
    if (!built && built.error().code != ErrorCode::Cancelled) return built;
    if (auto done = index.finish(); !done) return done;
    return built;
}

} // namespace countersign::ccf
