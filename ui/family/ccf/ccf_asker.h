#pragma once

#include "core/ccf/client/channel.h"
#include "ui/network/live_asker.h"

#include <memory>

namespace countersign::ui::ccf_family {

/// How a service is to be reached.
struct CcfPlace {
    std::vector<net::Url> nodes;
    std::shared_ptr<const net::PeerTrust> trust;
    net::HttpLimits limits;
};

/// The live seam over CCF's client. The transport is shared with other connections.
std::shared_ptr<LiveAsker> makeCcfAsker(std::shared_ptr<net::HttpTransport> transport, CcfPlace place);

/// Who answers at `url`, when nobody is pinned yet: what it says of its service, and that the certificate it showed is
/// signed by that service. Never a reason to trust it. Blocks: not for the GUI thread.
Result<SeenIdentity> firstContact(net::HttpTransport& transport, const net::Url& url, const std::string& peerName,
                                  const net::HttpLimits& limits, std::stop_token stop);

/// The limits used for live connections: short enough that a page tells soon.
net::HttpLimits liveLimits();

} // namespace countersign::ui::ccf_family
