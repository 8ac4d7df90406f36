#pragma once

// Questions and reasons of what lasts. Stable, as those of core/family/check_ids.h and reasons.h.

namespace countersign {

inline constexpr const char* kCheckAuditSignature = "audit.snapshot.signature";
inline constexpr const char* kCheckAuditAuditor = "audit.snapshot.auditor";
inline constexpr const char* kCheckAuditChain = "audit.snapshot.chain";
inline constexpr const char* kCheckAuditContinuity = "audit.history.continuity";

inline constexpr const char* kReasonRolledBack = "ROLLED_BACK";
inline constexpr const char* kReasonForked = "FORKED";
inline constexpr const char* kReasonRewritten = "REWRITTEN";
inline constexpr const char* kReasonOtherService = "OTHER_SERVICE";
inline constexpr const char* kReasonChainBroken = "RECORDS_BROKEN";
inline constexpr const char* kReasonUnattributed = "UNATTRIBUTED";
inline constexpr const char* kReasonNoCommonRoot = "NO_COMMON_ROOT";

} // namespace countersign
