#pragma once

#include "app/cli/act_messages.h"
#include "core/ccf/client/delivery.h"

#include <vector>

namespace countersign {

/// What an act came to.
struct ActReport {
    ActCommand command = ActCommand::Propose;
    std::string url, member;
    ccf::ActTarget target;
    std::vector<ccf::SigningRequest> signedOnes; ///< Those that were signed, in order.
    std::vector<ccf::Delivery> deliveries;       ///< Of each of them.
    std::optional<ActHalt> halt;

    /// Of the last delivery; a delivery before it that did not pass makes it no better.
    Verdict verdict() const noexcept;
};

/// "countersign.act/1".
Json actDocument(const ActReport& report);

/// Whole lines, escaped.
std::string actText(const ActReport& report, const Console& console);

/// Who is about to be acted on, as whole lines.
std::string targetText(const ActReport& report, const Console& console);

} // namespace countersign
