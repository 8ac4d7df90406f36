#include "core/audit/snapshot_signature.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;
using namespace countersign::audit;

FUZZ_TARGET(audit_snapshot, bytes)
{
    const SnapshotLimits limits{.bytes = 1u << 20, .values = 10'000};
    const auto file = openSnapshotFile(bytes, limits);
    if (!file) return;
    FUZZ_CHECK(file->document.size() <= bytes.size());
    const auto again = snapshotDocument(file->snapshot);
    FUZZ_CHECK(again && std::ranges::equal(bytesOf(*again), file->document));
    FUZZ_CHECK(std::ranges::equal(file->bytes(), bytes));
    // Nobody here has a key.
    FUZZ_CHECK(overall(judgeSignature(*file, {})) != Verdict::Passed);
}
