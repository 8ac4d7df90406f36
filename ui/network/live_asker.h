#pragma once

#include "ui/network/live_evaluation.h"
#include "ui/network/live_snapshot.h"

#include <stop_token>

namespace countersign::ui {

enum class AskDepth : quint8 {
    Pulse, ///< Identity, state, commit, consensus.
    Whole  ///< Also all that the service says of itself.
};

/// Asks the nodes of one service. Every call blocks and belongs on a worker; calls for different nodes may run side by
/// side. What a node does not answer is in the value, not an Error of the call.
class LiveAsker
{
public:
    virtual ~LiveAsker() = default;

    virtual QStringList origins() const = 0;
    /// `before` is this node's last answer: a pulse keeps what was read of the service then.
    virtual NodeAnswer ask(std::size_t node, AskDepth depth, const NodeAnswer& before, std::stop_token stop) = 0;
    /// Holds the answers of one round against each other; may ask the nodes about each other's commits.
    virtual LiveSnapshot compare(std::vector<NodeAnswer> answers, std::stop_token stop) = 0;
    /// One proposal decoded, with the ballots of `members`.
    virtual Result<LiveProposalDetail> proposal(std::size_t node, const QString& id, const QStringList& members,
                                                std::stop_token stop) = 0;
    /// How an open proposal fares and what it would change, by the service's own constitution run here.
    virtual Result<LiveEvaluation> evaluate(std::size_t node, const QString& id, std::stop_token stop) = 0;
};

} // namespace countersign::ui
