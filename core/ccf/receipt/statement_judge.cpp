#include "core/base/hex.h"
#include "core/ccf/receipt/cose_judge.h"
#include "core/ccf/receipt/statement.h"
#include "core/crypto/did_x509.h"
#include "core/crypto/sha2.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::ccf {

namespace {

class StatementJudge
{
public:
    StatementJudge(const Statement& statement, const ReceiptContext& context, Judgement& judgement)
        : m_statement(statement), m_context(context), m_judgement(judgement)
    {
    }

    void judge()
    {
        m_judgement.pass(kCheckStatementReadable, m_statement.subject);
        judgeDocument();
        judgeIssuer();
        if (m_statement.receipts.empty())
            return m_judgement.record(kCheckStatementReceipts, Verdict::Indeterminate, kReasonNoReceipt);
        std::size_t passed = 0;
        for (const ByteVector& receipt : m_statement.receipts) passed += judgeReceipt(receipt) == Verdict::Passed;
        if (passed != m_statement.receipts.size()) m_judgement.anchor.reset();
        if (passed == m_statement.receipts.size())
            m_judgement.pass(kCheckStatementReceipts, std::to_string(passed) + " receipts");
    }

private:
    /// A document or digest that the statement is said to be about is its payload.
    void judgeDocument()
    {
        const auto& options = m_context.options;
        if (!options.document && !options.claims) return;
        const Digest payload = crypto::sha256(*m_statement.cose.payload);
        const auto wanted = wantedClaims(options);
        if (!wanted) return recordError(kCheckReceiptClaims, wanted.error(), m_judgement);
        const bool all = std::ranges::all_of(*wanted, [&](const Digest& digest) { return digest == payload; });
        m_judgement.record(kCheckReceiptClaims, all ? Verdict::Passed : Verdict::Failed, kReasonClaimsMismatch,
                           "payload " + toHex(payload));
    }

    void judgeIssuer()
    {
        const auto& chain = m_statement.chain;
        if (chain.empty())
            return m_judgement.record(kCheckStatementSignature, Verdict::Indeterminate, kReasonIssuerUnknown,
                                      "issuer " + m_statement.issuer);
        ++m_judgement.signatures;
        const auto holds = m_statement.cose.holds(chain.front().publicKey());
        if (!holds)
            recordError(kCheckStatementSignature, holds.error(), m_judgement);
        else
            m_judgement.record(kCheckStatementSignature, *holds ? Verdict::Passed : Verdict::Failed,
                               kReasonSignatureInvalid, chain.front().subject());
        for (std::size_t i = 0; i + 1 < chain.size(); ++i)
            if (!chain[i + 1].isCa() || !chain[i].issuedBy(chain[i + 1]).value_or(false))
                return m_judgement.record(kCheckStatementIssuer, Verdict::Failed, kReasonNotEndorsed,
                                          chain[i].subject());
        judgeName();
    }

    void judgeName()
    {
        const std::string& issuer = m_statement.issuer;
        if (!issuer.starts_with("did:x509:"))
            return m_judgement.record(kCheckStatementIssuer, Verdict::Indeterminate, kReasonIssuerUnknown, issuer);
        switch (crypto::resolveDidX509(issuer, m_statement.chain).fault) {
        case crypto::DidFault::None: return m_judgement.pass(kCheckStatementIssuer, issuer);
        case crypto::DidFault::Malformed:
            return m_judgement.record(kCheckStatementIssuer, Verdict::Failed, kReasonMalformed, issuer);
        case crypto::DidFault::Unsupported:
            return m_judgement.record(kCheckStatementIssuer, Verdict::Indeterminate, kReasonUnsupported, issuer);
        case crypto::DidFault::Mismatch:
            return m_judgement.record(kCheckStatementIssuer, Verdict::Failed, kReasonIssuerMismatch, issuer);
        }
    }

    /// One receipt by the same steps as a receipt of its own; what it claims must be this statement.
    Verdict judgeReceipt(const ByteVector& bytes)
    {
        Judgement one;
        auto receipt = parseCoseReceipt(bytes);
        if (!receipt) {
            recordError(m_context.ids.readable, receipt.error(), one);
        } else {
            std::vector<Digest> leaves;
            for (const ByteVector& form : m_statement.registered) leaves.push_back(rfc9162Leaf(form));
            judgeCoseReceipt(*receipt, claimedForm(*receipt), leaves, m_context, one);
        }
        const Verdict verdict = one.verdict();
        m_judgement.signatures += one.signatures;
        if (!m_judgement.id) m_judgement.id = one.id;
        if (one.anchor) m_judgement.anchor = one.anchor;
        if (one.signedAt) m_judgement.signedAt = one.signedAt;
        for (auto& check : one.checks) m_judgement.checks.push_back(std::move(check));
        for (auto& remark : one.remarks) m_judgement.remarks.push_back(std::move(remark));
        for (auto& item : one.notChecked) m_judgement.notChecked.push_back(std::move(item));
        for (auto& leaf : one.leaves) m_judgement.leaves.push_back(std::move(leaf));
        if (verdict != Verdict::Passed && overall(one.checks) == Verdict::Passed)
            m_judgement.record(kCheckStatementReceipts, Verdict::Indeterminate, kReasonNoTrustAnchor);
        return verdict;
    }

    /// The digest that the receipt's claims must be: of the form of the statement that it names, else of the first.
    std::vector<Digest> claimedForm(const CoseReceipt& receipt) const
    {
        for (const ByteVector& form : m_statement.registered) {
            const Digest digest = crypto::sha256(form);
            const bool named = std::ranges::any_of(
                receipt.ccf, [&](const CcfInclusion& proof) { return proof.claimsDigest == digest; });
            if (named) return {digest};
        }
        return {crypto::sha256(m_statement.registered.front())};
    }

    const Statement& m_statement;
    const ReceiptContext& m_context;
    Judgement& m_judgement;
};

} // namespace

void judgeStatement(const Statement& statement, const ReceiptContext& context, Judgement& judgement)
{
    StatementJudge(statement, context, judgement).judge();
}

} // namespace countersign::ccf
