#pragma once

#include "core/ccf/ledger/record_access.h"
#include "core/family/report.h"

#include <vector>

namespace countersign::ccf {

/// The chain from one record up to the pin: its leaf, the signature transaction that closes it (itself if it is one),
/// its way through the tree stored there up to the stated root, the signatures over that root, the node's certificate,
/// and the identity of its epoch with the links that carry it to the anchor.
///
/// Everything but the identities' own trust is computed anew from the files; that is taken from `report`. A link is
/// Passed only when it was computed and held. The chain ends early where nothing can be said further up. A signature
/// transaction's own bytes stand under the next one's root only: where there is one, a last link of kCheckTreeContents
/// says whether they do.
///
/// NotFound when the ledger does not hold the record. May walk the ledger for the certificate of a node that signed
/// before CCF 2.0.
Result<std::vector<ProofLink>> proveRecord(const LedgerRecords& records, SeqNo seqno, const VerificationReport& report);

} // namespace countersign::ccf
