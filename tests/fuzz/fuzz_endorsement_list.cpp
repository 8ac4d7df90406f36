#include "core/ccf/receipt/identity_graph.h"
#include "core/crypto/private_key.h"
#include "tests/fuzz/fuzz.h"

using namespace countersign;

FUZZ_TARGET(endorsement_list, bytes)
{
    static const auto stranger = crypto::PrivateKey::generate(crypto::KeyKind::P384).value();
    const auto list = ccf::parseEndorsementList(bytes);
    if (!list) return;
    const ccf::CcfAnchor anchor{stranger.publicKey(), {}, "stranger"};
    const ccf::IdentityGraph identities({anchor}, *list);
    FUZZ_CHECK(identities.keys().size() == 1); // Nobody signed for the stranger.
    for (const ccf::IdentityEndorsement& one : *list) {
        FUZZ_CHECK(!identities.find(one.endorsedKey));
        FUZZ_CHECK(!one.isClosed() || one.covers(one.begin));
    }
}
