#pragma once

#include "core/family/family.h"

namespace countersign {

/// Every ledger family this program was built with: the only place that names them all.
FamilyList allFamilies();

} // namespace countersign
