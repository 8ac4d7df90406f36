#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/certificate.h"

#include <array>
#include <string>

namespace countersign::attestation {

/// What Intel's certificate of a platform states in the extension 1.2.840.113741.1.13.1.
struct PckExtension {
    ByteVector ppid;                           ///< 16 bytes.
    std::array<std::uint8_t, 16> components{}; ///< SVNs that count for the platform's state.
    std::uint16_t pceSvn = 0;
    ByteVector cpuSvn; ///< 16 bytes; for display.
    ByteVector pceId;  ///< 2 bytes.
    ByteVector fmspc;  ///< 6 bytes.
    std::uint64_t sgxType = 0;
};

/// Malformed when a part is missing, stands twice, or has another size.
Result<PckExtension> readPckExtension(const crypto::Certificate& certificate);

} // namespace countersign::attestation
