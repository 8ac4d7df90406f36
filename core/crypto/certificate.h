#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/utc_time.h"
#include "core/crypto/public_key.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
typedef struct x509_st X509;
}

namespace countersign::crypto {

inline constexpr std::size_t kChainLimit = 10; ///< Certificates in one chain.

/// An X.509 certificate; cheap to copy, immutable, safe from any thread.
class Certificate
{
public:
    /// Malformed when bytes follow the certificate or it does not encode back to the same bytes. Unsupported when its
    /// key is of no known kind or has explicit curve parameters.
    static Result<Certificate> fromDer(Bytes der);
    /// The one certificate in `pem`: Malformed when there is none, more than one, or other text than white space and
    /// NULs around it.
    static Result<Certificate> fromPem(std::string_view pem);
    /// All certificates of a bundle, in order, whatever text stands between them; at least one. Malformed when a PEM
    /// block is anything else; LimitExceeded past `limit`.
    static Result<std::vector<Certificate>> manyFromPem(std::string_view pem, std::size_t limit = 100);

    Bytes der() const noexcept { return m_der; }
    std::string pem() const;
    Digest fingerprint() const noexcept { return m_fingerprint; } ///< SHA-256 of der(): CCF's member and user id.
    const PublicKey& publicKey() const noexcept { return m_key; }

    std::string subject() const; ///< RFC 2253 text, escaped; made for display, never for comparison.
    std::string issuer() const;
    std::string serialHex() const;
    UtcTime notBefore() const noexcept { return m_notBefore; }
    UtcTime notAfter() const noexcept { return m_notAfter; }
    bool validAt(UtcTime time) const noexcept { return m_notBefore <= time && time <= m_notAfter; }
    bool isCa() const noexcept;
    /// The value of the one extension with this dotted OID. NotFound when there is none, Malformed when there are several.
    Result<ByteVector> extension(const std::string& oid) const;

    /// True only if `issuer`'s key signed this certificate and the names match. Dates are not looked at; CCF's own
    /// nodes ignore them, and the caller reports them apart. Unsupported as in signedWith().
    Result<bool> issuedBy(const Certificate& issuer) const;
    /// True only if the signature on this certificate holds under `key`; names are not looked at. Unsupported when the
    /// algorithm is not known here or hashes with MD5 or SHA-1.
    Result<bool> signedWith(const PublicKey& key) const;

    X509* handle() const noexcept { return m_x509.get(); }
    bool operator==(const Certificate& other) const noexcept { return m_fingerprint == other.m_fingerprint; }

private:
    Certificate(std::shared_ptr<X509> x509, ByteVector der, PublicKey key);
    static Result<Certificate> fromHandle(std::shared_ptr<X509> x509, Bytes der);

    std::shared_ptr<X509> m_x509;
    ByteVector m_der;
    Digest m_fingerprint{};
    PublicKey m_key;
    UtcTime m_notBefore;
    UtcTime m_notAfter;
};

} // namespace countersign::crypto
