#include "core/base/hex.h"
#include "core/ccf/ledger/member_message.h"
#include "core/ccf/ledger/signature_transaction.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

/// Rows of JSON that carry signatures.
FUZZ_TARGET(signature_row, bytes)
{
    if (const auto row = ccf::parseNodeSignatureRow(bytes)) FUZZ_CHECK(digestFromHex(row->node).has_value());
    if (const auto row = ccf::parseServiceSignatureRow(bytes)) FUZZ_CHECK(!row->cose.payload);
    (void)ccf::parseMemberMessageRow(bytes);
    (void)ccf::parseProposalInfo(bytes);
    (void)ccf::openedIdentity(bytes);
    const bool yes = ccf::isPlainYes(bytes);
    FUZZ_CHECK(!yes || ccf::ballotScript(bytes).value_or("").find("true") != std::string::npos);
}
