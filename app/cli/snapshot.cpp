#include "app/cli/snapshot.h"

#include "app/cli/numbers.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>

namespace countersign {

namespace {

constexpr const char* kFooter = R"(An audit snapshot is your own record of what was seen and verified at a moment. In a
workspace each carries the digest of the one before, so that none can be changed, left out or moved unseen.

  take PATH...          verify a ledger and keep what was seen; says at once whether it continues the snapshot before
  take --url URL        the same of a running service: what it says, under the identity you trust, and its receipts
  list                  what the workspace holds
  verify [FILE...]      does the chain hold, and who signed; without files, the workspace
  compare A B           does B continue A, and what changed; each is a number of the workspace, a snapshot's file, or a
                        ledger or a running service (https://...), which are judged now
  export N --out FILE   one snapshot as a file, for a colleague
  import FILE           a colleague's snapshot, marked with whose it is

Continued is said only where the root of the tree is the same at the point where the earlier snapshot ended. Rolled back:
the history ends before it. Forked: another view wrote something else. Rewritten: the same ids hold something else.

Exit status:
  0 continued, or kept, and passed   1 rolled back, forked, rewritten, or a verdict of Failed   2 it cannot be told
  3 wrong usage   4 input not readable, or output not writable   5 service not reachable

Examples:
  countersign-cli snapshot take ledger/ --workspace contoso.countersign
  countersign-cli snapshot compare 1 2 --workspace contoso.countersign
  countersign-cli snapshot compare 2 ledger/ --workspace contoso.countersign --json
  countersign-cli snapshot export 2 --workspace contoso.countersign --out contoso-2.snapshot
  countersign-cli snapshot import contoso-2.snapshot --from 'Bob of Fabrikam' --workspace mine.countersign
)";

struct Action {
    const char* name;
    int (*run)(const SnapshotArguments&, Environment&);
    std::size_t leastItems, mostItems;
    bool needsWorkspace;
};

constexpr std::size_t kMany = 10'000;
constexpr std::array<Action, 6> kActions = {{
    {"take", takeSnapshotOf, 1, kMany, false},
    {"list", listSnapshots, 0, 0, true},
    {"verify", verifySnapshots, 0, kMany, false},
    {"compare", compareSnapshots, 2, 2, false},
    {"export", exportSnapshot, 1, 1, true},
    {"import", importSnapshot, 1, 1, true},
}};

std::string usageProblem(const Action& action, const SnapshotArguments& arguments)
{
    const std::string name = std::string("snapshot ") + action.name;
    const bool live = !arguments.live.urls.empty();
    if (live && (name != "snapshot take" || !arguments.items.empty() || arguments.live.urls.size() > 1))
        return name + ": --url is for take alone, one node, without a path";
    if (live ? arguments.workspace.empty() && arguments.out.empty() : arguments.items.size() < action.leastItems)
        return name + ": something is missing: see its --help";
    if (arguments.items.size() > action.mostItems) return name + ": too much is given: see its --help";
    if (action.needsWorkspace && arguments.workspace.empty()) return name + ": --workspace is missing";
    if (name == "snapshot verify" && arguments.items.empty() && arguments.workspace.empty())
        return name + ": neither a workspace nor a file is given";
    if (name == "snapshot take" && arguments.workspace.empty() && arguments.out.empty())
        return name + ": say where it is kept with --workspace or --out";
    if (name == "snapshot export" && arguments.out.empty()) return name + ": --out is missing";
    if (name == "snapshot import" && arguments.from.empty()) return name + ": say whose it is with --from";
    if (arguments.auditor.empty() != arguments.key.key.empty()) return name + ": --auditor and --key belong together";
    return {};
}

void declareSigning(CLI::App& command, SnapshotArguments& arguments)
{
    command.add_option("--auditor", arguments.auditor, "Sign the snapshot under this name, with --key")
        ->type_name("NAME");
    declareKey(command, arguments.key);
    command
        .add_option("--accept", arguments.accepted,
                    "Believe snapshots signed with this key (its id, 64 hex digits), besides the workspace's auditors; "
                    "verify then wants every own one signed with such a key")
        ->type_name("HEX")
        ->allow_extra_args(false);
}

} // namespace

CLI::App* declareSnapshot(CLI::App& program, SnapshotArguments& arguments)
{
    CLI::App* command = program.add_subcommand(
        "snapshot", "Keep what was seen, and hold what is seen now against what was seen before");
    command->add_option("ACTION", arguments.action, "take, list, verify, compare, export or import")
        ->required()
        ->check(CLI::IsMember({"take", "list", "verify", "compare", "export", "import"}));
    command->add_option("ITEM", arguments.items, "Ledger, snapshot's file, or number of a snapshot of the workspace");
    command->add_option("--workspace", arguments.workspace, "The workspace; take makes it when it is not there")
        ->type_name("FILE");
    command
        ->add_option("--service-cert", arguments.certificates,
                     "Certificate (PEM) of a service identity you trust, besides the workspace's pins; may be repeated")
        ->type_name("PEM")
        ->allow_extra_args(false);
    command->add_option("--url", arguments.live.urls, "Take it of a running service: a node, as https://HOST:PORT")
        ->type_name("URL")
        ->allow_extra_args(false);
    command
        ->add_option("--name", arguments.live.name,
                     "Name or address the node's certificate must carry instead of the host")
        ->type_name("NAME");
    command->add_option("--timeout", arguments.live.timeout, "Seconds that one exchange may take; 30 when not given")
        ->type_name("SECONDS")
        ->check(wholeNumber())
        ->check(CLI::Range(1u, 3600u));
    command->add_option("--out", arguments.out, "Write the snapshot to this new file")->type_name("FILE");
    command->add_option("--from", arguments.from, "Whose snapshot it is that is imported")->type_name("WHO");
    command
        ->add_option("--ledger", arguments.ledger, "A ledger that tells which proposals made the changes, for compare")
        ->type_name("DIR");
    declareSigning(*command, arguments);
    command->add_option("--jobs", arguments.jobs, "Threads in all; one a processor when not given")
        ->type_name("N")
        ->check(wholeNumber())
        ->check(CLI::Range(1u, 1024u));
    command->add_flag("--json", arguments.json,
                      "One JSON document on standard output (countersign.snapshots/1, countersign.comparison/1)");
    command->add_flag("--quiet", arguments.quiet, "No progress and no log on standard error; errors are still said");
    command->footer(kFooter);
    return command;
}

int runSnapshot(const SnapshotArguments& arguments, Environment& environment)
{
    environment.console.setQuiet(arguments.quiet);
    const auto action = std::ranges::find(kActions, arguments.action, &Action::name);
    if (const std::string problem = usageProblem(*action, arguments); !problem.empty()) {
        environment.console.error(problem);
        return kExitUsage;
    }
    return action->run(arguments, environment);
}

} // namespace countersign
