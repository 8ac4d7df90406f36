#include "app/cli/workspace.h"

#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/cli/workspace_use.h"
#include "app/common/documents.h"
#include "core/audit/workspace_pins.h"
#include "core/audit/workspace_runs.h"
#include "core/base/file_io.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace countersign {

namespace {

using audit::WorkspaceAccess;
using audit::WorkspaceFile;
using audit::WorkspacePins;

constexpr const char* kFooter =
    R"(A workspace is one consortium's file: the identities you trust, runs with their findings,
and audit snapshots. Several programs may use it at once.

  new FILE              make one; --title names the consortium
  show FILE             what it holds
  pin FILE PEM...       trust the identity in these files from now on; --note keeps how you compared it
  unpin FILE HEX...     trust the pin of this fingerprint no longer
  accept FILE N|FILE... believe snapshots signed with the key of this one: a number of the workspace, or a file
  backup FILE COPY      a whole copy, as of one moment

Exit status:
  0 done   3 wrong usage   4 a file not readable or not writable

Examples:
  countersign-cli workspace new contoso.countersign --title Contoso
  countersign-cli workspace pin contoso.countersign service_cert.pem --note 'compared by phone with Alice'
  countersign-cli verify ledger/ --workspace contoso.countersign
)";

using Work = Result<void> (*)(WorkspaceFile&, const WorkspaceArguments&, Environment&);

Result<void> pin(WorkspaceFile& file, const WorkspaceArguments& arguments, Environment& environment)
{
    auto anchors = readAnchors(arguments.items);
    if (!anchors) return std::move(anchors).error();
    WorkspacePins pins(file);
    for (const AnchorInput& anchor : *anchors) {
        std::vector<AnchorMatch> matches;
        std::optional<Error> why;
        for (const auto& family : environment.families) {
            auto read = family->readAnchor(anchor);
            if (read && !read->empty())
                matches = *std::move(read);
            else if (!read)
                why = std::move(read).error();
        }
        if (matches.empty()) return why ? *why : Error{ErrorCode::Malformed, anchor.source, "no identity in it"};
        const AnchorMatch& match = matches.front();
        const std::string name = match.fingerprint.empty() ? match.keyId : match.fingerprint;
        if (auto added =
                pins.addPin({name, match.subject, anchor.source, anchor.content, environment.now, "", arguments.note});
            !added)
            return added;
        environment.console.log("pinned: " + name + ' ' + match.subject);
    }
    return {};
}

Result<void> unpin(WorkspaceFile& file, const WorkspaceArguments& arguments, Environment& environment)
{
    for (const std::string& fingerprint : arguments.items)
        if (auto done = WorkspacePins(file).withdrawPin(fingerprint, environment.now); !done) return done;
    return {};
}

Result<audit::SnapshotFile> snapshotNamed(WorkspaceFile& file, const std::string& item)
{
    const bool number = !item.empty() && item.size() < 10 && item.find_first_not_of("0123456789") == std::string::npos;
    if (number) {
        auto stored = audit::SnapshotStore(file).snapshot(std::stoll(item));
        if (!stored) return std::move(stored).error();
        return std::move(stored->file);
    }
    const auto bytes = readSmallFile(item, audit::SnapshotLimits().bytes + 4096);
    if (!bytes) return bytes.error();
    return audit::openSnapshotFile(*bytes);
}

Result<void> accept(WorkspaceFile& file, const WorkspaceArguments& arguments, Environment& environment)
{
    for (const std::string& item : arguments.items) {
        const auto snapshot = snapshotNamed(file, item);
        if (!snapshot) return snapshot.error();
        const auto& auditor = snapshot->snapshot.auditor;
        const std::string keyId = auditor ? audit::keyIdOf(*auditor) : std::string();
        if (keyId.empty()) return Error{ErrorCode::Unsupported, item, "it is not signed"};
        if (overall(audit::judgeSignature(*snapshot, {keyId})) != Verdict::Passed)
            return Error{ErrorCode::Crypto, item, "its signature does not hold"};
        if (auto done = WorkspacePins(file).acceptAuditor({keyId, auditor->name, auditor->publicKey, environment.now});
            !done)
            return done;
        environment.console.log("accepted: " + keyId + ' ' + auditor->name);
    }
    return {};
}

Result<void> backup(WorkspaceFile& file, const WorkspaceArguments& arguments, Environment&)
{
    return file.backupTo(arguments.items.front());
}

struct Action {
    const char* name;
    std::size_t leastItems, mostItems;
    Work work; ///< Null: done elsewhere.
};

constexpr std::size_t kMany = 1000;
constexpr std::array<Action, 6> kActions = {{
    {"new", 0, 0, nullptr},
    {"show", 0, 0, nullptr},
    {"pin", 1, kMany, pin},
    {"unpin", 1, kMany, unpin},
    {"accept", 1, kMany, accept},
    {"backup", 1, 1, backup},
}};

int make(const WorkspaceArguments& arguments, Console& console)
{
    auto file = WorkspaceFile::create(arguments.file);
    if (!file) return reportError(console, file.error());
    if (auto done = file->setProfile("name", arguments.title); !done) return reportError(console, done.error());
    console.log("made: " + arguments.file);
    return kExitPassed;
}

struct Contents {
    std::string name;
    std::vector<audit::WorkspacePin> pins;
    std::vector<audit::AcceptedAuditor> auditors;
    std::vector<std::string> sources;
    std::vector<audit::StoredRun> runs;
    std::int64_t snapshots = 0;
};

Result<Contents> contentsOf(WorkspaceFile& file)
{
    WorkspacePins pins(file);
    auto name = file.profile("name");
    auto pinned = pins.pins();
    auto auditors = pins.auditors();
    auto sources = pins.sources();
    auto runs = audit::WorkspaceRuns(file).runs();
    const auto snapshots = audit::SnapshotStore(file).count();
    if (!name) return std::move(name).error();
    if (!pinned) return std::move(pinned).error();
    if (!auditors) return std::move(auditors).error();
    if (!sources) return std::move(sources).error();
    if (!runs) return std::move(runs).error();
    if (!snapshots) return snapshots.error();
    return Contents{*std::move(name),    *std::move(pinned), *std::move(auditors),
                    *std::move(sources), *std::move(runs),   *snapshots};
}

Json contentsJson(const Contents& contents)
{
    Json document = documentHead("countersign.workspace/1");
    document["name"] = contents.name;
    document["pins"] = Json::array();
    for (const auto& one : contents.pins)
        document["pins"].push_back({{"fingerprint", one.fingerprint},
                                    {"subject", one.subject},
                                    {"source", one.source},
                                    {"decided", toIso8601(one.decided)},
                                    {"note", one.note}});
    document["auditors"] = Json::array();
    for (const auto& one : contents.auditors)
        document["auditors"].push_back(
            {{"keyId", one.keyId}, {"name", one.name}, {"accepted", toIso8601(one.accepted)}});
    document["sources"] = contents.sources;
    document["runs"] = Json::array();
    for (const auto& one : contents.runs)
        document["runs"].push_back({{"number", one.number},
                                    {"at", toIso8601(one.at)},
                                    {"subject", one.subject},
                                    {"verdict", one.verdict},
                                    {"reason", one.reason},
                                    {"findings", one.findings}});
    document["snapshots"] = contents.snapshots;
    return document;
}

void write(Console& console, const Contents& contents)
{
    std::ostream& out = console.out();
    out << console.heading(contents.name.empty() ? "Workspace" : escaped(contents.name)) << '\n';
    out << "  " << counted(static_cast<std::uint64_t>(contents.snapshots), "snapshot", "snapshots") << ", "
        << counted(contents.runs.size(), "run", "runs") << '\n';
    for (const auto& one : contents.pins)
        out << "  pin " << one.fingerprint << ' ' << escaped(one.subject) << ", " << toIso8601(one.decided) << " from "
            << escaped(one.source) << (one.note.empty() ? "" : ": " + escaped(one.note)) << '\n';
    for (const auto& one : contents.auditors) out << "  auditor " << one.keyId << ' ' << escaped(one.name) << '\n';
    for (const std::string& place : contents.sources) out << "  source " << escaped(place) << '\n';
    for (const auto& one : contents.runs)
        out << "  run " << one.number << ' ' << toIso8601(one.at) << ' ' << one.verdict << ' ' << one.reason << ' '
            << escaped(one.subject) << '\n';
}

int show(const WorkspaceArguments& arguments, Console& console)
{
    auto file = WorkspaceFile::open(arguments.file, WorkspaceAccess::ReadOnly);
    if (!file) return reportError(console, file.error());
    const auto contents = contentsOf(*file);
    if (!contents) return reportError(console, contents.error());
    if (arguments.json)
        console.out() << documentText(contentsJson(*contents));
    else
        write(console, *contents);
    return finishOutput(console, kExitPassed);
}

} // namespace

CLI::App* declareWorkspace(CLI::App& program, WorkspaceArguments& arguments)
{
    CLI::App* command = program.add_subcommand("workspace", "Make a workspace, and say whom it trusts");
    command->add_option("ACTION", arguments.action, "new, show, pin, unpin, accept or backup")
        ->required()
        ->check(CLI::IsMember({"new", "show", "pin", "unpin", "accept", "backup"}));
    command->add_option("FILE", arguments.file, "The workspace")->required();
    command->add_option("ITEM", arguments.items, "What the action is about: see below");
    command->add_option("--title", arguments.title, "What you call the consortium, for new")->type_name("TEXT");
    command->add_option("--note", arguments.note, "How you compared the identity, for pin")->type_name("TEXT");
    command->add_flag("--json", arguments.json,
                      "One JSON document on standard output (countersign.workspace/1), for show");
    command->footer(kFooter);
    return command;
}

int runWorkspace(const WorkspaceArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    const auto action = std::ranges::find(kActions, arguments.action, &Action::name);
    if (arguments.items.size() < action->leastItems || arguments.items.size() > action->mostItems) {
        console.error("workspace " + arguments.action + ": see its --help for what it is given");
        return kExitUsage;
    }
    if (arguments.action == "new") return make(arguments, console);
    if (arguments.action == "show") return show(arguments, console);
    auto file = WorkspaceFile::open(arguments.file, WorkspaceAccess::ReadWrite);
    if (!file) return reportError(console, file.error());
    if (auto done = action->work(*file, arguments, environment); !done) return reportError(console, done.error());
    return kExitPassed;
}

} // namespace countersign
