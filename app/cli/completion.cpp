#include "app/cli/completion.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <vector>

namespace countersign {

namespace {

constexpr const char* kFooter = R"(Examples:
  countersign-cli completion bash > ~/.local/share/bash-completion/completions/countersign-cli
  countersign-cli completion zsh > "${fpath[1]}/_countersign-cli"
  countersign-cli completion fish > ~/.config/fish/completions/countersign-cli.fish
)";

struct OptionWords {
    std::string name; ///< "--json".
    std::string help;
    bool takesValue = false;
    std::vector<std::string> values; ///< When only some are allowed.
};

std::vector<std::string> allowedValues(std::string_view option)
{
    if (option == "--as") return {"ledger", "chunk", "snapshot", "receipt", "statement", "quote"};
    if (option == "--vote") return {"careful", "yes", "no"};
    return {};
}

std::vector<OptionWords> optionsOf(const CLI::App& command)
{
    std::vector<OptionWords> result;
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames())
            result.push_back({"--" + name, option->get_description(), option->get_items_expected_max() > 0,
                              allowedValues("--" + name)});
    return result;
}

std::vector<const CLI::App*> commandsOf(const CLI::App& program)
{
    return program.get_subcommands([](const CLI::App*) { return true; });
}

// For single-quoted strings of all three shells; the help has no backslash.
std::string quotable(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (c == '\'')
            result += "’";
        else
            result += c;
    }
    return result;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> positionalWords(const CLI::App& command)
{
    if (command.get_name() == "completion") return {"bash", "zsh", "fish"};
    if (command.get_name() == "snapshot") return {"take", "list", "verify", "compare", "export", "import"};
    if (command.get_name() == "workspace") return {"new", "show", "pin", "unpin", "accept", "backup"};
    if (command.get_name() == "sign")
        return {"proposal", "ballot", "withdrawal", "state_digest", "ack", "recovery_share"};
    return {};
}

std::string bashCase(const CLI::App& command)
{
    std::vector<std::string> words = positionalWords(command);
    std::string values, takers;
    for (const OptionWords& option : optionsOf(command)) {
        words.push_back(option.name);
        if (!option.values.empty())
            values += "            " + option.name + ") COMPREPLY=($(compgen -W '" + joined(option.values) +
                      "' -- \"$word\")); return;;\n";
        else if (option.takesValue)
            takers += (takers.empty() ? "" : "|") + option.name;
    }
    std::string text = "    " + command.get_name() + ")\n        case $before in\n" + values;
    if (!takers.empty()) text += "            " + takers + ") COMPREPLY=($(compgen -f -- \"$word\")); return;;\n";
    return text + "        esac\n        words='" + joined(words) + "';;\n";
}

std::string bashScript(const CLI::App& program)
{
    std::vector<std::string> names;
    std::string cases;
    for (const CLI::App* command : commandsOf(program)) {
        names.push_back(command->get_name());
        cases += bashCase(*command);
    }
    for (const OptionWords& option : optionsOf(program)) names.push_back(option.name);
    return "# bash completion for countersign-cli\n"
           "_countersign_cli()\n{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before= words=\n"
           "    COMPREPLY=()\n"
           "    [ \"$COMP_CWORD\" -gt 0 ] && before=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    if [ \"$COMP_CWORD\" -eq 1 ]; then COMPREPLY=($(compgen -W '" +
           joined(names) +
           "' -- \"$word\")); return; fi\n"
           "    case ${COMP_WORDS[1]} in\n" +
           cases +
           "    esac\n"
           "    case $word in\n"
           "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$word\"));;\n"
           "    *) COMPREPLY=($(compgen -W \"${words%% --*}\" -- \"$word\") $(compgen -f -- \"$word\"));;\n"
           "    esac\n}\n"
           "complete -o filenames -F _countersign_cli countersign-cli\n";
}

std::string zshText(std::string_view help)
{
    std::string text;
    for (const char c : quotable(help)) {
        if (c == '[' || c == ']' || c == ':') text += '\\';
        text += c;
    }
    return text;
}

std::string zshCase(const CLI::App& command)
{
    std::string text = "        " + command.get_name() + ")\n            _arguments";
    for (const OptionWords& option : optionsOf(command)) {
        text += " \\\n                '*" + option.name + '[' + zshText(option.help) + ']';
        if (option.takesValue)
            text += ":value:" + (option.values.empty() ? std::string("_files") : '(' + joined(option.values) + ')');
        text += '\'';
    }
    const std::vector<std::string> words = positionalWords(command);
    text += " \\\n                '*:" + (words.empty() ? std::string("path:_files") : "word:(" + joined(words) + ')') +
            "'\n";
    return text + "            ;;\n";
}

std::string zshScript(const CLI::App& program)
{
    std::string names, cases;
    for (const CLI::App* command : commandsOf(program)) {
        names += "        '" + command->get_name() + ':' + zshText(command->get_description()) + "'\n";
        cases += zshCase(*command);
    }
    return "#compdef countersign-cli\n"
           "_countersign_cli()\n{\n"
           "    local -a commands\n    commands=(\n" +
           names +
           "    )\n"
           "    if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
           "    local command=${words[2]}\n"
           "    shift words; (( CURRENT-- ))\n"
           "    case $command in\n" +
           cases + "    esac\n}\n_countersign_cli \"$@\"\n";
}

std::string fishScript(const CLI::App& program)
{
    std::string text = "# fish completion for countersign-cli\n";
    for (const CLI::App* command : commandsOf(program)) {
        const std::string& name = command->get_name();
        text += "complete -c countersign-cli -n __fish_use_subcommand -f -a " + name + " -d '" +
                quotable(command->get_description()) + "'\n";
        const std::string head = "complete -c countersign-cli -n '__fish_seen_subcommand_from " + name + "'";
        for (const OptionWords& option : optionsOf(*command)) {
            text += head + " -l " + option.name.substr(2) + (option.takesValue ? " -r" : "");
            if (!option.values.empty()) text += " -f -a '" + joined(option.values) + '\'';
            text += " -d '" + quotable(option.help) + "'\n";
        }
        if (const auto words = positionalWords(*command); !words.empty())
            text += head + " -f -a '" + joined(words) + "'\n";
    }
    return text;
}

} // namespace

CLI::App* declareCompletion(CLI::App& program, CompletionArguments& arguments)
{
    CLI::App* command = program.add_subcommand("completion", "Print the completion script of a shell");
    command->add_option("SHELL", arguments.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->footer(kFooter);
    return command;
}

std::string completionScript(const CLI::App& program, std::string_view shell)
{
    if (shell == "bash") return bashScript(program);
    return shell == "zsh" ? zshScript(program) : fishScript(program);
}

} // namespace countersign
