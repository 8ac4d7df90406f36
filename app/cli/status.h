#pragma once

#include "app/cli/live.h"

namespace countersign {

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareStatus(CLI::App& program, LiveArguments& arguments);

int runStatus(const LiveArguments& arguments, Environment& environment);

} // namespace countersign
