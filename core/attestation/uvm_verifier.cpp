#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/attestation/uvm.h"
#include "core/attestation/x509.h"
#include "core/base/hex.h"
#include "core/crypto/did_x509.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using crypto::Certificate;
using crypto::HashAlgorithm;

bool chainHolds(const std::vector<Certificate>& chain)
{
    if (chain.size() < 2 || chain.front().isCa() || !isSelfSigned(chain.back())) return false;
    for (std::size_t i = 0; i + 1 < chain.size(); ++i)
        if (!issuedByCa(chain[i], chain[i + 1])) return false;
    return true;
}

std::optional<HashAlgorithm> pssHash(std::int64_t algorithm)
{
    if (algorithm == -37) return HashAlgorithm::Sha256;
    if (algorithm == -38) return HashAlgorithm::Sha384;
    if (algorithm == -39) return HashAlgorithm::Sha512;
    return {};
}

void judgeSignature(const UvmEndorsement& endorsement, Judgement& judgement)
{
    const crypto::PublicKey& key = endorsement.chain.front().publicKey();
    const crypto::CoseSign1& message = endorsement.message;
    const std::string evidence =
        "algorithm " + std::to_string(message.algorithm) + ", key " + crypto::keyKindName(key.kind());
    if (const auto hash = pssHash(message.algorithm)) {
        const bool holds =
            key.bits() >= 2048 &&
            pssHolds(key, *hash, crypto::sigStructure(message.protectedBytes, *message.payload), message.signature);
        judgement.ask(kCheckCoseSignature, holds, kReasonSignatureInvalid, evidence);
        return;
    }
    const auto holds = message.holds(key);
    if (!holds) return judgement.refuse(kCheckCoseSignature, holds.error());
    judgement.ask(kCheckCoseSignature, *holds, kReasonSignatureInvalid, evidence);
}

void judgeHeader(const UvmEndorsement& endorsement, Judgement& judgement)
{
    judgement.ask(kCheckCoseContentType, endorsement.contentType == "application/json", kReasonMalformed,
                  endorsement.contentType);
    if (!endorsement.thumbprint)
        return judgement.notChecked(kCheckCoseX5t, kReasonAttestationMissing, "no x5t in the header");
    const Digest digest = endorsement.chain.front().fingerprint();
    judgement.ask(kCheckCoseX5t, std::ranges::equal(*endorsement.thumbprint, digest), kReasonKeyMismatch,
                  "leaf " + toHex(digest));
}

/// Leaves live a year and endorsements are used for longer: what counts is the time of signing.
void judgeDates(const UvmEndorsement& endorsement, const AttestationContext& context, Judgement& judgement)
{
    const std::optional<UtcTime> when = endorsement.signedAt ? endorsement.signedAt : context.at;
    if (!when)
        return judgement.notChecked(kCheckCoseValidity, kReasonAttestationMissing, "no time of signing or judgement");
    const bool valid = std::ranges::all_of(endorsement.chain, [&](const Certificate& c) { return c.validAt(*when); });
    judgement.ask(kCheckCoseValidity, valid, kReasonCertificateExpired,
                  (endorsement.signedAt ? "signed at " : "judged at ") + toIso8601(*when) + "; " +
                      describe(endorsement.chain.front()));
    if (context.at && endorsement.signedAt && *endorsement.signedAt > *context.at)
        judgement.remark(kCheckCoseValidity, Severity::Warning, kReasonTimeBackwards,
                         "the endorsement was signed after the time of judgement");
    if (context.at && *context.at > endorsement.chain.front().notAfter())
        judgement.remark(kCheckCoseValidity, Severity::Remark, kReasonCertificateExpired,
                         "the endorsement's certificate has expired since it signed");
}

void judgeAccepted(const UvmEndorsement& endorsement, const AttestationContext& context, Judgement& judgement)
{
    const auto accepts = [&](const UvmRoot& root) {
        return root.did == endorsement.issuer && root.feed == endorsement.feed && *endorsement.svn >= root.minimumSvn;
    };
    judgement.ask(kCheckUvmRootOfTrust, std::ranges::any_of(context.policy.uvmRoots, accepts), kReasonIssuerNotAccepted,
                  endorsement.issuer + ", " + endorsement.feed + ", version " + std::to_string(*endorsement.svn));
}

} // namespace

void judgeUvm(Bytes bytes, std::optional<Bytes> measurement, const AttestationContext& context, Judgement& judgement,
              StructureNode& structure)
{
    auto endorsement = parseUvm(bytes);
    if (!endorsement) return judgement.refuse(kCheckCoseFormat, endorsement.error());
    judgement.pass(kCheckCoseFormat, endorsement->cwt ? "newer form" : "older form");
    structure = uvmStructure(*endorsement);
    judgement.ask(kCheckCoseChain, chainHolds(endorsement->chain), kReasonChainBroken,
                  std::to_string(endorsement->chain.size()) + " certificates");
    const crypto::DidAnswer answer = crypto::resolveDidX509(endorsement->issuer, endorsement->chain);
    judgement.ask(kCheckDidResolved, answer.resolved(), kReasonIssuerMismatch,
                  answer.resolved() ? endorsement->issuer : answer.problem);
    judgeSignature(*endorsement, judgement);
    judgeHeader(*endorsement, judgement);
    judgeDates(*endorsement, context, judgement);
    const auto& accepted = context.policy.snpMeasurements;
    const auto isEndorsed = [&](const ByteVector& one) { return std::ranges::equal(one, endorsement->measurement); };
    if (measurement)
        judgement.ask(kCheckUvmMeasurement, std::ranges::equal(*measurement, endorsement->measurement),
                      kReasonMeasurementMismatch, "endorsed " + toHex(endorsement->measurement));
    else if (!accepted.empty())
        judgement.ask(kCheckUvmMeasurement, std::ranges::any_of(accepted, isEndorsed), kReasonMeasurementNotAccepted,
                      "endorsed " + toHex(endorsement->measurement));
    else
        judgement.undecided(kCheckUvmMeasurement, kReasonAttestationMissing,
                            "no report to hold the endorsement against");
    judgeAccepted(*endorsement, context, judgement);
}

} // namespace countersign::attestation
