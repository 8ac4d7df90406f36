#include "app/cli/submit.h"

#include "app/cli/delivery_text.h"
#include "app/cli/source.h"
#include "core/base/file_io.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

constexpr const char* kFooter =
    R"(Sends a message that "sign" made, once, to the service under your identity; shows the answer, follows the transaction until
it is committed, and judges its receipt. A message is never sent twice: after an unclear failure look at the service first.

Exit status:
  0 taken, committed, and its receipt passed   1 refused, rolled back, another identity, or a receipt that failed
  2 not committed in time, or no receipt to judge   3 wrong usage   4 an input or an answer not readable
  5 the service could not be reached
)";

Json submissionDocument(const ccf::Delivery& delivery)
{
    Json document = documentHead("countersign.submission/1");
    document["verdict"] = verdictName(delivery.verdict());
    const Json said = deliveryJson(delivery);
    for (const auto& [name, value] : said.items()) document[name] = value;
    return document;
}

} // namespace

CLI::App* declareSubmit(CLI::App& program, SubmitArguments& arguments)
{
    CLI::App* command = program.add_subcommand("submit", "Send a signed governance message to a running service");
    command->add_option("FILE", arguments.file, "The message (COSE_Sign1), as sign wrote it")->required();
    declareLiveOptions(*command, arguments.live);
    command->add_option("--receipt", arguments.receipt, "Keep the receipt of what was done here")->type_name("FILE");
    command->footer(kFooter);
    return command;
}

int runSubmit(const SubmitArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    console.setQuiet(arguments.live.quiet);
    if (!environment.transport || arguments.live.urls.size() != 1) {
        console.error(environment.transport ? "submit takes one --url" : "this program was built without live connections");
        return environment.transport ? kExitUsage : kExitUnreachable;
    }
    auto addresses = liveAddresses(arguments.live);
    if (!addresses) return reportError(console, addresses.error());
    const auto message = readSmallFile(arguments.file);
    if (!message) return reportError(console, message.error());
    addresses->front().patience = {};
    net::Waiter patient;
    net::Waiter& waiter = environment.waiter ? *environment.waiter : patient;
    const auto delivery = ccf::deliver(*environment.transport, waiter, addresses->front(), *message, environment.now,
                                       environment.stop);
    if (!delivery) return reportError(console, delivery.error());
    if (arguments.live.json)
        console.out() << documentText(submissionDocument(*delivery));
    else
        console.out() << console.verdictWord(delivery->verdict()) << '\n' << deliveryText(*delivery, console);
    const int status = keepReceipt(arguments.receipt, *delivery, deliveryStatus(*delivery, console), console);
    const int written = finishOutput(console, kExitPassed);
    return written == kExitPassed ? status : written;
}

} // namespace countersign
