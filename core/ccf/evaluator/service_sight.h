#pragma once

#include "core/ccf/client/node_client.h"
#include "core/ccf/evaluator/service_state.h"
#include "core/ccf/receipt/anchor.h"
#include "core/family/consortium.h"
#include "core/family/report.h"

#include <optional>
#include <vector>

namespace countersign::ccf {

/// What a running service shows of its history and says of its consortium.
struct ServiceSight {
    TransactionId commit;           ///< The last one it calls committed.
    std::optional<SignedRoot> head; ///< There, when it is a signature whose receipt leads to an anchor.
    std::vector<RootSignature> signatures;
    std::vector<RootAt> rootsAt; ///< For each wanted transaction that it has an answer about.
    ConsortiumState consortium;  ///< Its word.
    std::vector<Check> checks;   ///< kCheckReceiptSignature and kin, of the receipts asked for.
};

/// Asks one node. `wanted` are signature transactions seen before: a receipt that leads to an anchor gives the root,
/// and what the service calls Invalid is something else there now. Errors are of the connection.
Result<ServiceSight> askSight(Channel& channel, const std::vector<CcfAnchor>& anchors,
                              const std::vector<TransactionId>& wanted, std::stop_token stop);

/// The consortium as rows of public tables give it; nothing is said of when they were written.
ConsortiumState consortiumFrom(const PublicState& state);

} // namespace countersign::ccf
