#pragma once

#include "app/sandbox/ledger/ledger_writer.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
