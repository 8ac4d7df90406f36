#include "app/cli/submit.h"

#include "app/cli/source.h"
#include "app/cli/terminal_text.h"
#include "app/cli/verify.h"
#include "core/base/file_io.h"
#include "core/ccf/client/identity.h"
#include "core/ccf/client/submission.h"
#include "core/family/report.h"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace countersign {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFooter =
    R"(Sends a message that "sign" made, once, to the service under your identity; shows the answer, follows the transaction until
it is committed, and judges its receipt. A message is never sent twice: after an unclear failure look at the service first.

Exit status:
  0 taken, committed, and its receipt passed   1 refused, rolled back, another identity, or a receipt that failed
  2 not committed in time, or no receipt to judge   3 wrong usage   4 an input or an answer not readable
  5 the service could not be reached
)";

/// What became of the message, so far.
struct Course {
    ccf::Submission message;
    ccf::Reply<nlohmann::json> answer;
    std::optional<ccf::TransactionStatus> status;
    std::optional<Verdict> receipt;
    std::string note; ///< Why it went no further.

    Verdict verdict() const
    {
        if (!answer.value || status == ccf::TransactionStatus::Invalid) return Verdict::Failed;
        if (status != ccf::TransactionStatus::Committed) return Verdict::Indeterminate;
        return receipt.value_or(Verdict::Indeterminate);
    }
};

/// A folder that goes when it is no longer needed.
struct TemporaryFolder {
    std::string path;

    TemporaryFolder()
    {
        std::error_code error;
        path = (fs::temp_directory_path(error) / "countersign-XXXXXX").string();
        if (error || ::mkdtemp(path.data()) == nullptr) path.clear();
    }
    ~TemporaryFolder()
    {
        std::error_code error;
        if (!path.empty()) fs::remove_all(path, error);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

Result<void> checkIdentity(const ccf::NodeAddress& address, Environment& environment, net::Waiter& waiter, Course& course)
{
    auto identity = ccf::askIdentity(*environment.transport, waiter, address, environment.stop);
    if (!identity) return std::move(identity).error();
    if (identity->kind != ccf::IdentityKind::Pinned && identity->kind != ccf::IdentityKind::Renewed)
        course.note = std::string("nothing was sent: the service answers under another identity (") +
                      ccf::identityKindName(identity->kind) + ')';
    return {};
}

Result<void> judgeReceipt(const SubmitArguments& arguments, TransactionId id, ccf::NodeClient& node,
                          Environment& environment, Course& course)
{
    auto receipt = node.receipt(id, environment.stop);
    if (!receipt) return std::move(receipt).error();
    if (!receipt->value) {
        course.note = "no receipt: " + receipt->refusal->message;
        return {};
    }
    const TemporaryFolder folder;
    const std::string file = arguments.receipt.empty() ? folder.path + "/receipt.json" : arguments.receipt;
    if (auto written = writeFileAtomically(file, receipt->body); !written) return written;
    VerifyArguments question;
    question.paths = {file};
    question.certificates = arguments.live.certificates;
    question.transactionId = id.toString();
    question.quiet = true;
    auto report = verificationOf(question, environment.now, environment);
    if (!report) return std::move(report).error();
    course.receipt = report->verdict;
    if (report->verdict != Verdict::Passed) course.note = "the receipt did not pass: " + report->reason;
    return {};
}

Result<void> run(const SubmitArguments& arguments, const ccf::NodeAddress& address, Bytes message,
                 Environment& environment, Course& course)
{
    net::Waiter waiter;
    if (auto known = checkIdentity(address, environment, waiter, course); !known || !course.note.empty()) return known;
    ccf::Channel channel(*environment.transport, waiter, address);
    auto answer = ccf::submitMessage(channel, message, environment.stop);
    if (!answer) {
        environment.console.error("whether the message arrived is not known: look at the service before sending it again");
        return std::move(answer).error();
    }
    course.answer = std::move(*answer);
    if (!course.answer.value || !course.answer.state) return {};
    ccf::NodeClient node(channel);
    auto followed = node.followTransaction(*course.answer.state, waiter, environment.stop);
    if (!followed) return std::move(followed).error();
    if (followed->value) course.status = followed->value->status;
    if (course.status == ccf::TransactionStatus::Committed)
        return judgeReceipt(arguments, *course.answer.state, node, environment, course);
    return {};
}

Json courseJson(const Course& course)
{
    Json document = documentHead("countersign.submission/1");
    document["verdict"] = verdictName(course.verdict());
    document["type"] = ccf::messageTypeName(course.message.type);
    document["member"] = course.message.memberId;
    document["proposal"] = course.message.proposalId.empty() ? Json(nullptr) : Json(course.message.proposalId);
    document["answer"] = course.answer.value ? orderedJson(*course.answer.value) : Json(nullptr);
    document["refusal"] = nullptr;
    if (course.answer.refusal)
        document["refusal"] = {{"status", course.answer.refusal->status},
                               {"code", course.answer.refusal->code},
                               {"message", course.answer.refusal->message}};
    document["transaction"] = orNull(course.answer.state);
    document["status"] = course.status ? Json(ccf::transactionStatusName(*course.status)) : Json(nullptr);
    document["receipt"] = course.receipt ? Json(verdictName(*course.receipt)) : Json(nullptr);
    document["note"] = course.note;
    return document;
}

std::string courseText(const Course& course)
{
    std::string text = std::string("  message      ") + ccf::messageTypeName(course.message.type) + " of member " +
                       course.message.memberId + '\n';
    if (!course.message.proposalId.empty()) text += "  proposal     " + course.message.proposalId + '\n';
    if (const auto& refusal = course.answer.refusal) {
        text += "  refused      " + std::to_string(refusal->status) + ' ' + escaped(refusal->code) + '\n';
        text += "               " + escaped(refusal->message) + '\n';
        for (const auto& detail : refusal->details) text += "               " + escaped(detail.message) + '\n';
    }
    if (course.answer.value) {
        const nlohmann::json& said = *course.answer.value;
        const std::string words = said.is_null() ? "taken" : said.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
        text += "  answer       " + escaped(words) + '\n';
    }
    if (course.answer.state) text += "  transaction  " + course.answer.state->toString();
    if (course.status) text += std::string(", ") + ccf::transactionStatusName(*course.status);
    if (course.answer.state) text += '\n';
    if (!course.note.empty()) text += "  note         " + escaped(course.note) + '\n';
    return text;
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
    const auto addresses = liveAddresses(arguments.live);
    if (!addresses) return reportError(console, addresses.error());
    const auto message = readSmallFile(arguments.file);
    if (!message) return reportError(console, message.error());
    const auto submission = ccf::submissionOf(*message);
    if (!submission) return reportError(console, submission.error());
    Course course;
    course.message = *submission;
    const auto done = run(arguments, addresses->front(), *message, environment, course);
    if (!done && !course.answer.value) return reportError(console, done.error());
    if (!done) course.note = done.error().where + ": " + done.error().detail;
    if (arguments.live.json)
        console.out() << documentText(courseJson(course));
    else
        console.out() << console.verdictWord(course.verdict()) << '\n' << courseText(course);
    return finishOutput(console, exitStatusOf(course.verdict()));
}

} // namespace countersign
