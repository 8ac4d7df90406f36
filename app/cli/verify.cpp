#include "app/cli/verify.h"

#include "app/cli/collateral.h"
#include "app/cli/numbers.h"
#include "app/cli/source.h"
#include "app/cli/verification_text.h"
#include "app/cli/workspace_use.h"
#include "app/common/joined_report.h"
#include "app/common/verification_document.h"
#include "core/attestation/attestation_source.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/base/mapped_file.h"
#include "core/crypto/sha2.h"
#include "core/family/stated_verdict.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace countersign {

namespace {

constexpr unsigned kMostJobs = 1024;
constexpr std::uint64_t kClaimsLimit = 16u << 20;

constexpr const char* kFooter = R"(What the verdicts mean:
  Passed         Every check was made and holds, over the range named, up to the identity you gave.
  Failed         At least one check does not hold: the files contradict themselves or that identity.
  Indeterminate  Nothing contradicts, but something needed was missing; the reason says what.
  Not checked    Nobody asked. It counts for nothing.
Without --service-cert the best verdict is Indeterminate (NO_TRUST_ANCHOR): a ledger can agree with itself and still be
somebody else's. Get the certificate from somebody other than whoever gave you the ledger.
Attestation evidence rests on the hardware vendors' root keys, which are built in. Three questions keep their own
answers: is it authentic, is it current, is it what was wanted. Genuine hardware that is not up to date is Indeterminate
(TCB_NOT_CURRENT) unless the policy accepts its state; evidence without hardware never passes. Nothing is fetched
unless --fetch asks for it; what is missing is named with the address it can be had from.

Exit status:
  0 Passed   1 Failed   2 Indeterminate or stopped   3 wrong usage
  4 input not readable (or output not writable)   5 service not reachable

Examples:
  countersign-cli verify ledger/ --service-cert service_cert.pem
  countersign-cli verify node0/ledger node1/ledger --service-cert service_cert.pem
      Copies or parts of one history, judged together.
  countersign-cli verify order.receipt.json --service-cert service_cert.pem --transaction-id 2.46 --document order.txt
      A receipt: was this document recorded, by this service, under this number. Endorsements of older identities
      (.endorsements.json) are found beside it; given a ledger too, it is also looked up there.
  countersign-cli verify receipts/ --service-cert service_cert.pem --json > receipts.json
      Many receipts at once; a file may also hold one on each line, and a ZIP archive many.
  countersign-cli verify node0_quote.json --at 2026-11-12 --policy policy.json --collateral intel/
  countersign-cli verify evidence/ --service-cert service_cert.pem
      Receipts and attestation evidence in one folder; each is judged as what it is.
  countersign-cli verify ledger/ --service-cert service_cert.pem --json --quiet > verdict.json
  countersign-cli verify ledger/ --workspace contoso.countersign
      Under the identities pinned there; the verdict and its findings are kept there as a run.
)";

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

/// A digest in hex may stand for the file that holds it.
Result<ClaimsInput> readClaims(const std::string& argument)
{
    if (const auto digest = fromHex(argument, HexCase::Any); digest && digest->size() == Digest().size())
        return ClaimsInput{copyOf(bytesOf(argument)), "--claims"};
    auto content = readSmallFile(argument, kClaimsLimit);
    if (!content) return std::move(content).error();
    return ClaimsInput{*std::move(content), argument};
}

Result<DocumentInput> readDocument(const std::string& path)
{
    auto file = MappedFile::open(path);
    if (!file) return std::move(file).error();
    constexpr std::uint8_t kLeafPrefix[] = {0x00};
    const Bytes bytes = (*file)->bytes();
    DocumentInput document{crypto::sha256(bytes), crypto::sha256({kLeafPrefix, bytes}), path};
    if ((*file)->changed()) return Error{ErrorCode::Io, path, "it changed while it was read"};
    return document;
}

Result<void> readQuestions(const VerifyArguments& arguments, VerifyOptions& options)
{
    if (!arguments.transactionId.empty()) {
        auto id = parseTransactionId(arguments.transactionId);
        if (!id) return std::move(id).error();
        options.transactionId = *id;
    }
    if (!arguments.document.empty()) {
        auto document = readDocument(arguments.document);
        if (!document) return std::move(document).error();
        options.document = *std::move(document);
    }
    if (!arguments.claims.empty()) {
        auto claims = readClaims(arguments.claims);
        if (!claims) return std::move(claims).error();
        options.claims = *std::move(claims);
    }
    return {};
}

/// What only receipts can be asked is asked of receipts.
Result<void> checkQuestions(const VerifyArguments& arguments, const std::vector<OpenedSource>& sources)
{
    if (arguments.transactionId.empty() && arguments.document.empty() && arguments.claims.empty()) return {};
    for (const OpenedSource& source : sources)
        for (const std::string& path : arguments.paths) {
            const std::string kind = source.family->recognise(path);
            if (kind == "receipt" || kind == "statement") return {};
        }
    return Error{ErrorCode::Unsupported, arguments.paths.front(),
                 "--transaction-id, --document and --claims are about receipts, and this is none"};
}

Result<void> checkOptions(const VerifyArguments& arguments, const VerifyOptions& options,
                          const std::vector<OpenedSource>& sources)
{
    for (const OpenedSource& source : sources)
        if (auto usable = checkAnchors(*source.family, options.anchors); !usable) return usable;
    if (auto fits = checkQuestions(arguments, sources); !fits) return fits;
    const bool takes = std::ranges::any_of(sources, [](const auto& source) { return source.family->takesCollateral(); });
    if ((options.policy || !arguments.collateral.empty() || arguments.fetch.fetch) && !takes)
        return Error{ErrorCode::Unsupported, options.policy ? arguments.policy : arguments.collateral,
                     "--policy, --collateral and --fetch are for attestation evidence"};
    return {};
}

/// Adds what vendors give out and the evidence lacks.
Result<void> fetchMissing(const FetchArguments& arguments, const std::vector<OpenedSource>& sources,
                          VerifyOptions& options, Environment& environment)
{
    if (!arguments.fetch) return {};
    const auto places = vendorPlaces(arguments);
    if (!places) return places.error();
    for (const OpenedSource& source : sources) {
        const auto* evidence = dynamic_cast<const attestation::AttestationSource*>(source.evidence.get());
        if (!evidence) continue;
        const auto items = evidence->needed(options, *places);
        if (!items) return items.error();
        auto files = fetchWanted(*items, environment);
        if (!files) return std::move(files).error();
        std::ranges::move(*files, std::back_inserter(options.collateral));
    }
    return {};
}

void declareJudging(CLI::App& command, VerifyArguments& arguments)
{
    command
        .add_option("--policy", arguments.policy,
                    "What you accept of attestation evidence (JSON, countersign.attestation-policy/1)")
        ->type_name("FILE");
    command
        .add_option("--collateral", arguments.collateral,
                    "Folder of certificates, revocation lists and vendors' data to judge attestation evidence with")
        ->type_name("DIR");
    declareFetch(command, arguments.fetch);
}

void declareQuestions(CLI::App& command, VerifyArguments& arguments)
{
    command.add_option("--transaction-id", arguments.transactionId, "The transaction that receipts are said to be about")
        ->type_name("VIEW.SEQNO")
        ->check([](const std::string& text) {
            return parseTransactionId(text) ? std::string() : text + " is no transaction id like 2.46";
        });
    command.add_option("--document", arguments.document, "The document whose SHA-256 receipts are said to claim")
        ->type_name("FILE");
    command
        .add_option("--claims", arguments.claims,
                    "Application claims of Azure receipts (JSON), or the claimed digest in hex")
        ->type_name("FILE");
}

} // namespace

Result<VerificationReport> verificationOf(const VerifyArguments& arguments, UtcTime at, Environment& environment)
{
    auto anchors = anchorsFor(arguments.workspace, arguments.certificates);
    if (!anchors) return std::move(anchors).error();
    auto sources = openSources(environment.families, arguments.paths, arguments.kind);
    if (!sources) return std::move(sources).error();
    VerifyOptions options;
    options.anchors = std::move(*anchors);
    if (auto read = readPolicy(arguments.policy, options); !read) return std::move(read).error();
    if (auto read = readCollateral(arguments.collateral, options); !read) return std::move(read).error();
    if (auto fits = checkOptions(arguments, options, *sources); !fits) return std::move(fits).error();
    if (auto read = readQuestions(arguments, options); !read) return std::move(read).error();
    options.anchorsNameTheService = sources->size() == 1;
    options.at = at;
    options.jobs = arguments.jobs;
    if (auto fetched = fetchMissing(arguments.fetch, *sources, options, environment); !fetched)
        return std::move(fetched).error();
    VerifyObserver observer;
    observer.progress = [&console = environment.console](const Progress& progress) { console.progress(progress); };
    std::vector<VerificationReport> reports;
    for (const OpenedSource& source : *sources) {
        auto report = source.evidence->verify(options, environment.stop, observer);
        if (!report) return report;
        reports.push_back(*std::move(report));
    }
    return joinedReport(std::move(reports), arguments.paths);
}

CLI::App* declareVerify(CLI::App& program, VerifyArguments& arguments)
{
    CLI::App* command =
        program.add_subcommand("verify", "Judge a ledger, receipts or attestation evidence: is it whole and authentic");
    command
        ->add_option("PATH", arguments.paths,
                     "Ledger folder, chunk, CCF snapshot, receipt or folder of receipts, or attestation evidence (file "
                     "or folder); several are judged together")
        ->required();
    command
        ->add_option(
            "--service-cert", arguments.certificates,
            "Certificate (PEM) of the service identity you trust: any identity of its history; may be repeated")
        ->type_name("PEM")
        ->allow_extra_args(false);
    command
        ->add_option("--workspace", arguments.workspace,
                     "Workspace whose pins are trusted too, and where the result is kept")
        ->type_name("FILE");
    command
        ->add_option("--at", arguments.at,
                     "Judge dates against this time: 2026-11-12 or "
                     "2026-11-12T09:14:00Z; now when not given")
        ->type_name("TIME");
    command->add_option("--jobs", arguments.jobs, "Threads in all; one a processor when not given")
        ->type_name("N")
        ->check(wholeNumber())
        ->check(CLI::Range(1u, kMostJobs));
    declareJudging(*command, arguments);
    command
        ->add_option("--as", arguments.kind,
                     "Accept only this kind of input: ledger, chunk, snapshot, receipt, statement or quote")
        ->type_name("KIND")
        ->check(CLI::IsMember({"ledger", "chunk", "snapshot", "receipt", "statement", "quote"}));
    declareQuestions(*command, arguments);
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
    auto report = verificationOf(arguments, at, environment);
    console.endProgress();
    if (!report) return reportError(console, report.error());
    const std::string document = documentText(verificationDocument(*report, at));
    if (arguments.json)
        console.out() << document;
    else
        writeVerification(console, *report, at);
    if (!arguments.workspace.empty())
        if (auto kept = recordRun(arguments.workspace, *report, at, bytesOf(document)); !kept)
            return reportError(console, kept.error());
    return finishOutput(console, exitStatusOf(statedVerdict(*report).verdict));
}

} // namespace countersign
