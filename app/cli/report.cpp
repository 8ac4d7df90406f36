#include "app/cli/report.h"

#include "app/cli/numbers.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/cli/verdict_line.h"
#include "app/cli/workspace_use.h"
#include "app/common/english_text.h"
#include "core/audit/report/report.h"
#include "core/audit/snapshot_taking.h"
#include "core/base/file_io.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

constexpr unsigned kMostJobs = 1024;

constexpr const char* kFooter = R"(The report says what was judged, under which identity, by which method,
what was found, what was not checked, and with which command somebody else judges the same again. All forms are made
from its data (json), which is the same to the byte for the same inputs, options and --at.

Exit status: that of verify for the verdict; 4 when the report could not be written.

Examples:
  countersign-cli report ledger/ --service-cert service_cert.pem --output report.html
  countersign-cli report ledger/ --service-cert service_cert.pem --format json --output report.json
  countersign-cli report ledger/ --workspace contoso.countersign --template access --format csv --output tables/
)";

audit::ReportWords englishWords()
{
    return {[](std::string_view id) { return std::string(englishCheck(id)); },
            [](std::string_view id) { return std::string(englishReason(id)); },
            [](std::string_view id) { return std::string(englishAssurance(id)); }};
}

struct Judged {
    VerificationReport run;
    audit::AuditSnapshot record;
    AssuranceProfile assurance;
};

Result<Judged> judge(const ReportArguments& arguments, UtcTime at, Environment& environment)
{
    auto anchors = anchorsFor(arguments.workspace, arguments.certificates);
    if (!anchors) return std::move(anchors).error();
    auto source = openSource(environment.families, arguments.paths, {});
    if (!source) return std::move(source).error();
    VerifyOptions options;
    options.anchors = *std::move(anchors);
    options.at = at;
    options.jobs = arguments.jobs;
    VerifyObserver observer;
    observer.progress = [&console = environment.console](const Progress& progress) { console.progress(progress); };
    auto run = source->evidence->verify(options, environment.stop, observer);
    if (!run) return std::move(run).error();
    if (environment.stop.stop_requested()) return Error{ErrorCode::Cancelled, "report", {}};
    auto record = audit::takeSnapshot(*source->evidence, *source->family, *run,
                                      {{}, at, COUNTERSIGN_VERSION, options.anchors, {}, {}}, environment.stop,
                                      observer.progress);
    if (!record) return std::move(record).error();
    return Judged{*std::move(run), *std::move(record), source->evidence->assurance()};
}

/// As it would be given anew; a path that looks like an option is one no more.
std::string pathWord(const std::string& path)
{
    return path.starts_with('-') ? "./" + path : path;
}

std::vector<std::string> commandOf(const ReportArguments& arguments, UtcTime at)
{
    std::vector<std::string> words{"countersign-cli", "verify"};
    for (const std::string& path : arguments.paths) words.push_back(pathWord(path));
    for (const std::string& file : arguments.certificates)
        words.insert(words.end(), {"--service-cert", pathWord(file)});
    if (!arguments.workspace.empty()) words.insert(words.end(), {"--workspace", pathWord(arguments.workspace)});
    words.insert(words.end(), {"--at", toIso8601(at)});
    return words;
}

Result<void> writeTables(const audit::Report& report, const std::filesystem::path& folder)
{
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) return Error{ErrorCode::Io, folder.string(), code.message()};
    for (const audit::ReportTable& table : audit::reportTables(report))
        if (auto done = writeFileAtomically(folder / table.name, bytesOf(table.text)); !done) return done;
    return {};
}

Result<void> write(const audit::Report& report, const ReportArguments& arguments)
{
    if (arguments.format == "csv") return writeTables(report, arguments.output);
    if (arguments.format == "json") return writeFileAtomically(arguments.output, bytesOf(report.text));
    return writeFileAtomically(arguments.output, bytesOf(audit::reportHtml(report, englishWords())));
}

void declareForms(CLI::App& command, ReportArguments& arguments)
{
    command.add_option("--template", arguments.kind, "What it is about; full when not given")
        ->type_name("KIND")
        ->check(CLI::IsMember({"integrity", "governance", "access", "attestation", "full"}));
    command.add_option("--format", arguments.format, "html (when not given), json, or csv")
        ->type_name("FORM")
        ->check(CLI::IsMember({"html", "json", "csv"}));
    command
        .add_option("--output", arguments.output,
                    "File to write; for csv the folder of the tables, made when it is not there")
        ->type_name("FILE")
        ->required();
    command.add_option("--title", arguments.title, "Its title")->type_name("TEXT");
    command.add_option("--classification", arguments.classification, "A line under the title")->type_name("TEXT");
}

} // namespace

CLI::App* declareReport(CLI::App& program, ReportArguments& arguments)
{
    CLI::App* command =
        program.add_subcommand("report", "Judge a ledger, and write a report that others can check again");
    command
        ->add_option("PATH", arguments.paths,
                     "What is judged: a ledger folder, or other evidence of one kind; several are one history's")
        ->required();
    command
        ->add_option("--service-cert", arguments.certificates,
                     "Certificate (PEM) of a service identity you trust; may be repeated")
        ->type_name("PEM")
        ->allow_extra_args(false);
    command->add_option("--workspace", arguments.workspace, "Workspace whose pins are trusted too")->type_name("FILE");
    declareForms(*command, arguments);
    command
        ->add_option("--at", arguments.at, "Judge dates against this time, and date the report so; now when not given")
        ->type_name("TIME");
    command->add_option("--jobs", arguments.jobs, "Threads in all; one a processor when not given")
        ->type_name("N")
        ->check(wholeNumber())
        ->check(CLI::Range(1u, kMostJobs));
    command->add_flag("--quiet", arguments.quiet, "No progress and no log on standard error; errors are still said");
    command->footer(kFooter);
    return command;
}

int runReport(const ReportArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    console.setQuiet(arguments.quiet);
    const auto at = arguments.at.empty() ? Result<UtcTime>(environment.now) : parseIso8601(arguments.at);
    if (!at) {
        console.error("--at: " + arguments.at + " is no time like 2026-11-12 or 2026-11-12T09:14:00Z");
        return kExitUsage;
    }
    const auto judged = judge(arguments, *at, environment);
    console.endProgress();
    if (!judged) return reportError(console, judged.error());
    const auto report = audit::makeReport(judged->record, judged->run,
                                          {.kind = *audit::reportTemplateFrom(arguments.kind),
                                           .title = arguments.title,
                                           .classification = arguments.classification,
                                           .assurance = judged->assurance,
                                           .command = commandOf(arguments, *at)});
    if (!report) return reportError(console, report.error());
    if (auto written = write(*report, arguments); !written) return reportError(console, written.error());
    console.out() << console.verdictWord(judged->record.verdict) << verdictTail(judged->run) << '\n'
                  << "Written: " << escaped(arguments.output) << ", from data with SHA-256 " << report->digest << '\n';
    return finishOutput(console, exitStatusOf(judged->record.verdict));
}

} // namespace countersign
