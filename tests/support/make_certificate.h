#pragma once

#include "core/crypto/certificate.h"
#include "core/crypto/private_key.h"

#include <string>

namespace countersign::test {

struct CertificateWish {
    std::string subject = "subject"; ///< Common name.
    std::string issuer = "issuer";
    UtcTime notBefore{1'700'000'000};
    UtcTime notAfter{1'800'000'000};
    bool ca = false;
    const char* digest = "SHA384";
};

/// A certificate made on the spot: `key` certified by `issuerKey`.
crypto::Certificate makeCertificate(const CertificateWish& wish, const crypto::PublicKey& key,
                                    const crypto::PrivateKey& issuerKey);

/// PKCS#8 PEM, not encrypted.
std::string privatePem(const crypto::PrivateKey& key);

} // namespace countersign::test
