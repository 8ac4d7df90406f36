#pragma once

#include "app/sandbox/ledger/cose_writer.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
