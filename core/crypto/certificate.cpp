#include "core/crypto/certificate.h"

#include "core/base/hex.h"
#include "core/crypto/openssl_ptr.h"
#include "core/crypto/pem.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace countersign::crypto {

namespace {

constexpr std::string_view kLabel = "CERTIFICATE";

Error certificateError(ErrorCode code, std::string_view what)
{
    char text[200] = "";
    if (const unsigned long number = ERR_get_error()) ERR_error_string_n(number, text, sizeof text);
    ERR_clear_error();
    return {code, "certificate: " + std::string(what), text};
}

template <class T, class Encode>
ByteVector encoded(T* object, Encode encode)
{
    unsigned char* der = nullptr;
    const int length = encode(object, &der);
    if (length <= 0) return {};
    ByteVector bytes(der, der + length);
    OPENSSL_free(der);
    return bytes;
}

Result<UtcTime> timeOf(const ASN1_TIME* time, std::string_view what)
{
    std::tm parts = {};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return certificateError(ErrorCode::Malformed, what);
    using namespace std::chrono;
    const year_month_day date{year{parts.tm_year + 1900}, month{static_cast<unsigned>(parts.tm_mon + 1)},
                              day{static_cast<unsigned>(parts.tm_mday)}};
    if (!date.ok()) return certificateError(ErrorCode::Malformed, what);
    const sys_seconds point = sys_days{date} + hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec};
    return UtcTime{point.time_since_epoch().count()};
}

std::string nameText(const X509_NAME* name)
{
    const BioPtr sink(BIO_new(BIO_s_mem()));
    if (!sink || X509_NAME_print_ex(sink.get(), name, 0, XN_FLAG_RFC2253) < 0) {
        ERR_clear_error();
        return {};
    }
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
}

Bytes nameBytes(const X509_NAME* name)
{
    const unsigned char* der = nullptr;
    std::size_t length = 0;
    return X509_NAME_get0_der(name, &der, &length) == 1 ? Bytes(der, length) : Bytes();
}

} // namespace

Certificate::Certificate(std::shared_ptr<X509> x509, ByteVector der, PublicKey key)
    : m_x509(std::move(x509)), m_der(std::move(der)), m_fingerprint(sha256(m_der)), m_key(std::move(key))
{}

Result<Certificate> Certificate::fromDer(Bytes der)
{
    const unsigned char* p = der.data();
    std::shared_ptr<X509> x509(der.empty() ? nullptr : d2i_X509(nullptr, &p, static_cast<long>(der.size())),
                               &X509_free);
    if (!x509) return certificateError(ErrorCode::Malformed, "encoding");
    if (p != der.data() + der.size()) return certificateError(ErrorCode::Malformed, "bytes after it");
    if (!std::ranges::equal(encoded(x509.get(), i2d_X509), der))
        return certificateError(ErrorCode::Malformed, "not in DER");
    return fromHandle(std::move(x509), der);
}

Result<Certificate> Certificate::fromHandle(std::shared_ptr<X509> x509, Bytes der)
{
    EVP_PKEY* handle = X509_get0_pubkey(x509.get());
    if (!handle) return certificateError(ErrorCode::Unsupported, "public key");
    auto key = PublicKey::fromHandle(handle);
    if (!key) return std::move(key).error();
    if (!std::ranges::equal(encoded(X509_get_X509_PUBKEY(x509.get()), i2d_X509_PUBKEY), key->spkiDer()))
        return certificateError(ErrorCode::Malformed, "public key not in DER");
    auto notBefore = timeOf(X509_get0_notBefore(x509.get()), "notBefore");
    if (!notBefore) return std::move(notBefore).error();
    auto notAfter = timeOf(X509_get0_notAfter(x509.get()), "notAfter");
    if (!notAfter) return std::move(notAfter).error();
    ERR_clear_error();
    Certificate certificate(std::move(x509), copyOf(der), *std::move(key));
    certificate.m_notBefore = *notBefore;
    certificate.m_notAfter = *notAfter;
    return certificate;
}

Result<Certificate> Certificate::fromPem(std::string_view pem)
{
    auto blocks = parsePem(pem, PemSurroundings::Blank, 2);
    if (!blocks) return std::move(blocks).error();
    if (blocks->size() != 1 || blocks->front().label != kLabel)
        return Error{ErrorCode::Malformed, "certificate: not one in PEM", std::to_string(blocks->size()) + " blocks"};
    return fromDer(blocks->front().der);
}

Result<std::vector<Certificate>> Certificate::manyFromPem(std::string_view pem, std::size_t limit)
{
    auto blocks = parsePem(pem, PemSurroundings::AnyText, limit);
    if (!blocks) return std::move(blocks).error();
    std::vector<Certificate> certificates;
    for (const PemBlock& block : *blocks) {
        if (block.label != kLabel) return Error{ErrorCode::Malformed, "certificates: another PEM block", block.label};
        auto certificate = fromDer(block.der);
        if (!certificate) return std::move(certificate).error();
        certificates.push_back(*std::move(certificate));
    }
    if (certificates.empty()) return Error{ErrorCode::Malformed, "certificates: none", {}};
    return certificates;
}

std::string Certificate::pem() const
{
    return toPem(kLabel, m_der);
}

std::string Certificate::subject() const
{
    return nameText(X509_get_subject_name(m_x509.get()));
}

std::string Certificate::issuer() const
{
    return nameText(X509_get_issuer_name(m_x509.get()));
}

std::string Certificate::serialHex() const
{
    const ASN1_INTEGER* serial = X509_get0_serialNumber(m_x509.get());
    const Bytes bytes(ASN1_STRING_get0_data(serial), static_cast<std::size_t>(ASN1_STRING_length(serial)));
    return (ASN1_STRING_type(serial) & V_ASN1_NEG ? "-" : "") + toHex(bytes);
}

bool Certificate::isCa() const noexcept
{
    const bool answer = X509_check_ca(m_x509.get()) == 1;
    ERR_clear_error();
    return answer;
}

Result<ByteVector> Certificate::extension(const std::string& oid) const
{
    const OpenSslPtr<ASN1_OBJECT, &ASN1_OBJECT_free> object(OBJ_txt2obj(oid.c_str(), 1));
    ERR_clear_error();
    const int at = object ? X509_get_ext_by_OBJ(m_x509.get(), object.get(), -1) : -1;
    if (at < 0) return Error{ErrorCode::NotFound, "certificate: extension " + oid, {}};
    if (X509_get_ext_by_OBJ(m_x509.get(), object.get(), at) >= 0)
        return Error{ErrorCode::Malformed, "certificate: extension twice", oid};
    const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509_get_ext(m_x509.get(), at));
    const unsigned char* data = ASN1_STRING_get0_data(value);
    return ByteVector(data, data + ASN1_STRING_length(value));
}

Result<bool> Certificate::issuedBy(const Certificate& issuer) const
{
    const Bytes wanted = nameBytes(X509_get_issuer_name(m_x509.get()));
    const Bytes found = nameBytes(X509_get_subject_name(issuer.m_x509.get()));
    if (wanted.empty() || !std::ranges::equal(wanted, found)) return false;
    return signedWith(issuer.m_key);
}

Result<bool> Certificate::signedWith(const PublicKey& key) const
{
    int digest = NID_undef;
    if (X509_get_signature_info(m_x509.get(), &digest, nullptr, nullptr, nullptr) != 1)
        return certificateError(ErrorCode::Unsupported, "signature algorithm");
    if (digest == NID_md5 || digest == NID_sha1)
        return Error{ErrorCode::Unsupported, "certificate: signature over a broken hash", OBJ_nid2sn(digest)};
    const int answer = X509_verify(m_x509.get(), key.handle());
    ERR_clear_error();
    return answer == 1;
}

} // namespace countersign::crypto
