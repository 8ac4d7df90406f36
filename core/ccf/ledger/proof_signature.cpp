#include "core/ccf/ledger/proof_signature.h"

#include "core/base/hex.h"
#include "core/ccf/ledger/history_state.h"
#include "core/ccf/ledger/tables.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

constexpr std::int64_t kCcfTreeAlgorithm = 2; ///< CCF_LEDGER_SHA256, label 395.

/// A node's certificate, and whether the service is meant to have issued it.
struct NodeCertificate {
    crypto::Certificate certificate;
    bool selfSigned = false;
};

/// The certificate the tables held for a node before a record; for signatures that do not carry it.
std::optional<NodeCertificate> certificateFromTables(const LedgerRecords& records, const std::string& node,
                                                     SeqNo before)
{
    HistoryState state;
    (void)records.forEach(1, {}, [&](const LocatedEntry& located) {
        if (located.seqno >= before) return false;
        const auto entry = located.parse();
        const auto tables = entry ? located.tables(*entry) : Result<std::vector<TableBlock>>(entry.error());
        if (tables) (void)state.apply(*tables);
        return true;
    });
    const KnownNode* found = state.node(node);
    if (!found) return {};
    if (found->endorsed) return NodeCertificate{*found->endorsed, false};
    if (found->record.selfSigned) return NodeCertificate{*found->record.selfSigned, true};
    return {};
}

class SignatureLinks
{
public:
    SignatureLinks(const LedgerRecords& records, const ClosingSignature& closing, const Digest& root,
                   const VerificationReport& report)
        : m_records(records), m_closing(closing), m_root(root), m_where(placeOf(records, closing.located))
    {
        const IdentityEpoch* epoch = epochOf(report, closing.located.seqno);
        if (!epoch) return;
        if (auto certificate = crypto::Certificate::fromDer(epoch->certificateDer))
            m_identity = *std::move(certificate);
    }

    std::vector<ProofLink> judge()
    {
        if (m_closing.parts.node) judgeNode();
        if (m_closing.parts.service) judgeService();
        return std::move(m_links);
    }

private:
    void add(const char* id, Verdict verdict, const char* reason, std::string subject, std::string evidence)
    {
        m_links.push_back(proofLink(id, verdict, reason, std::move(subject), std::move(evidence), m_where));
    }

    void answer(const char* id, const Result<bool>& holds, const char* reason, std::string subject,
                std::string evidence)
    {
        if (!holds) return add(id, Verdict::Indeterminate, kReasonUnsupported, std::move(subject), holds.error().where);
        add(id, *holds ? Verdict::Passed : Verdict::Failed, reason, std::move(subject), std::move(evidence));
    }

    void judgeNode()
    {
        const NodeSignatureRow* row = m_closing.node();
        if (!row)
            return add(kCheckNodeSignature, Verdict::Failed, kReasonMalformed, m_closing.id.toString(),
                       m_closing.parts.node->error().where);
        std::optional<NodeCertificate> node;
        if (row->certificate)
            node = NodeCertificate{*row->certificate, false};
        else
            node = certificateFromTables(m_records, row->node, m_closing.located.seqno);
        if (!node) return add(kCheckNodeIdentity, Verdict::Indeterminate, kReasonNodeUnknown, row->node, {});
        const crypto::PublicKey& key = node->certificate.publicKey();
        answer(kCheckNodeSignature, key.ecdsaDerHolds(m_root, row->signature), kReasonSignatureInvalid, row->node,
               toHex(row->signature));
        add(kCheckNodeIdentity, toHex(key.spkiDigest()) == row->node ? Verdict::Passed : Verdict::Failed,
            kReasonKeyMismatch, row->node, toHex(key.spkiDigest()));
        judgeEndorsement(*node);
    }

    void judgeEndorsement(const NodeCertificate& node)
    {
        const std::string subject = node.certificate.subject();
        if (!m_identity) return add(kCheckNodeEndorsement, Verdict::Indeterminate, kReasonIdentityUnknown, subject, {});
        const std::string evidence = toHex(m_identity->publicKey().spkiDigest());
        const auto endorsed = node.certificate.signedWith(m_identity->publicKey());
        // Before 2.0 nodes signed their own certificates, and the tables alone told who they were.
        if (node.selfSigned && !endorsed.value_or(false))
            return add(kCheckNodeEndorsement, Verdict::Indeterminate, kReasonNotEndorsed, subject, evidence);
        answer(kCheckNodeEndorsement, endorsed, kReasonNotEndorsed, subject, evidence);
    }

    void judgeService()
    {
        const ServiceSignatureRow* row = m_closing.service();
        const std::string subject = m_closing.id.toString();
        if (!row)
            return add(kCheckServiceSignature, Verdict::Failed, kReasonMalformed, subject,
                       m_closing.parts.service->error().where);
        if (!m_identity)
            return add(kCheckServiceSignature, Verdict::Indeterminate, kReasonIdentityUnknown, row->keyId, {});
        const std::string keyId = toHex(m_identity->publicKey().spkiDigest());
        if (row->keyId != keyId)
            add(kCheckServiceHeader, Verdict::Failed, kReasonKeyMismatch, subject, row->keyId);
        else if (row->stated && *row->stated != m_closing.id)
            add(kCheckServiceHeader, Verdict::Failed, kReasonTransactionIdMismatch, subject, row->stated->toString());
        else if (row->treeAlgorithm && *row->treeAlgorithm != kCcfTreeAlgorithm)
            add(kCheckServiceHeader, Verdict::Failed, kReasonUnsupported, subject, std::to_string(*row->treeAlgorithm));
        else
            add(kCheckServiceHeader, Verdict::Passed, "", subject, row->keyId);
        answer(kCheckServiceSignature, row->cose.holds(m_identity->publicKey(), m_root), kReasonSignatureInvalid,
               subject, toHex(row->cose.signature));
    }

    const LedgerRecords& m_records;
    const ClosingSignature& m_closing;
    const Digest& m_root;
    Place m_where;
    std::optional<crypto::Certificate> m_identity;
    std::vector<ProofLink> m_links;
};

} // namespace

ProofLink proofLink(const char* id, Verdict verdict, const char* reason, std::string subject, std::string evidence,
                    Place where)
{
    return {id,
            verdict,
            verdict == Verdict::Passed ? "" : reason,
            std::move(subject),
            std::move(evidence),
            std::move(where)};
}

Place placeOf(const LedgerRecords& records, const LocatedEntry& located)
{
    const SourceFile& file = records.files().summary.files[records.files().chunks[located.place.chunkIndex].file];
    return {file.path(), located.place.range.offset, located.place.range.length, located.seqno};
}

std::optional<ClosingSignature> closingSignature(const LedgerRecords& records, SeqNo from)
{
    std::optional<ClosingSignature> closing;
    (void)records.forEach(from, {}, [&](const LocatedEntry& located) {
        const auto entry = located.parse();
        const auto tables = entry ? located.tables(*entry) : Result<std::vector<TableBlock>>(entry.error());
        if (!tables || !isSignatureTransaction(*tables)) return true;
        closing = ClosingSignature{located, {entry->ivView, located.seqno}, readSignatureTransaction(*tables)};
        return false;
    });
    return closing;
}

std::vector<ProofLink> signatureLinks(const LedgerRecords& records, const ClosingSignature& closing, const Digest& root,
                                      const VerificationReport& report)
{
    return SignatureLinks(records, closing, root, report).judge();
}

const IdentityEpoch* epochOf(const VerificationReport& report, SeqNo seqno) noexcept
{
    const auto found = std::ranges::find_if(
        report.identities, [&](const IdentityEpoch& epoch) { return epoch.from <= seqno && seqno <= epoch.to; });
    return found == report.identities.end() ? nullptr : &*found;
}

} // namespace countersign::ccf
