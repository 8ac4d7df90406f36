#include "core/ccf/ledger/proof.h"

#include "core/base/hex.h"
#include "core/ccf/ledger/proof_signature.h"
#include "core/crypto/merkle.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

namespace countersign::ccf {

namespace {

constexpr const char* kAnchorLink = "anchor"; ///< IdentityEpoch::link of an identity that is itself the anchor.

class Prover
{
public:
    Prover(const LedgerRecords& records, const VerificationReport& report) : m_records(records), m_report(report) {}

    Result<std::vector<ProofLink>> prove(SeqNo seqno)
    {
        auto located = m_records.locate(seqno);
        if (!located) return std::move(located).error();
        if (!entry(*located)) return std::move(m_links);
        const auto closing = closingSignature(m_records, seqno);
        if (!closing) {
            add(kCheckSignaturePresent, Verdict::Indeterminate, kReasonUnsigned, m_record, {});
            return std::move(m_links);
        }
        m_where = placeOf(m_records, closing->located);
        add(kCheckSignaturePresent, Verdict::Passed, "", closing->id.toString(), m_record);
        shape(*closing);
        if (const auto root = rootOver(*closing, seqno)) {
            auto signatures = signatureLinks(m_records, *closing, *root, m_report);
            if (signatures.empty())
                add(kCheckSignaturePresent, Verdict::Failed, kReasonNoSignature, closing->id.toString(), {});
            m_links.insert(m_links.end(), signatures.begin(), signatures.end());
            identity(closing->located.seqno);
        }
        if (closing->located.seqno == seqno) coveredByNext(seqno);
        return std::move(m_links);
    }

private:
    void add(const char* id, Verdict verdict, const char* reason, std::string subject, std::string evidence)
    {
        m_links.push_back(proofLink(id, verdict, reason, std::move(subject), std::move(evidence), m_where));
    }

    /// Reads the record and makes its leaf; false when there is none.
    bool entry(const LocatedEntry& located)
    {
        m_where = placeOf(m_records, located);
        m_record = std::to_string(located.seqno);
        const auto entry = located.parse();
        const auto tables = entry ? located.tables(*entry) : Result<std::vector<TableBlock>>(entry.error());
        if (!tables) {
            const bool unsupported = tables.error().code == ErrorCode::Unsupported;
            add(kCheckEntryStructure, unsupported ? Verdict::Indeterminate : Verdict::Failed,
                unsupported ? kReasonUnsupported : kReasonMalformed, m_record, tables.error().where);
            return false;
        }
        m_record = TransactionId{entry->ivView, located.seqno}.toString();
        if (entry->seqno != located.seqno || entry->ivSeqno != located.seqno) {
            add(kCheckOrderSequence, Verdict::Failed,
                entry->seqno != located.seqno ? kReasonSeqnoMismatch : kReasonIvMismatch, m_record,
                std::to_string(entry->seqno) + ", " + std::to_string(entry->ivSeqno));
            return false;
        }
        m_leaf = leafOf(*entry);
        add(kCheckEntryStructure, Verdict::Passed, "", m_record, toHex(m_leaf));
        return true;
    }

    void shape(const ClosingSignature& closing)
    {
        const std::string subject = closing.id.toString();
        const NodeSignatureRow* row = closing.node();
        if (!closing.parts.shapeHolds)
            add(kCheckSignatureShape, Verdict::Failed, kReasonForeignTables, subject, closing.parts.shapeDetail);
        else if (row && row->stated != closing.id)
            add(kCheckSignatureShape, Verdict::Failed, kReasonTransactionIdMismatch, subject, row->stated.toString());
        else
            add(kCheckSignatureShape, Verdict::Passed, "", subject, {});
    }

    /// The root that the signatures must be over: the stated one, or, where none is stated, the one folded from the
    /// record's leaf. None when the tree does not reach the record.
    std::optional<Digest> rootOver(const ClosingSignature& closing, SeqNo seqno)
    {
        const std::string subject = closing.id.toString();
        const SerialisedTree* tree = closing.tree();
        if (!tree) {
            const bool malformed = closing.parts.tree.has_value();
            add(kCheckTreeContents, malformed ? Verdict::Failed : Verdict::Indeterminate,
                malformed ? kReasonMalformed : kReasonNotCovered, subject, "no tree");
            return {};
        }
        const std::string span =
            std::to_string(tree->firstLeaf()) + ".." + std::to_string(tree->size() - (tree->size() != 0));
        if (tree->size() != closing.located.seqno) {
            add(kCheckTreeContents, Verdict::Failed, kReasonTreeMismatch, subject, "leaves " + span);
            return {};
        }
        const bool own = closing.located.seqno == seqno;
        if (!own && seqno < tree->firstLeaf()) {
            add(kCheckTreeContents, Verdict::Indeterminate, kReasonNotCovered, subject, "leaves " + span);
            return {};
        }
        if (!own) contents(closing, *tree, seqno);
        const Digest root = own ? tree->frontier().root() : crypto::rootFromPath(m_leaf, tree->path(seqno).value());
        compareRoot(closing, root);
        return closing.node() ? closing.node()->root : root;
    }

    void contents(const ClosingSignature& closing, const SerialisedTree& tree, SeqNo seqno)
    {
        const Digest stored = tree.leaf(seqno);
        add(kCheckTreeContents, stored == m_leaf ? Verdict::Passed : Verdict::Failed, kReasonTreeMismatch,
            closing.id.toString(), toHex(stored));
    }

    void compareRoot(const ClosingSignature& closing, const Digest& root)
    {
        // Where only the service signs, nothing states the root: its signature is over it or is not.
        const NodeSignatureRow* row = closing.node();
        if (!row) return;
        const bool equal = row->root == root;
        add(kCheckTreeRoot, equal ? Verdict::Passed : Verdict::Failed, kReasonRootMismatch, closing.id.toString(),
            equal ? toHex(root) : "signed " + toHex(row->root) + ", recomputed " + toHex(root));
    }

    /// The epoch's identity, those between it and the anchor, and the anchor.
    void identity(SeqNo closing)
    {
        m_where = {};
        const IdentityEpoch* epoch = epochOf(m_report, closing);
        if (!epoch)
            return add(kCheckIdentityChain, Verdict::Indeterminate, kReasonIdentityUnknown, std::to_string(closing),
                       {});
        const IdentityEpoch* anchor = anchorEpoch();
        for (const IdentityEpoch* at = epoch; at->link != kAnchorLink;) {
            link(*at);
            if (!anchor || at->trust != Verdict::Passed) break;
            at += at < anchor ? 1 : -1;
        }
        if (!m_report.anchor)
            return add(kCheckIdentityAnchor, Verdict::Indeterminate, kReasonNoTrustAnchor, epoch->subject,
                       epoch->keyId);
        const std::string evidence = m_report.anchor->keyId;
        if (!anchor)
            return add(kCheckIdentityAnchor, Verdict::Indeterminate, kReasonAnchorNotInChain, m_report.anchor->source,
                       evidence);
        add(kCheckIdentityAnchor, anchor->trust, kReasonAnchorNotInChain, m_report.anchor->source, evidence);
    }

    void link(const IdentityEpoch& epoch)
    {
        const char* reason = epoch.trustReason.empty() ? kReasonIdentityUnexplained : epoch.trustReason.c_str();
        const bool carried = epoch.trust == Verdict::Passed && !epoch.link.empty();
        const Verdict verdict = epoch.trust == Verdict::Passed && !carried ? Verdict::Indeterminate : epoch.trust;
        add(kCheckIdentityChain, verdict, reason, epoch.subject,
            epoch.linkEvidence.empty() ? epoch.link : epoch.link + ": " + epoch.linkEvidence);
    }

    /// The identity that is the anchor: its key, taken from its certificate anew, is the anchor's.
    const IdentityEpoch* anchorEpoch() const
    {
        if (!m_report.anchor) return nullptr;
        for (const IdentityEpoch& epoch : m_report.identities) {
            if (epoch.link != kAnchorLink) continue;
            const auto certificate = crypto::Certificate::fromDer(epoch.certificateDer);
            if (certificate && toHex(certificate->publicKey().spkiDigest()) == m_report.anchor->keyId) return &epoch;
        }
        return nullptr;
    }

    /// Whether the bytes of a signature transaction stand under the next one's root.
    void coveredByNext(SeqNo seqno)
    {
        const auto next = closingSignature(m_records, seqno + 1);
        const SerialisedTree* tree = next ? next->tree() : nullptr;
        if (!tree || tree->size() != next->located.seqno || seqno < tree->firstLeaf()) return;
        m_where = placeOf(m_records, next->located);
        const Digest root = crypto::rootFromPath(m_leaf, tree->path(seqno).value());
        const std::string subject = next->id.toString();
        if (tree->leaf(seqno) != m_leaf || (next->node() && next->node()->root != root))
            return add(kCheckTreeContents, Verdict::Failed, kReasonTreeMismatch, subject, toHex(tree->leaf(seqno)));
        Verdict verdict = Verdict::NotChecked;
        std::string reason = kReasonNoSignature;
        for (const ProofLink& signature : signatureLinks(m_records, *next, root, m_report)) {
            const bool first = verdict == Verdict::NotChecked;
            if (!first && worse(verdict, signature.verdict) == verdict) continue;
            verdict = signature.verdict;
            reason = signature.reason;
        }
        add(kCheckTreeContents, verdict, reason.c_str(), subject, toHex(m_leaf));
    }

    const LedgerRecords& m_records;
    const VerificationReport& m_report;
    std::string m_record;
    Digest m_leaf{};
    Place m_where;
    std::vector<ProofLink> m_links;
};

} // namespace

Result<std::vector<ProofLink>> proveRecord(const LedgerRecords& records, SeqNo seqno, const VerificationReport& report)
{
    return Prover(records, report).prove(seqno);
}

} // namespace countersign::ccf
