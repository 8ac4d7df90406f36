#include "core/crypto/cose_signing.h"

#include "core/crypto/cbor.h"
#include "core/crypto/cose_sign1.h"
#include "core/crypto/openssl_ptr.h"

#include <openssl/err.h>

namespace countersign::crypto {

namespace {

/// A byte string's head, then its bytes, never in memory that is not wiped.
void appendByteString(SecretBytes& out, Bytes content)
{
    constexpr std::uint8_t kByteString = 0x40;
    const std::uint64_t size = content.size();
    if (size < 24) {
        out.push_back(static_cast<std::uint8_t>(kByteString + size));
    } else {
        const int power = size <= 0xff ? 0 : size <= 0xffff ? 1 : size <= 0xffffffff ? 2 : 3;
        out.push_back(static_cast<std::uint8_t>(kByteString + 24 + power));
        for (int shift = 8 * ((1 << power) - 1); shift >= 0; shift -= 8)
            out.push_back(static_cast<std::uint8_t>(size >> shift));
    }
    out.insert(out.end(), content.begin(), content.end());
}

Result<ByteVector> fromDer(const CoseScheme& scheme, Bytes der)
{
    const unsigned char* p = der.data();
    const EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(der.size())));
    ERR_clear_error();
    const auto width = static_cast<int>(scheme.width);
    ByteVector raw(2 * scheme.width);
    if (!signature || p != der.data() + der.size()
        || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), width) != width
        || BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + width, width) != width)
        return Error{ErrorCode::Malformed, "signature: neither r and s nor DER", std::to_string(der.size()) + " bytes"};
    return raw;
}

} // namespace

Result<CoseScheme> coseSchemeFor(const PublicKey& key)
{
    switch (key.kind()) {
    case KeyKind::P256: return CoseScheme{kCoseEs256, "ES256", HashAlgorithm::Sha256, 32};
    case KeyKind::P384: return CoseScheme{kCoseEs384, "ES384", HashAlgorithm::Sha384, 48};
    case KeyKind::P521: return CoseScheme{kCoseEs512, "ES512", HashAlgorithm::Sha512, 66};
    case KeyKind::Rsa:
    case KeyKind::Other: break;
    }
    return Error{ErrorCode::Unsupported, "signing key: only P-256, P-384 and P-521", keyKindName(key.kind())};
}

ByteVector coseDigest(const CoseScheme& scheme, Bytes protectedBytes, Bytes payload)
{
    CborWriter head;
    head.array(4).textString("Signature1").byteString(protectedBytes).byteString({});
    SecretBytes toBeSigned = secretCopy(head.bytes());
    appendByteString(toBeSigned, payload);
    return hashOf(scheme.hash, toBeSigned);
}

Result<ByteVector> coseSignature(const CoseScheme& scheme, Bytes rawOrDer)
{
    if (rawOrDer.size() == 2 * scheme.width) {
        // DER of this very length is possible for a short r or s; the caller's check of the signature tells.
        auto der = fromDer(scheme, rawOrDer);
        return der ? der : Result<ByteVector>(copyOf(rawOrDer));
    }
    return fromDer(scheme, rawOrDer);
}

SecretBytes coseSign1(Bytes protectedBytes, Bytes payload, Bytes signature)
{
    CborWriter head;
    head.tag(18).array(4).byteString(protectedBytes).map(0);
    SecretBytes message = secretCopy(head.bytes());
    appendByteString(message, payload);
    appendByteString(message, signature);
    return message;
}

} // namespace countersign::crypto
