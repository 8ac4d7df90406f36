#pragma once

#include "core/base/bytes.h"
#include "core/base/transaction_id.h"
#include "core/base/verification.h"
#include "core/ccf/client/channel.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace countersign::ccf {

/// Of a comparison with one node alone; its sentence is in ui/common/reason_text.cpp.
inline constexpr const char* kReasonNothingToCompare = "NOTHING_TO_COMPARE";

/// What one node said about one subject, brought to a digest, and the state it said it of.
struct NodeStatement {
    std::string origin;  ///< "https://127.0.0.1:9100".
    std::string subject; ///< "constitution", "nodes", ….
    Digest digest{};
    std::optional<TransactionId> state;
};

struct Agreement {
    std::vector<Check> checks; ///< One a subject that two or more nodes spoke about.
    std::vector<Finding> findings;
};

/// Holds nodes' statements against each other. Different digests of one state are a split view (Failed); of different
/// states they say nothing yet (Indeterminate). Equal digests pass whatever their states.
Agreement compareStatements(const std::vector<NodeStatement>& statements);

struct CommittedAt {
    NodeAddress node;
    TransactionId commit; ///< The last one it calls committed.
};

/// Asks each node about what the others call committed. A transaction that is committed here and Invalid there is a
/// split view (Failed); one that another node does not know yet says nothing. A node that gives no answer makes it
/// Indeterminate. One check, when there are two nodes or more.
Agreement crossCheckCommits(net::HttpTransport& transport, net::Waiter& waiter, const std::vector<CommittedAt>& nodes,
                            std::stop_token stop);

/// SHA-256 over the elements of `list` in an order of their own, since a service's lists have none. Other values: over
/// their canonical text.
Digest digestOfAnswer(const nlohmann::json& list);

} // namespace countersign::ccf
