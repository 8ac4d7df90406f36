#include "app/sandbox/ledger/certificate_factory.h"

#include "app/sandbox/ledger/byte_writer.h"
#include "core/base/base64.h"
#include "core/base/hex.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace countersign::sandbox {

using ExtensionPtr = crypto::OpenSslPtr<X509_EXTENSION, &X509_EXTENSION_free>;
using RequestPtr = crypto::OpenSslPtr<X509_REQ, &X509_REQ_free>;

namespace {

void must(bool ok, const char* what)
{
    if (!ok) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

const EVP_MD* hashFor(const EcKey& key)
{
    if (key.kind() == crypto::KeyKind::P256) return EVP_sha256();
    return key.kind() == crypto::KeyKind::P384 ? EVP_sha384() : EVP_sha512();
}

/// SEQUENCE { to-be-signed, ecdsa-with-SHA*, BIT STRING signature }, signed in our deterministic way.
ByteVector signedSequence(Bytes toBeSigned, const EcKey& key)
{
    const std::uint8_t hashArc = key.kind() == crypto::KeyKind::P256   ? std::uint8_t{2}
                                 : key.kind() == crypto::KeyKind::P384 ? std::uint8_t{3}
                                                                       : std::uint8_t{4};
    const ByteVector algorithm{0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, hashArc};
    const ByteVector signature = key.signDigestDer(key.hash(toBeSigned));
    const auto header = [](std::uint8_t tag, std::size_t length) {
        ByteVector out{tag};
        if (length < 0x80) return out.push_back(static_cast<std::uint8_t>(length)), out;
        const bool wide = length > 0xff;
        out.push_back(wide ? 0x82 : 0x81);
        if (wide) out.push_back(static_cast<std::uint8_t>(length >> 8));
        out.push_back(static_cast<std::uint8_t>(length));
        return out;
    };
    ByteWriter body;
    body.bytes(toBeSigned).bytes(algorithm).bytes(header(0x03, signature.size() + 1)).u8(0).bytes(signature);
    return ByteWriter().bytes(header(0x30, body.size())).bytes(body.view()).take();
}

void setTime(ASN1_TIME* target, UtcTime time)
{
    must(ASN1_TIME_set(target, static_cast<time_t>(time.seconds)) != nullptr, "ASN1_TIME_set");
}

void addExtension(X509* certificate, X509* issuer, int nid, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const ExtensionPtr extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value)};
    must(extension != nullptr, "X509V3_EXT_conf_nid");
    must(X509_add_ext(certificate, extension.get(), -1) == 1, "X509_add_ext");
}

crypto::CertificatePtr parse(const std::string& pem)
{
    const crypto::BioPtr bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    crypto::CertificatePtr certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)};
    must(certificate != nullptr, "PEM_read_bio_X509");
    return certificate;
}

void setName(X509_NAME* name, const std::string& commonName)
{
    const auto* text = reinterpret_cast<const unsigned char*>(commonName.data());
    must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, static_cast<int>(commonName.size()), -1, 0) == 1,
         "X509_NAME_add_entry_by_txt");
}

crypto::CertificatePtr blank(EVP_PKEY* key, const CertificateRequest& request)
{
    crypto::CertificatePtr certificate{X509_new()};
    X509_set_version(certificate.get(), X509_VERSION_3);
    Digest serial = sha256Of("serial:" + request.serialSeed + ':' + request.subject);
    serial[0] &= 0x7f;
    serial[0] |= 0x40;
    const crypto::BignumPtr number{BN_bin2bn(serial.data(), 16, nullptr)};
    must(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())) != nullptr, "serial");
    setName(X509_get_subject_name(certificate.get()), request.subject);
    setTime(X509_getm_notBefore(certificate.get()), request.validity.from);
    setTime(X509_getm_notAfter(certificate.get()), request.validity.to);
    must(X509_set_pubkey(certificate.get(), key) == 1, "X509_set_pubkey");
    return certificate;
}

/// Lets OpenSSL put the algorithm in place, then signs the same content anew.
std::string finish(X509* certificate, const EcKey& signer)
{
    must(X509_sign(certificate, signer.handle(), hashFor(signer)) > 0, "X509_sign");
    std::uint8_t* der = nullptr;
    const int size = i2d_re_X509_tbs(certificate, &der);
    must(size > 0, "i2d_re_X509_tbs");
    const ByteVector content(der, der + size);
    OPENSSL_free(der);
    return pemOf("CERTIFICATE", signedSequence(content, signer));
}

} // namespace

std::string CertificateFactory::service(const EcKey& key, const CertificateRequest& request)
{
    const crypto::CertificatePtr certificate = blank(key.handle(), request);
    X509* self = certificate.get();
    must(X509_set_issuer_name(self, X509_get_subject_name(self)) == 1, "issuer");
    addExtension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:1");
    addExtension(self, self, NID_key_usage, "critical,digitalSignature,keyCertSign");
    addExtension(self, self, NID_subject_key_identifier, "hash");
    addExtension(self, self, NID_authority_key_identifier, "keyid:always");
    return finish(self, key);
}

std::string CertificateFactory::node(const EcKey& key, const CertificateRequest& request, const EcKey& serviceKey,
                                     const std::string& serviceCertificate)
{
    const crypto::CertificatePtr issuer = parse(serviceCertificate);
    const crypto::CertificatePtr certificate = blank(key.handle(), request);
    must(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get())) == 1, "issuer");
    addExtension(certificate.get(), issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
    addExtension(certificate.get(), issuer.get(), NID_subject_key_identifier, "hash");
    addExtension(certificate.get(), issuer.get(), NID_authority_key_identifier, "keyid:always");
    addExtension(certificate.get(), issuer.get(), NID_subject_alt_name, "IP:127.0.0.1");
    return finish(certificate.get(), serviceKey);
}

std::string CertificateFactory::selfSignedNode(const EcKey& key, const CertificateRequest& request)
{
    const crypto::CertificatePtr certificate = blank(key.handle(), request);
    X509* self = certificate.get();
    must(X509_set_issuer_name(self, X509_get_subject_name(self)) == 1, "issuer");
    addExtension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    addExtension(self, self, NID_subject_key_identifier, "hash");
    addExtension(self, self, NID_subject_alt_name, "IP:127.0.0.1");
    return finish(self, key);
}

std::string CertificateFactory::member(const EcKey& key, const CertificateRequest& request)
{
    const crypto::CertificatePtr certificate = blank(key.handle(), request);
    X509* self = certificate.get();
    must(X509_set_issuer_name(self, X509_get_subject_name(self)) == 1, "issuer");
    addExtension(self, self, NID_subject_key_identifier, "hash");
    addExtension(self, self, NID_authority_key_identifier, "keyid:always");
    addExtension(self, self, NID_basic_constraints, "critical,CA:TRUE");
    return finish(self, key);
}

std::string CertificateFactory::serviceEndorsement(const std::string& endorsedCertificate,
                                                   const CertificateRequest& request, const EcKey& serviceKey,
                                                   const std::string& serviceCertificate)
{
    const crypto::CertificatePtr issuer = parse(serviceCertificate);
    const crypto::CertificatePtr endorsed = parse(endorsedCertificate);
    const crypto::CertificatePtr certificate = blank(X509_get0_pubkey(endorsed.get()), request);
    must(X509_set_subject_name(certificate.get(), X509_get_subject_name(endorsed.get())) == 1, "subject");
    must(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get())) == 1, "issuer");
    addExtension(certificate.get(), issuer.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    addExtension(certificate.get(), issuer.get(), NID_subject_key_identifier, "hash");
    addExtension(certificate.get(), issuer.get(), NID_authority_key_identifier, "keyid:always");
    return finish(certificate.get(), serviceKey);
}

std::string CertificateFactory::nodeSigningRequest(const EcKey& key)
{
    const RequestPtr request{X509_REQ_new()};
    setName(X509_REQ_get_subject_name(request.get()), "CCF Node");
    must(X509_REQ_set_pubkey(request.get(), key.handle()) == 1, "X509_REQ_set_pubkey");
    STACK_OF(X509_EXTENSION)* extensions = sk_X509_EXTENSION_new_null();
    sk_X509_EXTENSION_push(extensions, X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"));
    X509_REQ_add_extensions(request.get(), extensions);
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    must(X509_REQ_sign(request.get(), key.handle(), hashFor(key)) > 0, "X509_REQ_sign");
    std::uint8_t* der = nullptr;
    const int size = i2d_re_X509_REQ_tbs(request.get(), &der);
    must(size > 0, "i2d_re_X509_REQ_tbs");
    const ByteVector content(der, der + size);
    OPENSSL_free(der);
    return pemOf("CERTIFICATE REQUEST", signedSequence(content, key));
}

ByteVector certificateDer(const std::string& pem)
{
    const crypto::CertificatePtr certificate = parse(pem);
    std::uint8_t* der = nullptr;
    const int size = i2d_X509(certificate.get(), &der);
    must(size > 0, "i2d_X509");
    ByteVector out(der, der + size);
    OPENSSL_free(der);
    return out;
}

std::string certificateId(const std::string& pem)
{
    return toHex(sha256Of(certificateDer(pem)));
}

} // namespace countersign::sandbox
