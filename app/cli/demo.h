#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace countersign {

struct DemoArguments {
    std::string folder; ///< Empty: a new one for temporary files.
    std::uint16_t port = 0;
    std::string fault = "none";
    bool recovery = false; ///< The past ends where the service waits for shares.
    unsigned heartbeat = 5; ///< Seconds between two writes of the demo's own; 0: none.
    bool json = false;
    bool quiet = false;
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareDemo(CLI::App& program, DemoArguments& arguments);

/// Serves until the environment's stop is asked for, which is how a demo ends well.
int runDemo(const DemoArguments& arguments, Environment& environment);

} // namespace countersign
