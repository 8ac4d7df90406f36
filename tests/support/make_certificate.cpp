#include "tests/support/make_certificate.h"

#include "core/crypto/openssl_ptr.h"

#include <stdexcept>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace countersign::test {

namespace {

void require(bool done)
{
    if (!done) throw std::runtime_error("a certificate could not be made");
}

void setName(X509_NAME* name, const std::string& text)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes, static_cast<int>(text.size()), -1, 0) == 1);
}

void addBasicConstraints(X509* certificate)
{
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE");
    require(extension && X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

} // namespace

crypto::Certificate makeCertificate(const CertificateWish& wish, const crypto::PublicKey& key,
                                    const crypto::PrivateKey& issuerKey)
{
    const crypto::CertificatePtr certificate(X509_new());
    X509* x = certificate.get();
    require(x && X509_set_version(x, X509_VERSION_3) == 1);
    require(ASN1_INTEGER_set(X509_get_serialNumber(x), 0x1234) == 1);
    setName(X509_get_subject_name(x), wish.subject);
    setName(X509_get_issuer_name(x), wish.issuer);
    require(ASN1_TIME_set(X509_getm_notBefore(x), wish.notBefore.seconds) != nullptr);
    require(ASN1_TIME_set(X509_getm_notAfter(x), wish.notAfter.seconds) != nullptr);
    require(X509_set_pubkey(x, key.handle()) == 1);
    if (wish.ca) addBasicConstraints(x);
    require(X509_sign(x, issuerKey.handle(), EVP_get_digestbyname(wish.digest)) > 0);

    unsigned char* der = nullptr;
    const int length = i2d_X509(x, &der);
    require(length > 0);
    auto made = crypto::Certificate::fromDer(Bytes(der, static_cast<std::size_t>(length)));
    OPENSSL_free(der);
    return std::move(made).value();
}

std::string privatePem(const crypto::PrivateKey& key)
{
    const crypto::BioPtr sink(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_PKCS8PrivateKey(sink.get(), key.handle(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

} // namespace countersign::test
