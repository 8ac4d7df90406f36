#include "app/sandbox/service/rsa_key.h"

#include "core/crypto/openssl_ptr.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace countersign::sandbox {

namespace {

constexpr unsigned kBits = 2048;

std::string textIn(const crypto::BioPtr& bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Error failed(const char* what)
{
    return {ErrorCode::Crypto, "encryption key", what};
}

} // namespace

Result<RsaKeyPair> newRsaKey()
{
    const crypto::KeyPtr key(EVP_RSA_gen(kBits));
    const crypto::BioPtr secret(BIO_new(BIO_s_mem())), open(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PKCS8PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        PEM_write_bio_PUBKEY(open.get(), key.get()) != 1)
        return failed("not made");
    return RsaKeyPair{textIn(secret), textIn(open)};
}

Result<ByteVector> rsaOaepEncrypt(const std::string& publicPem, Bytes clear)
{
    const crypto::BioPtr bio(BIO_new_mem_buf(publicPem.data(), static_cast<int>(publicPem.size())));
    const crypto::KeyPtr key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
    const crypto::KeyContextPtr context(key ? EVP_PKEY_CTX_new(key.get(), nullptr) : nullptr);
    if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) != 1 ||
        EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), EVP_sha256()) != 1 ||
        EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), EVP_sha256()) != 1)
        return failed("no RSA key");
    std::size_t size = 0;
    if (EVP_PKEY_encrypt(context.get(), nullptr, &size, clear.data(), clear.size()) != 1) return failed("size");
    ByteVector out(size);
    if (EVP_PKEY_encrypt(context.get(), out.data(), &size, clear.data(), clear.size()) != 1) return failed("encrypt");
    out.resize(size);
    return out;
}

} // namespace countersign::sandbox
