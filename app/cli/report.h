#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace countersign {

struct ReportArguments {
    std::vector<std::string> paths;
    std::vector<std::string> certificates;
    std::string workspace; ///< Pins come from it.
    std::string kind = "full";
    std::string format = "html";
    std::string output; ///< File; a folder for tables.
    std::string title = "Verification report";
    std::string classification, at;
    unsigned jobs = 0;
    bool quiet = false;
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareReport(CLI::App& program, ReportArguments& arguments);

/// Verifies, and writes what came of it.
int runReport(const ReportArguments& arguments, Environment& environment);

} // namespace countersign
