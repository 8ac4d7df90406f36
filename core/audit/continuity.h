#pragma once

#include "core/audit/snapshot.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace countersign::audit {

/// How what was seen of a service later stands to what was seen before.
enum class Continuity : std::uint8_t {
    Continued,    ///< The head seen before is still there: the same root at that transaction.
    RolledBack,   ///< History ends before that head, and agrees as far as it goes.
    Forked,       ///< Another view wrote something else where that head was.
    Rewritten,    ///< Under the same ids there is something else.
    OtherService, ///< No common root, and no common identity.
    Unknown,
};

const char* continuityName(Continuity continuity) noexcept; ///< "continued", "rolled-back", …, "unknown".

/// Why a record may be believed.
enum class Standing : std::uint8_t {
    Judged,       ///< Files or a service, judged just now.
    Own,          ///< Of a workspace whose chain holds.
    Signed,       ///< Signed by an auditor who is accepted.
    Unattributed, ///< Anybody could have written it.
    Contradicted, ///< Its signature or its chain does not hold.
};

const char* standingName(Standing standing) noexcept; ///< "judged", "own", ….

/// One side of a comparison.
struct Sight {
    AuditSnapshot snapshot;
    Standing standing = Standing::Unattributed;
    std::string label; ///< What the user gave: "3", a path, a URL.
};

struct ContinuityAnswer {
    Continuity kind = Continuity::Unknown;
    Verdict verdict = Verdict::Indeterminate;
    std::string reason; ///< Empty exactly when Passed.
    std::optional<TransactionId> earlierHead, laterHead;
    std::optional<TransactionId> commonTo;  ///< Last signature over the same root that is known of both.
    std::optional<TransactionId> differsAt; ///< First one that is known to differ, as the earlier side has it.
    std::string evidence;                   ///< English, for reports.
};

/// Holds the later side against the earlier one. Continued is Passed only where the later side gives the same root at
/// the earlier head; without that it is never called so, but for a tail that was never shown committed: Indeterminate,
/// LOST_TAIL. Where one side cannot be believed, the answer is Indeterminate (UNATTRIBUTED) or Failed (RECORDS_BROKEN).
ContinuityAnswer judgeContinuity(const Sight& earlier, const Sight& later);

/// The numbers whose roots a later sight should give for judgeContinuity(): VerifyOptions::rootsAt.
std::vector<SeqNo> rootsWanted(const AuditSnapshot& earlier);

/// The transactions whose receipts a running service should give for it: the head, and a few on the way there.
std::vector<TransactionId> receiptsWanted(const AuditSnapshot& earlier);

/// True when `b` was seen before `a`, so that the two should change places. What is judged now was seen last.
bool seenInOtherOrder(const Sight& a, const Sight& b);

/// The answer as one check (kCheckAuditContinuity).
Check continuityCheck(const ContinuityAnswer& answer);

} // namespace countersign::audit
