#include "core/ccf/receipt/json_receipt.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

FUZZ_TARGET(json_receipt, bytes)
{
    const auto receipt = ccf::parseJsonReceipt(bytes);
    if (!receipt) return;
    FUZZ_CHECK(receipt->leaf.has_value() != receipt->writeSetDigest.has_value());
    if (receipt->proof.empty()) FUZZ_CHECK(receipt->root() == receipt->leafDigest());
    (void)receipt->transactionId();
}
