#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>
#include <string_view>

namespace countersign {

/// RFC 4648 section 4, with padding.
std::string toBase64(Bytes bytes);

/// Strict RFC 4648 section 4: padding required, no white space, unused bits zero; so one text for one value.
Result<ByteVector> fromBase64(std::string_view text);

} // namespace countersign
