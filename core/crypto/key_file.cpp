#include "core/crypto/key_file.h"

#include "core/crypto/openssl_ptr.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>

namespace countersign::crypto {

namespace {

using Pkcs12Ptr = OpenSslPtr<PKCS12, &PKCS12_free>;

constexpr std::string_view kMissing = "private key: passphrase missing";
constexpr std::string_view kWrong = "private key: passphrase wrong";

Error keyError(ErrorCode code, std::string_view where)
{
    ERR_clear_error();
    return {code, std::string(where), {}};
}

Result<SecretBytes> askedPassphrase(const PassphraseSource& ask)
{
    if (!ask) return keyError(ErrorCode::Crypto, kMissing);
    auto answer = ask();
    if (answer && answer->empty()) return keyError(ErrorCode::Crypto, kMissing);
    return answer;
}

Result<KeyFromFile> fromPemText(std::string_view pem, const PassphraseSource& ask)
{
    auto key = PrivateKey::fromPem(pem);
    if (!key && key.error().where == kMissing) {
        auto passphrase = askedPassphrase(ask);
        if (!passphrase) return std::move(passphrase).error();
        key = PrivateKey::fromPem(pem, textOf(*passphrase));
    }
    if (!key) return std::move(key).error();
    return KeyFromFile{*std::move(key), {}};
}

/// Null-terminated, as OpenSSL wants it. Without a passphrase a file may have been made with none or with an empty one.
Result<SecretBytes> pkcs12Passphrase(PKCS12* file, const PassphraseSource& ask)
{
    if (PKCS12_mac_present(file) != 1 || PKCS12_verify_mac(file, nullptr, 0) == 1 || PKCS12_verify_mac(file, "", 0) == 1)
        return SecretBytes{0};
    auto passphrase = askedPassphrase(ask);
    if (!passphrase) return passphrase;
    const auto length = static_cast<int>(passphrase->size());
    passphrase->push_back(0);
    if (PKCS12_verify_mac(file, reinterpret_cast<const char*>(passphrase->data()), length) != 1)
        return keyError(ErrorCode::Crypto, kWrong);
    return passphrase;
}

Result<KeyFromFile> fromPkcs12(PKCS12* file, const PassphraseSource& ask)
{
    auto passphrase = pkcs12Passphrase(file, ask);
    if (!passphrase) return std::move(passphrase).error();
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    const int parsed =
        PKCS12_parse(file, reinterpret_cast<const char*>(passphrase->data()), &key, &certificate, nullptr);
    const CertificatePtr certificateOwner(certificate);
    KeyPtr keyOwner(key);
    if (parsed != 1) return keyError(ErrorCode::Unsupported, "private key: this PKCS#12 encryption");
    if (!keyOwner) return keyError(ErrorCode::NotFound, "private key: none in the PKCS#12 file");
    auto privateKey = PrivateKey::fromHandle(std::move(keyOwner));
    if (!privateKey) return std::move(privateKey).error();
    KeyFromFile result{*std::move(privateKey), {}};
    if (!certificateOwner) return result;
    unsigned char* der = nullptr;
    const int length = i2d_X509(certificateOwner.get(), &der);
    if (length <= 0) return keyError(ErrorCode::Crypto, "private key: the certificate beside it");
    const ByteVector bytes(der, der + length);
    OPENSSL_free(der);
    auto beside = Certificate::fromDer(bytes);
    if (!beside) return std::move(beside).error();
    result.certificate = *std::move(beside);
    return result;
}

} // namespace

Result<KeyFromFile> keyFromBytes(Bytes content, const PassphraseSource& ask)
{
    if (textOf(content).find("-----BEGIN ") != std::string_view::npos) return fromPemText(textOf(content), ask);
    const unsigned char* p = content.data();
    const Pkcs12Ptr file(d2i_PKCS12(nullptr, &p, static_cast<long>(content.size())));
    if (!file || p != content.data() + content.size())
        return keyError(ErrorCode::Crypto, "private key: neither PEM nor PKCS#12");
    return fromPkcs12(file.get(), ask);
}

Result<KeyFromFile> keyFromFile(const std::filesystem::path& path, const PassphraseSource& ask)
{
    const auto content = readSecretFile(path);
    if (!content) return content.error();
    auto key = keyFromBytes(*content, ask);
    if (!key && key.error().code != ErrorCode::Cancelled) key.error().where = path.string() + ": " + key.error().where;
    return key;
}

} // namespace countersign::crypto
