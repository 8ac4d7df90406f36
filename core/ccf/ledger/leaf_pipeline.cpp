#include "core/ccf/ledger/leaf_pipeline.h"

#include "core/ccf/ledger/public_domain.h"
#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

namespace countersign::ccf {

namespace {

const char* reasonFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Truncated: return kReasonTruncated;
    case ErrorCode::Unsupported: return kReasonUnsupported;
    case ErrorCode::LimitExceeded: return kReasonLimitExceeded;
    default: return kReasonMalformed;
    }
}

class EntryHasher
{
public:
    explicit EntryHasher(HashedSlice& hashed) : m_hashed(hashed), m_chunk(*hashed.slice.chunk) {}

    void run()
    {
        const std::size_t count = m_hashed.slice.entries.size();
        m_hashed.leaves.resize(count);
        m_hashed.views.resize(count);
        for (std::size_t i = 0; i < count; ++i) hash(static_cast<std::uint32_t>(i));
    }

private:
    void hash(std::uint32_t index)
    {
        const ByteRange range = m_hashed.slice.entries[index];
        const SeqNo seqno = m_hashed.slice.first + index;
        auto entry = m_chunk.entry(range);
        if (!entry) {
            m_hashed.leaves[index] = crypto::sha256(m_chunk.bytes(range));
            fault(index, kCheckEntryStructure, reasonFor(entry.error().code), range.offset,
                  entry.error().where + ' ' + entry.error().detail);
            return;
        }
        m_hashed.leaves[index] = leafOf(*entry);
        m_hashed.views[index] = entry->ivView;
        if (entry->seqno != seqno)
            fault(index, kCheckOrderSequence, kReasonSeqnoMismatch, range.offset + kPublicDomainOffset + 1,
                  "public domain states " + std::to_string(entry->seqno));
        if (entry->ivSeqno != seqno)
            fault(index, kCheckOrderSequence, kReasonIvMismatch, range.offset + kEntryHeaderSize + 16,
                  "IV states " + std::to_string(entry->ivSeqno));
        if (entry->ivReservedBit)
            fault(index, kCheckOrderView, kReasonIvMismatch, range.offset + kEntryHeaderSize + 24, "reserved bit");
        const auto outline = outlineTables(*entry, range.offset, m_chunk.name());
        if (!outline)
            fault(index, kCheckEntryStructure, reasonFor(outline.error().code), range.offset,
                  outline.error().where + ' ' + outline.error().detail);
        else if (outline->framework)
            m_hashed.framework.push_back(index);
    }

    void fault(std::uint32_t index, const char* check, const char* reason, std::uint64_t offset, std::string detail)
    {
        m_hashed.faults.push_back({index, check, reason, offset, std::move(detail)});
    }

    HashedSlice& m_hashed;
    const Chunk& m_chunk;
};

} // namespace

void hashSlice(HashedSlice& hashed)
{
    if (hashed.slice.chunk) EntryHasher(hashed).run();
}

LeafPipeline::LeafPipeline(LineReader reader, WorkerPool& pool, std::stop_token stop)
    : m_reader(std::move(reader)), m_pool(pool), m_stop(std::move(stop)), m_inFlight(2 * pool.threads() + 2)
{
}

LeafPipeline::~LeafPipeline()
{
    for (const auto& job : m_jobs) m_pool.helpUntil([&] { return job->done.load(); });
}

void LeafPipeline::fill()
{
    while (!m_ended && m_jobs.size() < m_inFlight && !m_stop.stop_requested()) {
        auto slice = m_reader.next();
        if (!slice) {
            m_ended = true;
            return;
        }
        auto job = std::make_unique<Job>();
        job->hashed.slice = *std::move(slice);
        Job* raw = job.get();
        m_jobs.push_back(std::move(job));
        m_pool.submit([raw, stop = m_stop] {
            if (!stop.stop_requested()) hashSlice(raw->hashed);
            raw->done.store(true);
        });
    }
}

std::optional<HashedSlice> LeafPipeline::next()
{
    fill();
    if (m_jobs.empty() || m_stop.stop_requested()) return {};
    Job& front = *m_jobs.front();
    m_pool.helpUntil([&] { return front.done.load(); });
    if (m_stop.stop_requested()) return {};
    HashedSlice hashed = std::move(front.hashed);
    m_jobs.pop_front();
    return hashed;
}

} // namespace countersign::ccf
