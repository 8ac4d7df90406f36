#pragma once

#include "core/attestation/vendor_data.h"
#include "core/family/evidence_source.h"
#include "core/net/http.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace countersign::attestation {

/// How vendors are asked. References outlive the call.
struct FetchContext {
    net::HttpTransport& transport;
    std::shared_ptr<const net::PeerTrust> trust; ///< The system's store for the vendors themselves.
    std::filesystem::path cache;                 ///< Folder, made when needed; empty: nothing is kept.
    UtcTime now;
    std::function<void(const VendorItem&)> asking = {}; ///< Before each request over the network.
};

struct FetchedItem {
    VendorItem item;
    std::vector<NamedFile> files;   ///< As collateral is handed in: the thing itself, and its signer's chain. Empty: not got.
    std::optional<UtcTime> fetched; ///< When the vendor gave it out.
    bool fromCache = false;
    std::optional<Error> problem; ///< Why there is none, or why it could not be kept.
};

/// Trust in which public hosts are asked.
std::shared_ptr<const net::PeerTrust> vendorTrust();

/// Gets each, from the cache where that has it and it is not out of date, else over the network, one after the other.
/// What is no such thing as was asked for is a problem and not kept. Nothing got is trusted: it is judged like any file.
/// When asked to stop, those left have Cancelled as their problem.
std::vector<FetchedItem> fetchItems(const std::vector<VendorItem>& items, const FetchContext& context, std::stop_token stop);

} // namespace countersign::attestation
