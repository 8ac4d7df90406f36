#include "app/cli/snapshot.h"
#include "app/cli/snapshot_live.h"
#include "app/cli/snapshot_text.h"
#include "app/cli/source.h"
#include "core/audit/snapshot_taking.h"
#include "core/audit/workspace_pins.h"
#include "core/base/file_io.h"

#include <algorithm>
#include <charconv>

namespace countersign {

namespace {

using audit::Comparison;
using audit::JudgedWorkspace;
using audit::Sight;
using audit::Standing;

/// A side that was judged now keeps its ledger open, to tell what made the changes.
struct Side {
    Sight sight;
    std::optional<OpenedSource> source;
    std::vector<HistoryEvent> events;
};

class Comparer
{
public:
    Comparer(const SnapshotArguments& arguments, Environment& environment)
        : m_arguments(arguments), m_environment(environment)
    {}

    Result<Comparison> compare();

private:
    Result<void> openWorkspace();
    bool isLedger(const std::string& item) const;
    Result<Side> record(const std::string& item) const;
    Result<Side> judged(const std::string& item, const std::vector<SeqNo>& rootsAt);
    Result<Side> asked(const std::string& url, const audit::AuditSnapshot* earlier);
    Result<Side> now(const std::string& item, const audit::AuditSnapshot* earlier);
    Result<void> explain(Comparison& comparison, Side& later);

    const SnapshotArguments& m_arguments;
    Environment& m_environment;
    std::optional<JudgedWorkspace> m_workspace;
    std::set<std::string> m_accepted;
    std::vector<AnchorInput> m_anchors;
};

Result<void> Comparer::openWorkspace()
{
    m_accepted.insert(m_arguments.accepted.begin(), m_arguments.accepted.end());
    auto anchors = anchorsFor(m_arguments.workspace, m_arguments.certificates);
    if (!anchors) return std::move(anchors).error();
    m_anchors = *std::move(anchors);
    if (m_arguments.workspace.empty()) return {};
    auto file = audit::WorkspaceFile::open(m_arguments.workspace, audit::WorkspaceAccess::ReadOnly);
    if (!file) return std::move(file).error();
    auto judged = audit::judgeWorkspace(*file);
    if (!judged) return std::move(judged).error();
    if (judged->chain.verdict != Verdict::Passed)
        return Error{ErrorCode::Malformed, m_arguments.workspace, judged->chain.evidence};
    auto more = audit::WorkspacePins(*file).acceptedKeyIds();
    if (!more) return std::move(more).error();
    m_accepted.merge(*more);
    m_workspace = *std::move(judged);
    return {};
}

bool isUrl(const std::string& item)
{
    return item.starts_with("https://");
}

bool Comparer::isLedger(const std::string& item) const
{
    return isUrl(item) || !familiesOf(m_environment.families, item).empty();
}

Result<Side> Comparer::record(const std::string& item) const
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), number);
    if (m_workspace && error == std::errc() && end == item.data() + item.size()) {
        const audit::JudgedSnapshot* found = m_workspace->find(number);
        if (!found) return Error{ErrorCode::NotFound, "snapshot " + item, {}};
        return Side{{found->stored.file.snapshot, audit::standingOf(*m_workspace, *found), "snapshot " + item}, {}, {}};
    }
    const auto bytes = readSmallFile(item, audit::SnapshotLimits().bytes + 4096);
    if (!bytes) return bytes.error();
    auto file = audit::openSnapshotFile(*bytes);
    if (!file) return Error{file.error().code, item, file.error().where + ": " + file.error().detail};
    const Standing standing = audit::standingOf(audit::judgeSignature(*file, m_accepted));
    return Side{{std::move(file->snapshot), standing, item}, {}, {}};
}

Result<Side> Comparer::judged(const std::string& item, const std::vector<SeqNo>& rootsAt)
{
    auto source = openSource(m_environment.families, {item}, {});
    if (!source) return std::move(source).error();
    VerifyOptions options;
    options.anchors = m_anchors;
    options.rootsAt = rootsAt;
    options.at = m_environment.now;
    options.jobs = m_arguments.jobs;
    VerifyObserver observer;
    observer.progress = [&console = m_environment.console](const Progress& progress) { console.progress(progress); };
    auto report = source->evidence->verify(options, m_environment.stop, observer);
    if (!report) return std::move(report).error();
    if (m_environment.stop.stop_requested()) return Error{ErrorCode::Cancelled, "comparison", {}};
    const audit::TakingRequest request{{}, m_environment.now, COUNTERSIGN_VERSION, m_anchors, {}, {}};
    auto snapshot = audit::takeSnapshot(*source->evidence, *source->family, *report, request, m_environment.stop,
                                        observer.progress);
    m_environment.console.endProgress();
    if (!snapshot) return std::move(snapshot).error();
    Side side{{*std::move(snapshot), Standing::Judged, item}, {}, std::move(report->events)};
    side.source.emplace(*std::move(source));
    return side;
}

Result<Side> Comparer::asked(const std::string& url, const audit::AuditSnapshot* earlier)
{
    LiveArguments live = m_arguments.live;
    live.urls = {url};
    const auto wanted = earlier ? audit::receiptsWanted(*earlier) : std::vector<TransactionId>();
    auto snapshot =
        snapshotOfService(live, wanted, {{}, m_environment.now, COUNTERSIGN_VERSION, m_anchors, {}, {}}, m_environment);
    if (!snapshot) return std::move(snapshot).error();
    return Side{{*std::move(snapshot), Standing::Judged, url}, {}, {}};
}

Result<Side> Comparer::now(const std::string& item, const audit::AuditSnapshot* earlier)
{
    if (isUrl(item)) return asked(item, earlier);
    return judged(item, earlier ? audit::rootsWanted(*earlier) : std::vector<SeqNo>());
}

Result<void> Comparer::explain(Comparison& comparison, Side& later)
{
    std::optional<Side> apart;
    Side* side = &later;
    if (!m_arguments.ledger.empty()) {
        auto ledger = judged(m_arguments.ledger, {});
        if (!ledger) return std::move(ledger).error();
        apart.emplace(*std::move(ledger));
        side = &*apart;
    }
    if (!side->source) return {};
    return audit::explainComparison(comparison, *side->source->evidence, side->events, m_environment.stop);
}

Result<Comparison> Comparer::compare()
{
    if (auto opened = openWorkspace(); !opened) return std::move(opened).error();
    const std::string& one = m_arguments.items[0];
    const std::string& two = m_arguments.items[1];
    const bool oneNow = isLedger(one), twoNow = isLedger(two);
    const bool otherOrder = oneNow && !twoNow; // A ledger is held against what a record saw.
    const std::string& first = otherOrder ? two : one;
    const std::string& second = otherOrder ? one : two;
    auto earlier = oneNow && twoNow ? now(first, nullptr) : record(first);
    if (!earlier) return std::move(earlier).error();
    auto later = oneNow || twoNow ? now(second, &earlier->sight.snapshot) : record(second);
    if (!later) return std::move(later).error();
    Comparison comparison = audit::compareSights(earlier->sight, later->sight);
    comparison.swapped = comparison.swapped || otherOrder;
    if (auto done = explain(comparison, *later); !done) return std::move(done).error();
    return comparison;
}

} // namespace

int compareSnapshots(const SnapshotArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    const auto comparison = Comparer(arguments, environment).compare();
    console.endProgress();
    if (!comparison) return reportError(console, comparison.error());
    if (arguments.json)
        console.out() << documentText(comparisonDocument(*comparison));
    else
        writeComparison(console, *comparison);
    return finishOutput(console, exitStatusOf(audit::verdictOf(*comparison)));
}

} // namespace countersign
