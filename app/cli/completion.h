#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace countersign {

struct CompletionArguments {
    std::string shell;
};

/// Declares the command; `arguments` outlives `program`.
CLI::App* declareCompletion(CLI::App& program, CompletionArguments& arguments);

/// The completion script for "bash", "zsh" or "fish", made from the options that `program` declares.
std::string completionScript(const CLI::App& program, std::string_view shell);

} // namespace countersign
