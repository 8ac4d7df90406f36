#pragma once

#include "core/family/family.h"

#include <memory>

namespace countersign::acl {

/// Receipts of Azure Confidential Ledger. The ledger itself is a CCF ledger that stays with the service.
std::shared_ptr<const Family> makeAclFamily();

} // namespace countersign::acl
