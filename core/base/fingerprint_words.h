#pragma once

#include "core/base/bytes.h"

#include <string>
#include <vector>

namespace countersign {

/// A fingerprint as English words, one a byte, to be read out and compared by telephone. All of it: as many words as
/// bytes. The 256 words differ, are lower case, stand in alphabetical order, and never change, since people at both
/// ends must see the same; they are not translated for that reason.
std::vector<std::string> fingerprintWords(Bytes fingerprint);

} // namespace countersign
