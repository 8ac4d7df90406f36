#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/public_key.h"

#include <memory>

namespace countersign::crypto {

/// A signing key. OpenSSL holds its bytes and wipes them when the last copy goes.
class PrivateKey
{
public:
    static Result<PrivateKey> generate(KeyKind kind);           ///< An EC kind; Unsupported otherwise.
    /// Unencrypted or encrypted PKCS#8 or SEC1 PEM; an empty passphrase never makes OpenSSL ask on a terminal. Errors
    /// are Crypto, their place tells "private key: passphrase missing" and "private key: passphrase wrong" from the
    /// rest.
    static Result<PrivateKey> fromPem(std::string_view pem, std::string_view passphrase = {});

    /// Takes over a key that something else opened: a PKCS#12 file, a token. What it needs besides lives in the pointer's
    /// deleter. Crypto when the halves of an EC key whose bytes are at hand do not match.
    static Result<PrivateKey> fromHandle(std::shared_ptr<EVP_PKEY> key);
    static Result<PrivateKey> fromToken(std::shared_ptr<EVP_PKEY> key); ///< The same; a token keeps its half to itself.

    const PublicKey& publicKey() const noexcept { return m_public; }
    EVP_PKEY* handle() const noexcept { return m_key.get(); }

    Result<ByteVector> signDigestDer(Bytes digest) const; ///< ECDSA, DER.
    Result<ByteVector> signDigestRaw(Bytes digest) const; ///< ECDSA, r‖s.

private:
    PrivateKey(std::shared_ptr<EVP_PKEY> key, PublicKey publicKey)
        : m_key(std::move(key)), m_public(std::move(publicKey))
    {
    }

    std::shared_ptr<EVP_PKEY> m_key;
    PublicKey m_public;
};

} // namespace countersign::crypto
