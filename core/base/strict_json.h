#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace countersign {

struct JsonLimits {
    std::size_t depth = 64;
    std::size_t values = 1'000'000;
};

/// RFC 8259, exactly one value, UTF-8; duplicate member names are Malformed, since two readers could each take another one.
Result<nlohmann::json> parseJson(Bytes text, const JsonLimits& limits = {});

/// Members of an object; empty when absent or of another type.
std::optional<std::string> jsonText(const nlohmann::json& object, const char* member);
std::optional<std::uint64_t> jsonNumber(const nlohmann::json& object, const char* member);

} // namespace countersign
