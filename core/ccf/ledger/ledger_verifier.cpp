#include "core/ccf/ledger/ledger_verifier.h"

#include "core/base/hex.h"
#include "core/ccf/ledger/copies.h"
#include "core/ccf/ledger/ledger_run.h"
#include "core/ccf/ledger/snapshot_checks.h"
#include "core/ccf/ledger/trust.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

namespace countersign::ccf {

namespace {

class Verifier
{
public:
    Verifier(const LedgerFiles& files, const VerifyOptions& options, std::stop_token stop,
             const VerifyObserver& observer, std::vector<CcfAnchor> anchors)
        : m_files(files), m_options(options), m_stop(std::move(stop)), m_anchors(std::move(anchors)),
          m_log(options, observer), m_pool(threadsFor(options.jobs) - 1), m_line(layOut(files)),
          m_run(files, m_line, m_pool, m_log, m_stop), m_snapshots(files, m_log)
    {
    }

    VerificationReport verify();

private:
    void noteFiles();
    void noteFinding(const Finding& finding);
    void judgeStart(SeqNo first, std::optional<SeqNo> snapshot);
    void judgeCopies();
    struct Alternative {
        std::string detail;
        Verdict verdict = Verdict::NotChecked; ///< Of its range where it differs.
        SeqNo builtOn = 0;
    };
    Alternative judgeAlone(const CopyComparison& copy);
    void judgeDifference(const CopyComparison& copy, const Place& where);
    void judgeTrust(const TrustJudge& trust);
    void judgeSnapshots(const TrustJudge& trust, std::optional<SeqNo> start);
    void judgeRanges(const VerificationReport& report, const TrustJudge& trust);
    void reportEnds(VerificationReport& report, const TrustJudge& trust);
    SeqNo heldBy(std::size_t folders) const;
    void reportCommitted(VerificationReport& report) const;
    void conclude(VerificationReport& report) const;

    const LedgerFiles& m_files;
    const VerifyOptions& m_options;
    std::stop_token m_stop;
    std::vector<CcfAnchor> m_anchors;
    RunLog m_log;
    WorkerPool m_pool;
    Line m_line;
    LedgerRun m_run;
    SnapshotChecks m_snapshots;
    struct Held {
        std::uint32_t folder = 0;
        SeqNo from = 0, to = 0;
    };
    std::vector<Held> m_held; ///< What folders hold with the bytes of the line.
    std::map<std::uint32_t, const char*> m_differing; ///< Folder that was judged as a history of its own, to the reason.
};

void Verifier::noteFiles()
{
    for (const Finding& finding : m_files.findings) noteFinding(finding);
    for (const ChunkFile& chunk : m_files.chunks) {
        const Place where{chunk.path.string(), {}, {}, chunk.name.first};
        const char* reason = chunk.name.setAside ? kReasonSetAside : chunk.name.recovery ? kReasonRecoveryPending : nullptr;
        if (!reason) {
            if (chunk.identity.size == 0 && chunk.name.last)
                m_log.record({kCheckChunkComplete, Verdict::Failed, kReasonIncompleteChunk, where, "the file is empty"});
            continue;
        }
        m_log.remark(kCheckChunkName, Severity::Remark, reason, where);
        m_log.notChecked(kCheckChunkName, reason, chunk.path.string());
    }
}

/// What is named as a part of the history and cannot be looked into leaves a hole, also where no gap shows it.
void Verifier::noteFinding(const Finding& finding)
{
    const auto chunk = parseChunkName(std::filesystem::path(finding.where.file).filename().string());
    const char* reason = finding.reason == kReasonNameMismatch ? kReasonNameMismatch
                         : finding.reason == kReasonUnreadable ? kReasonUnreadable
                                                               : kReasonNotARegularFile;
    if (chunk && !chunk->setAside && !chunk->recovery)
        m_log.record({kCheckChunkReadable, Verdict::Indeterminate, reason, finding.where, finding.detail});
    else
        m_log.remark(finding.id.c_str(), finding.severity, reason, finding.where, finding.detail);
}

void Verifier::judgeStart(SeqNo first, std::optional<SeqNo> snapshot)
{
    const Place where{m_files.chunks[m_line.segments.front().chunk].path.string(), {}, {}, first};
    if (first == 1 || snapshot)
        m_log.record({kCheckOrderStart, Verdict::Passed, "", where, {}});
    else
        m_log.record({kCheckOrderStart, Verdict::Indeterminate, kReasonNoGenesis, where,
                      "begins at " + std::to_string(first)});
}

void Verifier::judgeCopies()
{
    const SeqNo lastRead = m_run.lastRead() ? m_run.lastRead()->seqno : 0;
    for (const auto& segment : m_line.segments)
        m_held.push_back({m_files.chunks[segment.chunk].folder, segment.from, segment.to.value_or(lastRead)});
    for (const CopyComparison& copy : compareCopies(m_files, m_line, m_stop)) {
        const ChunkFile& file = m_files.chunks[copy.chunk];
        Place where{file.path.string(), {}, {}, copy.first};
        if (copy.differsAt) {
            where.seqno = copy.differsAt;
            where.offset = copy.offset;
            if (*copy.differsAt > copy.first) m_held.push_back({file.folder, copy.first, *copy.differsAt - 1});
            judgeDifference(copy, where);
            continue;
        }
        for (const ReadNote& note : copy.notes) m_log.record({note.check, note.verdict, note.reason, note.where, note.detail});
        m_held.push_back({file.folder, copy.first, copy.last});
        m_log.pass(kCheckOrderCopies);
    }
}

/// The last seqno that so many folders hold with the same bytes; folders without a common seqno may be parts of one copy.
SeqNo Verifier::heldBy(std::size_t folders) const
{
    std::vector<std::tuple<SeqNo, bool, std::uint32_t>> bounds; // at one seqno what begins comes before what ends
    for (const Held& held : m_held) {
        bounds.emplace_back(held.from, true, held.folder);
        bounds.emplace_back(held.to, false, held.folder);
    }
    std::ranges::sort(bounds, [](const auto& a, const auto& b) {
        return std::tuple(std::get<0>(a), !std::get<1>(a)) < std::tuple(std::get<0>(b), !std::get<1>(b));
    });
    SeqNo result = 0;
    std::map<std::uint32_t, int> holders;
    for (const auto& [seqno, begins, folder] : bounds) {
        if (!begins && holders.size() >= folders) result = seqno;
        if (begins)
            ++holders[folder];
        else if (--holders[folder] == 0)
            holders.erase(folder);
    }
    return result;
}

/// What the copy is worth when it is judged as a history of its own.
Verifier::Alternative Verifier::judgeAlone(const CopyComparison& copy)
{
    VerifyObserver silent;
    RunLog otherLog(m_options, silent);
    const Line otherLine = lineOver(m_files, m_line, copy.chunk);
    LedgerRun other(m_files, otherLine, m_pool, otherLog, m_stop);
    other.run({});
    const TrustJudge otherTrust(m_anchors, other.epochs(), other.book());
    Alternative result{"the copy judged alone:", Verdict::NotChecked, 0};
    if (const auto built = other.builtOn()) result.builtOn = built->id.seqno;
    for (const RangeVerdict& range : other.book().assemble([&](std::size_t i) { return otherTrust.judge(i); })) {
        if (range.to < *copy.differsAt) continue;
        if (range.from <= *copy.differsAt) result.verdict = range.verdict;
        result.detail += ' ' + std::to_string(range.from) + ".." + std::to_string(range.to) + ' '
                         + verdictName(range.verdict) + (range.reason.empty() ? "" : " " + range.reason);
    }
    if (result.verdict == Verdict::NotChecked) result.detail += " unsigned";
    return result;
}

/// One leader writes in a view, so that two entries of one view at one place are two histories. Of entries of different views
/// the older was lost in an election or a recovery, unless it was committed.
void Verifier::judgeDifference(const CopyComparison& copy, const Place& where)
{
    const ChunkFile& file = m_files.chunks[copy.chunk];
    const bool shared = std::ranges::any_of(
        m_line.segments, [&](const Segment& segment) { return m_files.chunks[segment.chunk].folder == file.folder; });
    if (const auto known = m_differing.find(file.folder); known != m_differing.end() && !shared)
        return m_log.remark(kCheckOrderCopies, Severity::Warning, known->second, where);

    const Alternative other = judgeAlone(copy);
    const bool copyIsOlder = copy.view < copy.lineView;
    const SeqNo named = !copyIsOlder ? committedByName(m_files, m_line)
                        : shared     ? (file.name.committed ? file.name.last.value_or(0) : 0)
                                     : committedByName(m_files, file.folder);
    const SeqNo built = copyIsOlder ? other.builtOn : m_run.builtOn() ? m_run.builtOn()->id.seqno : 0;
    const bool lost = copy.view != copy.lineView && std::max(named, built) < *copy.differsAt;
    m_differing[file.folder] = lost ? kReasonLostTail : kReasonFork;
    if (lost) {
        m_log.remark(kCheckOrderCopies, Severity::Warning, kReasonLostTail, where, other.detail);
        m_log.pass(kCheckOrderCopies);
        return;
    }
    m_log.record({kCheckOrderCopies, Verdict::Failed, kReasonFork, where, other.detail});
    // A copy that does not stand by itself is damaged and says nothing against the line.
    if (other.verdict == Verdict::Failed || other.verdict == Verdict::NotChecked) return;
    const SeqNo end = std::max(m_run.book().end(), *copy.differsAt);
    m_run.book().blame(*copy.differsAt, Verdict::Failed, kReasonFork);
    m_run.book().blameSpan(*copy.differsAt, end, Verdict::Failed, kReasonFork);
}

void Verifier::judgeTrust(const TrustJudge& trust)
{
    if (m_run.epochs().empty() && m_line.segments.empty()) return;
    if (*trust.missingReason() != 0)
        m_log.record({kCheckIdentityAnchor, Verdict::Indeterminate, trust.missingReason()});
    else
        m_log.pass(kCheckIdentityAnchor);
    for (const IdentityEpoch& epoch : trust.describe()) {
        if (epoch.trust == Verdict::NotChecked) continue;
        const Place where{{}, {}, {}, epoch.from};
        if (epoch.trust == Verdict::Passed)
            m_log.pass(kCheckIdentityChain);
        else
            m_log.record({kCheckIdentityChain, Verdict::Indeterminate,
                          *trust.missingReason() != 0 ? trust.missingReason() : kReasonIdentityUnexplained, where,
                          epoch.subject});
    }
    const CcfAnchor* anchor = trust.matched();
    if (anchor && anchor->certificate && m_options.at && !anchor->certificate->validAt(*m_options.at))
        m_log.remark(kCheckIdentityAnchor, Severity::Remark, kReasonCertificateExpired, {},
                     toIso8601(anchor->certificate->notBefore()) + " to " + toIso8601(anchor->certificate->notAfter()));
}

void Verifier::judgeSnapshots(const TrustJudge& trust, std::optional<SeqNo> start)
{
    if (m_files.snapshots.empty()) return;
    const bool ledger = !m_line.segments.empty();
    m_snapshots.judge(ledger ? &m_run : nullptr, trust, start);
    if (ledger) m_snapshots.compareStates(m_line, start, m_run.startedAtGenesis(), m_stop);
}

/// A range can fall short though every check of it passed: its signatures hold, and lead to no identity that is trusted.
void Verifier::judgeRanges(const VerificationReport& report, const TrustJudge& trust)
{
    for (const RangeVerdict& range : report.ranges)
        if (range.reason == kReasonNotEndorsed && *trust.missingReason() == 0)
            m_log.record({kCheckIdentityChain, range.verdict, kReasonNotEndorsed, {.seqno = range.from},
                          std::to_string(range.from) + " to " + std::to_string(range.to)});
    const auto& ranges = m_run.book().ranges();
    for (std::size_t i = 0; i < ranges.size(); ++i)
        if (trust.restsOnEndorsedKey(i))
            m_log.notChecked(kCheckIdentityChain, kReasonNotCovered,
                             "from " + std::to_string(ranges[i].from) + " to " + std::to_string(ranges[i].to)
                                 + ": not followed leaf by leaf to the last root that the endorsement names");
}

/// The last good head in verified state; without an anchor, as far as everything but trust goes.
void Verifier::reportEnds(VerificationReport& report, const TrustJudge& trust)
{
    report.lastRead = m_run.lastRead();
    report.rootsAt = m_run.rootsAt();
    if (m_run.lastRead() && m_run.lastRead()->seqno > m_run.lastSignature())
        report.unsignedFrom = m_run.lastSignature() + 1;
    const auto stands = [&](SeqNo seqno) {
        return std::ranges::any_of(report.ranges, [&](const RangeVerdict& range) {
            const bool good = range.verdict == Verdict::Passed
                              || (*trust.missingReason() != 0 && range.reason == trust.missingReason());
            return good && range.from <= seqno && seqno <= range.to;
        });
    };
    std::vector<SignedHead> heads;
    for (const Epoch& epoch : m_run.epochs())
        if (epoch.lastHead) heads.push_back(*epoch.lastHead);
    heads.insert(heads.end(), m_run.heads().begin(), m_run.heads().end());
    std::ranges::stable_sort(heads, {}, [](const SignedHead& head) { return head.id.seqno; });
    for (std::size_t i = heads.size(); i-- > 0;) {
        if (!stands(heads[i].id.seqno)) continue;
        report.signedTo = heads[i].id;
        report.rootAtSignedTo = heads[i].root;
        if (!heads[i].viewSigned && heads[i].id.seqno == m_run.lastSignature())
            m_log.notChecked(kCheckOrderView, kReasonNotCovered,
                             "the view of the last signature transaction, " + heads[i].id.toString());
        return;
    }
}

void Verifier::reportCommitted(VerificationReport& report) const
{
    if (!report.signedTo) return;
    const auto offer = [&](SeqNo seqno, View view, const char* basis) {
        if (seqno > report.signedTo->seqno) view = m_run.viewOf(report.signedTo->seqno);
        seqno = std::min(seqno, report.signedTo->seqno);
        if (seqno == 0 || (report.committedTo && report.committedTo->seqno >= seqno)) return;
        report.committedTo = TransactionId{view, seqno};
        report.committedBasis = basis;
    };
    if (const auto built = m_run.builtOn()) offer(built->id.seqno, built->id.view, "later-view");

    const auto trusted = static_cast<std::size_t>(std::ranges::count_if(
        m_run.state().nodes(), [](const auto& node) { return node.second.record.status == "Trusted"; }));
    if (const SeqNo held = trusted > 0 ? heldBy(std::max<std::size_t>(2, trusted / 2 + 1)) : 0; held != 0)
        offer(held, m_run.viewOf(std::min(held, report.signedTo->seqno)), "copies");

    const SeqNo named = committedByName(m_files, m_line);
    offer(named, m_run.viewOf(std::min(named, report.signedTo->seqno)), "suffix");
}

void Verifier::conclude(VerificationReport& report) const
{
    report.verdict = overall(report.checks);
    for (const RangeVerdict& range : report.ranges) {
        if (range.verdict == Verdict::NotChecked || worse(range.verdict, report.verdict) == report.verdict) continue;
        report.verdict = range.verdict;
        report.reason = range.reason;
    }
    for (const char* first : {kCheckRunComplete, kCheckIdentityAnchor, kCheckIdentityChain}) {
        const auto found = std::ranges::find_if(report.checks, [&](const Check& check) {
            return check.id == first && check.verdict == report.verdict && !check.reason.empty();
        });
        if (report.reason.empty() && found != report.checks.end()) report.reason = found->reason;
    }
    // A fault that cost entries comes before one that did not.
    for (const RangeVerdict& range : report.ranges)
        if (report.reason.empty() && report.verdict == Verdict::Failed && range.verdict == Verdict::Failed)
            report.reason = range.reason;
    for (const Check& check : report.checks)
        if (report.reason.empty() && check.verdict == report.verdict) report.reason = check.reason;
}

VerificationReport Verifier::verify()
{
    const auto begin = std::chrono::steady_clock::now();
    noteFiles();
    std::optional<SeqNo> startedFrom;
    if (!m_line.segments.empty()) {
        const SeqNo first = m_line.segments.front().from;
        auto start = first == 1 ? std::nullopt : m_snapshots.startFor(first);
        if (start) startedFrom = start->seqno;
        m_run.run(std::move(start));
        judgeStart(first, startedFrom);
        if (!m_stop.stop_requested()) judgeCopies();
        if (m_run.stats().signatures == 0)
            m_log.record({kCheckSignaturePresent, Verdict::Indeterminate, kReasonNoSignature});
        else
            m_log.pass(kCheckSignaturePresent, m_run.stats().signatures);
        if (m_run.stats().signatures != 0)
            m_log.notChecked(kCheckTreeRoot, kReasonNotCovered,
                             "of the last signature transaction: GCM tag, flags, commit evidence digest, unused numbers "
                             "and the spelling of its rows");
    }
    const TrustJudge trust(m_anchors, m_run.epochs(), m_run.book());
    judgeTrust(trust);
    if (!m_stop.stop_requested()) judgeSnapshots(trust, startedFrom);
    if (m_stop.stop_requested()) m_log.record({kCheckRunComplete, Verdict::Indeterminate, kReasonCancelled});

    VerificationReport report;
    report.family = "ccf";
    report.subjectKind = m_files.summary.kind;
    report.subjects = m_files.summary.paths;
    report.ranges = m_run.book().assemble([&](std::size_t i) { return trust.judge(i); },
                                          [&](std::size_t epoch) { return trust.trusts(epoch); });
    judgeRanges(report, trust);
    report.identities = trust.describe();
    const bool carries = report.ranges.empty() || std::ranges::any_of(report.ranges, [](const RangeVerdict& range) {
                             return range.verdict == Verdict::Passed;
                         });
    const CcfAnchor* anchor = trust.matched() ? trust.matched() : m_snapshots.anchor();
    if (anchor && carries) report.anchor = describeAnchor(*anchor);
    report.stats = m_run.stats();
    report.stats.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    reportEnds(report, trust);
    reportCommitted(report);
    m_run.history().writeTo(report);
    m_log.writeTo(report);
    if (report.unsignedFrom && report.lastRead)
        report.ranges.push_back({*report.unsignedFrom, report.lastRead->seqno, Verdict::NotChecked, kReasonUnsigned});
    std::ranges::stable_sort(report.ranges, {}, &RangeVerdict::from); // a stretch that is missing may come after
    conclude(report);
    return report;
}

} // namespace

Result<VerificationReport> verifyLedger(const LedgerFiles& files, const VerifyOptions& options, std::stop_token stop,
                                        const VerifyObserver& observer)
{
    std::vector<CcfAnchor> anchors;
    for (const AnchorInput& input : options.anchors) {
        auto parsed = parseAnchor(input);
        if (!parsed) return std::move(parsed).error();
        std::ranges::move(*parsed, std::back_inserter(anchors));
    }
    return Verifier(files, options, std::move(stop), observer, std::move(anchors)).verify();
}

} // namespace countersign::ccf
