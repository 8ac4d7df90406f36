#include "core/ccf/receipt/anchor.h"

#include "core/base/hex.h"

namespace countersign::ccf {

Result<std::vector<CcfAnchor>> parseAnchor(const AnchorInput& anchor)
{
    std::vector<CcfAnchor> anchors;
    if (auto key = crypto::PublicKey::fromPem(textOf(anchor.content))) {
        anchors.push_back({*std::move(key), {}, anchor.source});
        return anchors;
    }
    auto certificates = crypto::Certificate::manyFromPem(textOf(anchor.content));
    if (!certificates) return std::move(certificates).error();
    if (certificates->empty()) return Error{ErrorCode::Malformed, anchor.source, "no certificate and no public key"};
    for (crypto::Certificate& certificate : *certificates)
        anchors.push_back({certificate.publicKey(), certificate, anchor.source});
    return anchors;
}

AnchorMatch describeAnchor(const CcfAnchor& anchor)
{
    AnchorMatch match{.source = anchor.source, .keyId = toHex(anchor.key.spkiDigest())};
    if (!anchor.certificate) return match;
    match.subject = anchor.certificate->subject();
    match.fingerprint = toHex(anchor.certificate->fingerprint());
    match.notBefore = anchor.certificate->notBefore();
    match.notAfter = anchor.certificate->notAfter();
    return match;
}

} // namespace countersign::ccf
