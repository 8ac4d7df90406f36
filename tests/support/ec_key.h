#pragma once

#include "app/sandbox/ledger/ec_key.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
