#include "core/ccf/receipt/cose_receipt.h"
#include "core/crypto/sha2.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

FUZZ_TARGET(cose_receipt, bytes)
{
    const auto receipt = ccf::parseCoseReceipt(copyOf(bytes));
    if (!receipt) return;
    FUZZ_CHECK(receipt->hasProofs == (!receipt->ccf.empty() || !receipt->rfc9162.empty()));
    FUZZ_CHECK(receipt->ccf.empty() || receipt->rfc9162.empty());
    for (const ccf::CcfInclusion& proof : receipt->ccf) {
        FUZZ_CHECK(proof.id.seqno >= 1 && proof.id.view >= 1);
        FUZZ_CHECK(!proof.path.empty() || proof.root() == proof.leaf());
    }
    for (const ccf::Rfc9162Inclusion& proof : receipt->rfc9162) {
        FUZZ_CHECK(proof.leafIndex < proof.treeSize);
        const auto root = proof.root(crypto::sha256(bytesOf("leaf")));
        FUZZ_CHECK(!root || (proof.treeSize == 1) == proof.path.empty());
    }
}
