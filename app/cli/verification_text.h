#pragma once

#include "app/cli/console.h"
#include "core/family/evidence_source.h"

namespace countersign {

/// The report for people: the verdict first, then what it rests on. `at` is the time dates were reported against.
void writeVerification(Console& console, const VerificationReport& report, UtcTime at);

/// "ledger_1-14.committed @0x1f0, seqno 12"; empty when nothing is known.
std::string placeText(const Place& place);

} // namespace countersign
