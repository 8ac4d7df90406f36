#pragma once

#include "core/attestation/evidence.h"
#include "core/family/evidence_source.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace countersign::attestation {

/// The evidence of every node that a CCF ledger ever knew, in the order in which they joined. Each is held against what
/// the members accepted as of the transaction that trusted the node (that joined it, when it never was), and judged at the
/// first signed time after that, when there is one. A node without evidence that can be read is in the list and refused.
///
/// Prepares the tables, which may take long. Cancelled when asked to stop.
Result<std::vector<AttestationInput>> ledgerNodes(TableHistory& tables, const VerificationReport& report,
                                                  std::stop_token stop);

/// The join policy of the members in the governance tables at a transaction, for evidence of this kind. With an
/// endorsement of its measurement at hand, CCF asks for its issuer in place of the measurement, and so does this.
Result<AttestationPolicy> joinPolicyAt(TableHistory& tables, SeqNo at, bool hasUvm);

/// The same behind the seam.
Result<std::unique_ptr<EvidenceSource>> openLedgerNodes(TableHistory& tables, const VerificationReport& report,
                                                        std::stop_token stop);

} // namespace countersign::attestation
