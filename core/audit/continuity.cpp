#include "core/audit/continuity.h"

#include "core/audit/check_ids.h"
#include "core/base/hex.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <map>

namespace countersign::audit {

namespace {

using Roots = std::map<SeqNo, RootAt>;

/// Everything a snapshot knows of the tree, by place.
Roots rootsOf(const AuditSnapshot& snapshot)
{
    Roots roots;
    for (const SignedRoot& root : snapshot.landmarks) roots[root.id.seqno] = {root.id, true, root.root};
    if (snapshot.head)
        roots[snapshot.head->signedRoot.id.seqno] = {snapshot.head->signedRoot.id, true,
                                                     snapshot.head->signedRoot.root};
    for (const RootAt& root : snapshot.rootsAt) roots[root.id.seqno] = root; // recomputed: says what the files hold
    return roots;
}

bool sharesIdentity(const AuditSnapshot& a, const AuditSnapshot& b)
{
    return std::ranges::any_of(a.identities, [&](const SnapshotIdentity& mine) {
        return std::ranges::find(b.identities, mine.keyId, &SnapshotIdentity::keyId) != b.identities.end();
    });
}

const RangeVerdict* rangeAt(const AuditSnapshot& snapshot, SeqNo seqno)
{
    const auto found = std::ranges::find_if(
        snapshot.ranges, [&](const RangeVerdict& range) { return range.from <= seqno && seqno <= range.to; });
    return found == snapshot.ranges.end() ? nullptr : &*found;
}

class Judge
{
public:
    Judge(const AuditSnapshot& earlier, const AuditSnapshot& later)
        : m_earlier(earlier), m_later(later), m_before(rootsOf(earlier)), m_after(rootsOf(later))
    {}

    ContinuityAnswer judge();

private:
    void compareRoots();
    bool filesWereRewritten();
    bool judgeDifference();
    void judgeEnd();
    void judgeStrangers();
    void conclude(Continuity kind, Verdict verdict, const char* reason, std::string evidence);
    bool agreesToCommitted() const;
    SeqNo committed() const { return m_earlier.committedTo ? m_earlier.committedTo->seqno : 0; }

    const AuditSnapshot& m_earlier;
    const AuditSnapshot& m_later;
    Roots m_before, m_after;
    std::set<SeqNo> m_same, m_different;
    ContinuityAnswer m_answer;
};

void Judge::conclude(Continuity kind, Verdict verdict, const char* reason, std::string evidence)
{
    m_answer.kind = kind;
    m_answer.verdict = verdict;
    m_answer.reason = reason;
    m_answer.evidence = std::move(evidence);
}

void Judge::compareRoots()
{
    for (const auto& [seqno, mine] : m_before) {
        const auto theirs = m_after.find(seqno);
        if (!mine.signs || !mine.root || theirs == m_after.end()) continue;
        if (theirs->second.root && *theirs->second.root == *mine.root)
            m_same.insert(seqno);
        else if (theirs->second.root || !theirs->second.signs)
            m_different.insert(seqno);
    }
    const SeqNo end = m_different.empty() ? ~SeqNo{0} : *m_different.begin();
    for (const SeqNo seqno : m_same)
        if (seqno < end) m_answer.commonTo = m_before[seqno].id;
    if (!m_different.empty()) m_answer.differsAt = m_before[*m_different.begin()].id;
}

/// What was signed may be the same, and the files hold something else.
bool Judge::filesWereRewritten()
{
    const SeqNo head = m_earlier.head->signedRoot.id.seqno;
    if (m_same.empty() && !sharesIdentity(m_earlier, m_later)) return false;
    for (const RangeVerdict& range : m_later.ranges) {
        const bool other =
            range.verdict == Verdict::Failed && (range.reason == kReasonRootMismatch || range.reason == kReasonFork);
        if (!other || range.from > head) continue;
        const RangeVerdict* before = rangeAt(m_earlier, range.from);
        if (!before || before->verdict == Verdict::Failed) continue;
        m_answer.commonTo.reset();
        for (const SeqNo seqno : m_same)
            if (seqno < range.from) m_answer.commonTo = m_before[seqno].id;
        m_answer.differsAt.reset();
        const auto next = m_before.lower_bound(range.from);
        if (next != m_before.end()) m_answer.differsAt = next->second.id;
        conclude(Continuity::Rewritten, Verdict::Failed, kReasonRewritten,
                 "transactions " + std::to_string(range.from) + " to " + std::to_string(range.to) +
                     " are not what was signed, and were when they were seen before");
        return true;
    }
    return false;
}

/// At the last signature that was shown committed, and everywhere before.
bool Judge::agreesToCommitted() const
{
    SeqNo last = 0;
    for (const auto& [seqno, root] : m_before)
        if (root.signs && root.root && seqno <= committed()) last = seqno;
    return last != 0 && m_same.contains(last) && (m_different.empty() || *m_different.begin() > committed());
}

bool Judge::judgeDifference()
{
    if (m_different.empty()) return false;
    const SeqNo at = *m_different.begin();
    const RootAt& mine = m_before[at];
    const RootAt& theirs = m_after[at];
    const std::string found = theirs.root ? "root " + toHex(*theirs.root) : std::string("no signature");
    const std::string evidence = "at " + mine.id.toString() + " root " + toHex(*mine.root) + " was seen; there is " +
                                 theirs.id.toString() + " with " + found;
    if (m_same.empty() && !sharesIdentity(m_earlier, m_later)) {
        conclude(Continuity::OtherService, Verdict::Failed, kReasonOtherService, evidence);
        return true;
    }
    if (theirs.id.view == mine.id.view)
        conclude(Continuity::Rewritten, Verdict::Failed, kReasonRewritten, evidence);
    else if (theirs.id.view > mine.id.view && agreesToCommitted())
        conclude(Continuity::Continued, Verdict::Indeterminate, kReasonLostTail,
                 evidence + "; what is gone was never shown committed");
    else
        conclude(Continuity::Forked, Verdict::Failed, kReasonForked, evidence);
    return true;
}

void Judge::judgeStrangers()
{
    const bool whole = m_later.origin == "files" && !m_later.ranges.empty() && m_later.ranges.front().from == 1;
    if (!m_later.identities.empty() && !sharesIdentity(m_earlier, m_later))
        conclude(whole ? Continuity::OtherService : Continuity::Unknown,
                 whole ? Verdict::Failed : Verdict::Indeterminate, kReasonOtherService,
                 "no common root, and no identity of the one is known to the other");
    else
        conclude(Continuity::Unknown, Verdict::Indeterminate, kReasonNoCommonRoot, "no root is known of both");
}

/// Nothing differs, and the earlier head is not among what is known of the later side.
void Judge::judgeEnd()
{
    const TransactionId head = m_earlier.head->signedRoot.id;
    if (m_same.empty()) return judgeStrangers();
    const auto end = m_later.lastRead;
    if (end && end->seqno >= head.seqno) {
        const RangeVerdict* range = rangeAt(m_later, head.seqno);
        const bool judged = range && range->verdict != Verdict::Passed && !range->reason.empty();
        conclude(Continuity::Unknown, Verdict::Indeterminate, kReasonNoCommonRoot,
                 "the root at " + head.toString() + " is not known of the later side" +
                     (judged ? ": " + range->reason : ""));
        return;
    }
    const std::string evidence =
        "ends at " + (end ? end->toString() : std::string("nothing")) + ", " + head.toString() + " was seen";
    const bool certain = end && end->seqno < committed();
    conclude(Continuity::RolledBack, certain ? Verdict::Failed : Verdict::Indeterminate,
             certain ? kReasonRolledBack : kReasonCopyEndsEarlier,
             certain ? evidence : evidence + "; what is gone was never shown committed");
}

ContinuityAnswer Judge::judge()
{
    if (m_later.head) m_answer.laterHead = m_later.head->signedRoot.id;
    if (!m_earlier.head) {
        conclude(Continuity::Unknown, Verdict::Indeterminate, kReasonNoSignature,
                 "the earlier side has no verified head");
        return m_answer;
    }
    const SeqNo head = m_earlier.head->signedRoot.id.seqno;
    m_answer.earlierHead = m_earlier.head->signedRoot.id;
    if (m_earlier.family != m_later.family) {
        conclude(Continuity::OtherService, Verdict::Failed, kReasonOtherService, "ledgers of two families");
        return m_answer;
    }
    compareRoots();
    if (filesWereRewritten()) return m_answer;
    if (m_same.contains(head) && m_different.empty())
        conclude(Continuity::Continued, Verdict::Passed, "",
                 "the same root " + toHex(*m_before[head].root) + " at " + m_before[head].id.toString());
    else if (!judgeDifference())
        judgeEnd();
    return m_answer;
}

void weigh(ContinuityAnswer& answer, const Sight& side)
{
    if (side.standing == Standing::Contradicted) {
        answer.kind = Continuity::Unknown;
        answer.verdict = Verdict::Failed;
        answer.reason = kReasonChainBroken;
        answer.evidence = side.label + ": its signature or its chain does not hold";
    } else if (side.standing == Standing::Unattributed && answer.reason != kReasonChainBroken &&
               answer.kind != Continuity::Unknown) {
        answer.verdict = Verdict::Indeterminate;
        answer.reason = kReasonUnattributed;
        answer.evidence = side.label + " could be anybody's; as it stands: " + answer.evidence;
    }
}

} // namespace

const char* continuityName(Continuity continuity) noexcept
{
    switch (continuity) {
    case Continuity::Continued:
        return "continued";
    case Continuity::RolledBack:
        return "rolled-back";
    case Continuity::Forked:
        return "forked";
    case Continuity::Rewritten:
        return "rewritten";
    case Continuity::OtherService:
        return "other-service";
    case Continuity::Unknown:
        break;
    }
    return "unknown";
}

const char* standingName(Standing standing) noexcept
{
    switch (standing) {
    case Standing::Judged:
        return "judged";
    case Standing::Own:
        return "own";
    case Standing::Signed:
        return "signed";
    case Standing::Contradicted:
        return "contradicted";
    case Standing::Unattributed:
        break;
    }
    return "unattributed";
}

ContinuityAnswer judgeContinuity(const Sight& earlier, const Sight& later)
{
    ContinuityAnswer answer = Judge(earlier.snapshot, later.snapshot).judge();
    weigh(answer, earlier);
    weigh(answer, later);
    return answer;
}

std::vector<SeqNo> rootsWanted(const AuditSnapshot& earlier)
{
    std::set<SeqNo> wanted;
    for (const SignedRoot& root : earlier.landmarks) wanted.insert(root.id.seqno);
    if (earlier.head) wanted.insert(earlier.head->signedRoot.id.seqno);
    return {wanted.begin(), wanted.end()};
}

std::vector<TransactionId> receiptsWanted(const AuditSnapshot& earlier)
{
    constexpr std::size_t kOnTheWay = 4; // Each is an exchange, and an old one may take long.
    std::vector<TransactionId> wanted;
    const std::size_t count = earlier.landmarks.size();
    for (std::size_t i = 0; i < kOnTheWay && i < count; ++i)
        wanted.push_back(earlier.landmarks[i * count / std::min(kOnTheWay, count)].id);
    if (earlier.head && (wanted.empty() || wanted.back() != earlier.head->signedRoot.id))
        wanted.push_back(earlier.head->signedRoot.id);
    return wanted;
}

bool seenInOtherOrder(const Sight& a, const Sight& b)
{
    const bool aNow = a.standing == Standing::Judged, bNow = b.standing == Standing::Judged;
    return aNow || bNow ? aNow && !bNow : b.snapshot.takenAt < a.snapshot.takenAt;
}

Check continuityCheck(const ContinuityAnswer& answer)
{
    return {kCheckAuditContinuity, answer.verdict, answer.reason,
            std::string(continuityName(answer.kind)) + (answer.evidence.empty() ? "" : ": " + answer.evidence)};
}

} // namespace countersign::audit
