#include "app/evaluator/values.h"

#include "core/crypto/certificate.h"
#include "core/crypto/openssl_ptr.h"
#include "core/crypto/sha2.h"

#include <js/Conversions.h>
#include <js/PropertyAndElement.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

// The part of ccf.crypto that constitutions ask: is this a certificate, does this chain hold, what is the digest.

namespace countersign::script {

namespace {

using StorePtr = crypto::OpenSslPtr<X509_STORE, &X509_STORE_free>;
using StoreContextPtr = crypto::OpenSslPtr<X509_STORE_CTX, &X509_STORE_CTX_free>;

struct FreeStack {
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); } ///< Not the certificates.
};

bool textArgument(JSContext* context, const JS::CallArgs& arguments, unsigned at, std::string& into)
{
    if (!arguments[at].isString()) return fail(context, "Argument must be a string");
    JS::RootedString text(context, arguments[at].toString());
    bool good = false;
    into = utf8(context, text, good);
    return good;
}

bool isBundle(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    if (!needArguments(context, arguments, 1)) return false;
    std::string pem;
    if (!arguments[0].isString()) {
        arguments.rval().setBoolean(false);
        return true;
    }
    if (!textArgument(context, arguments, 0, pem)) return false;
    arguments.rval().setBoolean(crypto::Certificate::manyFromPem(pem).has_value());
    return true;
}

/// As a service checks it: from the first certificate to any trusted one, dates left out.
bool chainHolds(const std::string& chain, const std::string& trusted)
{
    const auto links = crypto::Certificate::manyFromPem(chain), anchors = crypto::Certificate::manyFromPem(trusted);
    if (!links || !anchors) return false;
    const StorePtr store(X509_STORE_new());
    const std::unique_ptr<STACK_OF(X509), FreeStack> others(sk_X509_new_null());
    const StoreContextPtr check(X509_STORE_CTX_new());
    if (!store || !others || !check) return false;
    for (const auto& anchor : *anchors) X509_STORE_add_cert(store.get(), anchor.handle());
    for (const auto& link : *links) sk_X509_push(others.get(), link.handle());
    if (X509_STORE_CTX_init(check.get(), store.get(), links->front().handle(), others.get()) != 1) return false;
    X509_STORE_CTX_set_flags(check.get(), X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
    const bool holds = X509_verify_cert(check.get()) == 1;
    ERR_clear_error();
    return holds;
}

bool isChain(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    std::string chain, trusted;
    if (!needArguments(context, arguments, 2) || !textArgument(context, arguments, 0, chain) ||
        !textArgument(context, arguments, 1, trusted))
        return false;
    arguments.rval().setBoolean(chainHolds(chain, trusted));
    return true;
}

bool digest(JSContext* context, unsigned count, JS::Value* values)
{
    const JS::CallArgs arguments = JS::CallArgsFromVp(count, values);
    std::string name;
    ByteVector bytes;
    if (!needArguments(context, arguments, 2) || !textArgument(context, arguments, 0, name) ||
        !bytesOf(context, arguments[1], bytes))
        return false;
    using crypto::HashAlgorithm;
    for (const auto& [known, algorithm] : {std::pair{"SHA-256", HashAlgorithm::Sha256},
                                           std::pair{"SHA-384", HashAlgorithm::Sha384},
                                           std::pair{"SHA-512", HashAlgorithm::Sha512}})
        if (name == known) return setBuffer(context, arguments.rval(), crypto::hashOf(algorithm, bytes));
    return fail(context, "Unsupported digest algorithm");
}

} // namespace

bool addCrypto(JSContext* context, JS::HandleObject ccf)
{
    JS::RootedObject made(context, JS_NewPlainObject(context));
    if (!made || !JS_DefineProperty(context, ccf, "crypto", made, 0)) return false;
    for (const JS::HandleObject place : {JS::HandleObject(made), ccf}) // Directly on "ccf" in older services.
        if (!JS_DefineFunction(context, place, "isValidX509CertBundle", isBundle, 1, 0) ||
            !JS_DefineFunction(context, place, "isValidX509CertChain", isChain, 2, 0) ||
            !JS_DefineFunction(context, place, "digest", digest, 2, 0))
            return false;
    return true;
}

} // namespace countersign::script
