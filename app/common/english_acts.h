#pragma once

#include <string_view>

// What people read on the command line about acts on a running service. Every function gives an empty text for what it
// does not know; callers then show the id or the service's own words alone.

namespace countersign {

/// For an ActObstacle, by its name.
std::string_view englishObstacle(std::string_view name) noexcept;
/// For a DeliveryEnd, by its name; whole sentences without what the service said.
std::string_view englishDeliveryEnd(std::string_view name) noexcept;
/// What an error code of a CCF service means for who sent the message; by its HTTP status when the code is not known.
std::string_view englishRefusal(std::string_view code, int status) noexcept;

} // namespace countersign
