#pragma once

#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace countersign::crypto {

template <auto Free>
struct OpenSslDelete {
    template <class T>
    void operator()(T* p) const noexcept
    {
        Free(p);
    }
};

template <class T, auto Free>
using OpenSslPtr = std::unique_ptr<T, OpenSslDelete<Free>>;

using BioPtr = OpenSslPtr<BIO, &BIO_free_all>;
using BignumPtr = OpenSslPtr<BIGNUM, &BN_free>;
using EcdsaSigPtr = OpenSslPtr<ECDSA_SIG, &ECDSA_SIG_free>;
using KeyPtr = OpenSslPtr<EVP_PKEY, &EVP_PKEY_free>;
using KeyContextPtr = OpenSslPtr<EVP_PKEY_CTX, &EVP_PKEY_CTX_free>;
using DigestContextPtr = OpenSslPtr<EVP_MD_CTX, &EVP_MD_CTX_free>;
using CertificatePtr = OpenSslPtr<X509, &X509_free>;

} // namespace countersign::crypto
