#include "ui/audit/workspace_work.h"

#include "core/audit/snapshot_keeping.h"
#include "core/audit/snapshot_taking.h"
#include "core/base/file_io.h"

#include <algorithm>

namespace countersign::ui {

namespace {

using audit::WorkspaceAccess;
using audit::WorkspaceFile;

constexpr std::uint64_t kAroundDocument = 4096; // The envelope of a signed one.

Result<WorkspaceView> viewOf(WorkspaceFile& file)
{
    auto name = file.profile("name");
    if (!name) return std::move(name).error();
    auto judged = audit::judgeWorkspace(file);
    if (!judged) return std::move(judged).error();
    auto pins = audit::WorkspacePins(file).pins();
    if (!pins) return std::move(pins).error();
    auto sources = audit::WorkspacePins(file).sources();
    if (!sources) return std::move(sources).error();
    return WorkspaceView{QString::fromStdString(file.path().string()), *std::move(name), *std::move(judged),
                         *std::move(pins), *std::move(sources)};
}

Result<WorkspaceFile> opened(const QString& path, WorkspaceAccess access)
{
    return WorkspaceFile::open(path.toStdString(), access);
}

/// A ledger that was opened and verified.
struct Judged {
    std::shared_ptr<const Family> family;
    std::unique_ptr<EvidenceSource> source;
    VerificationReport report;
};

Result<Judged> judge(const FamilyList& families, const std::vector<std::string>& paths, const VerifyOptions& options,
                     const std::stop_token& stop, const ProgressSink& progress)
{
    const std::vector<std::filesystem::path> all(paths.begin(), paths.end());
    auto family = familyFor(families, all);
    if (!family) return std::move(family).error();
    auto source = (*family)->open(all);
    if (!source) return std::move(source).error();
    VerifyObserver observer;
    observer.progress = progress;
    auto report = (*source)->verify(options, stop, observer);
    if (!report) return std::move(report).error();
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, paths.front(), {}};
    return Judged{*std::move(family), *std::move(source), *std::move(report)};
}

} // namespace

Result<WorkspaceView> readWorkspace(const QString& path)
{
    auto file = opened(path, WorkspaceAccess::ReadOnly);
    if (!file) return std::move(file).error();
    return viewOf(*file);
}

Result<WorkspaceView> makeWorkspace(const QString& path, const std::string& name)
{
    auto file = WorkspaceFile::create(path.toStdString());
    if (!file) return std::move(file).error();
    if (auto done = file->setProfile("name", name); !done) return std::move(done).error();
    return viewOf(*file);
}

Result<TakenSnapshot> takeInto(const FamilyList& families, const TakeRequest& request, std::stop_token stop,
                               const ProgressSink& progress)
{
    auto file = opened(request.workspace, WorkspaceAccess::ReadWrite);
    if (!file) return std::move(file).error();
    const auto earlier = audit::lookBack(*file);
    if (!earlier) return earlier.error();
    auto anchors = audit::WorkspacePins(*file).anchors();
    if (!anchors) return std::move(anchors).error();
    anchors->insert(anchors->end(), request.anchors.begin(), request.anchors.end());
    VerifyOptions options;
    options.anchors = *anchors;
    options.rootsAt = earlier->rootsAt;
    options.at = request.now;
    options.jobs = request.jobs;
    auto judged = judge(families, request.paths, options, stop, progress);
    if (!judged) return std::move(judged).error();
    const auto name = file->profile("name");
    if (!name) return name.error();
    auto snapshot = audit::takeSnapshot(*judged->source, *judged->family, judged->report,
                                        {*name, request.now, COUNTERSIGN_VERSION, *anchors, {}, {}}, stop, progress);
    if (!snapshot) return std::move(snapshot).error();
    TakenSnapshot taken{.verdict = snapshot->verdict, .reason = snapshot->reason};
    taken.held = audit::holdAgainst(*earlier, *snapshot);
    const auto kept = audit::keepSnapshot(*file, *std::move(snapshot), {});
    if (!kept) return kept.error();
    taken.number = kept->number;
    auto view = viewOf(*file);
    if (!view) return std::move(view).error();
    taken.view = *std::move(view);
    return taken;
}

Result<audit::Comparison> compareStored(const QString& workspace, std::int64_t one, std::int64_t two)
{
    const auto view = readWorkspace(workspace);
    if (!view) return view.error();
    std::vector<audit::Sight> sights;
    for (const std::int64_t number : {one, two}) {
        const audit::JudgedSnapshot* found = view->judged.find(number);
        if (!found) return Error{ErrorCode::NotFound, "snapshot " + std::to_string(number), {}};
        sights.push_back(
            {found->stored.file.snapshot, audit::standingOf(view->judged, *found), std::to_string(number)});
    }
    return audit::compareSights(sights[0], sights[1]);
}

Result<audit::Comparison> explained(const FamilyList& families, audit::Comparison comparison, std::stop_token stop,
                                    const ProgressSink& progress)
{
    const audit::AuditSnapshot& later = comparison.later.snapshot;
    if (later.origin != "files" || later.subjects.empty()) return comparison;
    std::error_code code;
    for (const std::string& path : later.subjects)
        if (!std::filesystem::exists(path, code)) return comparison;
    if (!later.head) return comparison;
    const SignedRoot& head = later.head->signedRoot;
    VerifyOptions options;
    options.rootsAt = {head.id.seqno};
    auto judged = judge(families, later.subjects, options, stop, progress);
    if (!judged) return comparison;
    // Only the very history that the later side saw may explain it.
    const auto same = [&head](const RootAt& root) { return root.id == head.id && root.root == head.root; };
    if (std::ranges::none_of(judged->report.rootsAt, same)) return comparison;
    auto done = audit::explainComparison(comparison, *judged->source, judged->report.events, stop);
    if (!done) return std::move(done).error();
    return comparison;
}

Result<WorkspaceView> importInto(const QString& workspace, const QString& file, const std::string& from, UtcTime now)
{
    const auto bytes = readSmallFile(file.toStdString(), audit::SnapshotLimits().bytes + kAroundDocument);
    if (!bytes) return bytes.error();
    const auto snapshot = audit::openSnapshotFile(*bytes);
    if (!snapshot) return Error{snapshot.error().code, file.toStdString(), snapshot.error().detail};
    if (audit::standingOf(audit::judgeSignature(*snapshot, {})) == audit::Standing::Contradicted)
        return Error{ErrorCode::Crypto, file.toStdString(), "its signature does not hold"};
    auto into = opened(workspace, WorkspaceAccess::ReadWrite);
    if (!into) return std::move(into).error();
    if (auto done = audit::SnapshotStore(*into).import(*snapshot, from, now); !done) return std::move(done).error();
    return viewOf(*into);
}

Result<void> exportFrom(const QString& workspace, std::int64_t number, const QString& file)
{
    const auto view = readWorkspace(workspace);
    if (!view) return view.error();
    const audit::JudgedSnapshot* found = view->judged.find(number);
    if (!found) return Error{ErrorCode::NotFound, "snapshot " + std::to_string(number), {}};
    return writeFileAtomically(file.toStdString(), found->stored.file.bytes());
}

} // namespace countersign::ui
