#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace countersign::attestation {

/// Where the quote begins in Open Enclave evidence: 0 for the raw form; behind a header whose size fits otherwise.
std::size_t oeQuoteOffset(Bytes evidence);

/// Open Enclave's custom claims: name and value, in order.
using OeClaims = std::vector<std::pair<std::string, ByteVector>>;

/// The buffer that follows a quote; every length is held against what is left.
Result<OeClaims> parseOeClaims(Bytes buffer);

} // namespace countersign::attestation
