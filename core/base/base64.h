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

/// RFC 4648 section 5, without padding: how key vaults write signatures.
std::string toBase64Url(Bytes bytes);

/// Either alphabet, even mixed, with or without padding: what comes back from tools nobody here chose. Otherwise strict.
Result<ByteVector> fromAnyBase64(std::string_view text);

} // namespace countersign
