#include "app/cli/attestation.h"

#include "app/cli/collateral.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/common/english_text.h"
#include "app/common/live_quotes.h"
#include "core/attestation/attestation_report.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/base/file_io.h"

#include <CLI/CLI.hpp>


namespace countersign {

namespace {

using attestation::AttestationContext;
using attestation::AttestationInput;
using attestation::AttestationReport;

constexpr std::uint64_t kCertificateLimit = 1u << 20;

Json reportJson(const AttestationReport& report)
{
    const EvidenceOutcome outcome = attestation::outcomeOf(report);
    Json json;
    json["nodeId"] = outcome.subject.empty() ? Json(nullptr) : Json(outcome.subject);
    json["kind"] = outcome.kind;
    json["verdict"] = verdictName(outcome.verdict);
    json["reason"] = outcome.reason;
    json["answers"] = Json::array();
    for (const SeparateAnswer& one : outcome.answers)
        json["answers"].push_back({{"id", one.id}, {"verdict", verdictName(one.verdict)}, {"reason", one.reason}});
    json["checks"] = Json::array();
    for (const Check& check : report.judgement.checks)
        json["checks"].push_back({{"id", check.id},
                                  {"verdict", verdictName(check.verdict)},
                                  {"reason", check.reason},
                                  {"evidence", check.evidence}});
    json["notChecked"] = Json::array();
    for (const NotCheckedItem& item : report.judgement.omitted)
        json["notChecked"].push_back({{"id", item.id}, {"reason", item.reason}, {"detail", item.detail}});
    return json;
}

std::string reportText(const AttestationReport& report)
{
    const EvidenceOutcome outcome = attestation::outcomeOf(report);
    std::string text = "  node " + escaped(outcome.subject) + "  " + outcome.kind + "  " + verdictName(outcome.verdict);
    if (!outcome.reason.empty()) text += "  " + outcome.reason;
    text += '\n';
    for (const SeparateAnswer& one : outcome.answers)
        text += "      " + one.id + ": " + verdictName(one.verdict) + (one.reason.empty() ? "" : "  " + one.reason) + '\n';
    for (const Check& check : report.judgement.checks)
        if (check.verdict != Verdict::Passed)
            text += "      " + check.id + ": " + std::string(englishReason(check.reason)) + ' '
                    + shortened(check.evidence, 160) + '\n';
    return text;
}

/// What is got for one node's answer is at hand for the next ones.
Result<void> fetchMissing(const std::vector<AttestationInput>& inputs, const FetchArguments& arguments,
                          Environment& environment, AttestationContext& context)
{
    if (!arguments.fetch) return {};
    const auto places = vendorPlaces(arguments);
    if (!places) return places.error();
    auto files = fetchWanted(neededItems(inputs, context, *places), environment);
    if (!files) return std::move(files).error();
    for (NamedFile& file : *files) context.collateral.push_back({std::move(file.content), std::move(file.source)});
    return {};
}

Result<LiveAnswer> askAttestation(ccf::Channel& channel, Environment& environment, const FetchArguments& fetch,
                                  AttestationContext& context)
{
    const auto quotes = askQuotes(channel, environment.stop);
    if (!quotes) return quotes.error();
    if (auto fetched = fetchMissing(quotes->inputs, fetch, environment, context); !fetched) return std::move(fetched).error();
    LiveAnswer answer;
    answer.json = Json::array();
    for (const AttestationInput& input : quotes->inputs) {
        const AttestationReport report = attestation::judgeAttestation(input, context);
        for (const Check& check : report.judgement.checks) answer.checks.push_back(check);
        answer.json.push_back(reportJson(report));
        answer.text += reportText(report);
    }
    for (const Check& check : answer.checks)
        if (check.verdict == Verdict::Failed)
            answer.findings.push_back({check.id, Severity::Fault, check.reason, {}, check.evidence});
    if (quotes->policyProblem)
        answer.findings.push_back({attestation::kCheckPolicyMeasurement, Severity::Warning,
                                   attestation::kReasonNoRuleConfigured, {},
                                   quotes->policyProblem->where + ": " + quotes->policyProblem->detail});
    answer.statements.push_back({channel.origin(), "quotes", quotes->told, quotes->state});
    return answer;
}

Result<AttestationContext> contextOf(const AttestationArguments& arguments, UtcTime now)
{
    VerifyOptions options;
    options.at = now;
    if (!arguments.at.empty()) {
        auto at = parseIso8601(arguments.at);
        if (!at) return Error{ErrorCode::Malformed, "--at", arguments.at};
        options.at = *at;
    }
    for (const std::string& file : arguments.certificates) {
        auto content = readSmallFile(file, kCertificateLimit);
        if (!content) return std::move(content).error();
        options.anchors.push_back({*std::move(content), file});
    }
    if (auto read = readPolicy(arguments.policy, options); !read) return std::move(read).error();
    if (auto read = readCollateral(arguments.collateral, options); !read) return std::move(read).error();
    return attestation::contextFrom(options);
}

} // namespace

CLI::App* declareAttestation(CLI::App& program, AttestationArguments& arguments)
{
    CLI::App* command = program.add_subcommand("attestation", "Ask a running service for its nodes' evidence, and judge it");
    declareLiveOptions(*command, arguments);
    command->add_option("--at", arguments.at, "Judge dates against this time; now when not given")
        ->type_name("TIME")
        ->check([](const std::string& text) {
            return parseIso8601(text) ? std::string() : text + " is no time like 2026-11-12 or 2026-11-12T09:14:00Z";
        });
    command->add_option("--policy", arguments.policy, "What you accept (JSON, countersign.attestation-policy/1)")
        ->type_name("FILE");
    command->add_option("--collateral", arguments.collateral, "Folder of certificates, revocation lists and vendors' data")
        ->type_name("DIR");
    declareFetch(*command, arguments.fetch);
    return command;
}

int runAttestation(const AttestationArguments& arguments, Environment& environment)
{
    environment.console.setQuiet(arguments.quiet);
    auto context = contextOf(arguments, environment.now);
    if (!context) return reportError(environment.console, context.error());
    const auto ask = [&](ccf::Channel& channel, const Environment&) {
        return askAttestation(channel, environment, arguments.fetch, *context);
    };
    return runLive({"attestation", true, ask}, arguments, environment);
}

} // namespace countersign
