#include "app/cli/live.h"

#include "app/cli/numbers.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/common/english_text.h"
#include "core/base/file_io.h"
#include "core/base/hex.h"
#include "core/ccf/client/identity.h"
#include "core/family/check_ids.h"
#include "core/family/reasons.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace countersign {

const char* const kLiveFooter =
    R"(A node is trusted only under the certificate you give: its own certificate must be signed by that service, and must name
the host of the URL (an address among its IP entries, a name among its DNS entries), or the name given by --name. Give
--url several times to hold the nodes' answers against each other. What a service says is no evidence yet: "verify" judges
its ledger.

Exit status:
  0 shown, under your identity, and the nodes agree; one node alone is compared with nobody: Not checked
  1 another identity, or nodes that contradict each other
  2 not all could be compared or asked, or stopped    3 wrong usage   4 an input or an answer not readable
  5 no node could be reached
)";

namespace {

constexpr std::uint64_t kCertificateLimit = 1u << 20;
constexpr std::size_t kMostCell = 100;

struct NodeOutcome {
    ccf::NodeAddress address;
    std::optional<ccf::IdentityAnswer> identity;
    std::optional<LiveAnswer> answer;
    std::optional<Error> error;

    bool usable() const
    {
        return identity &&
               (identity->kind == ccf::IdentityKind::Pinned || identity->kind == ccf::IdentityKind::Renewed);
    }
};

struct Judgement {
    CheckList checks;
    std::vector<Finding> findings;
};

Result<std::shared_ptr<const net::PeerTrust>> readTrust(const LiveArguments& arguments)
{
    net::PeerTrust trust;
    trust.peerName = arguments.name;
    for (const std::string& file : arguments.certificates) {
        auto content = readSmallFile(file, kCertificateLimit);
        if (!content) return std::move(content).error();
        auto many = crypto::Certificate::manyFromPem(textOf(*content));
        if (!many) return Error{many.error().code, file, many.error().detail};
        trust.certificates.insert(trust.certificates.end(), many->begin(), many->end());
    }
    return std::make_shared<const net::PeerTrust>(std::move(trust));
}

Result<std::vector<NodeOutcome>> readNodes(const LiveArguments& arguments)
{
    auto addresses = liveAddresses(arguments);
    if (!addresses) return std::move(addresses).error();
    std::vector<NodeOutcome> nodes;
    for (ccf::NodeAddress& address : *addresses) nodes.push_back({std::move(address), {}, {}, {}});
    return nodes;
}

void askNode(NodeOutcome& node, const LiveCommand& command, const Environment& environment)
{
    net::Waiter waiter;
    auto identity = ccf::askIdentity(*environment.transport, waiter, node.address, environment.stop);
    if (!identity) {
        node.error = std::move(identity).error();
        return;
    }
    node.identity = std::move(*identity);
    if (!node.usable()) return;
    ccf::Channel channel(*environment.transport, waiter, node.address);
    auto answer = command.ask(channel, environment);
    if (answer)
        node.answer = std::move(*answer);
    else
        node.error = std::move(answer).error();
}

Check identityCheck(const NodeOutcome& node)
{
    const std::string evidence = node.address.url.origin() + ' ' + ccf::identityKindName(node.identity->kind);
    if (node.usable()) return {kCheckLiveIdentity, Verdict::Passed, {}, evidence, 1, {}};
    if (node.identity->kind == ccf::IdentityKind::RecoveryClaimed)
        return {kCheckLiveIdentity, Verdict::Indeterminate, kReasonRecoveryClaimed, evidence, 1, {}};
    return {kCheckLiveIdentity, Verdict::Failed, kReasonOtherIdentity, evidence, 1, {}};
}

std::string errorText(const Error& error)
{
    return error.where + ": " + std::string(englishError(error.code)) +
           (error.detail.empty() ? "" : " (" + error.detail + ')');
}

void addAgreement(Judgement& judgement, const ccf::Agreement& agreement)
{
    for (const Check& check : agreement.checks) judgement.checks.add(check);
    judgement.findings.insert(judgement.findings.end(), agreement.findings.begin(), agreement.findings.end());
}

ccf::Agreement compareCommits(const std::vector<NodeOutcome>& nodes, const Environment& environment)
{
    std::vector<ccf::CommittedAt> told;
    for (const NodeOutcome& node : nodes)
        if (node.answer && node.answer->commit) told.push_back({node.address, *node.answer->commit});
    net::Waiter waiter;
    return ccf::crossCheckCommits(*environment.transport, waiter, told, environment.stop);
}

Judgement judge(const std::vector<NodeOutcome>& nodes, const Environment& environment)
{
    Judgement judgement;
    std::vector<ccf::NodeStatement> statements;
    for (const NodeOutcome& node : nodes) {
        Check reached{kCheckLiveReachable, Verdict::Passed, {}, node.address.url.origin(), 1, {}};
        if (node.error) {
            reached.verdict = Verdict::Indeterminate;
            reached.reason = kReasonUnreachable;
            judgement.findings.push_back({reached.id, Severity::Warning, reached.reason, {}, errorText(*node.error)});
        }
        judgement.checks.add(std::move(reached));
        if (node.identity) {
            const Check check = identityCheck(node);
            if (check.verdict != Verdict::Passed)
                judgement.findings.push_back(
                    {check.id, Severity::Fault, check.reason, {}, check.evidence + ' ' + node.identity->detail});
            judgement.checks.add(check);
        }
        if (!node.answer) continue;
        statements.insert(statements.end(), node.answer->statements.begin(), node.answer->statements.end());
        for (const Check& check : node.answer->checks) judgement.checks.add(check);
        judgement.findings.insert(judgement.findings.end(), node.answer->findings.begin(), node.answer->findings.end());
    }
    addAgreement(judgement, ccf::compareStatements(statements));
    addAgreement(judgement, compareCommits(nodes, environment));
    if (std::ranges::count_if(nodes, [](const NodeOutcome& node) { return node.answer.has_value(); }) < 2)
        judgement.checks.add({kCheckLiveAgreement, Verdict::NotChecked, ccf::kReasonNothingToCompare, {}, 1, {}});
    return judgement;
}

Json nodeJson(const NodeOutcome& node)
{
    Json json;
    json["url"] = node.address.url.origin();
    json["identity"] = node.identity ? Json(ccf::identityKindName(node.identity->kind)) : Json(nullptr);
    const bool present = node.identity && node.identity->present;
    json["fingerprint"] = present ? Json(toHex(node.identity->present->fingerprint())) : Json(nullptr);
    json["answer"] = node.answer ? node.answer->json : Json(nullptr);
    json["error"] = node.error ? Json(errorText(*node.error)) : Json(nullptr);
    return json;
}

Json liveDocument(const LiveCommand& command, const std::vector<NodeOutcome>& nodes, const Judgement& judgement)
{
    Json document = documentHead("countersign.live/1");
    document["command"] = command.name;
    document["verdict"] = verdictName(judgement.checks.overall());
    document["nodes"] = Json::array();
    for (const NodeOutcome& node : nodes) document["nodes"].push_back(nodeJson(node));
    document["checks"] = Json::array();
    for (const Check& check : judgement.checks.checks())
        document["checks"].push_back({{"id", check.id},
                                      {"verdict", verdictName(check.verdict)},
                                      {"reason", check.reason},
                                      {"count", check.count},
                                      {"evidence", check.evidence}});
    document["findings"] = Json::array();
    for (const Finding& finding : judgement.findings)
        document["findings"].push_back({{"id", finding.id},
                                        {"severity", severityName(finding.severity)},
                                        {"reason", finding.reason},
                                        {"detail", finding.detail}});
    return document;
}

void writeFindings(Console& console, const Judgement& judgement)
{
    std::ostream& out = console.out();
    for (const Finding& finding : judgement.findings)
        out << "\n"
            << console.heading(finding.reason) << ": " << englishReason(finding.reason) << "\n  "
            << escaped(finding.detail) << '\n';
}

void writeText(Console& console, const LiveCommand& command, const std::vector<NodeOutcome>& nodes,
               const Judgement& judgement)
{
    bool shown = false;
    for (const NodeOutcome& node : nodes) {
        if (!node.answer || (shown && !command.eachNode)) continue;
        shown = true;
        console.out() << "Asked " << escaped(node.address.url.origin()) << ", under the identity you gave"
                      << (node.identity->kind == ccf::IdentityKind::Renewed ? " (its certificate was renewed, same key)"
                                                                            : "")
                      << ".\n"
                      << node.answer->text << '\n';
    }
    console.out() << "Answers of " << counted(nodes.size(), "node", "nodes") << ": "
                  << console.verdictWord(judgement.checks.overall()) << '\n';
    if (judgement.checks.overall() == Verdict::NotChecked)
        console.out() << "One node alone answered, under your identity; there is nothing its answers could be held against.\n";
    writeFindings(console, judgement);
}

} // namespace

Result<std::vector<ccf::NodeAddress>> liveAddresses(const LiveArguments& arguments)
{
    auto trust = readTrust(arguments);
    if (!trust) return std::move(trust).error();
    return liveAddresses(arguments, *trust);
}

Result<std::vector<ccf::NodeAddress>> liveAddresses(const LiveArguments& arguments,
                                                    const std::shared_ptr<const net::PeerTrust>& trust)
{
    std::vector<ccf::NodeAddress> addresses;
    for (const std::string& text : arguments.urls) {
        auto url = net::parseUrl(text);
        if (!url) return std::move(url).error();
        ccf::NodeAddress address;
        address.url = std::move(*url);
        address.trust = trust;
        address.limits.total = std::chrono::seconds(arguments.timeout);
        address.limits.connect = std::min(address.limits.connect, address.limits.total);
        address.patience.retries = 2;
        addresses.push_back(std::move(address));
    }
    return addresses;
}

void declareLiveOptions(CLI::App& command, LiveArguments& arguments)
{
    command.add_option("--url", arguments.urls, "A node, as https://HOST:PORT; may be repeated")
        ->type_name("URL")
        ->allow_extra_args(false)
        ->required();
    command.add_option("--service-cert", arguments.certificates, "Certificate (PEM) of the service identity you trust")
        ->type_name("PEM")
        ->allow_extra_args(false)
        ->required();
    command
        .add_option("--name", arguments.name, "Name or address the nodes' certificates must carry instead of the host")
        ->type_name("NAME");
    command.add_option("--timeout", arguments.timeout, "Seconds that one exchange may take; 30 when not given")
        ->type_name("SECONDS")
        ->check(wholeNumber())
        ->check(CLI::Range(1u, 3600u));
    command.add_flag("--json", arguments.json, "One JSON document on standard output (countersign.live/1)");
    command.add_flag("--quiet", arguments.quiet, "No progress and no log on standard error; errors are still said");
    command.footer(kLiveFooter);
}

int runLive(const LiveCommand& command, const LiveArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    console.setQuiet(arguments.quiet);
    if (!environment.transport) {
        console.error("this program was built without live connections");
        return kExitUnreachable;
    }
    auto nodes = readNodes(arguments);
    if (!nodes) {
        const bool badUrl = nodes.error().where.find("://") != std::string::npos;
        const ExitStatus status = reportError(console, nodes.error());
        return badUrl ? kExitUsage : status;
    }
    for (NodeOutcome& node : *nodes) askNode(node, command, environment);
    if (environment.stop.stop_requested()) return reportError(console, {ErrorCode::Cancelled, command.name, {}});
    const auto silent = [](const NodeOutcome& node) { return node.error.has_value(); };
    if (std::ranges::all_of(*nodes, silent)) {
        int status = kExitPassed;
        for (const NodeOutcome& node : *nodes) status = std::max<int>(status, reportError(console, *node.error));
        return status;
    }
    const Judgement judgement = judge(*nodes, environment);
    if (arguments.json)
        console.out() << documentText(liveDocument(command, *nodes, judgement));
    else
        writeText(console, command, *nodes, judgement);
    const Verdict verdict = judgement.checks.overall();
    return finishOutput(console, verdict == Verdict::NotChecked ? kExitPassed : exitStatusOf(verdict));
}

std::string tableText(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> widths;
    std::vector<std::vector<std::string>> cells;
    for (const auto& row : rows) {
        auto& line = cells.emplace_back();
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            line.push_back(shortened(row[i], kMostCell));
            widths[i] = std::max(widths[i], columns(line.back()));
        }
    }
    std::string text;
    for (const auto& line : cells) {
        std::string one = " ";
        for (std::size_t i = 0; i < line.size(); ++i) one += ' ' + padded(line[i], widths[i]) + ' ';
        text += one.substr(0, one.find_last_not_of(' ') + 1) + '\n';
    }
    return text;
}

std::string certificateEnd(const std::string& pem, UtcTime now)
{
    const auto certificate = crypto::Certificate::fromPem(pem);
    if (!certificate) return "unreadable";
    const std::string date = toIso8601(certificate->notAfter()).substr(0, 10);
    return certificate->notAfter() < now ? date + " expired" : date;
}

Json orderedJson(const nlohmann::json& value)
{
    return Json::parse(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace countersign
