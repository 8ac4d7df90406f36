#include "core/ccf/ledger/ledger_source.h"

#include "core/ccf/ledger/ledger_verifier.h"
#include "core/ccf/ledger/proof.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace countersign::ccf {

namespace {

/// Among one folder's chunks in the order of their beginnings, the one that reaches farthest so far.
struct Reach {
    SeqNo first = 0;
    SeqNo last = 0; ///< Of the farthest.
    std::uint32_t chunk = 0;
};

SeqNo endOf(const ChunkFile& chunk)
{
    return chunk.name.last.value_or(std::numeric_limits<SeqNo>::max());
}

/// Chunks left over although a chunk of the same folder holds some of their numbers; other folders are copies.
void addOverlaps(LedgerFiles& files, const Line& line)
{
    std::vector<std::uint32_t> used;
    for (const Segment& segment : line.segments) used.push_back(segment.chunk);
    std::ranges::sort(used); // As LedgerFiles::chunks: by beginning.
    std::vector<std::vector<Reach>> reaches(files.folders.size());
    for (const std::uint32_t index : used) {
        const ChunkFile& chunk = files.chunks[index];
        auto& reach = reaches[chunk.folder];
        if (!reach.empty() && reach.back().last >= endOf(chunk)) continue;
        reach.push_back({chunk.name.first, endOf(chunk), index});
    }
    for (const std::uint32_t copy : line.copies) {
        const ChunkFile& chunk = files.chunks[copy];
        const auto& reach = reaches[chunk.folder];
        const auto after = std::ranges::upper_bound(reach, endOf(chunk), {}, &Reach::first);
        if (after == reach.begin() || std::prev(after)->last < chunk.name.first) continue;
        files.summary.irregularities.push_back({SourceIrregularity::Kind::Overlap,
                                                chunk.name.first,
                                                chunk.name.last.value_or(chunk.name.first),
                                                {files.chunks[std::prev(after)->chunk].file, chunk.file}});
    }
}

/// Fills in what names and sizes say about the whole: ends, gaps, overlaps, bytes.
LedgerFiles summarised(LedgerFiles files)
{
    const Line line = layOut(files);
    SourceSummary& summary = files.summary;
    summary.family = "ccf";
    if (!line.segments.empty()) {
        summary.first = line.segments.front().from;
        summary.last = line.segments.back().to;
    }
    for (const Segment& segment : line.segments) summary.bytes += files.chunks[segment.chunk].identity.size;
    for (const auto& [from, to] : gapsOf(line))
        summary.irregularities.push_back({SourceIrregularity::Kind::Gap, from, to, {}});
    addOverlaps(files, line);
    return files;
}

} // namespace

LedgerSource::LedgerSource(LedgerFiles files, std::filesystem::path cacheFolder)
    : m_files(summarised(std::move(files))), m_records(m_files, layOut(m_files)),
      m_tables(m_records, std::move(cacheFolder)), m_consortium(m_records, m_tables)
{}

AssuranceProfile LedgerSource::assurance() const
{
    return {{"pinned-service-identity", "node-certificates", "root-signatures"},
            {"truncation", "commit-beyond-suffix", "private-contents", "governance-outcomes", "attestation"}};
}

Result<VerificationReport> LedgerSource::verify(const VerifyOptions& options, std::stop_token stop,
                                                const VerifyObserver& observer)
{
    return verifyLedger(m_files, options, std::move(stop), observer);
}

Result<std::vector<ProofLink>> LedgerSource::prove(SeqNo seqno, const VerificationReport& report)
{
    return proveRecord(m_records, seqno, report);
}

} // namespace countersign::ccf
