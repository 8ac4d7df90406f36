#pragma once

#include "core/base/bytes.h"
#include "core/crypto/openssl_ptr.h"
#include "core/crypto/public_key.h"

#include <memory>
#include <string>
#include <string_view>

namespace countersign::sandbox {

/// A private EC key made from a seed; signatures are deterministic, so that a generated ledger is the same to the byte
/// each time. Worthless as a secret, by design. Throws std::runtime_error when OpenSSL refuses.
class EcKey
{
public:
    static EcKey derive(crypto::KeyKind kind, std::string_view seed);

    crypto::KeyKind kind() const noexcept { return m_kind; }
    EVP_PKEY* handle() const noexcept { return m_key.get(); }
    const ByteVector& spkiDer() const noexcept { return m_spki; }
    Digest spkiDigest() const noexcept { return m_spkiDigest; }
    std::string id() const; ///< Hex of spkiDigest(): a node's id.
    std::string publicPem() const;
    std::string privatePem() const; ///< PKCS#8, not encrypted.

    /// The digest that goes with the curve over `message`: SHA-256, SHA-384 or SHA-512.
    ByteVector hash(Bytes message) const;
    ByteVector signDigestDer(Bytes digest) const;
    ByteVector signDigestRaw(Bytes digest) const; ///< r‖s, each as wide as the field.

private:
    struct Numbers;

    EcKey() = default;
    std::pair<crypto::BignumPtr, crypto::BignumPtr> sign(Bytes digest) const;

    crypto::KeyKind m_kind = crypto::KeyKind::P384;
    std::shared_ptr<EVP_PKEY> m_key;
    std::shared_ptr<Numbers> m_numbers;
    ByteVector m_spki;
    Digest m_spkiDigest{};
};

/// "-----BEGIN <label>-----" with lines of 64 characters.
std::string pemOf(std::string_view label, Bytes der);

} // namespace countersign::sandbox
