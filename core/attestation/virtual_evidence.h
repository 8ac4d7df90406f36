#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/judgement.h"
#include "core/family/records.h"

namespace countersign::attestation {

/// CCF's evidence without hardware: JSON, or nothing at all. Never Passed; what it binds is still compared.
void judgeVirtual(Bytes bytes, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
                  StructureNode& structure);

} // namespace countersign::attestation
