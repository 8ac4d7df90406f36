#pragma once

#include "core/family/family.h"

#include <filesystem>

namespace countersign {

/// Every ledger family this program was built with: the only place that names them all. `cacheFolder` is where indexes
/// that can be thrown away are kept; empty keeps them in memory.
FamilyList allFamilies(const std::filesystem::path& cacheFolder = {});

} // namespace countersign
