#pragma once

#include "app/cli/act.h"
#include "core/ccf/client/acting.h"

#include <optional>
#include <string>

namespace countersign {

/// Why nothing was signed though everything could be asked.
struct ActHalt {
    std::string id;   ///< Stable: the name of an ActObstacle, "proposalNotOpen", "notTheProposer", "ballotIsThere", "declined".
    std::string text; ///< A whole sentence.
    ExitStatus status = kExitFailed;
};

/// What the messages are made of.
struct ActSetting {
    const ActArguments& arguments;
    const ccf::ActTarget& target;
    const crypto::Certificate& member;
    ccf::GovClient& gov;
    Environment& environment;

    std::string memberId() const;
};

/// One message to be signed, and what a reviewer should know besides; or why there is none.
struct ActMessage {
    std::optional<ccf::SigningRequest> request;
    std::string note{};
    std::string aside{}; ///< Whole lines, escaped: the state acknowledged, what the constitution makes of a proposal.
    std::optional<ActHalt> halt{};
};

/// The first message of the act, with what it is about asked from the service.
Result<ActMessage> firstMessage(ActCommand command, const ActSetting& setting);

/// What follows the answer to a state_digest: the acknowledgement of that digest.
Result<ActMessage> acknowledgement(const nlohmann::json& answer, const ActSetting& setting);

} // namespace countersign
