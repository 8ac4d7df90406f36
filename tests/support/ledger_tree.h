#pragma once

#include "app/sandbox/ledger/ledger_tree.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
