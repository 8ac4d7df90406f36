#include "core/base/file_io.h"
#include "core/ccf/ledger/ledger_verifier.h"
#include "core/ccf/ledger/snapshot.h"
#include "tests/fuzz/fuzz.h"

#include <filesystem>
#include <unistd.h>

using namespace countersign;

namespace {

std::filesystem::path folder()
{
    static const auto made = [] {
        auto path = std::filesystem::temp_directory_path() / ("countersign-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(path / "ledger");
        return path;
    }();
    return made;
}

} // namespace

/// The first byte chooses how the rest is named: an open or a finished chunk, or a CCF snapshot. Nothing passes without an anchor.
FUZZ_TARGET(ledger, bytes)
{
    if (bytes.empty()) return;
    const char* names[] = {"ledger_1", "ledger_1-3.committed", "ledger_4", "snapshot_3_4.committed"};
    const std::filesystem::path path = folder() / "ledger" / names[bytes[0] % 4];
    if (!writeFileAtomically(path, bytes.subspan(1))) return;
    if (bytes[0] % 4 == 3)
        if (const auto snapshot = ccf::Snapshot::open(path)) {
            (void)snapshot->state();
            (void)snapshot->frontier();
            (void)snapshot->receipt();
        }
    const VerifyOptions options{.anchors = {}, .at = {}, .jobs = 1, .maxFindings = 100};
    if (const auto files = ccf::listLedgerFiles({folder() / "ledger"})) {
        const auto report = ccf::verifyLedger(*files, options, {}, {});
        FUZZ_CHECK(!report || report->verdict != Verdict::Passed);
    }
    std::filesystem::remove(path);
}
