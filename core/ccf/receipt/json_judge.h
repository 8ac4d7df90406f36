#pragma once

#include "core/ccf/receipt/json_receipt.h"
#include "core/ccf/receipt/judgement.h"

namespace countersign::ccf {

/// The leaf of a JSON receipt for judgeLeaves().
LeafStatement leafOf(const JsonReceipt& receipt);

/// The root as far as it is stated, the node, its signature over the root, and the certificates in order up to an anchor:
/// it must have signed the last one. What the receipt is about is judged apart (judgeLeaves()), before this, since the
/// epoch of the identity is held against it.
void judgeJsonProof(const JsonReceipt& receipt, const ReceiptContext& context, Judgement& judgement);

/// All of it.
void judgeJsonReceipt(const JsonReceipt& receipt, const std::vector<Digest>& wantedClaims,
                      const ReceiptContext& context, Judgement& judgement);

} // namespace countersign::ccf
