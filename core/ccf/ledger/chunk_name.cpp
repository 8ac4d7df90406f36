#include "core/ccf/ledger/chunk_name.h"

#include <charconv>

namespace countersign::ccf {

namespace {

/// A seqno is an i64 in the public domain, and one more must not run over.
constexpr std::uint64_t kLargestSeqNo = (std::uint64_t{1} << 62);

bool take(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

bool takeNumber(std::string_view& text, std::uint64_t& value)
{
    if (text.empty() || text.front() < '1' || text.front() > '9') return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || value > kLargestSeqNo) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

} // namespace

std::optional<ChunkName> parseChunkName(std::string_view name)
{
    ChunkName chunk;
    if (!take(name, "ledger_") || !takeNumber(name, chunk.first)) return {};
    if (take(name, "-")) {
        SeqNo last = 0;
        if (!takeNumber(name, last) || last < chunk.first) return {};
        chunk.last = last;
    }
    chunk.committed = take(name, ".committed");
    chunk.recovery = take(name, ".recovery");
    chunk.setAside = take(name, ".ignored") || take(name, ".corrupted");
    if (!name.empty() || (chunk.committed && !chunk.last)) return {};
    return chunk;
}

std::optional<SnapshotName> parseSnapshotName(std::string_view name)
{
    SnapshotName snapshot;
    if (!take(name, "snapshot_") || !takeNumber(name, snapshot.seqno) || !take(name, "_")
        || !takeNumber(name, snapshot.evidence))
        return {};
    snapshot.committed = take(name, ".committed");
    if (snapshot.committed && take(name, "_")) {
        std::uint64_t commit = 0; // 1.x names the commit too
        if (!takeNumber(name, commit)) return {};
    }
    if (!name.empty()) return {};
    return snapshot;
}

} // namespace countersign::ccf
