#include "app/cli/demo.h"

#include "app/cli/numbers.h"
#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/common/documents.h"
#include "app/sandbox/sandbox.h"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace countersign {

namespace {

using sandbox::Fault;
using sandbox::Sandbox;
using sandbox::SandboxPlaces;

constexpr const char* kFooter =
    R"(The demo consortium runs on this machine alone, on 127.0.0.1: three nodes with a past of forty days, three members of whom
you play two, two open proposals, a recovery, an expired certificate, and receipts. It answers as a CCF service does, and
writes a ledger in the real format. It is for learning and for tests: everything it makes is marked DEMO and proves
nothing. It runs until it is interrupted; its files stay.

With --recovery the past ends in the middle of the recovery: one node runs, and waits for two recovery shares ("recover").

With --fault something is wrong with it on purpose: "lie", the second node contradicts the others; "rewrite", an old
transaction was changed and everything after it signed anew; "identity", the nodes answer under another identity than the
one in service_cert.pem.

Exit status:
  0 served until it was interrupted   3 wrong usage   4 the folder is not empty, or no port is free
)";

Result<std::filesystem::path> folderFor(const DemoArguments& arguments)
{
    if (!arguments.folder.empty()) return std::filesystem::absolute(arguments.folder);
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "countersign-demo-XXXXXX").string();
    if (error || ::mkdtemp(pattern.data()) == nullptr)
        return Error{ErrorCode::Io, pattern, error ? error.message() : std::strerror(errno)};
    return std::filesystem::path(pattern);
}

Json placesJson(const SandboxPlaces& places, const std::string& fault)
{
    Json document = documentHead("countersign.demo/1");
    document["demo"] = true;
    document["fault"] = fault;
    document["urls"] = places.urls;
    document["serviceCertificate"] = places.serviceCertificate.string();
    document["previousServiceCertificate"] = places.previousServiceCertificate.string();
    document["ledger"] = places.ledger.string();
    document["keptLedger"] = places.keptLedger.empty() ? Json(nullptr) : Json(places.keptLedger.string());
    document["receipts"] = places.receipts.string();
    document["members"] = Json::array();
    for (const sandbox::DemoMember& one : places.members)
        document["members"].push_back({{"name", one.name},
                                       {"id", one.id},
                                       {"certificate", one.certificate.string()},
                                       {"key", one.key.string()},
                                       {"encryptionKey", one.encryptionKey.string()}});
    return document;
}

std::string placesText(const SandboxPlaces& places)
{
    std::string text = "DEMO consortium, on this machine alone\n\n";
    const auto line = [&](const std::string& name, const std::string& value) {
        text += "  " + padded(name, 22) + ' ' + escaped(value) + '\n';
    };
    for (const std::string& url : places.urls) line("node", url);
    line("service certificate", places.serviceCertificate.string());
    line("ledger", places.ledger.string());
    if (!places.keptLedger.empty()) line("ledger as it was", places.keptLedger.string());
    line("receipts", places.receipts.string());
    for (const sandbox::DemoMember& one : places.members) {
        line("member " + one.name, one.certificate.string());
        line("  her key", one.key.string());
        line("  for her share", one.encryptionKey.string());
    }
    text += "\nTry:\n  countersign-cli status";
    for (const std::string& url : places.urls) text += " --url " + url;
    text += " --service-cert " + escaped(places.serviceCertificate.string());
    text += "\n  countersign-cli verify " + escaped(places.ledger.string()) + " --service-cert " +
            escaped(places.serviceCertificate.string());
    return text + "\n\nInterrupt (Ctrl+C) to end it.\n";
}

void waitForStop(const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait(lock, stop, [] { return false; });
}

} // namespace

CLI::App* declareDemo(CLI::App& program, DemoArguments& arguments)
{
    CLI::App* command = program.add_subcommand("demo", "Run a demo consortium on this machine, to learn and to test");
    command->add_option("--folder", arguments.folder, "New or empty folder for its files; a temporary one when not given")
        ->type_name("DIR");
    command
        ->add_option("--port", arguments.port,
                     "Port of the first node, the others take the next two; any that are free when not given")
        ->type_name("N")
        ->check(wholeNumber())
        ->check(CLI::Range(1024u, 65533u));
    auto* fault = command->add_option("--fault", arguments.fault, "What is wrong with it: none, lie, rewrite, identity")
                      ->type_name("KIND")
                      ->check(CLI::IsMember({"none", "lie", "rewrite", "identity"}));
    command->add_flag("--recovery", arguments.recovery, "Its past ends in a recovery: one node, waiting for recovery shares")
        ->excludes(fault);
    command
        ->add_option("--heartbeat", arguments.heartbeat, "Seconds between two writes it makes by itself; 0 for none")
        ->type_name("SECONDS")
        ->check(wholeNumber())
        ->check(CLI::Range(0u, 3600u));
    command->add_flag("--json", arguments.json, "One JSON document on standard output (countersign.demo/1)");
    command->add_flag("--quiet", arguments.quiet, "No progress and no log on standard error; errors are still said");
    command->footer(kFooter);
    return command;
}

int runDemo(const DemoArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    console.setQuiet(arguments.quiet);
    const auto fault = sandbox::faultFrom(arguments.fault);
    auto folder = folderFor(arguments);
    if (!fault || !folder) return reportError(console, fault ? folder.error() : fault.error());
    sandbox::SandboxOptions options;
    options.folder = std::move(*folder);
    options.port = arguments.port;
    options.fault = *fault;
    options.waitsForShares = arguments.recovery;
    options.heartbeat = std::chrono::seconds(arguments.heartbeat);
    console.log("making the demo consortium; this takes some seconds");
    auto running = Sandbox::start(options, environment.stop);
    if (!running) return reportError(console, running.error());
    const SandboxPlaces& places = (*running)->places();
    console.out() << (arguments.json ? documentText(placesJson(places, arguments.fault)) : placesText(places));
    console.out().flush();
    if (const int status = finishOutput(console, kExitPassed); status != kExitPassed) return status;
    waitForStop(environment.stop);
    (*running)->stop();
    console.log("the demo consortium has ended; its files stay in " + places.folder.string());
    return kExitPassed;
}

} // namespace countersign
