#pragma once

#include "core/attestation/evidence.h"
#include "core/attestation/x509.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::attestation {

/// A JSON text of Intel's with the signature over exactly its bytes.
struct SignedText {
    std::string text;
    ByteVector signature;                   ///< r‖s.
    std::vector<crypto::Certificate> chain; ///< The signer first, then the root; may be empty.
    std::string source;
};

/// Everything of Intel's that a status needs; what is missing stays empty. Nothing here has been judged.
struct Collateral {
    std::optional<SignedText> tcbInfo, qeIdentity;
    std::optional<Crl> pckCrl, rootCrl;
    std::vector<Error> problems; ///< Pieces that came with the evidence and could not be read.

    bool empty() const noexcept { return !tcbInfo && !qeIdentity && !pckCrl && !rootCrl && problems.empty(); }
};

/// One JSON object with tcb_info, qe_identity, their signatures and chains, pck_crl and root_ca_crl.
Collateral readCollateralJson(Bytes json, const std::string& source);

/// Open Enclave's structure of the same: version, type, size, offsets, nine items.
Result<Collateral> readOeEndorsements(Bytes bytes, const std::string& source);

/// What fits a platform, for choosing among files from elsewhere.
struct CollateralNeed {
    std::string id;         ///< "SGX" or "TDX".
    std::string identityId; ///< "QE" or "TD_QE".
    ByteVector fmspc;
    const crypto::Certificate* pckCa = nullptr;
    const crypto::Certificate* root = nullptr;
};

/// What came with the evidence, whether it fits or not; what is missing there is taken from the context's files, of
/// which only those that fit are used, the latest first.
Collateral gatherCollateral(const AttestationInput& input, const AttestationContext& context,
                            const CollateralNeed& need);

} // namespace countersign::attestation
