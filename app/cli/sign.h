#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"
#include "app/cli/signing_key.h"
#include "core/ccf/governance/signing_request.h"

#include <string>

namespace CLI {
class App;
}

namespace countersign {

struct SignArguments {
    std::string kind;
    std::string certificate, serviceCertificate;
    KeyArguments key;
    std::string proposal, proposalId, vote, ballot, stateDigest, share, decryptionKey;
    std::string createdAt;
    std::string out, request, digest;
    std::string finish, signature;
    bool yes = false;
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareSign(CLI::App& program, SignArguments& arguments);

int runSign(const SignArguments& arguments, Environment& environment);

/// What an option is missing or out of place for the kind of message; empty when all is well.
std::string signUsageProblem(const SignArguments& arguments);

/// The message that the arguments ask for, read from its files. `note` is given what a reviewer should know besides.
Result<ccf::SigningRequest> messageToSign(const SignArguments& arguments, Environment& environment, std::string& note);

/// Everything a person must see before signing, as lines for standard output.
Result<std::string> reviewText(const ccf::SigningRequest& request, const std::string& note, const Console& console);

} // namespace countersign
