#pragma once

#include "core/attestation/evidence.h"
#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace countersign::attestation {

/// The evidence of nodes as a CCF service gives it (GET /node/quotes, /node/quotes/self, /node/attestations…) or as
/// public:ccf.gov.nodes.info keeps it in `quote_info`. What the service says of measurements is not looked at.
/// Malformed for base64 that is none; Unsupported for a format that is not known.
Result<std::vector<AttestationInput>> ccfQuotes(const NamedBytes& file);

/// One node's evidence; `object` has `format` and `raw` or `quote`.
Result<AttestationInput> ccfQuote(const nlohmann::json& object, const std::string& source);

} // namespace countersign::attestation
