#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace countersign::test {

/// Where and why `value` does not satisfy `schema`, or nothing. Knows the part of draft 2020-12 that the project's
/// schemas use: type, const, enum, required, properties, items, pattern, minimum, anyOf, $ref into $defs; any other
/// keyword that would restrict something is itself reported.
std::string schemaProblem(const nlohmann::ordered_json& schema, const nlohmann::ordered_json& value);

} // namespace countersign::test
