#pragma once

#include "app/sandbox/ledger/chunk_writer.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
