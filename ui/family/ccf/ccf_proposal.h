#pragma once

#include "core/ccf/client/channel.h"
#include "core/ccf/governance/proposal_text.h"
#include "ui/network/live_values.h"

namespace countersign::ui::ccf_family {

/// A proposal with its actions decoded and the ballots that `members` gave.
Result<LiveProposalDetail> readProposal(ccf::Channel& channel, const std::string& id, const QStringList& members,
                                        std::stop_token stop);

/// The arguments of an action as a tree: certificates by subject, fingerprint and dates, scripts as text.
DetailItem actionItem(const ccf::DecodedAction& action);

} // namespace countersign::ui::ccf_family
