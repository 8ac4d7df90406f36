#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"
#include "app/cli/source.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace countersign {

struct ShowArguments {
    std::string path;
    std::string transaction; ///< "view.seqno" or "seqno".
    std::string table;
    std::string key;
    std::string keyHex;
    std::uint64_t at = 0;             ///< 0: the end.
    std::optional<std::size_t> limit; ///< 0: everything.
    bool tables = false;
    bool json = false;
    bool quiet = false;
};

/// Declares the command with its options; `arguments` outlives `program`.
CLI::App* declareShow(CLI::App& program, ShowArguments& arguments);

int runShow(const ShowArguments& arguments, Environment& environment);

/// Items to list: what was asked for, else everything in JSON and a screenful for people.
std::size_t showLimit(const ShowArguments& arguments);

// One file each. They write to standard output and give the status to leave with.
int showSource(const ShowArguments& arguments, EvidenceSource& source, Environment& environment);
int showRecord(const ShowArguments& arguments, EvidenceSource& source, Environment& environment);
int showTables(const ShowArguments& arguments, EvidenceSource& source, Environment& environment);

} // namespace countersign
