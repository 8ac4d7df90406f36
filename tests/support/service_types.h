#pragma once

#include "app/sandbox/ledger/service_types.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
