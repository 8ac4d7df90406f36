#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/judgement.h"
#include "core/base/result.h"
#include "core/family/records.h"

namespace countersign::attestation {

/// Azure's report of a confidential VM, as its vTPM keeps it: a hardware report and the JSON it binds. Views point into
/// the bytes it was read from.
struct HclReport {
    enum class Hardware : std::uint8_t { Snp, Tdx } hardware = Hardware::Snp;
    std::uint32_t version = 0;
    std::uint32_t requestType = 0;
    std::uint32_t hashType = 0; ///< 1 SHA-256, 2 SHA-384, 3 SHA-512.
    Bytes hardwareReport;       ///< SNP: 1184 bytes. TDX: the first 1024, a TDREPORT.
    Bytes runtimeData;

    Bytes reportData() const; ///< 64 bytes, of either hardware.
    ByteVector runtimeHash() const;
};

Result<HclReport> parseHcl(Bytes bytes);

/// Judges the wrapping and what is inside: the SNP report, or the TD quote that must come with a TDREPORT.
void judgeHcl(Bytes bytes, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
              StructureNode& structure);

} // namespace countersign::attestation
