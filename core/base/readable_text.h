#pragma once

#include "core/base/bytes.h"

#include <string>
#include <string_view>

namespace countersign {

/// Whether the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool isUtf8(Bytes bytes) noexcept;

/// One line that cannot steer a terminal or deceive the eye: control characters, escapes, marks that turn or hide text
/// and bytes that are no UTF-8 are written out as \xNN or \u{NNNN}. Other characters stay as they are.
std::string escaped(std::string_view text);

} // namespace countersign
