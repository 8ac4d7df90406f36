#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"
#include "app/cli/live.h"
#include "app/cli/signing_key.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace countersign {

struct SnapshotArguments {
    std::string action;
    std::vector<std::string> items; ///< Paths, or numbers of a workspace.
    std::string workspace;
    std::vector<std::string> certificates;
    LiveArguments live;  ///< Of a running service: its URL, name and time-out.
    std::string auditor; ///< Signs as.
    KeyArguments key;
    std::string out, from, ledger;
    std::vector<std::string> accepted; ///< Key ids of auditors.
    unsigned jobs = 0;
    bool json = false;
    bool quiet = false;
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareSnapshot(CLI::App& program, SnapshotArguments& arguments);

int runSnapshot(const SnapshotArguments& arguments, Environment& environment);

/// The actions, once the usage is right.
int takeSnapshotOf(const SnapshotArguments& arguments, Environment& environment);
int listSnapshots(const SnapshotArguments& arguments, Environment& environment);
int verifySnapshots(const SnapshotArguments& arguments, Environment& environment);
int exportSnapshot(const SnapshotArguments& arguments, Environment& environment);
int importSnapshot(const SnapshotArguments& arguments, Environment& environment);
int compareSnapshots(const SnapshotArguments& arguments, Environment& environment);

} // namespace countersign
