#include "app/cli/program.h"

#include "app/cli/source.h"

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
    : m_parser("Verify a consortium's ledger from its files alone, and show what they hold.", "countersign-cli")
{
    m_parser.set_version_flag("--version", "countersign-cli " COUNTERSIGN_VERSION);
    m_parser.require_subcommand(1);
    m_parser.footer(kFooter);
    m_verifyCommand = declareVerify(m_parser, m_verify);
    m_showCommand = declareShow(m_parser, m_show);
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
    environment.console.out() << completionScript(m_parser, m_completion.shell);
    return finishOutput(environment.console, kExitPassed);
}

} // namespace countersign
