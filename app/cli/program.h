#pragma once

#include "app/cli/act.h"
#include "app/cli/attestation.h"
#include "app/cli/completion.h"
#include "app/cli/demo.h"
#include "app/cli/environment.h"
#include "app/cli/live.h"
#include "app/cli/report.h"
#include "app/cli/show.h"
#include "app/cli/sign.h"
#include "app/cli/snapshot.h"
#include "app/cli/submit.h"
#include "app/cli/verify.h"
#include "app/cli/workspace.h"

#include <CLI/CLI.hpp>

#include <array>
#include <string>
#include <vector>

namespace countersign {

/// The command line with all its commands. Neither copied nor moved: the parser points into the arguments.
class Program
{
public:
    Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// `arguments` without the program's name. Gives the exit status.
    int run(std::vector<std::string> arguments, Environment& environment);

    const CLI::App& parser() const { return m_parser; }

private:
    CLI::App m_parser;
    VerifyArguments m_verify;
    ShowArguments m_show;
    SignArguments m_sign;
    SubmitArguments m_submit;
    std::array<ActArguments, 5> m_actArguments;
    std::array<CLI::App*, 5> m_actCommands{};
    DemoArguments m_demo;
    SnapshotArguments m_snapshot;
    WorkspaceArguments m_workspace;
    ReportArguments m_report;
    CompletionArguments m_completion;
    CLI::App* m_verifyCommand = nullptr;
    CLI::App* m_showCommand = nullptr;

    struct LiveEntry {
        CLI::App* command;
        int (*run)(const LiveArguments&, Environment&);
        std::size_t arguments;
    };
    std::array<LiveArguments, 5> m_liveArguments;
    std::vector<LiveEntry> m_live;
    AttestationArguments m_attestation;
    CLI::App* m_attestationCommand = nullptr;
    CLI::App* m_signCommand = nullptr;
    CLI::App* m_submitCommand = nullptr;
    CLI::App* m_demoCommand = nullptr;
    CLI::App* m_snapshotCommand = nullptr;
    CLI::App* m_workspaceCommand = nullptr;
    CLI::App* m_reportCommand = nullptr;
};

} // namespace countersign
