#pragma once

#include "app/sandbox/ledger/snapshot_writer.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
