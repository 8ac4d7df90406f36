#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::crypto {

struct PemBlock {
    std::string label; ///< "CERTIFICATE".
    ByteVector der;
};

/// What may stand outside the blocks.
enum class PemSurroundings : std::uint8_t {
    Blank,  ///< White space and NULs only.
    AnyText ///< Anything, as in the bundles of certificates that people pass around (RFC 7468 section 2).
};

/// The blocks of RFC 7468 textual encodings, in order. Malformed on a block without an end or with another one's end,
/// on headers inside a block, and on a body that is not base64; LimitExceeded past `limit` blocks. Encrypted blocks of
/// the old kind have headers and are refused.
Result<std::vector<PemBlock>> parsePem(std::string_view text, PemSurroundings surroundings, std::size_t limit);

/// Lines of 64 characters, ending in a line feed.
std::string toPem(std::string_view label, Bytes der);

} // namespace countersign::crypto
