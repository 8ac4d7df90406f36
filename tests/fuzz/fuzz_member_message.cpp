#include "core/base/base64.h"
#include "core/ccf/ledger/member_message.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

/// What a member signed, bare and as a row: both readings agree.
FUZZ_TARGET(member_message, bytes)
{
    const auto bare = ccf::parseMemberMessage(copyOf(bytes));
    const std::string row = '"' + toBase64(bytes) + '"';
    const auto asRow = ccf::parseMemberMessageRow(bytesOf(row));
    FUZZ_CHECK(bare.has_value() == asRow.has_value());
    if (!bare) return;
    FUZZ_CHECK(bare->keyId == asRow->keyId && bare->type == asRow->type && bare->proposalId == asRow->proposalId);
    FUZZ_CHECK(bare->createdAt == asRow->createdAt);
    if (!bare->cose.payload) return;
    const Bytes payload = *bare->cose.payload;
    FUZZ_CHECK(payload.data() >= bare->bytes->data() &&
               payload.data() + payload.size() <= bare->bytes->data() + bare->bytes->size());
    (void)ccf::openedIdentity(payload);
    const auto script = ccf::ballotScript(payload);
    FUZZ_CHECK(!ccf::isPlainYes(payload) || script);
}
