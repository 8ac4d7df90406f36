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

} // namespace countersign::ccf
