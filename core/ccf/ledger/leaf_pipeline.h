#pragma once

#include "core/base/worker_pool.h"
#include "core/ccf/ledger/line_reader.h"

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace countersign::ccf {

/// Why one entry of a slice is not as it must be.
struct EntryFault {
    std::uint32_t index = 0; ///< In the slice.
    const char* check = "";
    const char* reason = "";
    std::uint64_t offset = 0;
    std::string detail;
};

/// A slice with what hashing and outlining its entries gave.
struct HashedSlice {
    Slice slice;
    std::vector<Digest> leaves;           ///< One an entry; of a faulty entry as far as its type is known.
    std::vector<View> views;              ///< One an entry, from the IV.
    std::vector<std::uint32_t> framework; ///< Indices of entries that touch tables under public:ccf.
    std::vector<EntryFault> faults;       ///< By index.
};

/// Reads a line ahead on the calling thread, hashes slices on the pool, hands them out in order. Memory is the slices in
/// flight, whatever the ledger's size.
class LeafPipeline
{
public:
    LeafPipeline(LineReader reader, WorkerPool& pool, std::stop_token stop);
    ~LeafPipeline();

    /// The next slice; empty at the end or when stopped.
    std::optional<HashedSlice> next();

private:
    struct Job {
        HashedSlice hashed;
        std::atomic<bool> done{false};
    };

    void fill();

    LineReader m_reader;
    WorkerPool& m_pool;
    std::stop_token m_stop;
    std::deque<std::unique_ptr<Job>> m_jobs;
    std::size_t m_inFlight;
    bool m_ended = false;
};

/// What the pool does to each slice; apart so that tests can ask it alone.
void hashSlice(HashedSlice& hashed);

} // namespace countersign::ccf
