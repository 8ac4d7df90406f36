#include "core/ccf/ledger/public_domain.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

/// An entry and its tables: the outline and the full reading agree on what is whole, and every view lies in the entry.
FUZZ_TARGET(ledger_entry, bytes)
{
    const auto entry = ccf::parseEntry(bytes, 0, "fuzz");
    if (!entry) return;
    FUZZ_CHECK(entry->bytes.size() == bytes.size());
    FUZZ_CHECK(entry->publicDomain.size() + entry->privateDomain.size() + ccf::kPublicDomainOffset == bytes.size());
    (void)ccf::leafOf(*entry);
    const auto outline = ccf::outlineTables(*entry, 0, "fuzz");
    const auto tables = ccf::readTables(*entry, 0, "fuzz");
    FUZZ_CHECK(outline || !tables);
    if (!tables) return;
    FUZZ_CHECK(outline->tables == tables->size());
    std::uint64_t end = entry->tablesOffset();
    for (const ccf::TableBlock& block : *tables) {
        FUZZ_CHECK(block.range.offset == end && block.range.end() <= bytes.size());
        end = block.range.end();
    }
    FUZZ_CHECK(end == entry->tablesOffset() + entry->tables.size());
}
