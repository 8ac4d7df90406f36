#pragma once

#include "core/net/http.h"
#include "ui/attestation/vendor_offer.h"

#include <QString>

#include <memory>

namespace countersign::app {

/// How the window asks vendors: over this transport (null: the network), keeping what was fetched below the folder (empty:
/// nothing is kept). Nothing is asked before the person agreed to the exact addresses.
ui::VendorAsk vendorAsk(std::shared_ptr<net::HttpTransport> transport, const QString& cacheFolder);

} // namespace countersign::app
