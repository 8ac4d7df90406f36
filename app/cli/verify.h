#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"
#include "app/cli/fetch.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace countersign {

struct VerifyArguments {
    std::vector<std::string> paths;
    std::vector<std::string> certificates;
    std::string workspace; ///< Pins come from it, the result goes there.
    std::string at;
    std::string kind;
    std::string policy;     ///< File; empty for the defaults.
    std::string collateral; ///< Folder; empty for none.
    FetchArguments fetch;
    std::string transactionId; ///< What receipts are said to be about, as the next two.
    std::string document;
    std::string claims;
    unsigned jobs = 0;
    bool json = false;
    bool quiet = false;
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareVerify(CLI::App& program, VerifyArguments& arguments);

/// Judges what the arguments name, with dates held against `at`.
Result<VerificationReport> verificationOf(const VerifyArguments& arguments, UtcTime at, Environment& environment);

int runVerify(const VerifyArguments& arguments, Environment& environment);

} // namespace countersign
