#include "core/attestation/evidence.h"

namespace countersign::attestation {

const char* evidenceKindName(EvidenceKind kind) noexcept
{
    switch (kind) {
    case EvidenceKind::SnpReport:
        return "snp-report";
    case EvidenceKind::Quote:
        return "quote";
    case EvidenceKind::UvmEndorsement:
        return "uvm-endorsement";
    case EvidenceKind::HclReport:
        return "hcl-report";
    case EvidenceKind::Virtual:
        return "virtual";
    case EvidenceKind::Missing:
        return "missing";
    }
    return "quote";
}

const NamedBytes* AttestationInput::part(Role role) const
{
    const auto found = parts.find(role);
    return found == parts.end() ? nullptr : &found->second;
}

} // namespace countersign::attestation
