#include "core/attestation/bindings.h"

#include "core/attestation/check_ids.h"
#include "core/attestation/fields.h"
#include "core/attestation/reasons.h"
#include "core/base/hex.h"
#include "core/crypto/cbor.h"
#include "core/crypto/sha2.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

bool binds(Bytes reportData, const Digest& digest)
{
    return reportData.size() == 64 && std::ranges::equal(reportData.first(32), digest) &&
           allZero(reportData.subspan(32));
}

void judgeNodeCertificate(Bytes reportData, const NamedBytes& file, const AttestationContext& context,
                          Judgement& judgement)
{
    auto certificate = crypto::Certificate::fromPem(textOf(file.content));
    if (!certificate) return judgement.refuse(kCheckCcfNodeCertificate, certificate.error());
    judgement.ask(kCheckCcfNodeCertificate, binds(reportData, certificate->publicKey().spkiDigest()),
                  kReasonBindingMismatch, "key SHA-256 " + toHex(certificate->publicKey().spkiDigest()));
    if (context.serviceAnchors.empty()) return judgement.notChecked(kCheckCcfServiceEndorsement, kReasonNoTrustAnchor);
    const bool issued = std::ranges::any_of(context.serviceAnchors, [&](const crypto::Certificate& anchor) {
        return certificate->issuedBy(anchor).value_or(false);
    });
    judgement.ask(kCheckCcfServiceEndorsement, issued, kReasonNotEndorsed, certificate->issuer());
}

} // namespace

void judgeAcceptedValue(const char* id, Bytes value, const std::vector<ByteVector>& accepted, const char* reason,
                        Judgement& judgement)
{
    if (accepted.empty()) return judgement.notChecked(id, kReasonNoRuleConfigured, toHex(value));
    const bool found =
        std::ranges::any_of(accepted, [&](const ByteVector& one) { return std::ranges::equal(one, value); });
    judgement.ask(id, found, reason, toHex(value));
}

void judgeBindings(Bytes reportData, const AttestationInput& input, const AttestationContext& context,
                   Judgement& judgement)
{
    judgeAcceptedValue(kCheckPolicyReportData, reportData, context.policy.reportData, kReasonBindingMismatch,
                       judgement);
    if (const NamedBytes* key = input.part(Role::NodeKey)) {
        const Digest digest = crypto::sha256(key->content);
        judgement.ask(kCheckCcfNodeKeyBinding, binds(reportData, digest), kReasonBindingMismatch,
                      "key SHA-256 " + toHex(digest));
    }
    if (input.nodeId) {
        const auto digest = digestFromHex(*input.nodeId);
        judgement.ask(kCheckCcfNodeId, digest && binds(reportData, *digest), kReasonBindingMismatch, *input.nodeId);
    }
    if (const NamedBytes* file = input.part(Role::NodeCertificate))
        judgeNodeCertificate(reportData, *file, context, judgement);
    if (const NamedBytes* key = input.part(Role::CoseKey)) {
        auto digest = coseKeyThumbprint(key->content);
        if (!digest)
            judgement.refuse(kCheckBindingCoseKeyThumbprint, digest.error());
        else
            judgement.ask(kCheckBindingCoseKeyThumbprint, binds(reportData, *digest), kReasonBindingMismatch,
                          toHex(*digest));
    }
}

Result<Digest> coseKeyThumbprint(Bytes coseKey)
{
    const Error malformed{ErrorCode::Malformed, "COSE_Key", {}};
    auto key = crypto::parseCbor(coseKey);
    if (!key) return std::move(key).error();
    const crypto::CborValue* type = key->find(1);
    const auto kind = type ? type->asInt() : Result<std::int64_t>(malformed);
    if (!kind || (*kind != 2 && *kind != 3)) return malformed;
    const std::vector<std::int64_t> labels =
        *kind == 2 ? std::vector<std::int64_t>{-1, -2, -3} : std::vector<std::int64_t>{-1, -2};
    crypto::CborWriter writer;
    writer.map(labels.size() + 1).integer(1).integer(*kind);
    for (const std::int64_t label : labels) {
        const crypto::CborValue* value = key->find(label);
        if (!value) return malformed;
        writer.integer(label);
        if (const auto number = value->asInt())
            writer.integer(*number);
        else if (value->kind == crypto::CborValue::Kind::ByteString)
            writer.byteString(value->string);
        else
            return malformed;
    }
    return crypto::sha256(writer.bytes());
}

} // namespace countersign::attestation
