#include "app/cli/program.h"

#include "app/cli/constitution.h"
#include "app/cli/members.h"
#include "app/cli/nodes.h"
#include "app/cli/proposals.h"
#include "app/cli/source.h"
#include "app/cli/status.h"

#include <algorithm>
#include <sstream>

namespace countersign {

namespace {

constexpr const char* kFooter =
    R"(A verdict is never one word: it says what, over which range,
and against which identity. "countersign-cli verify --help" says what each verdict means. Answers go to standard output;
progress, log and errors to standard error. Nothing is ever written into the files that are read.

Exit status:
  0 Passed (or shown)   1 Failed   2 Indeterminate or stopped   3 wrong usage
  4 input not readable (or output not writable)   5 service not reachable

Examples:
  countersign-cli verify ledger/ --service-cert service_cert.pem
  countersign-cli show ledger/ 2.46
  countersign-cli status --url https://127.0.0.1:9100 --service-cert service_cert.pem
)";

int usageError(const CLI::App& parser, const CLI::ParseError& error, Console& console)
{
    std::ostringstream out, err;
    const int code = parser.exit(error, out, err);
    if (code == 0) {
        console.out() << out.str();
        return finishOutput(console, kExitPassed);
    }
    console.error(error.what());
    console.error("see countersign-cli --help");
    return kExitUsage;
}

} // namespace

Program::Program()
    : m_parser("Verify a consortium's ledger, receipts and attestation evidence, show what they hold, ask a running "
               "service, sign governance messages, keep snapshots of what was seen, and report it.",
               "countersign-cli")
{
    m_parser.set_version_flag("--version", "countersign-cli " COUNTERSIGN_VERSION);
    m_parser.require_subcommand(1);
    m_parser.footer(kFooter);
    m_verifyCommand = declareVerify(m_parser, m_verify);
    m_showCommand = declareShow(m_parser, m_show);
    m_live = {{declareStatus(m_parser, m_liveArguments[0]), runStatus, 0},
              {declareMembers(m_parser, m_liveArguments[1]), runMembers, 1},
              {declareNodes(m_parser, m_liveArguments[2]), runNodes, 2},
              {declareProposals(m_parser, m_liveArguments[3]), runProposals, 3},
              {declareConstitution(m_parser, m_liveArguments[4]), runConstitution, 4}};
    m_attestationCommand = declareAttestation(m_parser, m_attestation);
    m_signCommand = declareSign(m_parser, m_sign);
    m_submitCommand = declareSubmit(m_parser, m_submit);
    for (std::size_t i = 0; i < m_actCommands.size(); ++i)
        m_actCommands[i] = declareAct(m_parser, static_cast<ActCommand>(i), m_actArguments[i]);
    m_snapshotCommand = declareSnapshot(m_parser, m_snapshot);
    m_workspaceCommand = declareWorkspace(m_parser, m_workspace);
    m_reportCommand = declareReport(m_parser, m_report);
    m_demoCommand = declareDemo(m_parser, m_demo);
    declareCompletion(m_parser, m_completion);
}

int Program::run(std::vector<std::string> arguments, Environment& environment)
{
    std::ranges::reverse(arguments); // The order that the parser wants.
    try {
        m_parser.parse(arguments);
    } catch (const CLI::ParseError& error) {
        return usageError(m_parser, error, environment.console);
    }
    if (m_verifyCommand->parsed()) return runVerify(m_verify, environment);
    if (m_showCommand->parsed()) return runShow(m_show, environment);
    for (const LiveEntry& entry : m_live)
        if (entry.command->parsed()) return entry.run(m_liveArguments[entry.arguments], environment);
    if (m_attestationCommand->parsed()) return runAttestation(m_attestation, environment);
    if (m_signCommand->parsed()) return runSign(m_sign, environment);
    if (m_submitCommand->parsed()) return runSubmit(m_submit, environment);
    for (std::size_t i = 0; i < m_actCommands.size(); ++i)
        if (m_actCommands[i]->parsed()) return runAct(static_cast<ActCommand>(i), m_actArguments[i], environment);
    if (m_snapshotCommand->parsed()) return runSnapshot(m_snapshot, environment);
    if (m_workspaceCommand->parsed()) return runWorkspace(m_workspace, environment);
    if (m_reportCommand->parsed()) return runReport(m_report, environment);
    if (m_demoCommand->parsed()) return runDemo(m_demo, environment);
    environment.console.out() << completionScript(m_parser, m_completion.shell);
    return finishOutput(environment.console, kExitPassed);
}

} // namespace countersign
