#pragma once

#include <nlohmann/json.hpp>

#include <set>
#include <string>

namespace countersign::test {

/// What a document is made of: one "path type" for every value, such as "/value[]/memberId string". Elements of a list count
/// as one; members named by data (ids, addresses, paths) count as "*". A list or object with nothing in it is said by a
/// path ending in " empty".
std::set<std::string> shapeOf(const nlohmann::json& document);

/// Elements of `wanted` that `found` lacks, but for what lies below a list or object that is empty in the other one.
std::set<std::string> missingFrom(const std::set<std::string>& found, const std::set<std::string>& wanted);

} // namespace countersign::test
