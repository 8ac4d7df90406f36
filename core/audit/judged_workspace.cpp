#include "core/audit/judged_workspace.h"

#include "core/audit/workspace_pins.h"

#include <algorithm>

namespace countersign::audit {

namespace {

constexpr std::size_t kMostRoots = 20'000;

} // namespace

const JudgedSnapshot* JudgedWorkspace::find(std::int64_t number) const noexcept
{
    const auto found = std::ranges::find_if(snapshots, [&](const auto& one) { return one.stored.number == number; });
    return found == snapshots.end() ? nullptr : &*found;
}

const JudgedSnapshot* JudgedWorkspace::contradicted() const noexcept
{
    const auto found = std::ranges::find_if(snapshots, [](const JudgedSnapshot& one) {
        return one.stored.own && standingOf(one.signature) == Standing::Contradicted;
    });
    return found == snapshots.end() ? nullptr : &*found;
}

Result<JudgedWorkspace> judgeWorkspace(WorkspaceFile& file)
{
    SnapshotStore store(file);
    auto chain = store.judgeChain();
    if (!chain) return std::move(chain).error();
    JudgedWorkspace judged{*std::move(chain), {}};
    if (judged.chain.verdict != Verdict::Passed) return judged;
    const auto accepted = WorkspacePins(file).acceptedKeyIds();
    if (!accepted) return accepted.error();
    auto all = store.all();
    if (!all) return std::move(all).error();
    for (StoredSnapshot& stored : *all) {
        std::set<std::string> keys = *accepted;
        const auto& auditor = stored.file.snapshot.auditor;
        if (stored.own && auditor) keys.insert(keyIdOf(*auditor));
        const bool unsignedOwn = stored.own && stored.file.envelope.empty() && !auditor;
        auto checks = unsignedOwn ? std::vector<Check>{} : judgeSignature(stored.file, keys);
        judged.snapshots.push_back({std::move(stored), std::move(checks)});
    }
    return judged;
}

Standing standingOf(const std::vector<Check>& signature)
{
    const auto failed = [](const Check& check) { return check.verdict == Verdict::Failed; };
    if (std::ranges::any_of(signature, failed)) return Standing::Contradicted;
    return overall(signature) == Verdict::Passed ? Standing::Signed : Standing::Unattributed;
}

Standing standingOf(const JudgedWorkspace& workspace, const JudgedSnapshot& snapshot)
{
    if (workspace.chain.verdict != Verdict::Passed) return Standing::Contradicted;
    const Standing signature = standingOf(snapshot.signature);
    if (signature == Standing::Contradicted || !snapshot.stored.own) return signature;
    return Standing::Own;
}

Result<EarlierSights> lookBack(WorkspaceFile& file)
{
    const auto judged = judgeWorkspace(file);
    if (!judged) return judged.error();
    if (judged->chain.verdict != Verdict::Passed)
        return Error{ErrorCode::Malformed, file.path().string(), judged->chain.evidence};
    if (const JudgedSnapshot* broken = judged->contradicted())
        return Error{ErrorCode::Malformed, file.path().string(),
                     "snapshot " + std::to_string(broken->stored.number) + ": its signature does not hold"};
    EarlierSights earlier;
    std::set<SeqNo> wanted;
    for (const JudgedSnapshot& one : judged->snapshots) {
        const AuditSnapshot& snapshot = one.stored.file.snapshot;
        if (snapshot.head) wanted.insert(snapshot.head->signedRoot.id.seqno);
        const Standing standing = standingOf(*judged, one);
        EarlierSights::Earlier seen{one.stored.number, {snapshot, standing, std::to_string(one.stored.number)}};
        if (one.stored.own) earlier.before = seen;
        if (snapshot.head && (standing == Standing::Own || standing == Standing::Signed))
            earlier.sights.push_back(std::move(seen));
    }
    const AuditSnapshot* last = earlier.toAskFor();
    if (last && wanted.size() < kMostRoots)
        for (const SeqNo seqno : rootsWanted(*last)) wanted.insert(seqno);
    earlier.rootsAt.assign(wanted.begin(), wanted.end());
    return earlier;
}

const AuditSnapshot* EarlierSights::toAskFor() const noexcept
{
    const auto last =
        std::find_if(sights.rbegin(), sights.rend(), [](const auto& one) { return one.sight.standing == Standing::Own; });
    return last == sights.rend() ? nullptr : &last->sight.snapshot;
}

std::optional<HeldAgainst> holdAgainst(const EarlierSights& earlier, const AuditSnapshot& now)
{
    if (!earlier.before) return {};
    const Sight later{now, Standing::Judged, {}};
    std::optional<HeldAgainst> last, contradicted;
    for (const EarlierSights::Earlier& one : earlier.sights) {
        HeldAgainst held{judgeContinuity(one.sight, later), one.number};
        if (held.answer.verdict == Verdict::Failed) contradicted = held;
        if (one.sight.standing == Standing::Own) last = std::move(held);
    }
    if (last && last->answer.verdict == Verdict::Failed) return last;
    if (contradicted) return contradicted;
    if (last) return last;
    return HeldAgainst{judgeContinuity(earlier.before->sight, later), earlier.before->number};
}

} // namespace countersign::audit
