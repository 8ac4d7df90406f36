#include "app/common/families.h"

#include "core/ccf/ccf_family.h"

namespace countersign {

FamilyList allFamilies()
{
    return {ccf::makeCcfFamily()};
}

} // namespace countersign
