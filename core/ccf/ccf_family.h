#pragma once

#include "core/family/family.h"

#include <memory>

namespace countersign::ccf {

/// Ledgers of Confidential Consortium Framework services, as their nodes write them to disk.
/// `cacheFolder` is where indexes that can be thrown away are kept; empty keeps them in memory.
std::shared_ptr<const Family> makeCcfFamily(std::filesystem::path cacheFolder = {});

} // namespace countersign::ccf
