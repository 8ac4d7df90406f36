#include "core/attestation/der.h"
#include "core/crypto/did_x509.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;
using namespace countersign::attestation;

// A name, a line feed, a chain in PEM.
FUZZ_TARGET(did_x509, bytes)
{
    if (const auto item = parseDer(bytes)) {
        FUZZ_CHECK(item->content.size() + 2 <= bytes.size());
        static_cast<void>(parseDerItems(item->content));
        static_cast<void>(derNumber(*item));
        static_cast<void>(derOid(*item));
    }
    const std::string_view text = textOf(bytes);
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return;
    const auto chain = crypto::Certificate::manyFromPem(text.substr(end + 1), 4);
    if (!chain) return;
    const crypto::DidAnswer answer = crypto::resolveDidX509(text.substr(0, end), *chain);
    FUZZ_CHECK(answer.resolved() == answer.problem.empty());
    FUZZ_CHECK(!answer.resolved() || chain->size() > 1);
}
