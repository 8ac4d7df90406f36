#pragma once

#include "core/ccf/ledger/ledger_source.h"
#include "core/ccf/receipt/receipt_files.h"

#include <memory>

namespace countersign::ccf {

/// A ledger and receipts given together: the ledger is judged first; its identities and its bytes then stand by for each
/// receipt. One report holds both; the verdict is the worse.
std::unique_ptr<EvidenceSource> makeLedgerWithReceipts(LedgerFiles ledger, ReceiptFiles receipts,
                                                       std::filesystem::path cacheFolder,
                                                       std::vector<std::string> paths);

/// Receipts that are looked up in a ledger: the report and the records are those of the receipts alone, with the check
/// kCheckReceiptLedger. A ledger that did not pass gives no identities, and a finding says so.
std::unique_ptr<EvidenceSource> makeReceiptsInLedger(LedgerFiles ledger, ReceiptFiles receipts,
                                                     std::filesystem::path cacheFolder);

} // namespace countersign::ccf
