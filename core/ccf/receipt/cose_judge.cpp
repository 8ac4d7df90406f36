#include "core/ccf/receipt/cose_judge.h"

#include "core/base/hex.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

class CoseJudge
{
public:
    CoseJudge(const CoseReceipt& receipt, const ReceiptContext& context, Judgement& judgement)
        : m_receipt(receipt), m_context(context), m_judgement(judgement)
    {
    }

    void judge(const std::vector<Digest>& wanted, const std::vector<Digest>& leaves)
    {
        m_judgement.pass(m_context.ids.readable);
        if (!m_receipt.hasProofs) return judgeSignatureAlone();
        const auto root = m_receipt.ccf.empty() ? rfc9162Root(leaves) : ccfRoot(wanted);
        if (root) judgeSignature(*root);
    }

private:
    /// A ledger's own signature: it is over a root that does not travel with it.
    void judgeSignatureAlone()
    {
        m_judgement.kind = "signature";
        m_judgement.record(m_context.ids.path, Verdict::Indeterminate, kReasonNoProof,
                           m_receipt.header.stated ? m_receipt.header.stated->toString() : std::string());
        judgeAnchor(m_context, nullptr, "key " + m_receipt.header.keyId, m_judgement);
    }

    std::optional<Digest> ccfRoot(const std::vector<Digest>& wanted)
    {
        for (const CcfInclusion& proof : m_receipt.ccf)
            m_judgement.leaves.push_back(
                {proof.leaf(), false, proof.id, proof.writeSetDigest, proof.commitEvidence, proof.claimsDigest});
        judgeTransaction(m_context, m_judgement);
        std::vector<Digest> roots;
        for (const CcfInclusion& proof : m_receipt.ccf) roots.push_back(proof.root());
        const auto root = oneRoot(roots);
        judgeClaims(m_context, wanted, m_judgement);
        judgeOrder();
        return root;
    }

    /// The signature comes after what it signs, in the same view or a later one.
    void judgeOrder()
    {
        const auto& stated = m_receipt.header.stated;
        if (!stated) return;
        const auto late = std::ranges::find_if(m_receipt.ccf, [&](const CcfInclusion& proof) {
            return proof.id.seqno >= stated->seqno || proof.id.view > stated->view;
        });
        const bool holds = late == m_receipt.ccf.end();
        m_judgement.record(kCheckReceiptHeader, holds ? Verdict::Passed : Verdict::Failed, kReasonTransactionIdMismatch,
                           "signed at " + stated->toString() + (holds ? "" : ", transaction " + late->id.toString()));
    }

    std::optional<Digest> rfc9162Root(const std::vector<Digest>& leaves)
    {
        m_judgement.skip(m_context.ids.transaction, kReasonNotBound, "a tree of RFC 9162 knows no transaction ids");
        if (m_context.options.transactionId)
            m_judgement.record(m_context.ids.transaction, Verdict::Indeterminate, kReasonNotBound,
                               "asked for " + m_context.options.transactionId->toString());
        if (leaves.empty()) {
            m_judgement.record(m_context.ids.path, Verdict::Indeterminate, kReasonLeafUnknown);
            judgeAnchor(m_context, nullptr, "key " + m_receipt.header.keyId, m_judgement);
            return {};
        }
        std::vector<Digest> roots;
        for (const Rfc9162Inclusion& proof : m_receipt.rfc9162) {
            auto root = proof.root(chosenLeaf(leaves));
            if (!root) {
                recordError(m_context.ids.path, root.error(), m_judgement);
                return {};
            }
            roots.push_back(*root);
        }
        return oneRoot(roots);
    }

    /// With several candidates, the one under which the signature holds; the first when none does.
    Digest chosenLeaf(const std::vector<Digest>& leaves) const
    {
        for (const Digest& leaf : leaves) {
            const auto root = m_receipt.rfc9162.front().root(leaf);
            if (root && leaves.size() > 1 && signer(*root)) return leaf;
        }
        return leaves.front();
    }

    std::optional<Digest> oneRoot(const std::vector<Digest>& roots)
    {
        const bool same = std::ranges::all_of(roots, [&](const Digest& root) { return root == roots.front(); });
        if (roots.size() > 1)
            m_judgement.record(m_context.ids.path, same ? Verdict::Passed : Verdict::Failed, kReasonRootMismatch,
                               std::to_string(roots.size()) + " proofs, root " + toHex(roots.front()));
        return same ? std::optional(roots.front()) : std::nullopt;
    }

    bool keyFits(const crypto::PublicKey& key) const
    {
        return !m_receipt.header.namesKey() || m_receipt.header.keyId == toHex(key.spkiDigest());
    }

    bool algorithmFits(const crypto::PublicKey& key) const
    {
        return coseAlgorithmOf(key) == m_receipt.cose.algorithm;
    }

    const crypto::PublicKey* signer(const Digest& root) const
    {
        for (const TrustedKey& trusted : m_context.identities.keys())
            if (keyFits(trusted.key) && algorithmFits(trusted.key)
                && m_receipt.cose.holds(trusted.key, Bytes(root)).value_or(false))
                return &trusted.key;
        return nullptr;
    }

    void judgeSignature(const Digest& root)
    {
        const auto& keys = m_context.identities.keys();
        const auto named = std::ranges::find_if(keys, [&](const TrustedKey& trusted) { return keyFits(trusted.key); });
        if (named == keys.end())
            return judgeAnchor(m_context, nullptr, "key " + m_receipt.header.keyId, m_judgement);
        ++m_judgement.signatures;
        const std::string evidence = "root " + toHex(root) + ", key " + m_receipt.header.keyId;
        if (const crypto::PublicKey* key = signer(root)) {
            m_judgement.pass(m_context.ids.signature, evidence);
            return judgeAnchor(m_context, key, {}, m_judgement);
        }
        if (!m_receipt.header.namesKey())
            return judgeAnchor(m_context, nullptr, "none of the trusted keys signed it", m_judgement);
        if (!algorithmFits(named->key))
            m_judgement.record(kCheckReceiptHeader, Verdict::Failed, kReasonKeyMismatch,
                               "algorithm " + std::to_string(m_receipt.cose.algorithm));
        m_judgement.record(m_context.ids.signature, Verdict::Failed, kReasonSignatureInvalid, evidence);
    }

    const CoseReceipt& m_receipt;
    const ReceiptContext& m_context;
    Judgement& m_judgement;
};

} // namespace

void judgeCoseReceipt(const CoseReceipt& receipt, const std::vector<Digest>& wanted, const std::vector<Digest>& leaves,
                      const ReceiptContext& context, Judgement& judgement)
{
    CoseJudge(receipt, context, judgement).judge(wanted, leaves);
    const auto& time = receipt.header.time;
    judgement.signedAt = time;
    const auto& anchor = judgement.anchor;
    if (time && anchor && anchor->notBefore && (*time < *anchor->notBefore || *anchor->notAfter < *time))
        judgement.remark(context.ids.anchor, Severity::Remark, kReasonCertificateExpired,
                         "of the anchor, when it was signed: " + toIso8601(*time));
}

} // namespace countersign::ccf
