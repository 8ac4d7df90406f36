#pragma once

#include "core/ccf/ledger/ledger_files.h"
#include "core/family/evidence_source.h"

#include <stop_token>

namespace countersign::ccf {

/// Judges everything the paths hold: the history, its copies, its CCF snapshots, and the way up to the anchors (spec
/// ccf-verification). See EvidenceSource::verify for what an Error and a cancelled run mean.
Result<VerificationReport> verifyLedger(const LedgerFiles& files, const VerifyOptions& options, std::stop_token stop,
                                        const VerifyObserver& observer);

} // namespace countersign::ccf
