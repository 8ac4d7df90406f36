#pragma once

#include "app/gui/live_nodes.h"

#include <QDateTime>

namespace countersign::app {

/// What the nodes of a service showed of their hardware in one round.
struct LiveEvidence {
    std::unique_ptr<EvidenceSource> source; ///< Null when no node answered.
    ui::AnchorChoice anchors;               ///< The pinned identity, as far as it has certificates.
    QStringList answered, problems;         ///< Origins; sentences.
    QDateTime asked;
};

/// Asks each node, under its trust, for the evidence of all, and puts together what differs. Where a verified ledger of the
/// same identity is at hand, what the evidence shows is looked up in its tables. Blocks.
LiveEvidence askEvidence(net::HttpTransport& transport, const std::vector<ccf::NodeAddress>& nodes,
                         const std::vector<LedgerAtHand>& ledgers, const std::stop_token& stop);

} // namespace countersign::app
