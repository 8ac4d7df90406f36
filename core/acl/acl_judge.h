#pragma once

#include "core/acl/acl_receipt.h"
#include "core/ccf/receipt/receipt_source.h"

namespace countersign::acl {

extern const ccf::ReceiptCheckIds kAclReceiptChecks;

/// What the user says the receipt is about, made once for many.
struct AclQuestion {
    std::optional<Digest> claimsDigest; ///< As given in hex, or of the claims given.
    std::optional<Digest> document;     ///< SHA-256 that revealed contents must have.
};

/// Malformed when the claims are neither application claims nor a digest in hex.
Result<AclQuestion> aclQuestion(const VerifyOptions& options);

/// The checks of spec acl 6, in the order given there.
void judgeAclReceipt(const AclReceipt& receipt, const AclQuestion& question, const ccf::ReceiptContext& context,
                     ccf::Judgement& judgement);

/// A certificate (PEM, whatever NULs and white space follow it), a public key, or the identity service's answer with one
/// (`ledgerTlsCertificate`).
Result<std::vector<ccf::CcfAnchor>> parseAclAnchor(const AnchorInput& anchor);

/// Lives as long as the program.
const ccf::ReceiptFamily& aclReceiptFamily();

} // namespace countersign::acl
