#include "app/cli/show.h"

#include "app/cli/numbers.h"

#include <CLI/CLI.hpp>

#include <limits>

namespace countersign {

namespace {

constexpr std::size_t kScreenful = 1000;

constexpr const char* kFooter =
    R"(What is shown is decoded from the files and not verified;
"countersign-cli verify" judges it.

Exit status:
  0 shown   2 stopped   3 wrong usage   4 input not readable, or nothing there by that name

Examples:
  countersign-cli show ledger/                        the files, what they hold, gaps and overlaps
  countersign-cli show ledger/ 2.46                   one transaction, each value with its bytes (offset+length)
  countersign-cli show ledger/ 46                     the same, by sequence number alone
  countersign-cli show ledger/ --tables               the public tables at the end of the history
  countersign-cli show ledger/ --table public:ccf.gov.members.info --at 46
  countersign-cli show ledger/ --table public:ccf.gov.nodes.info --key NODE_ID
)";

bool usesTables(const ShowArguments& arguments)
{
    return arguments.tables || !arguments.table.empty();
}

} // namespace

CLI::App* declareShow(CLI::App& program, ShowArguments& arguments)
{
    CLI::App* command = program.add_subcommand("show", "Show what files hold, decoded, with the place of each byte");
    command->add_option("PATH", arguments.path, "Ledger folder, chunk or CCF snapshot")->required();
    auto* transaction = command->add_option("TXID", arguments.transaction, "Transaction to show: view.seqno or seqno");
    auto* tables = command->add_flag("--tables", arguments.tables, "List the public tables");
    auto* table =
        command->add_option("--table", arguments.table, "Show the rows of this public table")->type_name("NAME");
    auto* key = command->add_option("--key", arguments.key, "Only this key, with its history")->type_name("TEXT");
    auto* keyHex = command->add_option("--key-hex", arguments.keyHex, "The key as bytes in hex")->type_name("HEX");
    auto* at = command->add_option("--at", arguments.at, "Tables as they were after this sequence number")
                   ->type_name("SEQNO")
                   ->check(wholeNumber())
                   ->check(CLI::Range(std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()));
    command
        ->add_option("--limit", arguments.limit,
                     "List at most N files, values or rows; 0 lists all. 1000 when not "
                     "given, all with --json")
        ->type_name("N")
        ->check(wholeNumber());
    command->add_flag("--json", arguments.json, "One JSON document on standard output");
    command->add_flag("--quiet", arguments.quiet, "No progress and no log on standard error; errors are still said");
    tables->excludes(transaction)->excludes(table);
    table->excludes(transaction);
    key->needs(table);
    keyHex->needs(table)->excludes(key);
    at->excludes(transaction);
    command->footer(kFooter);
    return command;
}

std::size_t showLimit(const ShowArguments& arguments)
{
    constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
    if (!arguments.limit) return arguments.json ? kAll : kScreenful;
    return *arguments.limit == 0 ? kAll : *arguments.limit;
}

int runShow(const ShowArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    console.setQuiet(arguments.quiet);
    if (arguments.at != 0 && !usesTables(arguments)) {
        console.error("--at needs --tables or --table");
        return kExitUsage;
    }
    auto source = openSource(environment.families, {arguments.path}, {});
    if (!source) return reportError(console, source.error());
    int status = kExitPassed;
    if (usesTables(arguments))
        status = showTables(arguments, *source->evidence, environment);
    else if (!arguments.transaction.empty())
        status = showRecord(arguments, *source->evidence, environment);
    else
        status = showSource(arguments, *source->evidence, environment);
    return status == kExitPassed ? finishOutput(console, kExitPassed) : status;
}

} // namespace countersign
