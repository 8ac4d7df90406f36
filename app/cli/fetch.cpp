#include "app/cli/fetch.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>

namespace countersign {

namespace {

/// Below the user's cache folder; empty when there is none.
std::filesystem::path cacheFolder()
{
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    if (cache && *cache == '/') return std::filesystem::path(cache) / "countersign/vendors";
    if (home && *home == '/') return std::filesystem::path(home) / ".cache/countersign/vendors";
    return {};
}

} // namespace

void declareFetch(CLI::App& command, FetchArguments& arguments)
{
    command.add_flag("--fetch", arguments.fetch,
                     "Ask AMD and Intel for the certificates, revocation lists and TCB data that are missing; they learn "
                     "which platform is looked at. Kept, with dates, in the cache folder");
    command
        .add_option("--fetch-from", arguments.from,
                    "Ask this cache in place of the vendors, under the same paths, and only this")
        ->type_name("URL");
}

Result<attestation::VendorPlaces> vendorPlaces(const FetchArguments& arguments)
{
    if (arguments.from.empty()) return attestation::VendorPlaces{};
    auto url = net::parseUrl(arguments.from);
    if (!url) return std::move(url).error();
    std::string base = arguments.from;
    while (base.ends_with('/')) base.pop_back();
    return attestation::VendorPlaces{base, base, base};
}

Result<std::vector<NamedFile>> fetchWanted(const std::vector<attestation::VendorItem>& items, Environment& environment)
{
    std::vector<NamedFile> files;
    if (items.empty()) return files;
    if (!environment.transport) return Error{ErrorCode::Unsupported, "--fetch", "this program was built without a network"};
    Console& console = environment.console;
    const attestation::FetchContext context{
        .transport = *environment.transport,
        .trust = attestation::vendorTrust(),
        .cache = cacheFolder(),
        .now = environment.now,
        .asking = [&](const attestation::VendorItem& item) { console.log("asking " + item.url); }};
    for (attestation::FetchedItem& one : fetchItems(items, context, environment.stop)) {
        if (one.problem) {
            const std::string what = one.files.empty() ? "not got: " : "not kept: ";
            console.error(what + one.problem->where + ": " + one.problem->detail);
        }
        if (one.fetched)
            console.log((one.fromCache ? "kept since " : "fetched ") + toIso8601(*one.fetched) + ": " + one.item.url);
        std::ranges::move(one.files, std::back_inserter(files));
    }
    return files;
}

} // namespace countersign
