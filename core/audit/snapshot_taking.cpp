#include "core/audit/snapshot_taking.h"

#include "core/base/mapped_file.h"
#include "core/crypto/sha2.h"
#include "core/family/reasons.h"
#include "core/family/stated_verdict.h"

#include <algorithm>

namespace countersign::audit {

namespace {

constexpr std::int64_t kToleratedClockStep = 120;

ClockState clockOf(const VerificationReport& report, UtcTime takenAt)
{
    if (report.times.empty()) return {"not-compared", {}};
    const UtcTime latest =
        std::ranges::max_element(report.times, {}, [](const TimePoint& point) { return point.time; })->time;
    return {takenAt.seconds + kToleratedClockStep < latest.seconds ? "behind-evidence" : "plausible", latest};
}

SnapshotInput inputOf(const SourceFile& file)
{
    SnapshotInput input{file.path(), file.size, {}, fileStateName(file.state), file.first, file.last, file.problem};
    const auto mapped = MappedFile::open(file.path());
    if (!mapped) {
        if (input.problem.empty()) input.problem = kReasonUnreadable;
        return input;
    }
    const Digest digest = crypto::sha256((*mapped)->bytes());
    (*mapped)->release({0, (*mapped)->size()});
    if ((*mapped)->changed() || (*mapped)->size() != file.size)
        input.problem = kReasonFileChanged;
    else
        input.sha256 = digest;
    return input;
}

Result<std::vector<SnapshotInput>> inputsOf(const SourceSummary& summary, const std::stop_token& stop,
                                            const ProgressSink& progress)
{
    std::vector<SnapshotInput> inputs;
    for (const SourceFile& file : summary.files) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "digests of the files", {}};
        inputs.push_back(inputOf(file));
        if (progress) progress({.phase = "hash", .doneItems = inputs.size()});
    }
    return inputs;
}

std::vector<SnapshotAnchor> anchorsOf(const Family& family, const std::vector<AnchorInput>& inputs,
                                      const std::optional<AnchorMatch>& carrying)
{
    std::vector<SnapshotAnchor> anchors;
    for (const AnchorInput& input : inputs) {
        const auto matches = family.readAnchor(input);
        if (!matches) continue;
        for (const AnchorMatch& match : *matches)
            anchors.push_back(
                {match.source, match.subject, match.fingerprint, match.keyId,
                 carrying && carrying->keyId == match.keyId && carrying->fingerprint == match.fingerprint});
    }
    return anchors;
}

std::vector<SnapshotIdentity> identitiesOf(const VerificationReport& report)
{
    std::vector<SnapshotIdentity> identities;
    for (const IdentityEpoch& epoch : report.identities)
        identities.push_back({epoch.from, epoch.to, epoch.subject, epoch.fingerprint, epoch.keyId, epoch.status,
                              epoch.trust, epoch.trustReason, epoch.link});
    return identities;
}

Result<void> addGovernance(AuditSnapshot& snapshot, EvidenceSource& source, const std::stop_token& stop,
                           const ProgressSink& progress)
{
    ConsortiumHistory* history = source.consortium();
    if (!history || !snapshot.head) {
        snapshot.consortium.missing.push_back(history ? "no verified state" : "not of this family");
        return {};
    }
    const SeqNo at = snapshot.head->signedRoot.id.seqno;
    if (auto signatures = history->signaturesAt(at)) snapshot.head->signatures = *std::move(signatures);
    auto state = history->stateAt(at, stop, progress);
    if (!state && state.error().code == ErrorCode::Cancelled) return state.error();
    if (state)
        snapshot.consortium = *std::move(state);
    else
        snapshot.consortium.missing.push_back(state.error().where + ": " + state.error().detail);
    return {};
}

} // namespace

AuditSnapshot snapshotOfReport(const VerificationReport& report, const TakingRequest& request)
{
    const StatedVerdict stated = statedVerdict(report);
    AuditSnapshot snapshot;
    snapshot.origin = "files";
    snapshot.name = request.name;
    snapshot.family = report.family;
    snapshot.kind = report.subjectKind;
    snapshot.subjects = report.subjects;
    snapshot.takenAt = request.takenAt;
    snapshot.clock = clockOf(report, request.takenAt);
    snapshot.toolVersion = request.toolVersion;
    snapshot.auditor = request.auditor;
    snapshot.previous = request.previous;
    snapshot.verdict = stated.verdict;
    snapshot.reason = stated.reason;
    snapshot.ranges = report.ranges;
    snapshot.identities = identitiesOf(report);
    if (report.signedTo) snapshot.head = SnapshotHead{{*report.signedTo, report.rootAtSignedTo}, {}};
    snapshot.committedTo = report.committedTo;
    snapshot.committedBasis = report.committedBasis;
    snapshot.unsignedFrom = report.unsignedFrom;
    snapshot.lastRead = report.lastRead;
    snapshot.landmarks = report.landmarks;
    snapshot.rootsAt = report.rootsAt;
    snapshot.checks = report.checks;
    snapshot.findings = report.findings;
    snapshot.findingsOmitted = report.findingsOmitted;
    if (snapshot.findings.size() > kMostSnapshotFindings) {
        snapshot.findingsOmitted += snapshot.findings.size() - kMostSnapshotFindings;
        snapshot.findings.resize(kMostSnapshotFindings);
    }
    snapshot.notChecked = report.notChecked;
    snapshot.stats = report.stats;
    return snapshot;
}

Result<AuditSnapshot> takeSnapshot(EvidenceSource& source, const Family& family, const VerificationReport& report,
                                   const TakingRequest& request, std::stop_token stop, const ProgressSink& progress)
{
    AuditSnapshot snapshot = snapshotOfReport(report, request);
    snapshot.anchors = anchorsOf(family, request.anchors, report.anchor);
    auto inputs = inputsOf(source.summary(), stop, progress);
    if (!inputs) return std::move(inputs).error();
    snapshot.inputs = *std::move(inputs);
    if (auto added = addGovernance(snapshot, source, stop, progress); !added) return std::move(added).error();
    return snapshot;
}

} // namespace countersign::audit
