#pragma once

#include "core/family/stated_verdict.h"
#include "ui/verify/anchor_choice.h"

#include <QString>

#include <memory>

namespace countersign::ui {

/// "1–505", or "1" when both are the same.
QString seqnoRange(std::uint64_t from, std::uint64_t to);

/// For a badge: over what and against what. "1–505 · pinned 91ab…7e".
QString scopeText(const VerificationReport& report, const AnchorChoice& anchor);

/// The verdict in whole sentences, with range, anchor, unsigned rest and what was signed and committed.
QStringList verdictSentences(const VerificationReport& report, const AnchorChoice& anchor);

/// "Signed to 2.505, committed to 2.505 (by the names of the files)."
QString signedAndCommitted(const VerificationReport& report);

/// First numbers of the ranges that failed, for scope and sentence; empty when none did.
QString failedRanges(const VerificationReport& report, int most = 3);

/// True when the anchor that was given is none of this history's identities.
bool anchorIsNotInChain(const VerificationReport& report);

} // namespace countersign::ui
