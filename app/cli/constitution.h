#pragma once

#include "app/cli/live.h"

namespace countersign {

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareConstitution(CLI::App& program, LiveArguments& arguments);

int runConstitution(const LiveArguments& arguments, Environment& environment);

} // namespace countersign
