// The part of LedgerRun that closes ranges: what happens at a signature transaction.

#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/ccf/ledger/ledger_run.h"
#include "core/ccf/ledger/tables.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

void LedgerRun::signatureEntry(const HashedSlice& hashed, std::size_t index, const std::vector<TableBlock>& tables)
{
    const Place where = place(hashed, index);
    const TransactionId own{hashed.views[index], *where.seqno};
    const SignatureTransaction signature = readSignatureTransaction(tables, &m_certificates);
    m_lastWasSignature = true;
    m_lastSignature = own.seqno;
    ++m_stats.signatures;
    m_stats.nodeSignatures += signature.node.has_value();
    m_stats.serviceSignatures += signature.service.has_value();
    if (m_serviceSignatureSeen && !signature.service)
        m_log.remark(kCheckServiceSignature, Severity::Warning, kReasonSignatureKindStopped, where);
    m_serviceSignatureSeen = signature.service.has_value();
    if (!m_state.service()) adoptIdentity(signature);

    std::optional<Digest> computed;
    if (m_frontierKnown) computed = m_frontier.root();
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
    std::shared_ptr<JudgedSignature> judged;
    if (stated) judged = m_judge.judge(signature, own, *stated, m_state, where, chunk, true);
    const bool authentic = judged && judged->verdict() == Verdict::Passed && judged->bound;
    const bool indeterminate = judged && judged->verdict() == Verdict::Indeterminate;
    if ((authentic || indeterminate) && treeReads && resynchronise(**signature.tree, own.seqno, range)) {
        if (computed)
            m_log.record({kCheckTreeRoot, Verdict::Failed, kReasonRootMismatch, where,
                          "signed " + toHex(*stated) + ", recomputed " + toHex(*computed)});
        m_waiting.push_back({judged, range});
        m_joined = true;
        return;
    }
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

/// Compares the leaves of a good tree with ours, blames the entries that differ, and takes the tree over. False when the
/// tree does not reach back over the whole range.
bool LedgerRun::resynchronise(const SerialisedTree& tree, SeqNo own, SignedRange& range)
{
    bool differs = false;
    bool covered = tree.firstLeaf() <= range.from;
    for (SeqNo seqno = std::max<SeqNo>(tree.firstLeaf(), 1); seqno < own; ++seqno) {
        const RecentLeaves::Leaf* leaf = m_recent.find(seqno);
        if (!leaf) {
            if (seqno >= range.from) covered = false;
            continue;
        }
        if (leaf->digest == tree.leaf(seqno)) continue;
        differs = true;
        m_log.record({kCheckTreeContents, Verdict::Failed, kReasonRootMismatch,
                      {m_files.chunks[leaf->chunk].path.string(), leaf->offset, {}, seqno},
                      "not the entry that was signed"});
        collect(true);
        m_book.blame(seqno, Verdict::Failed, kReasonRootMismatch);
        m_state.setComplete(false);
    }
    if (!covered) {
        range.verdict = m_frontierKnown && !differs ? Verdict::Failed : Verdict::Indeterminate;
        range.reason = m_frontierKnown && !differs ? kReasonRootMismatch : kReasonNotCovered;
    }
    m_frontier = tree.frontier();
    m_frontierKnown = true;
    return true;
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

void LedgerRun::settle(Waiting& waiting)
{
    SignedRange& range = waiting.range;
    if (waiting.judged) {
        JudgedSignature& judged = *waiting.judged;
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
    if (range.verdict == Verdict::Passed && waiting.judged && !m_book.blamed(range.from, range.to)) {
        if (m_lastGoodHead && m_lastGoodHead->id.view < waiting.judged->id.view && range.joined)
            m_builtOn = m_lastGoodHead;
        m_lastGoodHead = SignedHead{waiting.judged->id, waiting.judged->root};
        m_identity.signedHead(*m_lastGoodHead);
    }
    if (m_log.observer().range) m_log.observer().range({range.from, range.to, range.verdict, range.reason});
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
