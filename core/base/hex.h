#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>
#include <string_view>

namespace countersign {

std::string toHex(Bytes bytes); ///< Lower case, no separators.

enum class HexCase : std::uint8_t { LowerOnly, Any };

/// Malformed on odd length or a character outside the alphabet (upper case too, with LowerOnly).
Result<ByteVector> fromHex(std::string_view text, HexCase accepted = HexCase::LowerOnly);

/// Exactly 64 lower-case digits, as CCF writes roots and entity ids.
Result<Digest> digestFromHex(std::string_view text);

} // namespace countersign
