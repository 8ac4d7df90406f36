#include "core/ccf/ledger/ledger_source.h"

#include "core/ccf/ledger/ledger_verifier.h"
#include "core/ccf/ledger/proof.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

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
    const auto fileOf = [&](std::uint32_t chunk) { return files.chunks[chunk].file; };
    for (const Segment& segment : line.segments) summary.bytes += files.chunks[segment.chunk].identity.size;
    for (const auto& [from, to] : gapsOf(line))
        summary.irregularities.push_back({SourceIrregularity::Kind::Gap, from, to, {}});
    for (const std::uint32_t copy : line.copies) {
        const ChunkFile& chunk = files.chunks[copy];
        const bool sameFolder = std::ranges::any_of(line.segments, [&](const Segment& segment) {
            const ChunkFile& other = files.chunks[segment.chunk];
            return other.folder == chunk.folder && other.name.first <= chunk.name.last.value_or(other.name.first)
                   && chunk.name.first <= other.name.last.value_or(chunk.name.first);
        });
        if (!sameFolder) continue;
        summary.irregularities.push_back(
            {SourceIrregularity::Kind::Overlap, chunk.name.first, chunk.name.last.value_or(chunk.name.first), {fileOf(copy)}});
    }
    return files;
}

} // namespace

LedgerSource::LedgerSource(LedgerFiles files, std::filesystem::path cacheFolder)
    : m_files(summarised(std::move(files))), m_records(m_files, layOut(m_files)), m_tables(m_records, std::move(cacheFolder))
{
}

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
