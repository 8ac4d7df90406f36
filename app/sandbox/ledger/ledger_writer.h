#pragma once

#include "app/sandbox/ledger/chunk_writer.h"
#include "app/sandbox/ledger/ledger_tree.h"
#include "app/sandbox/ledger/transaction.h"
#include "core/base/result.h"

#include <functional>
#include <string>
#include <vector>

namespace countersign::sandbox {

/// Where a test may interfere with single entries; both may be empty.
struct EntryHooks {
    /// The content before it is laid out and hashed: the tree and all later signatures follow the change.
    std::function<void(Transaction&)> beforeHashing;
    /// What goes into the file in place of the entry: one element, the entry. The tree already has the true leaf. Clear
    /// it to leave the entry out, add a copy to write it twice, alter bytes to damage it.
    std::function<void(const Transaction&, std::vector<ByteVector>&)> afterHashing;
};

/// Entries to chunks and tree, in constant memory. Failures are kept in state().
class LedgerWriter
{
public:
    LedgerWriter(std::filesystem::path folder, std::string_view seed, EntryHooks hooks = {});

    /// Lays out, hashes, writes and appends to the tree. Returns the write-set digest.
    Digest append(Transaction& transaction);
    void finishChunk(ChunkEnd end, const std::string& suffix = {}) { m_chunks.finish(end, suffix); }

    void flush() { m_chunks.flush(); } ///< Hands over to the system what is still buffered.

    LedgerTree& tree() noexcept { return m_tree; }
    std::uint64_t chunkSize() const noexcept { return m_chunks.size(); }
    std::uint64_t bytesWritten() const noexcept { return m_chunks.bytesWritten(); }
    const Result<void>& state() const noexcept { return m_chunks.state(); }

private:
    EntryBuilder m_builder;
    ChunkWriter m_chunks;
    LedgerTree m_tree;
    EntryHooks m_hooks;
    ByteVector m_buffer;
};

} // namespace countersign::sandbox
