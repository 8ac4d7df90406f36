#include "tests/unit/attestation/test_pki.h"

#include "core/crypto/pem.h"
#include "core/crypto/sha2.h"

#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <map>
#include <stdexcept>

namespace countersign::test {

namespace {

using crypto::OpenSslPtr;

void must(bool ok)
{
    if (!ok) throw std::runtime_error("test PKI");
}

std::shared_ptr<EVP_PKEY> remembered(const std::string& name, EVP_PKEY* (*make)(const char*), const char* detail)
{
    static std::map<std::string, std::shared_ptr<EVP_PKEY>> keys;
    std::shared_ptr<EVP_PKEY>& key = keys[name];
    if (!key) key.reset(make(detail), &EVP_PKEY_free);
    must(key != nullptr);
    return key;
}

template <class Sign>
void signWith(TestSignature kind, const TestKey& key, Sign sign)
{
    const bool sha256 = kind == TestSignature::Pss256 || kind == TestSignature::Ecdsa256;
    const crypto::DigestContextPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    must(EVP_DigestSignInit(context.get(), &options, sha256 ? EVP_sha256() : EVP_sha384(), nullptr, key.key.get()) ==
         1);
    if (kind == TestSignature::Pss384 || kind == TestSignature::Pss256) {
        must(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
        must(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    must(sign(context.get()) > 0);
}

void setName(X509_NAME* name, const std::string& text)
{
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1,
                                    -1, 0) == 1);
}

void addConstraints(X509* certificate)
{
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE");
    must(extension && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

void addRaw(X509* certificate, const std::string& oid, const ByteVector& value)
{
    const OpenSslPtr<ASN1_OBJECT, &ASN1_OBJECT_free> object(OBJ_txt2obj(oid.c_str(), 1));
    const OpenSslPtr<ASN1_OCTET_STRING, &ASN1_OCTET_STRING_free> octets(ASN1_OCTET_STRING_new());
    must(ASN1_OCTET_STRING_set(octets.get(), value.data(), static_cast<int>(value.size())) == 1);
    const OpenSslPtr<X509_EXTENSION, &X509_EXTENSION_free> extension(
        X509_EXTENSION_create_by_OBJ(nullptr, object.get(), 0, octets.get()));
    must(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

} // namespace

TestKey TestKey::rsa(const std::string& name)
{
    return {remembered(
        "rsa " + name, [](const char*) { return EVP_RSA_gen(2048); }, nullptr)};
}

TestKey TestKey::ec(const std::string& name, const char* curve)
{
    return {remembered(
        std::string(curve) + name, [](const char* c) { return EVP_EC_gen(c); }, curve)};
}

ByteVector TestKey::spki() const
{
    return copyOf(crypto::PublicKey::fromHandle(key.get()).value().spkiDer());
}

Digest TestKey::spkiDigest() const
{
    return crypto::sha256(spki());
}

ByteVector TestKey::signRaw(Bytes message, const char* digest, std::size_t width) const
{
    const crypto::DigestContextPtr context(EVP_MD_CTX_new());
    must(EVP_DigestSignInit(context.get(), nullptr, EVP_get_digestbyname(digest), nullptr, key.get()) == 1);
    std::size_t size = 512;
    ByteVector der(size);
    must(EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size()) == 1);
    const unsigned char* p = der.data();
    const crypto::EcdsaSigPtr signature(d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(size)));
    ByteVector raw(2 * width);
    must(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), static_cast<int>(width)) >= 0);
    must(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + width, static_cast<int>(width)) >= 0);
    return raw;
}

ByteVector TestCertificate::der() const
{
    const crypto::CertificatePtr certificate(X509_new());
    must(certificate && X509_set_version(certificate.get(), 2) == 1);
    must(ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial) == 1);
    setName(X509_get_subject_name(certificate.get()), subject);
    setName(X509_get_issuer_name(certificate.get()), issuer);
    must(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), from.seconds) != nullptr);
    must(ASN1_TIME_set(X509_getm_notAfter(certificate.get()), to.seconds) != nullptr);
    must(X509_set_pubkey(certificate.get(), key.key.get()) == 1);
    if (ca) addConstraints(certificate.get());
    for (const auto& [oid, value] : extensions) addRaw(certificate.get(), oid, value);
    signWith(signature, issuerKey, [&](EVP_MD_CTX* context) { return X509_sign_ctx(certificate.get(), context); });
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate.get(), &bytes);
    must(size > 0);
    ByteVector result(bytes, bytes + size);
    OPENSSL_free(bytes);
    return result;
}

std::string TestCertificate::pem() const
{
    return crypto::toPem("CERTIFICATE", der());
}

ByteVector testCrl(const std::string& issuer, const TestKey& key, TestSignature signature,
                   const std::vector<long>& serials, UtcTime from, UtcTime to)
{
    const OpenSslPtr<X509_CRL, &X509_CRL_free> list(X509_CRL_new());
    const OpenSslPtr<X509_NAME, &X509_NAME_free> name(X509_NAME_new());
    setName(name.get(), issuer);
    must(X509_CRL_set_version(list.get(), 1) == 1 && X509_CRL_set_issuer_name(list.get(), name.get()) == 1);
    const OpenSslPtr<ASN1_TIME, &ASN1_TIME_free> begin(ASN1_TIME_set(nullptr, from.seconds));
    const OpenSslPtr<ASN1_TIME, &ASN1_TIME_free> end(ASN1_TIME_set(nullptr, to.seconds));
    must(X509_CRL_set1_lastUpdate(list.get(), begin.get()) == 1 &&
         X509_CRL_set1_nextUpdate(list.get(), end.get()) == 1);
    for (const long serial : serials) {
        X509_REVOKED* entry = X509_REVOKED_new();
        const OpenSslPtr<ASN1_INTEGER, &ASN1_INTEGER_free> number(ASN1_INTEGER_new());
        must(ASN1_INTEGER_set(number.get(), serial) == 1 && X509_REVOKED_set_serialNumber(entry, number.get()) == 1);
        must(X509_REVOKED_set_revocationDate(entry, begin.get()) == 1 && X509_CRL_add0_revoked(list.get(), entry) == 1);
    }
    X509_CRL_sort(list.get());
    signWith(signature, key, [&](EVP_MD_CTX* context) { return X509_CRL_sign_ctx(list.get(), context); });
    unsigned char* bytes = nullptr;
    const int size = i2d_X509_CRL(list.get(), &bytes);
    must(size > 0);
    ByteVector result(bytes, bytes + size);
    OPENSSL_free(bytes);
    return result;
}

ByteVector derOf(std::uint8_t tag, Bytes content)
{
    ByteVector out{tag};
    if (content.size() >= 0x100) {
        out.insert(out.end(), {0x82, static_cast<std::uint8_t>(content.size() >> 8)});
    } else if (content.size() >= 0x80) {
        out.push_back(0x81);
    }
    out.push_back(static_cast<std::uint8_t>(content.size()));
    out.insert(out.end(), content.begin(), content.end());
    return out;
}

ByteVector derInteger(std::uint64_t value)
{
    ByteVector content;
    do {
        content.insert(content.begin(), static_cast<std::uint8_t>(value));
        value >>= 8;
    } while (value != 0);
    if ((content.front() & 0x80) != 0) content.insert(content.begin(), 0);
    return derOf(0x02, content);
}

ByteVector derOidOf(const std::string& dotted)
{
    const OpenSslPtr<ASN1_OBJECT, &ASN1_OBJECT_free> object(OBJ_txt2obj(dotted.c_str(), 1));
    return derOf(0x06, Bytes(OBJ_get0_data(object.get()), OBJ_length(object.get())));
}

ByteVector joined(const std::vector<ByteVector>& parts)
{
    ByteVector all;
    for (const ByteVector& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace countersign::test
