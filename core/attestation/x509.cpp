#include "core/attestation/x509.h"

#include "core/crypto/openssl_ptr.h"
#include "core/crypto/pem.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace countersign::attestation {

namespace {

using crypto::OpenSslPtr;
using ObjectPtr = OpenSslPtr<ASN1_OBJECT, &ASN1_OBJECT_free>;

Result<UtcTime> timeOf(const ASN1_TIME* time)
{
    std::tm parts = {};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return Error{ErrorCode::Malformed, "revocation list: time", {}};
    using namespace std::chrono;
    const year_month_day date{year{parts.tm_year + 1900}, month{static_cast<unsigned>(parts.tm_mon + 1)},
                              day{static_cast<unsigned>(parts.tm_mday)}};
    if (!date.ok()) return Error{ErrorCode::Malformed, "revocation list: date", {}};
    const sys_seconds point = sys_days{date} + hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec};
    return UtcTime{point.time_since_epoch().count()};
}

Bytes nameDer(const X509_NAME* name)
{
    const unsigned char* der = nullptr;
    std::size_t length = 0;
    return X509_NAME_get0_der(name, &der, &length) == 1 ? Bytes(der, length) : Bytes();
}

std::string commonNameOf(const X509_NAME* name)
{
    const int index = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (index < 0 || X509_NAME_get_index_by_NID(name, NID_commonName, index) >= 0) return {};
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    if (length < 0) return {};
    std::string result(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
    OPENSSL_free(text);
    return result.find('\0') == std::string::npos ? result : std::string();
}

bool isHash(const X509_ALGOR* algorithm, int nid)
{
    return algorithm && OBJ_obj2nid(algorithm->algorithm) == nid;
}

const EVP_MD* digestOf(crypto::HashAlgorithm hash)
{
    switch (hash) {
    case crypto::HashAlgorithm::Sha256:
        return EVP_sha256();
    case crypto::HashAlgorithm::Sha384:
        return EVP_sha384();
    case crypto::HashAlgorithm::Sha512:
        break;
    }
    return EVP_sha512();
}

} // namespace

bool signedWithPss384(const crypto::Certificate& certificate)
{
    const X509_ALGOR* algorithm = nullptr;
    X509_get0_signature(nullptr, &algorithm, certificate.handle());
    if (!algorithm || OBJ_obj2nid(algorithm->algorithm) != NID_rsassaPss) return false;
    const OpenSslPtr<RSA_PSS_PARAMS, &RSA_PSS_PARAMS_free> parameters(
        static_cast<RSA_PSS_PARAMS*>(ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(RSA_PSS_PARAMS), algorithm->parameter)));
    ERR_clear_error();
    if (!parameters || !isHash(parameters->hashAlgorithm, NID_sha384) ||
        !isHash(parameters->maskGenAlgorithm, NID_mgf1))
        return false;
    const OpenSslPtr<X509_ALGOR, &X509_ALGOR_free> mask(static_cast<X509_ALGOR*>(
        ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), parameters->maskGenAlgorithm->parameter)));
    ERR_clear_error();
    const bool trailer = !parameters->trailerField || ASN1_INTEGER_get(parameters->trailerField) == 1;
    return isHash(mask.get(), NID_sha384) && parameters->saltLength && ASN1_INTEGER_get(parameters->saltLength) == 48 &&
           trailer;
}

bool signedWithEcdsa256(const crypto::Certificate& certificate)
{
    return X509_get_signature_nid(certificate.handle()) == NID_ecdsa_with_SHA256;
}

bool isSelfSigned(const crypto::Certificate& certificate)
{
    return certificate.issuedBy(certificate).value_or(false);
}

bool issuedByCa(const crypto::Certificate& certificate, const crypto::Certificate& issuer)
{
    return issuer.isCa() && certificate.issuedBy(issuer).value_or(false);
}

std::string commonName(const crypto::Certificate& certificate)
{
    return commonNameOf(X509_get_subject_name(certificate.handle()));
}

std::string issuerCommonName(const crypto::Certificate& certificate)
{
    return commonNameOf(X509_get_issuer_name(certificate.handle()));
}

std::string describe(const crypto::Certificate& certificate)
{
    return certificate.subject() + ", valid " + toIso8601(certificate.notBefore()) + " to " +
           toIso8601(certificate.notAfter());
}

Result<Crl> Crl::parse(Bytes bytes)
{
    ByteVector fromPem;
    if (textOf(bytes).starts_with("-----BEGIN")) {
        auto blocks = crypto::parsePem(textOf(bytes), crypto::PemSurroundings::Blank, 1);
        if (!blocks) return std::move(blocks).error();
        if (blocks->size() != 1 || blocks->front().label != "X509 CRL")
            return Error{ErrorCode::Malformed, "revocation list: not one in PEM", {}};
        fromPem = std::move(blocks->front().der);
        bytes = fromPem;
    }
    const unsigned char* p = bytes.data();
    Crl list;
    list.m_crl.reset(bytes.empty() ? nullptr : d2i_X509_CRL(nullptr, &p, static_cast<long>(bytes.size())),
                     &X509_CRL_free);
    ERR_clear_error();
    if (!list.m_crl || p != bytes.data() + bytes.size()) return Error{ErrorCode::Malformed, "revocation list", {}};
    unsigned char* der = nullptr;
    const int length = i2d_X509_CRL(list.m_crl.get(), &der);
    const bool same = length > 0 && std::ranges::equal(Bytes(der, static_cast<std::size_t>(length)), bytes);
    OPENSSL_free(der);
    if (!same) return Error{ErrorCode::Malformed, "revocation list: not in DER", {}};
    auto from = timeOf(X509_CRL_get0_lastUpdate(list.m_crl.get()));
    if (!from) return std::move(from).error();
    auto to = timeOf(X509_CRL_get0_nextUpdate(list.m_crl.get()));
    if (!to) return std::move(to).error();
    list.m_thisUpdate = *from;
    list.m_nextUpdate = *to;
    return list;
}

bool Crl::namesIssuer(const crypto::Certificate& issuer) const
{
    const Bytes name = nameDer(X509_CRL_get_issuer(m_crl.get()));
    return !name.empty() && std::ranges::equal(name, nameDer(X509_get_subject_name(issuer.handle())));
}

bool Crl::issuedBy(const crypto::Certificate& issuer) const
{
    const int nid = X509_CRL_get_signature_nid(m_crl.get());
    const bool known = nid == NID_ecdsa_with_SHA256 || nid == NID_rsassaPss;
    const bool holds = known && X509_CRL_verify(m_crl.get(), issuer.publicKey().handle()) == 1;
    ERR_clear_error();
    return holds && namesIssuer(issuer);
}

bool Crl::lists(const crypto::Certificate& certificate) const
{
    X509_REVOKED* entry = nullptr;
    const int answer = X509_CRL_get0_by_serial(m_crl.get(), &entry, X509_get_serialNumber(certificate.handle()));
    ERR_clear_error();
    return answer != 0; // 2: removed from an earlier list; still named here, so still refused.
}

bool pssHolds(const crypto::PublicKey& key, crypto::HashAlgorithm hash, Bytes message, Bytes signature)
{
    if (key.kind() != crypto::KeyKind::Rsa) return false;
    const crypto::DigestContextPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    const bool ready = context &&
                       EVP_DigestVerifyInit(context.get(), &options, digestOf(hash), nullptr, key.handle()) == 1 &&
                       EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
                       EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1;
    const int answer =
        ready ? EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) : 0;
    ERR_clear_error();
    return answer == 1;
}

Result<crypto::PublicKey> p256FromPoint(Bytes xy)
{
    if (xy.size() != 64) return Error{ErrorCode::Malformed, "P-256 point: size", std::to_string(xy.size())};
    ByteVector spki = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
                       0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
    spki.insert(spki.end(), xy.begin(), xy.end());
    return crypto::PublicKey::fromSpkiDer(spki);
}

} // namespace countersign::attestation
