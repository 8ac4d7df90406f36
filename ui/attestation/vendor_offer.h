#pragma once

#include "core/family/evidence_source.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace countersign::ui {

/// What came of asking vendors.
struct VendorGot {
    std::vector<NamedFile> files;
    QStringList notes, problems; ///< Sentences: what was got and when the vendor gave it out; what was not got.
};

/// What judging evidence lacks and vendors give out. Nothing has been asked.
struct VendorOffer {
    QStringList urls; ///< Exact, in the order in which they would be asked.
    std::function<VendorGot(const std::stop_token&)> fetch; ///< Blocks; for a worker.
};

/// Finds out what is lacking, from the bytes alone. For a worker.
using VendorAsk = std::function<VendorOffer(const std::shared_ptr<EvidenceSource>&, const VerifyOptions&)>;

} // namespace countersign::ui
