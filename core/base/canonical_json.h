#pragma once

#include "core/base/strict_json.h"

namespace countersign {

/// The one text of a value by RFC 8785: members in order of their UTF-16 code units, no white space, numbers as
/// ECMAScript writes them. Malformed for text that is not UTF-8, a number that is not finite, and an integer that a
/// double does not hold exactly (I-JSON, RFC 7493 section 2.2).
Result<std::string> canonicalJson(const nlohmann::json& value);

/// As parseJson(), and Malformed unless the bytes are the canonical text of what they say.
Result<nlohmann::json> parseCanonicalJson(Bytes text, const JsonLimits& limits = {});

} // namespace countersign
