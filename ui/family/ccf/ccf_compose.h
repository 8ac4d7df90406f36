#pragma once

#include "ui/compose/compose_port.h"
#include "ui/compose/share_port.h"
#include "ui/family/ccf/ccf_asker.h"

namespace countersign::ui::ccf_family {

/// Composing for a CCF service. The transport is shared with other connections.
std::shared_ptr<ComposePort> makeCcfComposer(std::shared_ptr<net::HttpTransport> transport, CcfPlace place);

/// Recovery shares of a CCF service; likewise.
std::shared_ptr<SharePort> makeCcfShares(std::shared_ptr<net::HttpTransport> transport, CcfPlace place);

} // namespace countersign::ui::ccf_family
