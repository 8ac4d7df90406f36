#include "app/cli/verify.h"

#include "app/cli/numbers.h"
#include "app/cli/source.h"
#include "app/cli/verification_text.h"
#include "app/common/verification_document.h"
#include "core/base/file_io.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

constexpr unsigned kMostJobs = 1024;
constexpr std::uint64_t kCertificateLimit = 1u << 20;

constexpr const char* kFooter = R"(What the verdicts mean:
  Passed         Every check was made and holds, over the range named, up to the identity you gave.
  Failed         At least one check does not hold: the files contradict themselves or that identity.
  Indeterminate  Nothing contradicts, but something needed was missing; the reason says what.
  Not checked    Nobody asked. It counts for nothing.
Without --service-cert the best verdict is Indeterminate (NO_TRUST_ANCHOR): a ledger can agree with itself and still be
somebody else's. Get the certificate from somebody other than whoever gave you the ledger.

Exit status:
  0 Passed   1 Failed   2 Indeterminate or stopped   3 wrong usage
  4 input not readable (or output not writable)   5 service not reachable

Examples:
  countersign-cli verify ledger/ --service-cert service_cert.pem
  countersign-cli verify node0/ledger node1/ledger --service-cert service_cert.pem
      Copies or parts of one history, judged together.
  countersign-cli verify ledger/ --service-cert service_cert.pem --json --quiet > verdict.json
)";

Result<std::vector<AnchorInput>> readAnchors(const std::vector<std::string>& files)
{
    std::vector<AnchorInput> anchors;
    for (const std::string& file : files) {
        auto content = readSmallFile(file, kCertificateLimit);
        if (!content) return std::move(content).error();
        anchors.push_back({std::move(*content), file});
    }
    return anchors;
}

Result<void> checkAnchors(const Family& family, const std::vector<AnchorInput>& anchors)
{
    for (const AnchorInput& anchor : anchors) {
        auto match = family.readAnchor(anchor);
        if (!match) {
            Error error = std::move(match).error();
            if (error.where.find(anchor.source) == std::string::npos) error.where = anchor.source + ": " + error.where;
            return error;
        }
        if (match->empty()) return Error{ErrorCode::Malformed, anchor.source, "no identity in it"};
    }
    return {};
}

Result<VerificationReport> verify(const VerifyArguments& arguments, UtcTime at, Environment& environment)
{
    auto anchors = readAnchors(arguments.certificates);
    if (!anchors) return std::move(anchors).error();
    auto source = openSource(environment.families, arguments.paths, arguments.kind);
    if (!source) return std::move(source).error();
    if (auto usable = checkAnchors(*source->family, *anchors); !usable) return std::move(usable).error();
    VerifyOptions options;
    options.anchors = std::move(*anchors);
    options.at = at;
    options.jobs = arguments.jobs;
    VerifyObserver observer;
    observer.progress = [&console = environment.console](const Progress& progress) { console.progress(progress); };
    return source->evidence->verify(options, environment.stop, observer);
}

} // namespace

CLI::App* declareVerify(CLI::App& program, VerifyArguments& arguments)
{
    CLI::App* command =
        program.add_subcommand("verify", "Judge a ledger: is it whole and authentic, from where to where");
    command->add_option("PATH", arguments.paths, "Ledger folder, chunk or CCF snapshot; several are judged together")
        ->required();
    command
        ->add_option(
            "--service-cert", arguments.certificates,
            "Certificate (PEM) of the service identity you trust: any identity of its history; may be repeated")
        ->type_name("PEM");
    command
        ->add_option("--at", arguments.at,
                     "Report certificates' dates against this time: 2026-11-12 or "
                     "2026-11-12T09:14:00Z; now when not given")
        ->type_name("TIME");
    command->add_option("--jobs", arguments.jobs, "Threads in all; one a processor when not given")
        ->type_name("N")
        ->check(wholeNumber())
        ->check(CLI::Range(1u, kMostJobs));
    command->add_option("--as", arguments.kind, "Accept only this kind of input: ledger, chunk or snapshot")
        ->type_name("KIND")
        ->check(CLI::IsMember({"ledger", "chunk", "snapshot"}));
    command->add_flag("--json", arguments.json, "One JSON document on standard output (countersign.verification/1)");
    command->add_flag("--quiet", arguments.quiet, "No progress and no log on standard error; errors are still said");
    command->footer(kFooter);
    return command;
}

int runVerify(const VerifyArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    console.setQuiet(arguments.quiet);
    UtcTime at = environment.now;
    if (!arguments.at.empty()) {
        auto given = parseIso8601(arguments.at);
        if (!given) {
            console.error("--at: " + arguments.at + " is no time like 2026-11-12 or 2026-11-12T09:14:00Z");
            return kExitUsage;
        }
        at = *given;
    }
    auto report = verify(arguments, at, environment);
    console.endProgress();
    if (!report) return reportError(console, report.error());
    if (arguments.json)
        console.out() << documentText(verificationDocument(*report, at));
    else
        writeVerification(console, *report, at);
    return finishOutput(console, exitStatusOf(statedVerdict(*report).verdict));
}

} // namespace countersign
