#pragma once

#include "tests/support/chunk_writer.h"
#include "tests/support/service_types.h"

#include <filesystem>
#include <string>
#include <vector>

namespace countersign::support {

/// With what a history is signed anew.
struct Forger {
    /// The key that signs as a node; null leaves node signatures as they were (their rows too).
    const EcKey* nodeKey = nullptr;
    /// Stated in signature rows instead of the true signer; its key need not be `nodeKey`.
    const Node* statedNode = nullptr;
    /// The key that signs as the service; null leaves COSE signatures as they were.
    const EcKey* serviceKey = nullptr;
    /// Takes COSE signatures away instead.
    bool dropCose = false;
    /// Also states new roots in rows of recoveries (last signed root; endorsement, with `serviceKey`).
    bool followUps = true;
    /// Only signature transactions from here on.
    SeqNo from = 1;
    SeqNo to = ~SeqNo{0};
};

/// A small ledger held in memory, to damage it and to forge it. Seqnos are places in the history as loaded (1 is the
/// first entry), whatever the bytes say. Functions that are given a place that does not exist throw std::out_of_range.
class LedgerEditor
{
public:
    struct Chunk {
        SeqNo first = 1; ///< For the file name.
        ChunkEnd end = ChunkEnd::Committed;
        std::string suffix; ///< ".recovery" and the like.
        std::vector<ByteVector> entries;
        SeqNo last() const noexcept { return first + entries.size() - 1; }
    };

    /// Reads "ledger_*" files of `folder`; positions tables are not looked at.
    static Result<LedgerEditor> load(const std::filesystem::path& folder);

    std::vector<Chunk>& chunks() noexcept { return m_chunks; }
    SeqNo size() const noexcept;
    ByteVector& entry(SeqNo seqno);
    Transaction content(SeqNo seqno);
    /// Lays the entry out anew; its tag changes with `tagSeed` only.
    void replace(SeqNo seqno, const Transaction& transaction, std::string_view tagSeed = "edited");
    /// Removes, or adds before `seqno`; names of chunks follow, the numbers inside entries stay: see renumber().
    void erase(SeqNo seqno);
    void insert(SeqNo seqno, ByteVector bytes);
    void exchange(SeqNo one, SeqNo other);
    void truncateAfter(SeqNo seqno);
    /// Writes seqnos by place into the IV and the public domain of all entries.
    void renumber();
    /// The first signature transaction at `seqno` or after; 0 when there is none.
    SeqNo signatureFrom(SeqNo seqno);
    /// Recomputes the tree and states and signs its roots (and serialised trees) in signature transactions.
    void resign(const Forger& forger);

    /// Writes all chunks, with true positions tables, into an empty or new folder.
    Result<void> save(const std::filesystem::path& folder) const;

private:
    std::pair<std::size_t, std::size_t> place(SeqNo seqno) const;

    std::vector<Chunk> m_chunks;
};

} // namespace countersign::support
