#pragma once

#include "app/cli/live.h"

namespace countersign {

struct SubmitArguments {
    LiveArguments live; ///< One URL.
    std::string file;
    std::string receipt; ///< Where the receipt is kept; empty: nowhere.
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareSubmit(CLI::App& program, SubmitArguments& arguments);

int runSubmit(const SubmitArguments& arguments, Environment& environment);

} // namespace countersign
