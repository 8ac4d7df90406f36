#include "app/cli/workspace_use.h"

#include "core/audit/workspace_pins.h"
#include "core/audit/workspace_runs.h"
#include "core/base/file_io.h"

#include <algorithm>
#include <iterator>

namespace countersign {

namespace {

constexpr std::uint64_t kCertificateLimit = 1u << 20;

} // namespace

Result<std::vector<AnchorInput>> readAnchors(const std::vector<std::string>& files)
{
    std::vector<AnchorInput> anchors;
    for (const std::string& file : files) {
        auto content = readSmallFile(file, kCertificateLimit);
        if (!content) return std::move(content).error();
        anchors.push_back({std::move(*content), file});
    }
    return anchors;
}

Result<std::vector<AnchorInput>> anchorsFor(const std::string& workspace, const std::vector<std::string>& files)
{
    auto given = readAnchors(files);
    if (!given || workspace.empty()) return given;
    auto file = audit::WorkspaceFile::open(workspace, audit::WorkspaceAccess::ReadOnly);
    if (!file) return std::move(file).error();
    auto anchors = audit::WorkspacePins(*file).anchors();
    if (anchors) std::ranges::move(*given, std::back_inserter(*anchors));
    return anchors;
}

Result<void> recordRun(const std::string& workspace, const VerificationReport& report, UtcTime at, Bytes document)
{
    auto file = audit::WorkspaceFile::open(workspace, audit::WorkspaceAccess::ReadWrite);
    if (!file) return std::move(file).error();
    if (auto run = audit::WorkspaceRuns(*file).add(report, at, document); !run) return std::move(run).error();
    return {};
}

} // namespace countersign
