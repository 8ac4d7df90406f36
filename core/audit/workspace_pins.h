#pragma once

#include "core/audit/workspace_file.h"
#include "core/base/utc_time.h"
#include "core/family/report.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace countersign::audit {

/// An identity that the user decided to trust, with where it came from and when.
struct WorkspacePin {
    std::string fingerprint; ///< Of the certificate, or of the key when it is bare; names the pin.
    std::string subject;
    std::string source;
    ByteVector content; ///< As it was read.
    UtcTime decided;
    std::string checked; ///< How it was compared before: "phone", "other-way", "not-compared", or empty.
    std::string note;

    bool operator==(const WorkspacePin&) const = default;
};

/// A colleague whose signature on snapshots is accepted.
struct AcceptedAuditor {
    std::string keyId;
    std::string name;
    ByteVector publicKey;
    UtcTime accepted;
};

/// What a workspace trusts, and what it is about. Pins are withdrawn, never forgotten.
class WorkspacePins
{
public:
    explicit WorkspacePins(WorkspaceFile& workspace) : m_workspace(workspace) {}

    /// Those in force, oldest first.
    Result<std::vector<WorkspacePin>> pins();
    /// One that was withdrawn comes into force again.
    Result<void> addPin(const WorkspacePin& pin);
    Result<void> withdrawPin(const std::string& fingerprint, UtcTime now);
    /// The pins in force for a verification; their source says that they come from this workspace, and since when.
    Result<std::vector<AnchorInput>> anchors();

    Result<std::vector<AcceptedAuditor>> auditors();
    Result<std::set<std::string>> acceptedKeyIds();
    Result<void> acceptAuditor(const AcceptedAuditor& auditor);
    Result<void> forgetAuditor(const std::string& keyId);

    /// Folders and URLs, oldest first.
    Result<std::vector<std::string>> sources();
    Result<void> addSource(const std::string& place, const std::string& kind, UtcTime now);

private:
    WorkspaceFile& m_workspace;
};

} // namespace countersign::audit
