#include "core/ccf/ledger/ledger_run.h"

#include "core/base/hex.h"
#include "core/ccf/ledger/tables.h"
#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostViews = 1'000'000;

bool namesFramework(const std::vector<TableBlock>& tables)
{
    return std::ranges::any_of(
        tables, [](const TableBlock& block) { return block.name.starts_with(tables::kFrameworkPrefix); });
}

/// Rows that are held against the last signed root, so that what waits must be settled first.
bool touchesIdentity(const std::vector<TableBlock>& tables)
{
    return std::ranges::any_of(tables, [](const TableBlock& block) {
        return block.name == tables::kServiceInfo || block.name == tables::kEndorsement
               || block.name == tables::kLastSignedRoot;
    });
}

} // namespace

LedgerRun::LedgerRun(const LedgerFiles& files, const Line& line, WorkerPool& pool, RunLog& log, std::stop_token stop)
    : m_files(files), m_line(line), m_pool(pool), m_log(log), m_stop(std::move(stop)), m_judge(pool),
      m_identity(log,
                 [this](SeqNo seqno, Verdict verdict, const char* reason) { m_book.blame(seqno, verdict, reason); },
                 [this](const std::string& id, Bytes signature) { return proposalIdFits(id, signature); }),
      m_messages(pool, log,
                 [this](SeqNo seqno, Verdict verdict, const char* reason) { m_book.blame(seqno, verdict, reason); }),
      m_wantedRoots(log.options().rootsAt.begin(), log.options().rootsAt.end())
{
    for (const Segment& segment : line.segments) m_totalBytes += files.chunks[segment.chunk].identity.size;
}

bool LedgerRun::run(std::optional<StartingPoint> start)
{
    m_begin = m_lastProgress = std::chrono::steady_clock::now();
    SeqNo from = 0;
    if (start) {
        from = start->seqno + 1;
        m_frontier = start->frontier;
        m_frontierKnown = true;
        m_state = std::move(start->state);
        m_started = true;
        m_rangeFrom = m_next = m_stretchFrom = from;
        if (m_state.service()) m_identity.begin(from, *m_state.service());
    }
    {
        LeafPipeline pipeline(LineReader(m_files, m_line, from), m_pool, m_stop);
        while (auto hashed = pipeline.next()) {
            consume(*hashed);
            progress(false);
            if (m_log.observer().waitWhilePaused) m_log.observer().waitWhilePaused();
        }
    }
    collect(true);
    m_messages.collect(true);
    m_stats.memberMessages = m_messages.count();
    const auto& last = m_line.segments.empty() ? std::optional<SeqNo>{} : m_line.segments.back().to;
    if (!m_stop.stop_requested() && m_started && last && m_next <= *last)
        m_book.blameSpan(m_next, *last, Verdict::Indeterminate, kReasonMissingRange);
    m_stats.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
    blameViews();
    for (const Epoch& epoch : m_identity.epochs())
        if (epoch.endorses) m_book.cutAfter(epoch.endorsedTo);
    progress(true);
    return !m_stop.stop_requested();
}

void LedgerRun::start(SeqNo first)
{
    m_started = true;
    const SeqNo stated = m_line.segments.front().from;
    m_rangeFrom = m_next = stated;
    m_stretchFrom = stated;
    if (first > stated) return; // a gap before anything else
    if (first == 1) {
        m_startedAtGenesis = true;
        m_frontier.append(Digest{}); // there is no seqno 0: its leaf is zeros
        m_frontierKnown = true;
    } else {
        m_state.setComplete(false);
    }
}

Place LedgerRun::place(const HashedSlice& hashed, std::size_t index) const
{
    const ByteRange range = hashed.slice.entries[index];
    return {m_files.chunks[hashed.slice.chunkIndex].path.string(), range.offset, range.length,
            hashed.slice.first + index};
}

void LedgerRun::consume(HashedSlice& hashed)
{
    const Slice& slice = hashed.slice;
    if (!slice.entries.empty()) {
        if (!m_started) start(slice.first);
        if (slice.first > m_next) gap(m_next, slice.first - 1);
        consumeFaults(hashed);
        std::size_t framework = 0;
        for (std::size_t i = 0; i < slice.entries.size(); ++i) {
            m_lastWasSignature = false;
            consumeEntry(hashed, i);
            if (framework < hashed.framework.size() && hashed.framework[framework] == i) {
                ++framework;
                frameworkEntry(hashed, i);
            }
            if (m_frontierKnown) m_frontier.append(hashed.leaves[i]);
            m_recent.add({slice.first + i, hashed.leaves[i], slice.chunkIndex, slice.entries[i].offset});
        }
        m_stats.transactions += slice.entries.size();
        m_stats.bytes += slice.bytes().length;
        slice.chunk->file().release(slice.bytes());
    }
    consumeNotes(slice);
    collect(false);
}

void LedgerRun::consumeNotes(const Slice& slice)
{
    for (const ReadNote& note : slice.notes) {
        if (note.verdict == Verdict::Passed && *note.reason != 0)
            m_log.remark(note.check, Severity::Warning, note.reason, note.where, note.detail);
        else
            m_log.record({note.check, note.verdict, note.reason, note.where, note.detail});
        const bool touchesEntries = note.check == kCheckChunkUnchanged;
        if (touchesEntries && note.verdict != Verdict::Passed && m_next > 1) blameFile(slice, note);
    }
    if (!slice.chunkDone || slice.entries.empty()) return;
    const ChunkFile& file = m_files.chunks[slice.chunkIndex];
    if (!file.name.committed || file.name.last != slice.end() - 1) return;
    if (m_lastWasSignature)
        m_log.pass(kCheckChunkComplete);
    else
        m_log.record({kCheckChunkComplete, Verdict::Failed, kReasonIncompleteChunk,
                      place({.slice = slice}, slice.entries.size() - 1), "ends without a signature transaction"});
}

/// Whatever was read of a file that changed meanwhile may be neither the old nor the new.
void LedgerRun::blameFile(const Slice& slice, const ReadNote& note)
{
    m_book.blame(m_next - 1, note.verdict, note.reason);
    const SeqNo first = std::max(m_files.chunks[slice.chunkIndex].name.first, m_line.segments.front().from);
    if (first < m_next) m_book.blameSpan(first, m_next - 1, note.verdict, note.reason);
}

void LedgerRun::consumeFaults(const HashedSlice& hashed)
{
    for (const EntryFault& fault : hashed.faults) {
        Place where = place(hashed, fault.index);
        where.offset = fault.offset;
        m_log.record({fault.check, Verdict::Failed, fault.reason, where, fault.detail});
        m_book.blame(hashed.slice.first + fault.index, Verdict::Failed, fault.reason);
        m_state.setComplete(false);
    }
}

void LedgerRun::consumeEntry(const HashedSlice& hashed, std::size_t index)
{
    const SeqNo seqno = hashed.slice.first + index;
    const View view = hashed.views[index];
    if (view < m_view && view != 0) {
        m_log.record({kCheckOrderView, Verdict::Failed, kReasonViewDecreased, place(hashed, index),
                      std::to_string(m_view) + " to " + std::to_string(view)});
        m_viewFaults.emplace_back(m_views.empty() ? seqno : m_views.back().first, seqno);
    }
    if (view != m_view && view != 0) {
        if (m_view != 0) m_history.viewChange(seqno, view);
        m_view = view;
        if (m_views.size() < kMostViews) m_views.emplace_back(seqno, view);
    }
    m_next = seqno + 1;
    if (m_firstRead == 0) m_firstRead = seqno;
    m_lastRead = TransactionId{view, seqno};
    if (!m_wantedRoots.empty() && m_wantedRoots.contains(seqno)) m_rootsAt.push_back({*m_lastRead, false, {}});
}

/// A view that goes down is the fault of the entry that took it up, when that one turns out to be altered.
void LedgerRun::blameViews()
{
    for (const auto& [raised, lowered] : m_viewFaults)
        if (!m_altered.contains(raised)) m_book.blame(lowered, Verdict::Failed, kReasonViewDecreased);
    m_viewFaults.clear();
    m_altered.clear();
}

void LedgerRun::gap(SeqNo from, SeqNo to)
{
    if (m_rangeFrom < from) {
        SignedRange lost = openRange(from - 1);
        lost.verdict = Verdict::Indeterminate;
        lost.reason = kReasonMissingRange;
        m_waiting.push_back({nullptr, lost});
    }
    m_log.record({kCheckOrderSequence, Verdict::Indeterminate, kReasonMissingRange, {.seqno = from},
                  std::to_string(from) + " to " + std::to_string(to)});
    m_book.blameSpan(from, to, Verdict::Indeterminate, kReasonMissingRange);
    m_rangeFrom = m_stretchFrom = to + 1;
    m_frontierKnown = false;
    m_joined = false;
    m_state.setComplete(false);
}

void LedgerRun::frameworkEntry(const HashedSlice& hashed, std::size_t index)
{
    const Place where = place(hashed, index);
    const auto entry = hashed.slice.chunk->entry(hashed.slice.entries[index]);
    auto tables = entry ? readTables(*entry, *where.offset, hashed.slice.chunk->name()) : entry.error();
    if (!tables) {
        m_log.record({kCheckEntryStructure, Verdict::Failed, kReasonMalformed, where, tables.error().where});
        m_book.blame(*where.seqno, Verdict::Failed, kReasonMalformed);
        m_state.setComplete(false);
        return;
    }
    if (isSignatureTransaction(*tables)) {
        signatureEntry(hashed, index, *entry, *tables);
        return;
    }
    if (!namesFramework(*tables)) return;
    const TransactionId id{hashed.views[index], *where.seqno};
    if (touchesIdentity(*tables)) collect(true);
    m_messages.judge(*tables, m_state, where);
    m_identity.before(*tables, id, m_state, where);
    for (const StateFault& fault : m_state.apply(*tables)) {
        m_log.record({kCheckEntryStructure, Verdict::Failed, kReasonMalformed, where,
                      fault.table + " " + fault.key + ": " + fault.error.where});
        m_book.blame(id.seqno, Verdict::Failed, kReasonMalformed);
        m_state.setComplete(false);
    }
    keepIdentityInStep(id.seqno);
    m_identity.after(*tables, id, m_state, where);
    m_history.framework(*tables, id);
    noteEvidence(*entry, *tables, id.seqno, where);
}

/// The state must never name another service than the epoch does: signatures are judged by the one, trusted by the other.
void LedgerRun::keepIdentityInStep(SeqNo seqno)
{
    if (m_identity.epochs().empty() || !m_state.service()) return;
    const ServiceRecord& epoch = m_identity.epochs().back().service;
    if (epoch.certificate.publicKey() == m_state.service()->certificate.publicKey()) return;
    m_state.setService(epoch);
    m_state.setComplete(false);
    m_book.blame(seqno, Verdict::Failed, kReasonMalformed);
}

View LedgerRun::viewOf(SeqNo seqno) const noexcept
{
    const auto after = std::ranges::upper_bound(m_views, seqno, {}, &std::pair<SeqNo, View>::first);
    return after == m_views.begin() ? 0 : std::prev(after)->second;
}

SignedRange LedgerRun::openRange(SeqNo to) const
{
    const auto& epochs = m_identity.epochs();
    const bool mixed = !epochs.empty() && m_rangeFrom < epochs.back().from;
    return {.from = m_rangeFrom, .to = to, .epoch = m_identity.current(), .mixed = mixed, .joined = m_joined};
}

bool LedgerRun::proposalIdFits(const std::string& id, Bytes signature) const
{
    if (!m_frontierKnown) return false;
    const Digest signatureDigest = crypto::sha256(signature);
    return toHex(crypto::sha256Pair(m_frontier.root(), signatureDigest)) == id;
}

void LedgerRun::progress(bool last)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_log.observer().progress || (!last && now - m_lastProgress < std::chrono::milliseconds(100))) return;
    m_lastProgress = now;
    m_log.observer().progress({"verify", m_stats.bytes, m_totalBytes, m_stats.transactions,
                               std::chrono::duration<double>(now - m_begin).count()});
}

} // namespace countersign::ccf
