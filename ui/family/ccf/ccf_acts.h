#pragma once

#include "core/base/utc_time.h"
#include "core/net/patience.h"
#include "ui/family/ccf/ccf_asker.h"
#include "ui/sign/act_port.h"

#include <functional>

namespace countersign::ui::ccf_family {

struct CcfActsPlace {
    CcfPlace place;      ///< Its identities are what receipts are held against.
    std::string service; ///< Its fingerprint, hex: whom signing requests are meant for.
    std::function<UtcTime()> clock = systemTime; ///< Called from several threads.
    std::chrono::milliseconds followFor{60'000}; ///< How long a transaction is followed.
};

/// Acts of members of a CCF service from 5.0 on. The transport is shared with other connections.
std::shared_ptr<ActPort> makeCcfActs(std::shared_ptr<net::HttpTransport> transport, CcfActsPlace place);

} // namespace countersign::ui::ccf_family
