// The part of LedgerRun that closes ranges: what happens at a signature transaction.

#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/ledger_run.h"
#include "core/ccf/ledger/tables.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::size_t kMostHeads = 65536;
constexpr std::int64_t kToleratedClockStep = 300;

/// No private part and no claims: nothing covers the bytes of a last signature transaction but its own form.
void checkForm(const Entry& entry, SignatureTransaction& signature)
{
    const bool claims = entry.claimsDigest && std::ranges::any_of(*entry.claimsDigest, [](auto byte) { return byte != 0; });
    if (!signature.shapeHolds || (!claims && entry.privateDomain.empty())) return;
    signature.shapeHolds = false;
    signature.shapeDetail = claims ? "claims" : "a private part";
}

} // namespace

void LedgerRun::noteKinds(const SignatureTransaction& signature, const Place& where)
{
    m_stats.nodeSignatures += signature.node.has_value();
    m_stats.serviceSignatures += signature.service.has_value();
    if (m_serviceSignatureSeen && !signature.service)
        m_log.remark(kCheckServiceSignature, Severity::Warning, kReasonSignatureKindStopped, where);
    if (m_nodeSignatureSeen && !signature.node)
        m_log.remark(kCheckNodeSignature, Severity::Warning, kReasonSignatureKindStopped, where);
    m_serviceSignatureSeen = signature.service.has_value();
    m_nodeSignatureSeen = signature.node.has_value();
}

void LedgerRun::signatureEntry(const HashedSlice& hashed, std::size_t index, const Entry& entry,
                               const std::vector<TableBlock>& tables)
{
    const Place where = place(hashed, index);
    const TransactionId own{hashed.views[index], *where.seqno};
    SignatureTransaction signature = readSignatureTransaction(tables, &m_certificates);
    checkForm(entry, signature);
    m_lastWasSignature = true;
    m_lastSignature = own.seqno;
    ++m_stats.signatures;
    noteKinds(signature, where);
    if (!m_state.service()) adoptIdentity(signature);

    std::optional<Digest> computed;
    if (m_frontierKnown) computed = m_frontier.root();
    if (!m_rootsAt.empty() && m_rootsAt.back().id.seqno == own.seqno) m_rootsAt.back() = {own, true, computed};
    const bool nodeAgrees = !signature.node || !*signature.node || (*signature.node)->root == computed;
    bool good = computed && nodeAgrees;
    std::shared_ptr<JudgedSignature> judged;
    if (good) {
        // Without a node row only the service's signature tells whether the recomputed root is the signed one.
        const bool now = !signature.node;
        judged = m_judge.judge(signature, own, *computed, m_state, where, hashed.slice.chunk, now);
        good = !now || judged->verdict() != Verdict::Failed;
    }
    if (good) {
        m_waiting.push_back({judged, openRange(own.seqno)});
        m_joined = true;
    } else {
        closeBroken(signature, hashed.slice.chunk, own, computed, where);
    }
    blameViews();
    m_rangeFrom = own.seqno + 1;
    collect(false);
}

/// The recomputed root is not the signed one, or there is none. If the signature is good over what it states, the tree it
/// carries tells which entries differ, and the run goes on from that tree.
void LedgerRun::closeBroken(const SignatureTransaction& signature, const std::shared_ptr<const Chunk>& chunk,
                            TransactionId own, std::optional<Digest> computed, Place where)
{
    const bool treeReads = signature.tree && *signature.tree && (*signature.tree)->size() == own.seqno;
    std::optional<Digest> stated;
    if (signature.node && *signature.node)
        stated = (*signature.node)->root;
    else if (treeReads)
        stated = (*signature.tree)->frontier().root();

    m_state.setComplete(false);
    SignedRange range = openRange(own.seqno);
    range.joined = false;
    // What the state took from entries that were not signed must not condemn the signature that tells.
    if (treeReads && disagrees(**signature.tree, own.seqno)) m_state.setComplete(false);
    std::shared_ptr<JudgedSignature> judged;
    if (stated) judged = m_judge.judge(signature, own, *stated, m_state, where, chunk, true);
    const bool indeterminate = judged && judged->verdict() == Verdict::Indeterminate;
    const bool vouched = judged && judged->bound && judged->verdict() != Verdict::Failed;
    if (treeReads && (vouched || (indeterminate && !computed))) {
        resynchronise(**signature.tree, own.seqno, range, vouched);
        if (computed)
            m_log.record({kCheckTreeRoot, Verdict::Failed, kReasonRootMismatch, where,
                          "signed " + toHex(*stated) + ", recomputed " + toHex(*computed)});
        m_waiting.push_back({judged, range});
        m_joined = true;
        return;
    }
    m_stretchBroken = true;
    range.verdict = computed || !indeterminate ? Verdict::Failed : Verdict::Indeterminate;
    range.reason = computed ? kReasonRootMismatch : kReasonMissingRange;
    m_log.record({kCheckTreeRoot, range.verdict, range.reason, where,
                  (stated ? "stated " + toHex(*stated) : std::string("no root stated"))
                      + (computed ? ", recomputed " + toHex(*computed) : std::string())});
    if (judged)
        for (const Answer& answer : judged->answers)
            if (answer.verdict != Verdict::Passed) m_log.record(answer);
    m_waiting.push_back({nullptr, range});
}

bool LedgerRun::disagrees(const SerialisedTree& tree, SeqNo own) const
{
    for (SeqNo seqno = std::max<SeqNo>(tree.firstLeaf(), 1); seqno < own; ++seqno) {
        const RecentLeaves::Leaf* leaf = m_recent.find(seqno);
        if (leaf && leaf->digest != tree.leaf(seqno)) return true;
    }
    return false;
}

/// Compares the leaves of a signed tree with ours, blames the entries that differ if the signature is vouched for, and takes
/// the tree over. A tree that does not reach back over the whole range leaves it open.
void LedgerRun::resynchronise(const SerialisedTree& tree, SeqNo own, SignedRange& range, bool vouched)
{
    collect(true);
    bool differs = false;
    bool covered = tree.firstLeaf() <= range.from;
    for (SeqNo seqno = std::max<SeqNo>(tree.firstLeaf(), 1); seqno < own; ++seqno) {
        const RecentLeaves::Leaf* leaf = m_recent.find(seqno);
        if (!leaf && seqno >= range.from) covered = false;
        if (!leaf || leaf->digest == tree.leaf(seqno)) continue;
        differs = true;
        if (!vouched) break;
        m_log.record({kCheckTreeContents, Verdict::Failed, kReasonRootMismatch,
                      {m_files.chunks[leaf->chunk].path.string(), leaf->offset, {}, seqno},
                      "not the entry that was signed"});
        accuse(seqno, seqno);
        m_altered.insert(seqno);
        m_state.setComplete(false);
    }
    const bool samePast = vouched && m_frontierKnown && judgePast(tree, own, covered);
    covered = covered || samePast;
    if (!covered || (differs && !vouched)) {
        range.verdict = m_frontierKnown && !differs ? Verdict::Failed : Verdict::Indeterminate;
        range.reason = m_frontierKnown && !differs ? kReasonRootMismatch : kReasonNotCovered;
    }
    m_frontier = tree.frontier();
    m_frontierKnown = true;
    takeLeaves(tree, own);
    // All leaves but those blamed are under this root too: the stretch goes on.
    range.joined = samePast && m_joined;
    if (!range.joined) m_stretchFrom = own;
    m_stretchBroken = false;
}

/// Where the leaves a signed tree still holds do not explain why its root is another one, the difference lies before them, in
/// ranges whose own signatures seemed good: two signed histories. True when the past is the same.
bool LedgerRun::judgePast(const SerialisedTree& tree, SeqNo own, bool rangeCovered)
{
    if (tree.firstLeaf() <= m_stretchFrom) return true;
    crypto::MerkleFrontier ours = tree.flushed();
    for (SeqNo seqno = tree.firstLeaf(); seqno < own; ++seqno) {
        const RecentLeaves::Leaf* leaf = m_recent.find(seqno);
        if (!leaf) return false;
        ours.append(leaf->digest);
    }
    if (ours.root() == m_frontier.root()) return true;
    if (!rangeCovered || m_stretchBroken) return false; // the difference may lie in a range that fell already
    m_log.record({kCheckTreeRoot, Verdict::Failed, kReasonFork, {.seqno = m_stretchFrom},
                  "a later signature covers another history up to " + std::to_string(tree.firstLeaf() - 1)});
    accuse(m_stretchFrom, tree.firstLeaf() - 1);
    return false;
}

/// What was signed is what later trees are held against; the altered entries were named once.
void LedgerRun::takeLeaves(const SerialisedTree& tree, SeqNo own)
{
    for (SeqNo seqno = std::max<SeqNo>(tree.firstLeaf(), 1); seqno < own; ++seqno) {
        const RecentLeaves::Leaf* leaf = m_recent.find(seqno);
        if (leaf && leaf->digest != tree.leaf(seqno)) m_recent.add({seqno, tree.leaf(seqno), leaf->chunk, leaf->offset});
    }
}

/// What a signature of a later identity says of an earlier one's time counts only if that identity is trusted.
void LedgerRun::accuse(SeqNo from, SeqNo to)
{
    std::optional<std::size_t> accuser;
    const auto& epochs = m_identity.epochs();
    if (!epochs.empty() && from < epochs.back().from) accuser = epochs.size() - 1;
    if (from == to)
        m_book.blame(from, Verdict::Failed, kReasonRootMismatch, accuser);
    else
        m_book.blameSpan(from, to, Verdict::Failed, kReasonFork, accuser);
}

/// A history without its beginning names its service only in the signatures themselves: an anchor that fits is taken up.
void LedgerRun::adoptIdentity(const SignatureTransaction& signature)
{
    for (const AnchorInput& anchor : m_log.options().anchors) {
        const auto certificates = crypto::Certificate::manyFromPem(textOf(anchor.content));
        if (!certificates) continue;
        for (const crypto::Certificate& certificate : *certificates) {
            const std::string keyId = toHex(certificate.publicKey().spkiDigest());
            const bool byKey = signature.service && *signature.service && (*signature.service)->keyId == keyId;
            const bool byNode = signature.node && *signature.node && (*signature.node)->certificate
                                && (*signature.node)->certificate->signedWith(certificate.publicKey()).value_or(false);
            if (!byKey && !byNode) continue;
            const ServiceRecord service{certificate, {}, {}, {}};
            m_state.setService(service);
            m_identity.begin(m_rangeFrom, service);
            return;
        }
    }
}

/// The clock of a service runs forward; only signatures of its own key count.
void LedgerRun::judgeTime(JudgedSignature& judged)
{
    if (!judged.work.serviceHolds || !judged.time) return;
    const std::int64_t step = m_lastTime ? m_lastTime->seconds - judged.time->seconds : 0;
    if (step > kToleratedClockStep)
        judged.answers.push_back({kCheckServiceTime, Verdict::Indeterminate, kReasonTimeBackwards, judged.where,
                                  std::to_string(step) + " s"});
    else
        judged.answers.push_back({kCheckServiceTime});
    if (!m_lastTime || *m_lastTime < *judged.time) m_lastTime = judged.time;
}

void LedgerRun::settle(Waiting& waiting)
{
    SignedRange& range = waiting.range;
    m_messages.collectUpTo(range.to);
    if (waiting.judged) {
        JudgedSignature& judged = *waiting.judged;
        judgeTime(judged);
        for (const Answer& answer : judged.answers) m_log.record(answer);
        range.bound = judged.bound;
        const Verdict verdict = judged.verdict();
        if (worse(verdict, range.verdict) == verdict && verdict != Verdict::Passed) {
            range.verdict = verdict;
            range.reason = judged.reason();
        }
        if (judged.hasNode || judged.hasService) m_history.signature(judged.id, judged.node, judged.time);
    }
    m_book.close(range);
    if (range.verdict == Verdict::Passed && waiting.judged && !m_book.blamed(range.from, range.to))
        takeHead(*waiting.judged, range.joined);
    if (m_log.observer().range) m_log.observer().range({range.from, range.to, range.verdict, range.reason});
}

/// A node signs the root over what comes before, not the view of its own transaction: that counts once something signed
/// builds on it, or when the service signed it too.
void LedgerRun::takeHead(const JudgedSignature& judged, bool joined)
{
    const bool named = judged.work.serviceHolds && judged.work.service && judged.work.service->stated;
    const View signedView = named ? judged.id.view : viewOf(judged.id.seqno - 1);
    if (m_lastGoodHead && m_lastGoodHead->id.view < signedView && joined) m_builtOn = m_lastGoodHead;
    m_lastGoodHead = SignedHead{judged.id, judged.root, named || signedView == judged.id.view};
    m_heads.push_back(*m_lastGoodHead);
    m_history.head(judged.id, judged.root);
    if (m_heads.size() > kMostHeads) m_heads.pop_front();
    m_identity.signedHead(*m_lastGoodHead);
}

void LedgerRun::collect(bool all)
{
    constexpr std::size_t kMostWaitingSignatures = 256;
    while (!m_waiting.empty()) {
        Waiting& front = m_waiting.front();
        if (front.judged && front.judged->remaining.load() != 0) {
            if (!all && m_waiting.size() < kMostWaitingSignatures) return;
            m_pool.helpUntil([&] { return front.judged->remaining.load() == 0; });
        }
        if (front.judged && !front.judged->finished) front.judged->finish();
        Waiting taken = std::move(front);
        m_waiting.pop_front();
        settle(taken);
    }
}

void LedgerRun::noteEvidence(const Entry& entry, const std::vector<TableBlock>& tables, SeqNo seqno,
                             const Place& where)
{
    constexpr std::size_t kMostEvidence = 100'000;
    const auto block = std::ranges::find(tables, tables::kSnapshotEvidence, &TableBlock::name);
    if (block == tables.end() || m_evidence.size() >= kMostEvidence) return;
    const auto value = block->singleValue();
    const auto json = value ? parseJson(*value) : Error{ErrorCode::Malformed, "snapshot evidence", {}};
    const auto hash = json ? jsonText(*json, "hash") : std::nullopt;
    const auto version = json ? jsonNumber(*json, "version") : std::nullopt;
    const auto digest = hash ? digestFromHex(*hash) : Error{ErrorCode::Malformed, "snapshot evidence", {}};
    if (!digest || !version) {
        m_log.record({kCheckSnapshotEvidence, Verdict::Failed, kReasonMalformed, where});
        return;
    }
    const bool claimed = entry.claimsDigest && std::ranges::equal(*entry.claimsDigest, *digest);
    m_evidence.push_back({seqno, *version, *digest, claimed});
}

} // namespace countersign::ccf
