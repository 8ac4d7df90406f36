#pragma once

#include "core/ccf/receipt/cose_receipt.h"
#include "core/ccf/receipt/judgement.h"

namespace countersign::ccf {

/// Judges a COSE receipt: header, tree, transaction and claims, signature under a trusted service key, and that key's epoch.
/// `rfc9162Leaves` are the leaves that a receipt over an RFC 9162 tree may be about; with none it is Indeterminate.
void judgeCoseReceipt(const CoseReceipt& receipt, const std::vector<Digest>& wantedClaims,
                      const std::vector<Digest>& rfc9162Leaves, const ReceiptContext& context, Judgement& judgement);

} // namespace countersign::ccf
