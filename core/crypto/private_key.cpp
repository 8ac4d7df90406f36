#include "core/crypto/private_key.h"

#include "core/crypto/openssl_ptr.h"

#include <cstring>

#include <openssl/err.h>
#include <openssl/pem.h>

namespace countersign::crypto {

namespace {

Error cryptoError(std::string_view where)
{
    char text[200] = "";
    if (const unsigned long number = ERR_get_error()) ERR_error_string_n(number, text, sizeof text);
    ERR_clear_error();
    return {ErrorCode::Crypto, std::string(where), text};
}

struct Passphrase {
    std::string_view text;
    bool asked = false;
};

/// Called by OpenSSL in place of its prompt.
int givePassphrase(char* buffer, int size, int, void* data)
{
    auto* passphrase = static_cast<Passphrase*>(data);
    passphrase->asked = true;
    if (passphrase->text.empty() || passphrase->text.size() > static_cast<std::size_t>(size)) return -1;
    std::memcpy(buffer, passphrase->text.data(), passphrase->text.size());
    return static_cast<int>(passphrase->text.size());
}

/// The public half alone, so that a copy of it does not keep the private one in memory.
Result<PublicKey> publicHalf(EVP_PKEY* key)
{
    unsigned char* der = nullptr;
    const int length = i2d_PUBKEY(key, &der);
    if (length <= 0) return cryptoError("private key: its public key");
    const ByteVector spki(der, der + length);
    OPENSSL_free(der);
    return PublicKey::fromSpkiDer(spki);
}

bool isEc(KeyKind kind) noexcept
{
    return kind == KeyKind::P256 || kind == KeyKind::P384 || kind == KeyKind::P521;
}

bool halvesMatch(EVP_PKEY* key)
{
    const KeyContextPtr context(EVP_PKEY_CTX_new(key, nullptr));
    const int answer = context ? EVP_PKEY_check(context.get()) : 0;
    ERR_clear_error();
    return answer == 1;
}

Error readError(const Passphrase& passphrase)
{
    if (!passphrase.asked) return cryptoError("private key: not one in PEM");
    return cryptoError(passphrase.text.empty() ? "private key: passphrase missing" : "private key: passphrase wrong");
}

} // namespace

Result<PrivateKey> PrivateKey::generate(KeyKind kind)
{
    if (!isEc(kind)) return Error{ErrorCode::Unsupported, "private key: generate", keyKindName(kind)};
    const std::shared_ptr<EVP_PKEY> key(EVP_EC_gen(keyKindName(kind)), &EVP_PKEY_free);
    if (!key) return cryptoError("private key: generate");
    auto publicKey = publicHalf(key.get());
    if (!publicKey) return std::move(publicKey).error();
    return PrivateKey(key, *std::move(publicKey));
}

Result<PrivateKey> PrivateKey::fromPem(std::string_view pem, std::string_view passphrase)
{
    if (pem.size() > 1u << 20) return Error{ErrorCode::LimitExceeded, "private key", std::to_string(pem.size())};
    const BioPtr source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!source) return cryptoError("private key");
    Passphrase state{passphrase};
    const std::shared_ptr<EVP_PKEY> key(PEM_read_bio_PrivateKey(source.get(), nullptr, &givePassphrase, &state),
                                        &EVP_PKEY_free);
    if (!key) return readError(state);
    return fromHandle(key);
}

Result<PrivateKey> PrivateKey::fromHandle(std::shared_ptr<EVP_PKEY> key)
{
    auto result = fromToken(std::move(key));
    if (result && isEc(result->publicKey().kind()) && !halvesMatch(result->handle()))
        return Error{ErrorCode::Crypto, "private key: its halves do not match", {}};
    return result;
}

Result<PrivateKey> PrivateKey::fromToken(std::shared_ptr<EVP_PKEY> key)
{
    ERR_clear_error();
    auto publicKey = publicHalf(key.get());
    if (!publicKey) return std::move(publicKey).error();
    return PrivateKey(std::move(key), *std::move(publicKey));
}

Result<ByteVector> PrivateKey::signDigestDer(Bytes digest) const
{
    if (!isEc(m_public.kind())) return Error{ErrorCode::Crypto, "private key: ECDSA", keyKindName(m_public.kind())};
    const KeyContextPtr context(EVP_PKEY_CTX_new(m_key.get(), nullptr));
    std::size_t length = 0;
    if (!context || EVP_PKEY_sign_init(context.get()) != 1
        || EVP_PKEY_sign(context.get(), nullptr, &length, digest.data(), digest.size()) != 1)
        return cryptoError("private key: signing");
    ByteVector signature(length);
    if (EVP_PKEY_sign(context.get(), signature.data(), &length, digest.data(), digest.size()) != 1)
        return cryptoError("private key: signing");
    signature.resize(length);
    return signature;
}

Result<ByteVector> PrivateKey::signDigestRaw(Bytes digest) const
{
    auto der = signDigestDer(digest);
    if (!der) return der;
    const unsigned char* p = der->data();
    const EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(der->size())));
    const int width = (m_public.bits() + 7) / 8;
    ByteVector raw(2 * static_cast<std::size_t>(width));
    if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), width) != width
        || BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + width, width) != width)
        return cryptoError("private key: signature");
    return raw;
}

} // namespace countersign::crypto
