#pragma once

#include "app/cli/environment.h"
#include "core/attestation/vendor_fetch.h"

#include <string>

namespace CLI {
class App;
}

namespace countersign {

struct FetchArguments {
    bool fetch = false;
    std::string from; ///< A cache in between, as https://HOST:PORT; empty: the vendors themselves.
};

/// Adds --fetch and --fetch-from; `arguments` outlives the command.
void declareFetch(CLI::App& command, FetchArguments& arguments);

/// Gets the items if the arguments ask for it, saying of each where it came from; what is not got is said and left out.
/// Unsupported without a network.
Result<std::vector<NamedFile>> fetchWanted(const std::vector<attestation::VendorItem>& items, Environment& environment);

/// Where the arguments say that things are. Malformed or Unsupported for a URL.
Result<attestation::VendorPlaces> vendorPlaces(const FetchArguments& arguments);

} // namespace countersign
