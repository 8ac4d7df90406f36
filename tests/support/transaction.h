#pragma once

#include "app/sandbox/ledger/transaction.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
