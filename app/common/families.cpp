#include "app/common/families.h"

#include "core/acl/acl_family.h"
#include "core/attestation/attestation_family.h"
#include "core/ccf/ccf_family.h"

namespace countersign {

FamilyList allFamilies(const std::filesystem::path& cacheFolder)
{
    return {ccf::makeCcfFamily(cacheFolder), acl::makeAclFamily(), attestation::makeAttestationFamily()};
}

} // namespace countersign
