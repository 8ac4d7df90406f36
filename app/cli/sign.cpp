#include "app/cli/sign.h"

#include "app/cli/source.h"
#include "core/base/file_io.h"

#include <CLI/CLI.hpp>

namespace countersign {

namespace {

constexpr const char* kFooter =
    R"(Shows what the message does, its digest and the service it is meant for,
asks, and only then opens the key. Needs no network: take the file to the service by any way you like. The time inside
comes from this machine's clock; a service refuses proposals that are older than its recent ones.

Passphrases and PINs are asked for on the terminal or read from an open descriptor. They are never arguments.

Exit status:
  0 written   1 the key is not the member's, or the signature does not hold   2 not agreed to   3 wrong usage
  4 input not readable, or output not writable

Examples:
  countersign-cli sign proposal --proposal add.json --cert me.pem --key me.p12 --service-cert service_cert.pem --out add.cose
  countersign-cli sign ballot --proposal-id ID --proposal add.json --cert me.pem --key 'pkcs11:token=T;object=me'
      --service-cert service_cert.pem --out vote.cose
  countersign-cli sign ack --state-digest HEX --cert me.pem --service-cert service_cert.pem --request ack.json --digest d.json
  countersign-cli sign --finish ack.json --signature answer.json --out ack.cose
)";

void declareContent(CLI::App& command, SignArguments& arguments)
{
    command.add_option("--proposal", arguments.proposal, "The proposal: what to propose, or what is voted on, as the service hands it out")
        ->type_name("FILE");
    command.add_option("--proposal-id", arguments.proposalId, "Id of the proposal to vote on or withdraw")->type_name("HEX");
    auto* vote = command
                     .add_option("--vote", arguments.vote,
                                 "careful: yes to exactly this proposal, the default; yes or no: whatever it is")
                     ->type_name("VOTE")
                     ->check(CLI::IsMember({"careful", "yes", "no"}));
    command.add_option("--ballot", arguments.ballot, "A ballot script of your own")->type_name("FILE")->excludes(vote);
    command.add_option("--state-digest", arguments.stateDigest, "Digest of the state to acknowledge")->type_name("HEX");
    command.add_option("--share", arguments.share, "The encrypted recovery share, as the service hands it out")
        ->type_name("FILE");
    command.add_option("--decryption-key", arguments.decryptionKey, "The member's RSA key, to decrypt the share")
        ->type_name("FILE");
}

void declareWays(CLI::App& command, SignArguments& arguments)
{
    command.add_option("--created-at", arguments.createdAt, "Time inside the message; now when not given")->type_name("TIME");
    command.add_option("--out", arguments.out, "Write the signed message (COSE_Sign1) here")->type_name("FILE");
    command.add_option("--request", arguments.request, "Write a signing request here instead, for a key that is elsewhere")
        ->type_name("FILE");
    command.add_option("--digest", arguments.digest, "Write the digest too, as JSON for a key vault")->type_name("FILE");
    auto* finish = command.add_option("--finish", arguments.finish, "Put a signing request and its signature together")
                       ->type_name("REQUEST");
    command.add_option("--signature", arguments.signature, "The signature that came back: raw or DER, base64 or JSON")
        ->type_name("FILE")
        ->needs(finish);
    command.add_flag("--yes", arguments.yes, "Agree without being asked; needed when standard input is no terminal");
}

bool isSecret(const ccf::SigningRequest& request)
{
    return request.message.message().type == ccf::MessageType::RecoveryShare;
}

int writeResult(const std::string& path, Bytes content, FileReaders readers, Console& console)
{
    if (auto written = writeFileAtomically(path, content, readers); !written) return reportError(console, written.error());
    console.log("written: " + path);
    return kExitPassed;
}

int finishRequest(const SignArguments& arguments, Console& console)
{
    const auto file = readSmallFile(arguments.finish);
    if (!file) return reportError(console, file.error());
    const auto request = ccf::signingRequestFromJson(*file);
    if (!request) return reportError(console, request.error());
    const auto answer = readSmallFile(arguments.signature);
    if (!answer) return reportError(console, answer.error());
    const auto review = reviewText(*request, {}, console);
    if (!review) return reportError(console, review.error());
    console.out() << *review;
    const auto signature = ccf::signatureFrom(*answer);
    const auto message = signature ? request->message.finish(*signature) : signature.error();
    if (!message) return reportSigning(console, message.error());
    return writeResult(arguments.out, *message, FileReaders::Everyone, console);
}

int handOut(const SignArguments& arguments, const ccf::SigningRequest& request, Console& console)
{
    const auto json = ccf::toJson(request);
    if (!json) return reportError(console, json.error());
    return writeResult(arguments.request, bytesOf(*json), FileReaders::Everyone, console);
}

int signHere(const SignArguments& arguments, const ccf::SigningRequest& request, Environment& environment)
{
    Console& console = environment.console;
    if (!arguments.yes && (!environment.asking || !environment.asking->agrees("Sign this? Type yes:"))) {
        console.error("not signed");
        return kExitIndeterminate;
    }
    const auto key = openKey(arguments.key.key, arguments.key, environment);
    if (!key) return reportError(console, key.error());
    const auto message = request.message.sign(*key);
    if (!message) return reportSigning(console, message.error());
    const FileReaders readers = isSecret(request) ? FileReaders::OwnerOnly : FileReaders::Everyone;
    return writeResult(arguments.out, *message, readers, console);
}

} // namespace

CLI::App* declareSign(CLI::App& program, SignArguments& arguments)
{
    CLI::App* command = program.add_subcommand("sign", "Sign a governance message, or prepare one to be signed elsewhere");
    command->add_option("KIND", arguments.kind, "proposal, ballot, withdrawal, state_digest, ack or recovery_share")
        ->check(CLI::IsMember({"proposal", "ballot", "withdrawal", "state_digest", "ack", "recovery_share"}));
    command->add_option("--cert", arguments.certificate, "The member's certificate")->type_name("PEM");
    command->add_option("--service-cert", arguments.serviceCertificate, "Certificate of the service it is meant for")
        ->type_name("PEM");
    declareKey(*command, arguments.key);
    declareContent(*command, arguments);
    declareWays(*command, arguments);
    command->footer(kFooter);
    return command;
}

int runSign(const SignArguments& arguments, Environment& environment)
{
    Console& console = environment.console;
    if (const std::string problem = signUsageProblem(arguments); !problem.empty()) {
        console.error(problem);
        return kExitUsage;
    }
    if (!arguments.finish.empty()) return finishRequest(arguments, console);
    const bool askable = environment.asking && environment.asking->somebodyThere();
    if (arguments.request.empty() && !arguments.yes && !askable) {
        console.error("standard input is no terminal: agree with --yes");
        return kExitUsage;
    }
    std::string note;
    const auto request = messageToSign(arguments, environment, note);
    if (!request) return reportError(console, request.error());
    const auto review = reviewText(*request, note, console);
    if (!review) return reportError(console, review.error());
    console.out() << *review << std::flush;
    if (const int status = finishOutput(console, kExitPassed); status != kExitPassed) return status;
    if (!arguments.digest.empty()) {
        const std::string digest = ccf::digestDocument(request->message);
        if (const int status = writeResult(arguments.digest, bytesOf(digest), FileReaders::Everyone, console)) return status;
    }
    return arguments.request.empty() ? signHere(arguments, *request, environment) : handOut(arguments, *request, console);
}

} // namespace countersign
