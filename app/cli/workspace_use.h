#pragma once

#include "app/cli/environment.h"
#include "core/audit/judged_workspace.h"

#include <string>
#include <vector>

// What commands that use a workspace have in common.

namespace countersign {

/// The certificates of files given on the command line, each named by its file.
Result<std::vector<AnchorInput>> readAnchors(const std::vector<std::string>& files);

/// Those, and before them the workspace's pins in force when `workspace` is not empty.
Result<std::vector<AnchorInput>> anchorsFor(const std::string& workspace, const std::vector<std::string>& files);

/// Keeps the verdict and findings of a verification with the document that was put out.
Result<void> recordRun(const std::string& workspace, const VerificationReport& report, UtcTime at, Bytes document);

} // namespace countersign
