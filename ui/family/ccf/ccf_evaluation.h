#pragma once

#include "core/ccf/client/channel.h"
#include "ui/compose/compose_port.h"

namespace countersign::ui::ccf_family {

/// Reads the service's public state through `channel` and runs its constitution on it, in a process of its own. Errors:
/// the evaluator is not beside this program, the service does not show all that is needed, or the script could not be run.
Result<LiveEvaluation> evaluateProposal(ccf::Channel& channel, const std::string& id, std::stop_token stop);

/// What its constitution says of a proposal under work, and what accepting it would change. Errors likewise.
Result<DraftCheck> checkDraft(ccf::Channel& channel, Bytes text, std::stop_token stop);

} // namespace countersign::ui::ccf_family
