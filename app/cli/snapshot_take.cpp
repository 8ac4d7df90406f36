#include "app/cli/snapshot.h"
#include "app/cli/snapshot_live.h"
#include "app/cli/snapshot_text.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/cli/verdict_line.h"
#include "app/common/english_text.h"
#include "app/common/verification_document.h"
#include "core/audit/snapshot_keeping.h"
#include "core/audit/snapshot_taking.h"
#include "core/audit/workspace_pins.h"
#include "core/audit/workspace_runs.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/crypto/sha2.h"

namespace countersign {

namespace {

using audit::AuditSnapshot;

/// What is needed before anything is judged.
struct Preparation {
    std::optional<audit::WorkspaceFile> workspace;
    std::vector<AnchorInput> anchors;
    audit::EarlierSights earlier;
    std::string name;
};

struct Taken {
    std::optional<VerificationReport> report; ///< None of a running service.
    AuditSnapshot snapshot;
    audit::KeptSnapshot kept;
};

Result<audit::WorkspaceFile> workspaceFor(const std::string& path)
{
    std::error_code code;
    const bool there = std::filesystem::exists(std::filesystem::symlink_status(path, code));
    return there ? audit::WorkspaceFile::open(path, audit::WorkspaceAccess::ReadWrite)
                 : audit::WorkspaceFile::create(path);
}

Result<void> readWorkspace(Preparation& prepared, const std::string& path)
{
    auto file = workspaceFor(path);
    if (!file) return std::move(file).error();
    prepared.workspace = *std::move(file);
    auto pins = audit::WorkspacePins(*prepared.workspace).anchors();
    if (!pins) return std::move(pins).error();
    prepared.anchors = *std::move(pins);
    auto name = prepared.workspace->profile("name");
    if (!name) return std::move(name).error();
    prepared.name = *std::move(name);
    auto earlier = audit::lookBack(*prepared.workspace);
    if (!earlier) return std::move(earlier).error();
    prepared.earlier = *std::move(earlier);
    return {};
}

Result<Preparation> prepare(const SnapshotArguments& arguments)
{
    Preparation prepared;
    auto given = readAnchors(arguments.certificates);
    if (!given) return std::move(given).error();
    if (!arguments.workspace.empty())
        if (auto done = readWorkspace(prepared, arguments.workspace); !done) return std::move(done).error();
    std::ranges::move(*given, std::back_inserter(prepared.anchors));
    return prepared;
}

audit::TakingRequest requestOf(const Preparation& prepared, UtcTime now)
{
    return {prepared.name, now, COUNTERSIGN_VERSION, prepared.anchors, {}, {}};
}

Result<Taken> askAndTake(const SnapshotArguments& arguments, const Preparation& prepared, Environment& environment)
{
    std::vector<TransactionId> wanted;
    if (const AuditSnapshot* before = prepared.earlier.toAskFor()) wanted = audit::receiptsWanted(*before);
    auto snapshot = snapshotOfService(arguments.live, wanted, requestOf(prepared, environment.now), environment);
    if (!snapshot) return std::move(snapshot).error();
    return Taken{{}, *std::move(snapshot), {}};
}

Result<Taken> judgeAndTake(const SnapshotArguments& arguments, const Preparation& prepared, Environment& environment)
{
    if (!arguments.live.urls.empty()) return askAndTake(arguments, prepared, environment);
    auto source = openSource(environment.families, arguments.items, {});
    if (!source) return std::move(source).error();
    VerifyOptions options;
    options.anchors = prepared.anchors;
    options.rootsAt = prepared.earlier.rootsAt;
    options.at = environment.now;
    options.jobs = arguments.jobs;
    VerifyObserver observer;
    observer.progress = [&console = environment.console](const Progress& progress) { console.progress(progress); };
    auto report = source->evidence->verify(options, environment.stop, observer);
    if (!report) return std::move(report).error();
    if (environment.stop.stop_requested()) return Error{ErrorCode::Cancelled, "snapshot", {}};
    auto snapshot = audit::takeSnapshot(*source->evidence, *source->family, *report,
                                        requestOf(prepared, environment.now), environment.stop, observer.progress);
    if (!snapshot) return std::move(snapshot).error();
    return Taken{*std::move(report), *std::move(snapshot), {}};
}

Result<void> keep(Taken& taken, Preparation& prepared, const std::optional<audit::SigningAuditor>& auditor, UtcTime now)
{
    if (!prepared.workspace) {
        auto file = audit::sealSnapshot(taken.snapshot, auditor);
        if (!file) return std::move(file).error();
        taken.kept.file = *std::move(file);
        return {};
    }
    auto kept = audit::keepSnapshot(*prepared.workspace, taken.snapshot, auditor);
    if (!kept) return std::move(kept).error();
    taken.kept = *std::move(kept);
    if (!taken.report) return {};
    const std::string document = documentText(verificationDocument(*taken.report, now));
    auto run = audit::WorkspaceRuns(*prepared.workspace).add(*taken.report, now, bytesOf(document));
    if (!run) return std::move(run).error();
    return {};
}

int tell(const Taken& taken, const Preparation& prepared, const SnapshotArguments& arguments, Console& console)
{
    const auto held = audit::holdAgainst(prepared.earlier, taken.snapshot);
    const Verdict verdict = held ? worse(taken.snapshot.verdict, held->answer.verdict) : taken.snapshot.verdict;
    if (arguments.json) {
        const audit::JudgedSnapshot now{{.number = taken.kept.number, .file = taken.kept.file}, {}};
        Json document = documentHead("countersign.snapshots/1");
        document["verdict"] = verdictName(verdict);
        document["snapshots"] = Json::array({snapshotJson(now)});
        document["continuity"] = held ? continuityJson(held->answer) : Json(nullptr);
        document["against"] = held ? Json(held->number) : Json(nullptr);
        console.out() << documentText(document);
        return finishOutput(console, exitStatusOf(verdict));
    }
    std::ostream& out = console.out();
    if (held) {
        const audit::ContinuityAnswer& answer = held->answer;
        const std::string earlier = "snapshot " + std::to_string(held->number);
        out << console.verdictWord(answer.verdict) << "  " << continuityLine(answer, earlier, "this history") << '\n';
        if (!answer.reason.empty()) out << "  " << answer.reason << ": " << englishReason(answer.reason) << '\n';
    }
    const AuditSnapshot& snapshot = taken.snapshot;
    out << console.verdictWord(snapshot.verdict);
    if (taken.report)
        out << verdictTail(*taken.report) << '\n';
    else
        out << " for what " << escaped(arguments.live.urls.front()) << " shows"
            << (snapshot.head ? ", signed at " + snapshot.head->signedRoot.id.toString() : std::string())
            << (snapshot.reason.empty() ? std::string() : " (" + snapshot.reason + ')') << '\n';
    if (taken.kept.number != 0)
        out << "Kept as snapshot " << taken.kept.number << " of " << escaped(arguments.workspace) << ", SHA-256 "
            << toHex(crypto::sha256(taken.kept.file.document)) << '\n';
    return finishOutput(console, exitStatusOf(verdict));
}

} // namespace

int takeSnapshotOf(const SnapshotArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    auto prepared = prepare(arguments);
    if (!prepared) return reportError(console, prepared.error());
    std::optional<audit::SigningAuditor> auditor;
    if (!arguments.key.key.empty()) {
        auto key = openKey(arguments.key.key, arguments.key, environment);
        if (!key) return reportError(console, key.error());
        auditor = audit::SigningAuditor{arguments.auditor, *std::move(key)};
    }
    auto taken = judgeAndTake(arguments, *prepared, environment);
    console.endProgress();
    if (!taken) return reportError(console, taken.error());
    if (auto kept = keep(*taken, *prepared, auditor, environment.now); !kept) return reportError(console, kept.error());
    if (!arguments.out.empty())
        if (auto written = writeFileAtomically(arguments.out, taken->kept.file.bytes()); !written)
            return reportError(console, written.error());
    return tell(*taken, *prepared, arguments, console);
}

} // namespace countersign
