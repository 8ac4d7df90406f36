#pragma once

#include "app/sandbox/ledger/certificate_factory.h"

namespace countersign::support {

using namespace sandbox;

} // namespace countersign::support
