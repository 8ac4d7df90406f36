#include "core/ccf/ledger/chunk_name.h"
#include "tests/fuzz/fuzz.h"

#include <string>

using namespace countersign;

/// A name says one thing only: what it says, written out again, is the name.
FUZZ_TARGET(chunk_name, bytes)
{
    const std::string name(textOf(bytes));
    (void)ccf::parseSnapshotName(name);
    const auto chunk = ccf::parseChunkName(name);
    if (!chunk) return;
    std::string again = "ledger_" + std::to_string(chunk->first);
    if (chunk->last) again += '-' + std::to_string(*chunk->last);
    if (chunk->committed) again += ".committed";
    if (chunk->recovery) again += ".recovery";
    if (chunk->setAside) again += name.ends_with(".ignored") ? ".ignored" : ".corrupted";
    FUZZ_CHECK(again == name);
    FUZZ_CHECK(chunk->first > 0 && chunk->last.value_or(chunk->first) >= chunk->first);
    FUZZ_CHECK(chunk->last.value_or(chunk->first) < ~std::uint64_t{0} / 2);
}
