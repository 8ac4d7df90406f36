#pragma once

#include "core/family/family.h"

#include <memory>

namespace countersign::ccf {

/// Ledgers of Confidential Consortium Framework services, as their nodes write them to disk.
/// `cacheFolder` is where indexes that can be thrown away are kept; empty keeps them in memory.
std::shared_ptr<const Family> makeCcfFamily(std::filesystem::path cacheFolder = {});

/// Receipts to be looked up in a ledger that is at hand; see makeReceiptsInLedger().
Result<std::unique_ptr<EvidenceSource>> openReceiptsInLedger(const std::vector<std::filesystem::path>& receipts,
                                                             const std::vector<std::filesystem::path>& ledger,
                                                             std::filesystem::path cacheFolder);

} // namespace countersign::ccf
