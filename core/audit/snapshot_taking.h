#pragma once

#include "core/audit/snapshot.h"
#include "core/family/family.h"

#include <stop_token>

namespace countersign::audit {

/// What a snapshot says besides what was verified.
struct TakingRequest {
    std::string name;
    UtcTime takenAt;
    std::string toolVersion;
    std::vector<AnchorInput> anchors; ///< Those the verification was given.
    std::optional<Auditor> auditor;
    std::optional<Digest> previous;
};

/// The snapshot of a source that was just verified. Reads every input once more for its digest, and the governance
/// tables as of the end of verified state. A file that changed meanwhile has FILE_CHANGED as its problem and no digest.
Result<AuditSnapshot> takeSnapshot(EvidenceSource& source, const Family& family, const VerificationReport& report,
                                   const TakingRequest& request, std::stop_token stop, const ProgressSink& progress);

/// The part that every snapshot has from its report: verdict, ranges, head without signatures, checks.
AuditSnapshot snapshotOfReport(const VerificationReport& report, const TakingRequest& request);

} // namespace countersign::audit
