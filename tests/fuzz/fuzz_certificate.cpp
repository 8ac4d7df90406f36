#include "core/crypto/certificate.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;
using namespace countersign::crypto;

namespace {

void check(const Certificate& certificate)
{
    const auto fromDer = Certificate::fromDer(certificate.der());
    FUZZ_CHECK(fromDer && *fromDer == certificate);
    const auto fromPem = Certificate::fromPem(certificate.pem());
    FUZZ_CHECK(fromPem && *fromPem == certificate);
    for (const std::string& text : {certificate.subject(), certificate.issuer()})
        FUZZ_CHECK(std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; }));
    FUZZ_CHECK(certificate.serialHex() == fromDer->serialHex());
    FUZZ_CHECK(certificate.isCa() == fromDer->isCa());
    const bool selfIssued = certificate.issuedBy(certificate).value_or(false);
    FUZZ_CHECK(!selfIssued || certificate.signedWith(certificate.publicKey()).value_or(false));
}

} // namespace

FUZZ_TARGET(certificate, bytes)
{
    if (const auto certificate = Certificate::fromDer(bytes)) {
        FUZZ_CHECK(std::ranges::equal(certificate->der(), bytes));
        check(*certificate);
    }
    const auto one = Certificate::fromPem(textOf(bytes));
    if (one) check(*one);
    const auto many = Certificate::manyFromPem(textOf(bytes), 4);
    FUZZ_CHECK(!one || (many && many->size() == 1 && many->front() == *one));
}
