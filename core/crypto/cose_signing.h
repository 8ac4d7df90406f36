#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/crypto/secret.h"

namespace countersign::crypto {

/// The one ECDSA algorithm that COSE has for a curve.
struct CoseScheme {
    std::int64_t algorithm; ///< Label 1.
    const char* name;       ///< "ES384".
    HashAlgorithm hash;
    std::size_t width;      ///< Bytes of r, and of s.
};

/// Unsupported for RSA, EdDSA and other curves: CCF takes none of these from members.
Result<CoseScheme> coseSchemeFor(const PublicKey& key);

/// What the signature is made over: the hash of the Sig_structure. Wipes what it wrote down in between.
ByteVector coseDigest(const CoseScheme& scheme, Bytes protectedBytes, Bytes payload);

/// r‖s of the scheme's width, from that itself or from DER, as tokens and tools give it. Malformed for anything else.
Result<ByteVector> coseSignature(const CoseScheme& scheme, Bytes rawOrDer);

/// 18([protected, {}, payload, signature]).
SecretBytes coseSign1(Bytes protectedBytes, Bytes payload, Bytes signature);

} // namespace countersign::crypto
