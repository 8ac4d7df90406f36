#include "core/crypto/rsa_oaep.h"

#include "core/crypto/openssl_ptr.h"

#include <openssl/err.h>
#include <openssl/rsa.h>

namespace countersign::crypto {

Result<SecretBytes> rsaOaepDecrypt(const PrivateKey& key, Bytes encrypted)
{
    if (key.publicKey().kind() != KeyKind::Rsa)
        return Error{ErrorCode::Unsupported, "decryption key: not RSA", keyKindName(key.publicKey().kind())};
    const KeyContextPtr context(EVP_PKEY_CTX_new(key.handle(), nullptr));
    std::size_t length = 0;
    const bool ready = context && EVP_PKEY_decrypt_init(context.get()) == 1
        && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) == 1
        && EVP_PKEY_decrypt(context.get(), nullptr, &length, encrypted.data(), encrypted.size()) == 1;
    SecretBytes clear(length);
    const bool done = ready
        && EVP_PKEY_decrypt(context.get(), clear.data(), &length, encrypted.data(), encrypted.size()) == 1;
    ERR_clear_error();
    if (!done) return Error{ErrorCode::Crypto, "decryption: not for this key, or changed", {}};
    clear.resize(length);
    return clear;
}

} // namespace countersign::crypto
