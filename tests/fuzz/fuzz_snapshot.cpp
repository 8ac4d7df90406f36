#include "core/ccf/ledger/entry.h"
#include "core/ccf/ledger/snapshot.h"
#include "core/crypto/sha2.h"
#include "tests/fuzz/fuzz.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace countersign;

namespace {

std::filesystem::path path()
{
    static const auto made =
        std::filesystem::temp_directory_path() / ("countersign-snapshot-" + std::to_string(::getpid()));
    return made;
}

bool inside(Bytes part, Bytes whole)
{
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

} // namespace

/// A CCF snapshot file: what is read of it lies in it, and its digest is that of the entry, receipt apart.
FUZZ_TARGET(snapshot, bytes)
{
    std::ofstream(path(), std::ios::binary | std::ios::trunc)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    const auto snapshot = ccf::Snapshot::open(path());
    if (snapshot) {
        const Bytes file = snapshot->file().bytes();
        const std::uint64_t entry = 8 + ccf::loadEntryHeader(file.data()).size;
        FUZZ_CHECK(entry <= file.size() && snapshot->digest() == crypto::sha256(file.first(entry)));
        FUZZ_CHECK(snapshot->hasReceipt() == (entry < file.size()));
        const auto walked = snapshot->forEachRow([&](const ccf::SnapshotRow& row) {
            FUZZ_CHECK(inside(bytesOf(row.table), file) && inside(row.key, file) && inside(row.value, file));
        });
        FUZZ_CHECK(walked.has_value());
        if (const auto frontier = snapshot->frontier()) FUZZ_CHECK(frontier->size() == snapshot->seqno() + 1);
        (void)snapshot->state();
        (void)snapshot->receipt();
    }
    std::filesystem::remove(path());
}
