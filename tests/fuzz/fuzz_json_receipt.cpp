#include "core/ccf/receipt/json_receipt.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

FUZZ_TARGET(json_receipt, bytes)
{
    const auto receipt = ccf::parseJsonReceipt(bytes);
    if (!receipt) return;
    FUZZ_CHECK(receipt->leaf.has_value() != receipt->writeSetDigest.has_value());
    FUZZ_CHECK(receipt->transactionId().has_value() == receipt->writeSetDigest.has_value());
    FUZZ_CHECK(receipt->proof.size() <= 64);
    FUZZ_CHECK(!receipt->proof.empty() || receipt->root() == receipt->leafDigest());
}
