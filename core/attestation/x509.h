#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/utc_time.h"
#include "core/crypto/certificate.h"
#include "core/crypto/sha2.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

extern "C" {
typedef struct X509_crl_st X509_CRL;
}

namespace countersign::attestation {

using crypto::kChainLimit;

/// RSASSA-PSS with SHA-384, MGF1 over SHA-384, salt of 48 bytes: the one algorithm of AMD's certificates.
bool signedWithPss384(const crypto::Certificate& certificate);
/// ECDSA with SHA-256: the one algorithm of Intel's certificates.
bool signedWithEcdsa256(const crypto::Certificate& certificate);

bool isSelfSigned(const crypto::Certificate& certificate);
/// Issued by `issuer`, which is a CA; not an Error but false when it cannot be told.
bool issuedByCa(const crypto::Certificate& certificate, const crypto::Certificate& issuer);

/// The common name of the subject; empty when there is none or several, or it holds a NUL.
std::string commonName(const crypto::Certificate& certificate);
std::string issuerCommonName(const crypto::Certificate& certificate);

/// "CN=… valid to 2032-01-28T16:33:43Z", for evidence texts.
std::string describe(const crypto::Certificate& certificate);

/// A certificate revocation list; cheap to copy.
class Crl
{
public:
    /// DER or one PEM block. Malformed when bytes follow it or it does not encode back to the same bytes.
    static Result<Crl> parse(Bytes bytes);

    bool issuedBy(const crypto::Certificate& issuer) const; ///< Names match and its key signed the list.
    bool namesIssuer(const crypto::Certificate& issuer) const;
    bool lists(const crypto::Certificate& certificate) const;
    UtcTime thisUpdate() const noexcept { return m_thisUpdate; }
    UtcTime nextUpdate() const noexcept { return m_nextUpdate; }
    bool currentAt(UtcTime time) const noexcept { return m_thisUpdate <= time && time <= m_nextUpdate; }

private:
    std::shared_ptr<X509_CRL> m_crl;
    UtcTime m_thisUpdate, m_nextUpdate;
};

/// RSA PKCS#1 v2.1 PSS with the salt as long as the hash; false for other keys than RSA.
bool pssHolds(const crypto::PublicKey& key, crypto::HashAlgorithm hash, Bytes message, Bytes signature);

/// The uncompressed point X‖Y on P-256; Malformed when it is not on the curve.
Result<crypto::PublicKey> p256FromPoint(Bytes xy);

} // namespace countersign::attestation
