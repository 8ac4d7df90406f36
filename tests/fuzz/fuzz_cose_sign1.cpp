#include "core/crypto/cose_sign1.h"
#include "core/crypto/private_key.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;
using namespace countersign::crypto;

namespace {

bool isWithin(Bytes part, Bytes whole)
{
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

} // namespace

FUZZ_TARGET(cose_sign1, bytes)
{
    static const PrivateKey stranger = PrivateKey::generate(KeyKind::P256).value();
    const auto message = CoseSign1::parse(bytes);
    if (!message) return;
    FUZZ_CHECK(isWithin(message->protectedBytes, bytes) && isWithin(message->signature, bytes));
    FUZZ_CHECK(!message->payload || isWithin(*message->payload, bytes));
    FUZZ_CHECK(message->protectedHeader.find(1)->asInt().value() == message->algorithm);
    FUZZ_CHECK(!message->unprotectedHeader.find(1));
    const auto detached = message->payload ? std::optional<Bytes>() : std::optional(bytesOf("payload"));
    FUZZ_CHECK(!message->holds(stranger.publicKey(), detached).value_or(false));
    FUZZ_CHECK(!message->holds(stranger.publicKey(), detached ? std::nullopt : std::optional(Bytes())));
}
