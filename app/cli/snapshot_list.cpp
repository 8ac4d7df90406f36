#include "app/cli/live.h"
#include "app/cli/snapshot.h"
#include "app/cli/snapshot_text.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/common/english_text.h"
#include "core/audit/workspace_pins.h"
#include "core/base/file_io.h"

#include <algorithm>
#include <charconv>

namespace countersign {

namespace {

using audit::JudgedSnapshot;
using audit::WorkspaceAccess;
using audit::WorkspaceFile;

std::optional<std::int64_t> numberOf(const std::string& text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1) return {};
    return number;
}

Result<JudgedSnapshot> judgedFile(const std::string& path, const std::set<std::string>& accepted)
{
    const auto bytes = readSmallFile(path, audit::SnapshotLimits().bytes + 4096);
    if (!bytes) return bytes.error();
    auto file = audit::openSnapshotFile(*bytes);
    if (!file) return Error{file.error().code, path, file.error().where + ": " + file.error().detail};
    auto checks = audit::judgeSignature(*file, accepted);
    return JudgedSnapshot{{.number = 0, .own = false, .from = path, .importedAt = {}, .file = *std::move(file)},
                          std::move(checks)};
}

Result<std::set<std::string>> acceptedBy(const SnapshotArguments& arguments)
{
    std::set<std::string> keys(arguments.accepted.begin(), arguments.accepted.end());
    if (arguments.workspace.empty()) return keys;
    auto file = WorkspaceFile::open(arguments.workspace, WorkspaceAccess::ReadOnly);
    if (!file) return std::move(file).error();
    auto more = audit::WorkspacePins(*file).acceptedKeyIds();
    if (!more) return std::move(more).error();
    keys.merge(*more);
    return keys;
}

int tell(Console& console, bool json, const std::optional<Check>& chain, const std::vector<JudgedSnapshot>& snapshots,
         Verdict verdict)
{
    if (json) {
        Json document = documentHead("countersign.snapshots/1");
        document["verdict"] = verdictName(verdict);
        document["chain"] = chain ? checksJson({*chain}).front() : Json(nullptr);
        document["snapshots"] = Json::array();
        for (const JudgedSnapshot& one : snapshots) document["snapshots"].push_back(snapshotJson(one));
        console.out() << documentText(document);
        return finishOutput(console, exitStatusOf(verdict));
    }
    std::ostream& out = console.out();
    if (chain) {
        out << console.verdictWord(chain->verdict) << "  " << englishCheck(chain->id) << ": "
            << escaped(chain->evidence) << '\n';
        if (!chain->reason.empty()) out << "  " << chain->reason << ": " << englishReason(chain->reason) << '\n';
    }
    if (!snapshots.empty()) out << tableText(snapshotRows(snapshots));
    for (const JudgedSnapshot& one : snapshots)
        for (const Check& check : one.signature)
            if (check.verdict != Verdict::Passed)
                out << "  " << (one.stored.number == 0 ? escaped(one.stored.from) : std::to_string(one.stored.number))
                    << ": " << console.verdictWord(check.verdict) << ' ' << check.reason << ": "
                    << englishReason(check.reason) << '\n';
    return finishOutput(console, exitStatusOf(verdict));
}

int verifyFiles(const SnapshotArguments& arguments, Console& console)
{
    const auto accepted = acceptedBy(arguments);
    if (!accepted) return reportError(console, accepted.error());
    std::vector<JudgedSnapshot> snapshots;
    Verdict verdict = Verdict::Passed;
    for (const std::string& path : arguments.items) {
        auto judged = judgedFile(path, *accepted);
        if (!judged) return reportError(console, judged.error());
        verdict = worse(verdict, overall(judged->signature));
        snapshots.push_back(*std::move(judged));
    }
    return tell(console, arguments.json, {}, snapshots, verdict);
}

} // namespace

int listSnapshots(const SnapshotArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    auto file = WorkspaceFile::open(arguments.workspace, WorkspaceAccess::ReadOnly);
    if (!file) return reportError(console, file.error());
    const auto judged = audit::judgeWorkspace(*file);
    if (!judged) return reportError(console, judged.error());
    const Verdict verdict = judged->contradicted() ? Verdict::Failed : judged->chain.verdict;
    return tell(console, arguments.json, judged->chain, judged->snapshots, verdict);
}

namespace {

/// Whose own snapshots they are, when the user says which keys are hers; without that, the workspace's word counts.
void demandKeys(audit::JudgedWorkspace& workspace, const std::vector<std::string>& accepted)
{
    if (accepted.empty()) return;
    const std::set<std::string> keys(accepted.begin(), accepted.end());
    for (JudgedSnapshot& one : workspace.snapshots)
        if (one.stored.own) one.signature = audit::judgeSignature(one.stored.file, keys);
}

} // namespace

int verifySnapshots(const SnapshotArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    if (!arguments.items.empty()) return verifyFiles(arguments, console);
    auto file = WorkspaceFile::open(arguments.workspace, WorkspaceAccess::ReadOnly);
    if (!file) return reportError(console, file.error());
    auto judged = audit::judgeWorkspace(*file);
    if (!judged) return reportError(console, judged.error());
    demandKeys(*judged, arguments.accepted);
    Verdict verdict = judged->chain.verdict;
    for (const JudgedSnapshot& one : judged->snapshots)
        if (!one.signature.empty()) verdict = worse(verdict, overall(one.signature));
    return tell(console, arguments.json, judged->chain, judged->snapshots, verdict);
}

int exportSnapshot(const SnapshotArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    const auto number = numberOf(arguments.items.front());
    if (!number) {
        console.error("snapshot export: " + arguments.items.front() + " is no number of a snapshot");
        return kExitUsage;
    }
    auto file = WorkspaceFile::open(arguments.workspace, WorkspaceAccess::ReadOnly);
    if (!file) return reportError(console, file.error());
    const auto judged = audit::judgeWorkspace(*file);
    if (!judged) return reportError(console, judged.error());
    if (judged->chain.verdict != Verdict::Passed)
        return tell(console, arguments.json, judged->chain, {}, judged->chain.verdict);
    const JudgedSnapshot* found = judged->find(*number);
    if (!found)
        return reportError(console, {ErrorCode::NotFound, "snapshot " + arguments.items.front(), {}});
    if (audit::standingOf(found->signature) == audit::Standing::Contradicted)
        return tell(console, arguments.json, judged->chain, {*found}, Verdict::Failed);
    if (auto written = writeFileAtomically(arguments.out, found->stored.file.bytes()); !written)
        return reportError(console, written.error());
    console.log("written: " + arguments.out);
    return kExitPassed;
}

int importSnapshot(const SnapshotArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    const auto accepted = acceptedBy(arguments);
    if (!accepted) return reportError(console, accepted.error());
    auto judged = judgedFile(arguments.items.front(), *accepted);
    if (!judged) return reportError(console, judged.error());
    if (audit::standingOf(judged->signature) == audit::Standing::Contradicted)
        return tell(console, arguments.json, {}, {*judged}, Verdict::Failed);
    auto file = WorkspaceFile::open(arguments.workspace, WorkspaceAccess::ReadWrite);
    if (!file) return reportError(console, file.error());
    const auto number = audit::SnapshotStore(*file).import(judged->stored.file, arguments.from, environment.now);
    if (!number) return reportError(console, number.error());
    judged->stored.number = *number;
    judged->stored.from = arguments.from;
    // It is kept either way; whether it may be believed is in the list.
    return tell(console, arguments.json, {}, {*judged}, Verdict::Passed);
}

} // namespace countersign
