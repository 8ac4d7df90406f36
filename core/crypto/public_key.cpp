#include "core/crypto/public_key.h"

#include "core/crypto/openssl_ptr.h"
#include "core/crypto/pem.h"

#include <algorithm>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>

namespace countersign::crypto {

namespace {

/// Takes the oldest library error and leaves none behind.
Error cryptoError(ErrorCode code, std::string_view where)
{
    char text[200] = "";
    if (const unsigned long number = ERR_get_error()) ERR_error_string_n(number, text, sizeof text);
    ERR_clear_error();
    return {code, std::string(where), text};
}

std::string textParameter(const EVP_PKEY* key, const char* name)
{
    char text[80] = "";
    EVP_PKEY_get_utf8_string_param(key, name, text, sizeof text, nullptr);
    ERR_clear_error();
    return text;
}

KeyKind kindOf(const EVP_PKEY* key)
{
    const int id = EVP_PKEY_get_base_id(key);
    if (id == EVP_PKEY_RSA) return KeyKind::Rsa;
    if (id != EVP_PKEY_EC) return KeyKind::Other;
    const std::string curve = textParameter(key, OSSL_PKEY_PARAM_GROUP_NAME);
    if (curve == "prime256v1") return KeyKind::P256;
    if (curve == "secp384r1") return KeyKind::P384;
    if (curve == "secp521r1") return KeyKind::P521;
    return KeyKind::Other;
}

bool hasExplicitCurve(const EVP_PKEY* key)
{
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return false;
    int fromExplicit = 0;
    EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &fromExplicit);
    ERR_clear_error();
    return fromExplicit != 0 || textParameter(key, OSSL_PKEY_PARAM_EC_ENCODING) != OSSL_PKEY_EC_ENCODING_GROUP;
}

std::size_t widthOf(KeyKind kind) noexcept
{
    switch (kind) {
    case KeyKind::P256: return 32;
    case KeyKind::P384: return 48;
    case KeyKind::P521: return 66;
    case KeyKind::Rsa:
    case KeyKind::Other: break;
    }
    return 0;
}

ByteVector encode(const ECDSA_SIG* signature)
{
    unsigned char* der = nullptr;
    const int length = i2d_ECDSA_SIG(signature, &der);
    if (length <= 0) return {};
    ByteVector bytes(der, der + length);
    OPENSSL_free(der);
    return bytes;
}

/// Null unless `bytes` is the one DER encoding of a pair of integers.
EcdsaSigPtr decodeStrictly(Bytes bytes)
{
    if (bytes.empty() || bytes.size() > 512) return nullptr;
    const unsigned char* p = bytes.data();
    EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(bytes.size())));
    ERR_clear_error();
    if (!signature || p != bytes.data() + bytes.size()) return nullptr;
    return std::ranges::equal(encode(signature.get()), bytes) ? std::move(signature) : nullptr;
}

EcdsaSigPtr fromRaw(Bytes bytes)
{
    const int width = static_cast<int>(bytes.size() / 2);
    BignumPtr r(BN_bin2bn(bytes.data(), width, nullptr));
    BignumPtr s(BN_bin2bn(bytes.data() + width, width, nullptr));
    EcdsaSigPtr signature(ECDSA_SIG_new());
    if (!r || !s || !signature || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return nullptr;
    static_cast<void>(r.release());
    static_cast<void>(s.release());
    return signature;
}

BignumPtr orderOfCurve(int name)
{
    const OpenSslPtr<EC_GROUP, &EC_GROUP_free> group(EC_GROUP_new_by_curve_name(name));
    BignumPtr order(group ? BN_dup(EC_GROUP_get0_order(group.get())) : nullptr);
    ERR_clear_error();
    return order;
}

/// Null for what is none of the three curves. Asking the library for it costs as much as reading a receipt.
const BIGNUM* orderOf(KeyKind kind)
{
    static const BignumPtr p256 = orderOfCurve(NID_X9_62_prime256v1);
    static const BignumPtr p384 = orderOfCurve(NID_secp384r1);
    static const BignumPtr p521 = orderOfCurve(NID_secp521r1);
    switch (kind) {
    case KeyKind::P256: return p256.get();
    case KeyKind::P384: return p384.get();
    case KeyKind::P521: return p521.get();
    case KeyKind::Rsa:
    case KeyKind::Other: break;
    }
    return nullptr;
}

bool inRange(const BIGNUM* value, const BIGNUM* order)
{
    return !BN_is_negative(value) && !BN_is_zero(value) && BN_ucmp(value, order) < 0;
}

bool inRange(const ECDSA_SIG* signature, const BIGNUM* order)
{
    return inRange(ECDSA_SIG_get0_r(signature), order) && inRange(ECDSA_SIG_get0_s(signature), order);
}

/// `der` is the signature's one encoding, its numbers in range.
Result<bool> verify(EVP_PKEY* key, Bytes digest, Bytes der)
{
    const KeyContextPtr context(EVP_PKEY_CTX_new(key, nullptr));
    if (!context || EVP_PKEY_verify_init(context.get()) != 1)
        return cryptoError(ErrorCode::Crypto, "public key: verification");
    const int answer = EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(), digest.size());
    ERR_clear_error();
    return answer == 1;
}

std::optional<Error> cannotVerify(KeyKind kind, Bytes digest)
{
    if (!orderOf(kind)) return Error{ErrorCode::Crypto, "public key: ECDSA", keyKindName(kind)};
    if (digest.size() != 32 && digest.size() != 48 && digest.size() != 64)
        return Error{ErrorCode::Crypto, "public key: no SHA-2 digest", std::to_string(digest.size()) + " bytes"};
    return {};
}

} // namespace

const char* keyKindName(KeyKind kind) noexcept
{
    switch (kind) {
    case KeyKind::P256: return "P-256";
    case KeyKind::P384: return "P-384";
    case KeyKind::P521: return "P-521";
    case KeyKind::Rsa: return "RSA";
    case KeyKind::Other: break;
    }
    return "other";
}

Result<PublicKey> PublicKey::fromSpkiDer(Bytes der)
{
    const unsigned char* p = der.data();
    const KeyPtr key(der.empty() ? nullptr : d2i_PUBKEY(nullptr, &p, static_cast<long>(der.size())));
    if (!key) return cryptoError(ErrorCode::Malformed, "public key");
    if (p != der.data() + der.size()) return Error{ErrorCode::Malformed, "public key: bytes after it", {}};
    auto result = fromHandle(key.get());
    if (result && !std::ranges::equal(result->m_spki, der))
        return Error{ErrorCode::Malformed, "public key: not in DER", {}};
    return result;
}

Result<PublicKey> PublicKey::fromPem(std::string_view pem)
{
    auto blocks = parsePem(pem, PemSurroundings::Blank, 1);
    if (!blocks) return std::move(blocks).error();
    if (blocks->empty() || blocks->front().label != "PUBLIC KEY")
        return Error{ErrorCode::Malformed, "public key: not one PUBLIC KEY in PEM", {}};
    return fromSpkiDer(blocks->front().der);
}

Result<PublicKey> PublicKey::fromHandle(EVP_PKEY* key)
{
    if (!key || EVP_PKEY_up_ref(key) != 1) return cryptoError(ErrorCode::Crypto, "public key");
    PublicKey result;
    result.m_key.reset(key, &EVP_PKEY_free);
    if (hasExplicitCurve(key)) return Error{ErrorCode::Unsupported, "public key: explicit curve parameters", {}};

    unsigned char* der = nullptr;
    const int length = i2d_PUBKEY(key, &der);
    if (length <= 0) return cryptoError(ErrorCode::Crypto, "public key: encoding");
    result.m_spki.assign(der, der + length);
    OPENSSL_free(der);
    result.m_spkiDigest = sha256(result.m_spki);
    result.m_kind = kindOf(key);
    ERR_clear_error();
    return result;
}

int PublicKey::bits() const noexcept
{
    return EVP_PKEY_get_bits(m_key.get());
}

Result<bool> PublicKey::ecdsaDerHolds(Bytes digest, Bytes signature) const
{
    if (auto error = cannotVerify(m_kind, digest)) return *std::move(error);
    const EcdsaSigPtr decoded = decodeStrictly(signature);
    if (!decoded || !inRange(decoded.get(), orderOf(m_kind))) return false;
    return verify(m_key.get(), digest, signature);
}

Result<bool> PublicKey::ecdsaRawHolds(Bytes digest, Bytes signature) const
{
    if (auto error = cannotVerify(m_kind, digest)) return *std::move(error);
    if (signature.size() != 2 * widthOf(m_kind)) return false;
    const EcdsaSigPtr decoded = fromRaw(signature);
    if (!decoded) return cryptoError(ErrorCode::Crypto, "public key: signature");
    if (!inRange(decoded.get(), orderOf(m_kind))) return false;
    return verify(m_key.get(), digest, encode(decoded.get()));
}

} // namespace countersign::crypto
