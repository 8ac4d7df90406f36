#pragma once

#include "app/cli/asking.h"
#include "app/cli/console.h"
#include "core/base/utc_time.h"
#include "core/family/family.h"
#include "core/net/patience.h"

#include <stop_token>

namespace countersign {

/// What a command may use of the world. Everything outlives the command.
struct Environment {
    const FamilyList& families;
    Console& console;
    std::stop_token stop;
    UtcTime now;
    net::HttpTransport* transport = nullptr; ///< None: no network.
    Asking* asking = nullptr; ///< Null: nobody can be asked.
    net::Waiter* waiter = nullptr; ///< Null: one that waits for real.
};

} // namespace countersign
