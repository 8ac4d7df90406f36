#include "ui/network/live_snapshot.h"

#include <algorithm>

namespace countersign::ui {

const NodeAnswer* LiveSnapshot::shown() const
{
    const NodeAnswer* best = nullptr;
    const auto rank = [](const NodeAnswer& node) {
        if (!node.service) return 0;
        if (!node.isUsable()) return 1; // as it was when it last answered
        return node.nodeId == node.primaryId ? 3 : 2;
    };
    for (const NodeAnswer& node : nodes)
        if (rank(node) > (best ? rank(*best) : 0)) best = &node;
    return best;
}

const LiveService* LiveSnapshot::service() const
{
    const NodeAnswer* node = shown();
    return node ? node->service.get() : nullptr;
}

int LiveSnapshot::usableNodes() const
{
    return int(std::ranges::count_if(nodes, &NodeAnswer::isUsable));
}

} // namespace countersign::ui
