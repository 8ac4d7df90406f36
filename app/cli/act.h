#pragma once

#include "app/cli/live.h"
#include "app/cli/signing_key.h"

namespace countersign {

/// What a member can do to a running service in one command.
enum class ActCommand { Propose, Vote, Withdraw, Acknowledge, Recover };

struct ActArguments {
    LiveArguments live;      ///< One URL. `item` is the proposal's file or its id.
    std::string certificate; ///< The member's.
    KeyArguments key;
    bool approve = false, reject = false, plain = false;
    std::string ballot;        ///< A script of her own.
    std::string decryptionKey; ///< Of recovery shares.
    std::string receipt;       ///< Where the receipt is kept; empty: nowhere.
    bool yes = false;
};

const char* actName(ActCommand command) noexcept; ///< "propose".

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareAct(CLI::App& program, ActCommand command, ActArguments& arguments);

/// Asks the service what it is about, shows it, asks for an agreement, signs, sends, follows and proves it.
int runAct(ActCommand command, const ActArguments& arguments, Environment& environment);

} // namespace countersign
