#include "app/cli/attestation.h"

#include "app/cli/collateral.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/common/english_text.h"
#include "core/attestation/attestation_report.h"
#include "core/attestation/ccf_quotes.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>

namespace countersign {

namespace {

using attestation::AttestationContext;
using attestation::AttestationInput;
using attestation::AttestationReport;

constexpr std::uint64_t kCertificateLimit = 1u << 20;

/// What a node answered to one question, with the key it answered under.
Result<net::HttpReply> askQuotes(ccf::Channel& channel, const std::stop_token& stop)
{
    std::optional<net::HttpReply> last;
    for (const char* target : {"/node/quotes", "/node/attestations"}) {
        auto reply = channel.get(target, stop);
        if (!reply || reply->status == 200) return reply;
        last = std::move(*reply);
    }
    return Error{ErrorCode::Unsupported, channel.origin() + ": quotes",
                 "the service answered " + std::to_string(last->status)};
}

/// The certificates of the service's nodes by id, and which of them it trusts.
struct NodeList {
    std::map<std::string, ccf::GovNode> nodes;

    std::vector<std::string> trusted() const
    {
        std::vector<std::string> ids;
        for (const auto& [id, node] : nodes)
            if (node.status == "Trusted") ids.push_back(id);
        return ids;
    }
};

Result<NodeList> askNodeList(ccf::Channel& channel, const std::stop_token& stop)
{
    auto nodes = answered(ccf::GovClient(channel).nodes(stop), channel.origin() + ": nodes");
    if (!nodes) return std::move(nodes).error();
    NodeList list;
    for (ccf::GovNode& node : nodes->nodes) {
        std::string id = node.id;
        list.nodes.insert_or_assign(std::move(id), std::move(node));
    }
    return list;
}

/// The evidence with the certificate that the service gives for its node: report data must bind its key.
void addCertificate(AttestationInput& input, const NodeList& list)
{
    if (!input.nodeId) return;
    const auto node = list.nodes.find(*input.nodeId);
    if (node == list.nodes.end() || !node->second.certificate) return;
    const std::string& pem = *node->second.certificate;
    input.parts.insert_or_assign(attestation::Role::NodeCertificate,
                                 attestation::NamedBytes{copyOf(bytesOf(pem)), input.evidence.source});
}

Check incomplete(std::string evidence)
{
    return {attestation::kCheckEvidenceReadable, Verdict::Indeterminate, attestation::kReasonAttestationMissing,
            std::move(evidence), 1, {}};
}

/// A node that is trusted, or that answers, but shows no evidence is as good as one that shows bad evidence.
void addMissing(const NodeList& list, const net::HttpReply& reply, const std::vector<AttestationInput>& inputs,
                LiveAnswer& answer)
{
    const auto shows = [&](const std::string& id) {
        return std::ranges::any_of(inputs, [&](const AttestationInput& input) { return input.nodeId == id; });
    };
    for (const std::string& id : list.trusted())
        if (!shows(id)) answer.checks.push_back(incomplete("no evidence of trusted node " + id));
    const auto peer = crypto::Certificate::fromDer(reply.peerCertificate);
    if (!peer) return;
    const std::string self = toHex(peer->publicKey().spkiDigest());
    if (!shows(self)) answer.checks.push_back(incomplete("no evidence of node " + self + ", which answered"));
}

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

Result<LiveAnswer> askAttestation(ccf::Channel& channel, const Environment& environment,
                                  const AttestationContext& context)
{
    const auto reply = askQuotes(channel, environment.stop);
    if (!reply) return reply.error();
    const auto nodes = askNodeList(channel, environment.stop);
    if (!nodes) return nodes.error();
    auto inputs = attestation::ccfQuotes({reply->body, channel.origin()});
    if (!inputs) return std::move(inputs).error();
    LiveAnswer answer;
    answer.json = Json::array();
    nlohmann::json told = nlohmann::json::array();
    for (AttestationInput& input : *inputs) {
        addCertificate(input, *nodes);
        const AttestationReport report = attestation::judgeAttestation(input, context);
        for (const Check& check : report.judgement.checks) answer.checks.push_back(check);
        if (!input.part(attestation::Role::NodeCertificate))
            answer.checks.push_back(incomplete("no certificate of node " + input.nodeId.value_or("without id")));
        told.push_back({input.nodeId.value_or(""), toHex(input.evidence.content)});
        answer.json.push_back(reportJson(report));
        answer.text += reportText(report);
    }
    addMissing(*nodes, *reply, *inputs, answer);
    for (const Check& check : answer.checks)
        if (check.verdict == Verdict::Failed)
            answer.findings.push_back({check.id, Severity::Fault, check.reason, {}, check.evidence});
    answer.statements.push_back({channel.origin(), "quotes", ccf::digestOfAnswer(told), ccf::stateOf(*reply)});
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
    return command;
}

int runAttestation(const AttestationArguments& arguments, Environment& environment)
{
    environment.console.setQuiet(arguments.quiet);
    const auto context = contextOf(arguments, environment.now);
    if (!context) return reportError(environment.console, context.error());
    const auto ask = [&](ccf::Channel& channel, const Environment& within) {
        return askAttestation(channel, within, *context);
    };
    return runLive({"attestation", true, ask}, arguments, environment);
}

} // namespace countersign
