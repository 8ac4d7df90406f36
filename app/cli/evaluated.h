#pragma once

#include "app/cli/environment.h"
#include "app/common/documents.h"
#include "core/ccf/client/gov_client.h"

#include <string>

namespace countersign {

/// What a running service's own constitution makes of one of its proposals, run here.
struct EvaluatedHere {
    Json json;        ///< Null when nothing could be evaluated.
    std::string text; ///< Whole lines, escaped; says why when nothing could be.
};

/// Asks the service for its state and runs the scripts on it. Never an Error: the proposal is shown without it too.
EvaluatedHere evaluateHere(const std::string& proposal, ccf::GovClient& gov, const Environment& environment);

} // namespace countersign
