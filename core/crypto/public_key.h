#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/sha2.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

extern "C" {
typedef struct evp_pkey_st EVP_PKEY;
}

namespace countersign::crypto {

enum class KeyKind : std::uint8_t { P256, P384, P521, Rsa, Other };

const char* keyKindName(KeyKind kind) noexcept; ///< "P-256", "P-384", "P-521", "RSA", "other".

/// A public key; cheap to copy, immutable, safe from any thread.
class PublicKey
{
public:
    /// SubjectPublicKeyInfo; Malformed when bytes follow it or it does not encode back to the same bytes. Unsupported
    /// when an EC key states its curve by parameters instead of by name.
    static Result<PublicKey> fromSpkiDer(Bytes der);
    static Result<PublicKey> fromPem(std::string_view pem);
    /// Shares ownership of `key`.
    static Result<PublicKey> fromHandle(EVP_PKEY* key);

    KeyKind kind() const noexcept { return m_kind; }
    int bits() const noexcept;                         ///< Of the field or the modulus.
    Bytes spkiDer() const noexcept { return m_spki; }  ///< As encoded by OpenSSL (DER, named curve).
    Digest spkiDigest() const noexcept { return m_spkiDigest; } ///< SHA-256 of spkiDer(): CCF's node id and kid.
    EVP_PKEY* handle() const noexcept { return m_key.get(); }

    /// ECDSA over a ready digest of 32, 48 or 64 bytes (whatever the curve), signature in strict DER (minimal, nothing
    /// after it, r and s in range). True only if it holds; an Error (Crypto) means the question could not be asked,
    /// such as with a key on none of the three curves.
    Result<bool> ecdsaDerHolds(Bytes digest, Bytes signature) const;

    /// ECDSA over a ready digest, signature r‖s of exactly the curve's width twice (COSE, RFC 9053 section 2.1).
    Result<bool> ecdsaRawHolds(Bytes digest, Bytes signature) const;

    bool operator==(const PublicKey& other) const noexcept { return m_spkiDigest == other.m_spkiDigest; }

private:
    PublicKey() = default;

    std::shared_ptr<EVP_PKEY> m_key;
    ByteVector m_spki;
    Digest m_spkiDigest{};
    KeyKind m_kind = KeyKind::Other;
};

} // namespace countersign::crypto
