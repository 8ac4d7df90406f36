#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/base/verification.h"
#include "core/ccf/receipt/receipt_certificates.h"
#include "core/ccf/receipt/identity_graph.h"
#include "core/family/evidence_source.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// The ids under which a family asks the questions that receipts of CCF services share.
struct ReceiptCheckIds {
    const char* readable;
    const char* path;
    const char* signature;
    const char* node;
    const char* endorsement;
    const char* anchor;
    const char* transaction;
    const char* claims;
    const char* ledger;
};

extern const ReceiptCheckIds kCcfReceiptChecks;

/// A leaf that a receipt leads from, for looking it up in a ledger.
struct LeafStatement {
    Digest leaf{};
    bool isRoot = false;                  ///< A bare leaf without a path: the root itself.
    std::optional<TransactionId> id;      ///< Only with components.
    std::optional<Digest> writeSetDigest; ///< Only with components, as the rest.
    std::string commitEvidence;
    std::optional<Digest> claimsDigest;

    /// None when there are no claims: absent, or 32 zero bytes.
    std::optional<Digest> claims() const;
};

/// The answer over one receipt or statement.
struct Judgement {
    std::string kind; ///< "json", "cose", "statement", "acl", "signature".
    std::vector<Check> checks;
    std::vector<Finding> remarks;
    std::vector<NotCheckedItem> notChecked;
    std::vector<LeafStatement> leaves;
    std::optional<TransactionId> id;   ///< Of its transaction; the first of several.
    std::optional<AnchorMatch> anchor; ///< Set exactly when the way to an anchor holds.
    std::uint64_t signatures = 0;      ///< That were asked about.
    std::optional<UtcTime> signedAt;   ///< As signed with it.
    std::optional<crypto::Certificate> signer; ///< The node's, when a node signed.

    void pass(const char* id, std::string evidence = {});
    void record(const char* id, Verdict verdict, const char* reason, std::string evidence = {});
    void skip(const char* id, const char* reason, std::string detail = {});
    void remark(const char* id, Severity severity, const char* reason, std::string detail = {});

    /// Passed only if every check passed, and an anchor carries it.
    Verdict verdict() const noexcept;
    /// Of the first check with the worst verdict; empty when Passed.
    std::string reason() const;
};

/// What a receipt is held against. Everything outlives the judging.
struct ReceiptContext {
    const IdentityGraph& identities;
    const VerifyOptions& options;
    ReceiptCertificates& cache;
    const ReceiptCheckIds& ids = kCcfReceiptChecks;
    Verdict elsewhere = Verdict::Indeterminate; ///< Of a whole chain that leads to none of the anchors.
};

/// The claims digest that the user's claims or document ask for, as CCF applications make it: the digest itself in hex, or
/// SHA-256 of the document. Malformed when the claims are no digest.
Result<std::vector<Digest>> wantedClaims(const VerifyOptions& options);

/// Which transaction, and what it claims: one of the leaves must answer all that was asked.
void judgeLeaves(const ReceiptContext& context, const std::vector<Digest>& wantedClaims, Judgement& judgement);
void judgeTransaction(const ReceiptContext& context, Judgement& judgement);
void judgeClaims(const ReceiptContext& context, const std::vector<Digest>& wanted, Judgement& judgement);

/// The check of the anchor for a service key that is trusted, or `key` null when none is.
void judgeAnchor(const ReceiptContext& context, const crypto::PublicKey* key, std::string evidence,
                 Judgement& judgement);

/// MALFORMED as Failed; UNSUPPORTED and what could not be read as Indeterminate.
void recordError(const char* id, const Error& error, Judgement& judgement);

} // namespace countersign::ccf
