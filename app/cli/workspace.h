#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace countersign {

struct WorkspaceArguments {
    std::string action, file;
    std::vector<std::string> items;
    std::string title, note;
    bool json = false;
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareWorkspace(CLI::App& program, WorkspaceArguments& arguments);

int runWorkspace(const WorkspaceArguments& arguments, Environment& environment);

} // namespace countersign
