#pragma once

#include "core/acl/application_claims.h"
#include "core/ccf/receipt/json_receipt.h"

#include <optional>
#include <string>

namespace countersign::acl {

/// Azure Confidential Ledger's answer to a request for a receipt (spec acl 6.1), or the receipt out of it.
struct AclReceipt {
    bool ready = true;                        ///< False while the ledger looks for it; then nothing else is there.
    std::optional<TransactionId> envelope;    ///< "transactionId"; none for a receipt without its envelope.
    std::optional<ccf::JsonReceipt> receipt;
    std::optional<Result<std::vector<ApplicationClaim>>> claims; ///< None when none are revealed.
};

/// Receipts in snake and in camel case. Malformed on a missing, ill-formed or unknown member. Claims that cannot be used are
/// an Error of their own, so that the rest is judged.
Result<AclReceipt> parseAclReceipt(Bytes json, ccf::ReceiptCertificates* cache = nullptr);

} // namespace countersign::acl
