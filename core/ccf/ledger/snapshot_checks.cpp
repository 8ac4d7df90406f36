#include "core/ccf/ledger/snapshot_checks.h"

#include "core/base/hex.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

Place SnapshotChecks::place(const SnapshotFile& file) const
{
    return {file.path.string(), {}, {}, file.name.seqno};
}

/// Claims, root and node signature; whose service the certificate belongs to is another question.
bool SnapshotChecks::receiptHolds(const Snapshot& snapshot, const JsonReceipt& receipt, std::string& why) const
{
    if (receipt.claimsDigest != snapshot.digest()) {
        why = "claims " + (receipt.claimsDigest ? toHex(*receipt.claimsDigest) : std::string("nothing"));
        return false;
    }
    if (!receipt.certificate || toHex(receipt.certificate->publicKey().spkiDigest()) != receipt.nodeId) {
        why = "node " + receipt.nodeId;
        return false;
    }
    why = "root " + toHex(receipt.root());
    return receipt.certificate->publicKey().ecdsaDerHolds(receipt.root(), receipt.signature).value_or(false);
}

std::optional<StartingPoint> SnapshotChecks::startFor(SeqNo first)
{
    for (const SnapshotFile& file : m_files.snapshots) {
        if (file.name.seqno + 1 != first) continue;
        const auto snapshot = Snapshot::open(file.path);
        if (!snapshot || snapshot->seqno() != file.name.seqno || !snapshot->hasReceipt()) continue;
        const auto receipt = snapshot->receipt();
        std::string why;
        if (!receipt || !receiptHolds(*snapshot, *receipt, why)) continue;
        auto state = snapshot->state();
        auto frontier = snapshot->frontier();
        if (!state || !frontier || !state->service()) continue;
        if (!receipt->certificate->signedWith(state->service()->certificate.publicKey()).value_or(false)) continue;
        return StartingPoint{file.name.seqno, *frontier, *std::move(state)};
    }
    return {};
}

void SnapshotChecks::judge(const LedgerRun* run, const TrustJudge& trust, std::optional<SeqNo> start)
{
    m_start = start;
    for (const SnapshotFile& file : m_files.snapshots) {
        const auto snapshot = Snapshot::open(file.path);
        if (!snapshot) {
            const bool unreadable = snapshot.error().code == ErrorCode::Io;
            m_log.record({kCheckSnapshotReadable, unreadable ? Verdict::Indeterminate : Verdict::Failed,
                          unreadable ? kReasonUnreadable : kReasonMalformed, place(file),
                          snapshot.error().where + ' ' + snapshot.error().detail});
            continue;
        }
        m_log.pass(kCheckSnapshotReadable);
        judgeOne(file, *snapshot, run, trust);
        if (snapshot->file().changed())
            m_log.record({kCheckChunkUnchanged, Verdict::Indeterminate, kReasonFileChanged, place(file)});
    }
}

void SnapshotChecks::judgeOne(const SnapshotFile& file, const Snapshot& snapshot, const LedgerRun* run,
                              const TrustJudge& trust)
{
    const Place where = place(file);
    if (snapshot.seqno() != file.name.seqno)
        m_log.record({kCheckSnapshotReadable, Verdict::Failed, kReasonNameMismatch, where,
                      "state of " + std::to_string(snapshot.seqno())});
    const bool evidenceAtHand =
        run && std::ranges::any_of(run->evidence(), [&](const SnapshotEvidence& e) { return e.seqno == file.name.evidence; });
    if (snapshot.hasReceipt())
        judgeReceipt(file, snapshot, trust, where);
    else if (evidenceAtHand)
        m_log.notChecked(kCheckSnapshotReceipt, kReasonNoReceipt, file.path.string());
    else
        m_log.record({kCheckSnapshotReceipt, Verdict::Indeterminate, kReasonNoReceipt, where});
    if (run) {
        judgeEvidence(file, snapshot, *run, where);
        return;
    }
    // Whoever may set claims can get a receipt over any digest; only the ledger says that it is a snapshot's.
    m_log.record({kCheckSnapshotEvidence, Verdict::Indeterminate, kReasonNotCovered, where});
    m_log.notChecked(kCheckSnapshotState, kReasonNotCovered, file.path.string());
}

/// The evidence is a transaction of its own: where the name says it is, after the state, in its view or a later one.
void SnapshotChecks::judgeEvidenceName(const SnapshotFile& file, const Snapshot& snapshot, const JsonReceipt& receipt,
                                       const Place& where)
{
    const auto id = receipt.transactionId();
    const auto& views = snapshot.viewHistory();
    const auto view = static_cast<View>(std::ranges::upper_bound(views, snapshot.seqno()) - views.begin());
    const bool fits = id && id->seqno == file.name.evidence && id->seqno > snapshot.seqno() && id->view >= view;
    if (!fits)
        m_log.record({kCheckSnapshotReadable, Verdict::Failed, kReasonNameMismatch, where,
                      "its receipt is of " + (id ? id->toString() : std::string("no transaction")) + ", the name says "
                          + std::to_string(file.name.evidence)});
}

void SnapshotChecks::judgeReceipt(const SnapshotFile& file, const Snapshot& snapshot, const TrustJudge& trust,
                                  const Place& where)
{
    const auto receipt = snapshot.receipt();
    if (!receipt) {
        m_log.record({kCheckSnapshotReceipt, Verdict::Failed, kReasonMalformed, where,
                      receipt.error().where + ' ' + receipt.error().detail});
        return;
    }
    if (receipt->claimsDigest == snapshot.digest())
        m_log.pass(kCheckSnapshotDigest);
    else
        m_log.record({kCheckSnapshotDigest, Verdict::Failed, kReasonDigestMismatch, where,
                      "state " + toHex(snapshot.digest())});
    std::string why;
    if (!receiptHolds(snapshot, *receipt, why)) {
        m_log.record({kCheckSnapshotReceipt, Verdict::Failed, kReasonSignatureInvalid, where, why});
        return;
    }
    m_log.pass(kCheckSnapshotReceipt);
    judgeEvidenceName(file, snapshot, *receipt, where);
    judgeCertificate(snapshot, *receipt, trust, where);
}

/// The certificate leads to the service that the snapshot names, or to a later one over the endorsements it carries.
void SnapshotChecks::judgeCertificate(const Snapshot& snapshot, const JsonReceipt& receipt, const TrustJudge& trust,
                                      const Place& where)
{
    crypto::Certificate issued = *receipt.certificate;
    for (const crypto::Certificate& endorsement : receipt.serviceEndorsements) {
        if (!issued.signedWith(endorsement.publicKey()).value_or(false)) {
            m_log.record({kCheckSnapshotCertificate, Verdict::Failed, kReasonNotEndorsed, where, issued.subject()});
            return;
        }
        issued = endorsement;
    }
    std::pair<Verdict, const char*> best{Verdict::Failed, kReasonNotEndorsed};
    const auto consider = [&](const crypto::PublicKey& key) {
        if (!issued.signedWith(key).value_or(false)) return;
        const auto answer = trust.judgeKey(key);
        if (const CcfAnchor* anchor = trust.anchorOf(key)) m_anchor = anchor;
        if (worse(answer.first, best.first) == best.first) best = answer;
    };
    const auto state = snapshot.state();
    if (state && state->service()) consider(state->service()->certificate.publicKey());
    for (const auto& key : trust.keys()) consider(key);
    m_log.record({kCheckSnapshotCertificate, best.first, best.second, where, receipt.certificate->subject()});
}

/// Whoever may set claims can get a receipt over any digest; what rests on the snapshot alone needs the ledger's word.
void SnapshotChecks::evidenceNotAtHand(const SnapshotFile& file, const Snapshot& snapshot, const char* reason,
                                       const Place& where)
{
    if (m_start == snapshot.seqno() || !snapshot.hasReceipt())
        m_log.record({kCheckSnapshotEvidence, Verdict::Indeterminate, reason, where,
                      "the evidence at " + std::to_string(file.name.evidence)});
    else
        m_log.notChecked(kCheckSnapshotEvidence, reason, file.path.string());
}

void SnapshotChecks::judgeEvidence(const SnapshotFile& file, const Snapshot& snapshot, const LedgerRun& run,
                                   const Place& where)
{
    const auto found = std::ranges::find(run.evidence(), file.name.evidence, &SnapshotEvidence::seqno);
    if (found == run.evidence().end()) {
        const bool read = run.lastRead() && run.lastRead()->seqno >= file.name.evidence && run.firstRead() != 0
                          && run.firstRead() <= file.name.evidence;
        if (!read) return evidenceNotAtHand(file, snapshot, kReasonEvidenceMissing, where);
        m_log.record({kCheckSnapshotEvidence, Verdict::Failed, kReasonEvidenceMissing, where,
                      "no evidence at " + std::to_string(file.name.evidence)});
        return;
    }
    const bool names = found->digest == snapshot.digest() && found->version == snapshot.seqno();
    if (!names || (!found->claimed && snapshot.hasReceipt()))
        m_log.record({kCheckSnapshotEvidence, Verdict::Failed, kReasonEvidenceMismatch, where,
                      "evidence " + toHex(found->digest) + " for " + std::to_string(found->version)});
    else if (found->seqno > run.lastSignature())
        evidenceNotAtHand(file, snapshot, kReasonUnsigned, where);
    else
        m_log.pass(kCheckSnapshotEvidence);
}

} // namespace countersign::ccf
