#pragma once

#include "app/sandbox/ledger/byte_writer.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
