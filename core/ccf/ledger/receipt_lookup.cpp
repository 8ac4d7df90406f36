#include "core/ccf/ledger/receipt_lookup.h"

#include "core/base/hex.h"
#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

/// What differs between a receipt's leaf and the entry under its number; empty when they agree.
std::string differenceOf(const LeafStatement& leaf, const Entry& entry)
{
    if (entry.ivView != leaf.id->view)
        return "the ledger holds " + TransactionId{entry.ivView, leaf.id->seqno}.toString();
    const Digest writeSet = crypto::sha256(entry.bytes);
    if (leaf.writeSetDigest && *leaf.writeSetDigest != writeSet) return "write set digest " + toHex(writeSet);
    const Digest evidence = crypto::sha256(bytesOf(leaf.commitEvidence));
    if (entry.commitEvidenceDigest && !std::ranges::equal(*entry.commitEvidenceDigest, evidence))
        return "commit evidence digest " + toHex(*entry.commitEvidenceDigest);
    if (entry.claimsDigest && (!leaf.claimsDigest || !std::ranges::equal(*entry.claimsDigest, *leaf.claimsDigest)))
        return "claims digest " + toHex(*entry.claimsDigest);
    const Digest own = leafOf(entry);
    return own == leaf.leaf ? std::string() : "leaf " + toHex(own);
}

void lookUp(const LedgerRecords& records, const std::optional<TransactionId>& committedTo, const LeafStatement& leaf,
            Judgement& judgement)
{
    const SeqNo seqno = leaf.id->seqno;
    const auto located = records.locate(seqno);
    if (!located) return judgement.skip(kCheckReceiptLedger, kReasonNotCovered, leaf.id->toString());
    const auto entry = located->parse();
    if (!entry)
        return judgement.record(kCheckReceiptLedger, Verdict::Indeterminate, kReasonUnreadable, entry.error().where);
    const std::string place = located->place.chunk->name() + " at " + std::to_string(located->place.range.offset);
    const std::string difference = differenceOf(leaf, *entry);
    if (difference.empty()) return judgement.pass(kCheckReceiptLedger, "found in " + place + ", bytes equal");
    const bool committed = committedTo && seqno <= committedTo->seqno;
    judgement.record(kCheckReceiptLedger, committed ? Verdict::Failed : Verdict::Indeterminate,
                     committed ? kReasonLedgerMismatch : kReasonLostTail, place + ": " + difference);
}

} // namespace

void lookUpReceipt(const LedgerRecords& records, const std::optional<TransactionId>& committedTo, Judgement& judgement)
{
    bool any = false;
    for (const LeafStatement& leaf : std::vector<LeafStatement>(judgement.leaves)) {
        if (!leaf.id) continue;
        any = true;
        lookUp(records, committedTo, leaf, judgement);
    }
    if (!any) judgement.skip(kCheckReceiptLedger, kReasonNotBound);
}

std::vector<LedgerIdentity> identitiesOf(const VerificationReport& report)
{
    std::vector<LedgerIdentity> result;
    if (!report.anchor) return result;
    for (std::size_t i = 0; i < report.identities.size(); ++i) {
        const IdentityEpoch& epoch = report.identities[i];
        const auto certificate = crypto::Certificate::fromDer(epoch.certificateDer);
        if (!certificate || epoch.trust != Verdict::Passed) continue;
        IdentitySpan span{{epoch.firstView, epoch.from}, {}};
        if (i + 1 < report.identities.size()) {
            const IdentityEpoch& next = report.identities[i + 1];
            if (next.from == 0 || next.firstView == 0) continue;
            span.end = TransactionId{next.firstView - 1, next.from - 1};
        }
        result.push_back({certificate->publicKey(), span, *report.anchor});
    }
    return result;
}

} // namespace countersign::ccf
