#pragma once

#include "app/sandbox/ledger/ec_key.h"
#include "core/base/bytes.h"
#include "core/base/utc_time.h"

#include <string>

namespace countersign::sandbox {

struct Validity {
    UtcTime from;
    UtcTime to;
};

/// What a certificate says besides its keys.
struct CertificateRequest {
    std::string subject; ///< The common name.
    Validity validity;
    std::string serialSeed; ///< Certificates with different seeds have different serial numbers.
};

/// X.509 certificates as CCF makes them; the same input gives the same bytes.
class CertificateFactory
{
public:
    /// Self-signed, CA:TRUE with path length 1, key usage digitalSignature and keyCertSign.
    static std::string service(const EcKey& key, const CertificateRequest& request);
    /// CA:FALSE, IP:127.0.0.1, issued by `serviceCertificate` (PEM).
    static std::string node(const EcKey& key, const CertificateRequest& request, const EcKey& serviceKey,
                            const std::string& serviceCertificate);
    /// Self-signed node certificate, as 1.x nodes have.
    static std::string selfSignedNode(const EcKey& key, const CertificateRequest& request);
    /// Self-signed, as made by keygenerator scripts for members and users.
    static std::string member(const EcKey& key, const CertificateRequest& request);
    /// Subject and key of an earlier service, issued by the present one: what `service_endorsements` holds.
    static std::string serviceEndorsement(const std::string& endorsedCertificate, const CertificateRequest& request,
                                          const EcKey& serviceKey, const std::string& serviceCertificate);
    static std::string nodeSigningRequest(const EcKey& key);
};

/// Of the one certificate in `pem`.
ByteVector certificateDer(const std::string& pem);

/// Hex of SHA-256 over the certificate: a member's or user's id.
std::string certificateId(const std::string& pem);

} // namespace countersign::sandbox
