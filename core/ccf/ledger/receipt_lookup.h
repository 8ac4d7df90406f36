#pragma once

#include "core/ccf/ledger/record_access.h"
#include "core/ccf/receipt/judgement.h"

#include <optional>
#include <vector>

namespace countersign::ccf {

/// What a ledger at hand says of a judged receipt: each of its transactions is looked up, and must be there with the same
/// leaf. `committedTo` is how far the ledger is known to be part of the service's history: a difference beyond is a lost
/// tail, not a contradiction. Safe from any thread.
void lookUpReceipt(const LedgerRecords& records, const std::optional<TransactionId>& committedTo, Judgement& judgement);

/// The identities that a verified ledger trusts, with the transactions each answers for.
std::vector<LedgerIdentity> identitiesOf(const VerificationReport& report);

} // namespace countersign::ccf
