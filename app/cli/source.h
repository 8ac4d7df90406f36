#pragma once

#include "app/cli/environment.h"
#include "app/cli/exit_status.h"

#include <string>
#include <vector>

namespace countersign {

struct OpenedSource {
    std::shared_ptr<const Family> family;
    std::unique_ptr<EvidenceSource> evidence;
};

/// The paths by family, each group opened together; a path that several families recognise stands in several groups.
/// `kind` is what each path must be to one of them; empty to take what they are.
Result<std::vector<OpenedSource>> openSources(const FamilyList& families, const std::vector<std::string>& paths,
                                              const std::string& kind);

/// Opens the paths together as one family's. `kind` is what each of them must be; empty to take what they are.
Result<OpenedSource> openSource(const FamilyList& families, const std::vector<std::string>& paths,
                                const std::string& kind);

/// Says an Error in words on standard error; the status to leave with.
ExitStatus reportError(Console& console, const Error& error);

/// Flushes standard output; `status`, or kExitUnreadable with a message when not all of it could be written.
ExitStatus finishOutput(Console& console, ExitStatus status);

} // namespace countersign
