#pragma once

#include "core/audit/workspace_file.h"
#include "core/base/utc_time.h"
#include "core/family/report.h"

#include <string>
#include <vector>

namespace countersign::audit {

/// A verification that was made, as the list of runs shows it.
struct StoredRun {
    std::int64_t number = 0;
    UtcTime at;
    std::string subject;
    std::string verdict; ///< As verdictName().
    std::string reason;
    std::uint64_t findings = 0;
};

/// What people decided about a finding.
struct FindingState {
    std::string state = "open"; ///< "open", "accepted", "fixed".
    std::string reason;         ///< Why; an accepted one always has one.
    std::string who;
    UtcTime at;
};

struct StoredFinding {
    Finding finding;
    std::string name; ///< The same finding has the same name in every run.
    FindingState state;
};

/// Runs with their findings: only ever added to.
class WorkspaceRuns
{
public:
    explicit WorkspaceRuns(WorkspaceFile& workspace) : m_workspace(workspace) {}

    /// Keeps the report's verdict and findings, and `document` as it was put out. Gives the run's number.
    Result<std::int64_t> add(const VerificationReport& report, UtcTime at, Bytes document);
    Result<std::vector<StoredRun>> runs();
    Result<ByteVector> document(std::int64_t run);

    /// Of one run, each with its latest state. A finding of a state "fixed" that comes back is open again.
    Result<std::vector<StoredFinding>> findings(std::int64_t run);
    /// Malformed for another word than the three, and for "accepted" without a reason.
    Result<void> setState(const std::string& name, const FindingState& state);

private:
    Result<FindingState> stateOf(const std::string& name, UtcTime seenAt);

    WorkspaceFile& m_workspace;
};

/// What a finding is called in every run: by check, reason, file name and number.
std::string findingName(const Finding& finding);

} // namespace countersign::audit
