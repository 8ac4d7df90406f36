#include "core/crypto/public_key.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace countersign;
using namespace countersign::crypto;

FUZZ_TARGET(spki, bytes)
{
    const auto key = PublicKey::fromSpkiDer(bytes);
    if (!key) return;
    FUZZ_CHECK(std::ranges::equal(key->spkiDer(), bytes));
    FUZZ_CHECK(key->spkiDigest() == sha256(bytes));
    const Digest digest{};
    const auto holds = key->ecdsaDerHolds(digest, bytes);
    const bool isCurve = key->kind() == KeyKind::P256 || key->kind() == KeyKind::P384 || key->kind() == KeyKind::P521;
    FUZZ_CHECK(holds.has_value() == isCurve && !holds.value_or(false));
    FUZZ_CHECK(!key->ecdsaRawHolds(digest, bytes).value_or(false));
}
