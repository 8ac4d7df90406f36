#include "core/acl/acl_receipt.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

FUZZ_TARGET(acl_receipt, bytes)
{
    const auto receipt = acl::parseAclReceipt(bytes);
    if (!receipt) return;
    FUZZ_CHECK(receipt->ready == receipt->receipt.has_value());
    FUZZ_CHECK(receipt->ready || !receipt->claims);
    if (receipt->claims && receipt->claims->has_value()) {
        FUZZ_CHECK(!receipt->claims->value().empty());
        FUZZ_CHECK(acl::claimsDigestOf(receipt->claims->value()) == acl::claimsDigestOf(receipt->claims->value()));
    }
}
