#include "core/ccf/receipt/json_judge.h"

#include "core/base/hex.h"
#include "core/family/reasons.h"

namespace countersign::ccf {

namespace {

void judgeDates(const crypto::Certificate& certificate, const ReceiptContext& context, Judgement& judgement)
{
    const auto& at = context.options.at;
    if (!at || certificate.validAt(*at)) return;
    judgement.remark(context.ids.node, Severity::Remark, kReasonCertificateExpired,
                     "of the node: " + toIso8601(certificate.notBefore()) + " to " + toIso8601(certificate.notAfter()));
}

/// The last certificate of the chain that begins with the node's, each signed by the next; null when it breaks.
const crypto::Certificate* endOfChain(const JsonReceipt& receipt, const ReceiptContext& context, Judgement& judgement)
{
    const crypto::Certificate* issued = &*receipt.certificate;
    for (const crypto::Certificate& endorsement : receipt.serviceEndorsements) {
        if (!endorsement.isCa() || !context.cache.signedWith(*issued, endorsement.publicKey())) {
            judgement.record(context.ids.endorsement, Verdict::Failed, kReasonNotEndorsed,
                             issued->subject() + " by " + endorsement.subject() + " "
                                 + toHex(endorsement.publicKey().spkiDigest()));
            return nullptr;
        }
        issued = &endorsement;
    }
    if (!receipt.serviceEndorsements.empty())
        judgement.pass(context.ids.endorsement, std::to_string(receipt.serviceEndorsements.size()) + " certificates");
    return issued;
}

/// An anchor that stands inside the chain, not at its end, is worth a word: it is not what vouches for the rest.
void noteInnerAnchor(const JsonReceipt& receipt, const ReceiptContext& context, Judgement& judgement)
{
    for (const crypto::Certificate& endorsement : receipt.serviceEndorsements)
        if (context.identities.find(endorsement.publicKey()))
            judgement.remark(context.ids.anchor, Severity::Warning, kReasonAnchorNotInChain,
                             "the identity given is an earlier one of the chain, which ends at a later one");
}

/// The identity of the transaction's own time, when it is known by itself; else the one that the chain leads to.
const crypto::PublicKey* answeringKey(const JsonReceipt& receipt, const ReceiptContext& context,
                                      const crypto::PublicKey& end)
{
    if (receipt.serviceEndorsements.empty()) return &end;
    const crypto::PublicKey& first = receipt.serviceEndorsements.front().publicKey();
    return context.identities.find(first) ? &first : &end;
}

void judgeChain(const JsonReceipt& receipt, const ReceiptContext& context, Judgement& judgement)
{
    const crypto::Certificate* last = endOfChain(receipt, context, judgement);
    if (!last) return;
    for (const TrustedKey& trusted : context.identities.keys())
        if (context.cache.signedWith(*last, trusted.key))
            return judgeAnchor(context, answeringKey(receipt, context, trusted.key), {}, judgement);
    judgeAnchor(context, nullptr, "issuer " + last->issuer(), judgement);
    noteInnerAnchor(receipt, context, judgement);
}

} // namespace

LeafStatement leafOf(const JsonReceipt& receipt)
{
    return {receipt.leafDigest(), receipt.leaf && receipt.proof.empty(), receipt.transactionId(), receipt.writeSetDigest,
            receipt.commitEvidence, receipt.claimsDigest};
}

void judgeJsonProof(const JsonReceipt& receipt, const ReceiptContext& context, Judgement& judgement)
{
    const Digest root = receipt.root();
    if (!receipt.certificate) {
        judgement.record(context.ids.signature, Verdict::Indeterminate, kReasonNoNodeCertificate,
                         "node " + receipt.nodeId);
        return;
    }
    const crypto::PublicKey& key = receipt.certificate->publicKey();
    const std::string node = toHex(key.spkiDigest());
    if (!receipt.nodeId.empty())
        judgement.record(context.ids.node, node == receipt.nodeId ? Verdict::Passed : Verdict::Failed,
                         kReasonKeyMismatch, "key " + node + ", stated " + receipt.nodeId);
    ++judgement.signatures;
    const auto holds = key.ecdsaDerHolds(root, receipt.signature);
    if (!holds)
        recordError(context.ids.signature, holds.error(), judgement);
    else
        judgement.record(context.ids.signature, *holds ? Verdict::Passed : Verdict::Failed, kReasonSignatureInvalid,
                         "leaf " + toHex(receipt.leafDigest()) + ", root " + toHex(root));
    judgeChain(receipt, context, judgement);
    judgeDates(*receipt.certificate, context, judgement);
}

void judgeJsonReceipt(const JsonReceipt& receipt, const std::vector<Digest>& wanted, const ReceiptContext& context,
                      Judgement& judgement)
{
    judgement.pass(context.ids.readable);
    judgement.leaves.push_back(leafOf(receipt));
    judgeTransaction(context, judgement);
    if (receipt.statedRoot)
        judgement.record(context.ids.path, receipt.root() == *receipt.statedRoot ? Verdict::Passed : Verdict::Failed,
                         kReasonRootMismatch,
                         "stated " + toHex(*receipt.statedRoot) + ", computed " + toHex(receipt.root()));
    judgeClaims(context, wanted, judgement);
    judgeJsonProof(receipt, context, judgement);
}

} // namespace countersign::ccf
