#include "core/ccf/receipt/ccf_receipts.h"
#include "core/ccf/receipt/statement.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;

FUZZ_TARGET(statement, bytes)
{
    (void)ccf::receiptFormat(bytes);
    const auto statement = ccf::parseStatement(copyOf(bytes));
    if (!statement) return;
    FUZZ_CHECK(!statement->registered.empty());
    for (const ByteVector& form : statement->registered) {
        const auto again = ccf::parseStatement(form);
        FUZZ_CHECK(again.has_value());
        FUZZ_CHECK(again->receipts.empty());
        FUZZ_CHECK(std::ranges::equal(again->cose.protectedBytes, statement->cose.protectedBytes));
        FUZZ_CHECK(std::ranges::equal(*again->cose.payload, *statement->cose.payload));
    }
    const VerifyOptions options;
    const ccf::IdentityGraph nobody({}, {});
    ccf::ReceiptCertificates cache;
    ccf::Judgement judgement;
    ccf::judgeStatement(*statement, {nobody, options, cache}, judgement);
    FUZZ_CHECK(judgement.verdict() != Verdict::Passed); // Without an anchor nothing passes.
}
