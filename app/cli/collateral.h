#pragma once

#include "core/base/result.h"
#include "core/family/evidence_source.h"

#include <string>

namespace countersign {

/// The file behind --policy into the options; nothing for an empty name.
Result<void> readPolicy(const std::string& file, VerifyOptions& options);

/// Every regular file of the folder behind --collateral, by name; what is no collateral is passed over later. Nothing for
/// an empty name.
Result<void> readCollateral(const std::string& folder, VerifyOptions& options);

} // namespace countersign
