#pragma once

#include "app/cli/asking.h"
#include "tests/unit/cli/fake_family.h"

#include <stop_token>
#include <string>
#include <vector>

namespace countersign::test {

struct Outcome {
    int status = -1;
    std::string out;
    std::string err;
};

/// Runs the command line in this process, at 2026-11-22T00:00:00Z.
Outcome runProgram(const std::vector<std::string>& arguments, const std::shared_ptr<FakeLedger>& ledger,
                   std::stop_token stop = {}, bool interactive = false, Asking* asking = nullptr);

} // namespace countersign::test
