#pragma once

#include "core/attestation/snp_report.h"
#include "core/base/result.h"
#include "core/crypto/certificate.h"

#include <string>

namespace countersign::attestation {

/// What AMD's certificate of a signing key states (57230, table 8, and the VLEK's).
struct SnpLeaf {
    SnpSigningKey kind = SnpSigningKey::Unknown; ///< By its common name.
    std::string productName;                     ///< "Milan-B0".
    std::string product;                         ///< The part before '-'.
    Result<SnpTcb> tcb = SnpTcb{};               ///< An Error when a part is missing or no number.
    ByteVector hardwareId;                       ///< 64 bytes, on Turin 8; empty when there is none.
    std::string provider;                        ///< VLEK only.
};

/// Reads what is there; a part that is missing or malformed is left empty, or an Error in tcb.
SnpLeaf readSnpLeaf(const crypto::Certificate& certificate);

} // namespace countersign::attestation
