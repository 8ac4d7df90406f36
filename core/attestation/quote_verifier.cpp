#include "core/attestation/quote_verifier.h"

#include "core/attestation/bindings.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/fields.h"
#include "core/attestation/oe_evidence.h"
#include "core/attestation/reasons.h"
#include "core/base/hex.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using crypto::Certificate;


bool digestThenZero(Bytes reportData, const Digest& digest)
{
    return std::ranges::equal(reportData.first(32), digest) && allZero(reportData.subspan(32));
}

bool holds(const crypto::PublicKey& key, Bytes message, Bytes signature)
{
    return key.kind() == crypto::KeyKind::P256 &&
           key.ecdsaRawHolds(crypto::hashOf(crypto::HashAlgorithm::Sha256, message), signature).value_or(false);
}

void judgePin(const Certificate& top, const AttestationContext& context, Judgement& judgement)
{
    const RootPin* pin =
        isSelfSigned(top) ? findPin(context.roots, Vendor::Intel, top.publicKey().spkiDigest()) : nullptr;
    judgement.ask(kCheckPckRootPinned, pin != nullptr, kReasonRootNotPinned,
                  "key SHA-256 " + toHex(top.publicKey().spkiDigest()));
    if (!pin) return;
    judgement.anchor = AnchorMatch{.source = "roots built into this program: " + pin->name,
                                   .subject = top.subject(),
                                   .fingerprint = toHex(top.fingerprint()),
                                   .keyId = toHex(pin->spki),
                                   .notBefore = top.notBefore(),
                                   .notAfter = top.notAfter()};
}

void judgePlatformChain(const Platform& platform, const AttestationContext& context, Judgement& judgement)
{
    const std::vector<Certificate>& chain = platform.chain;
    const bool linked = chain.size() == 3 && !chain[0].isCa() && issuedByCa(chain[0], chain[1]) &&
                        issuedByCa(chain[1], chain[2]) && isSelfSigned(chain[2]) &&
                        std::ranges::all_of(chain, signedWithEcdsa256);
    std::string names;
    for (const Certificate& certificate : chain) names += (names.empty() ? "" : " <- ") + commonName(certificate);
    judgement.ask(kCheckPckChain, linked, kReasonChainBroken, names);
    judgePin(chain.back(), context, judgement);
    if (!context.at) return judgement.undecided(kCheckPckValidity, kReasonAttestationMissing, "no time of judgement");
    std::string dates;
    for (const Certificate& certificate : chain) dates += (dates.empty() ? "" : "; ") + describe(certificate);
    const bool valid = std::ranges::all_of(chain, [&](const Certificate& c) { return c.validAt(*context.at); });
    judgement.ask(kCheckPckValidity, valid, kReasonCertificateExpired, "at " + toIso8601(*context.at) + ": " + dates);
}

/// The certificates inside the quote; empty when it carries none or none that can be read.
Platform judgePlatform(const Quote& quote, const AttestationContext& context, Judgement& judgement)
{
    Platform platform;
    const std::string type = "certification data of type " + std::to_string(quote.certificationType);
    if (quote.certificationType != kPckChainData) {
        judgement.undecided(kCheckQuoteCertType, kReasonEndorsementsMissing, type);
        return platform;
    }
    judgement.pass(kCheckQuoteCertType, type);
    auto chain = Certificate::manyFromPem(textOf(quote.certificationData), kChainLimit);
    if (!chain) {
        judgement.refuse(kCheckPckChain, chain.error());
        return platform;
    }
    platform.chain = *std::move(chain);
    judgePlatformChain(platform, context, judgement);
    auto pck = readPckExtension(platform.chain.front());
    if (!pck) {
        judgement.refuse(kCheckPckExtension, pck.error());
        return platform;
    }
    judgement.pass(kCheckPckExtension, "FMSPC " + toHex(pck->fmspc) + ", PCEID " + toHex(pck->pceId));
    platform.pck = *std::move(pck);
    return platform;
}

void judgeSignatures(const Quote& quote, const Platform& platform, Judgement& judgement)
{
    if (const Certificate* leaf = platform.at(0))
        judgement.ask(kCheckQeReportSignature, holds(leaf->publicKey(), quote.qeReport.bytes, quote.qeSignature),
                      kReasonSignatureInvalid);
    judgement.ask(kCheckQuoteAkBinding,
                  digestThenZero(quote.qeReport.reportData(), crypto::sha256({quote.attestationKey, quote.qeAuthData})),
                  kReasonBindingMismatch);
    const auto key = p256FromPoint(quote.attestationKey);
    judgement.ask(kCheckQuoteSignature, key && holds(*key, quote.signedPart, quote.signature), kReasonSignatureInvalid);
    judgement.ask(kCheckQeNotDebug, !quote.qeReport.debug(), kReasonDebugEnabled);
}

void judgeDebug(const Quote& quote, const AttestationContext& context, Judgement& judgement)
{
    const bool debug = quote.tee == Tee::Sgx ? quote.sgx().debug() : quote.tdx().debug();
    if (debug && !context.policy.debugForbidden)
        judgement.undecided(kCheckQuoteNotDebug, kReasonDebugEnabled, "the policy file does not forbid it");
    else
        judgement.ask(kCheckQuoteNotDebug, !debug, kReasonDebugEnabled);
}

/// What the report data stands for: itself, or the digest of claims behind the quote, of which one is CCF's.
ByteVector judgeClaims(const Quote& quote, Bytes trailing, Judgement& judgement)
{
    const Bytes reportData = quote.reportData();
    const auto claims = parseOeClaims(trailing);
    if (trailing.empty() || (!claims && !digestThenZero(reportData, crypto::sha256(trailing)))) {
        if (!allZero(trailing))
            judgement.remark(kCheckQuoteFormat, Severity::Remark, kReasonNotProven,
                             std::to_string(trailing.size()) + " bytes after the quote are no part of it");
        return copyOf(reportData);
    }
    const bool same = digestThenZero(reportData, crypto::sha256(trailing));
    judgement.ask(kCheckOeCustomClaimsHash, same, kReasonBindingMismatch);
    if (!same || !claims) return copyOf(reportData);
    for (const auto& [name, value] : *claims) {
        if (name != "sgx_report_data" || value.size() > 64) continue;
        ByteVector bound = value;
        bound.resize(64);
        return bound;
    }
    return copyOf(reportData);
}

void judgeSoftware(const Quote& quote, const AttestationContext& context, Judgement& judgement)
{
    if (quote.tee == Tee::Tdx)
        return judgeAcceptedValue(kCheckPolicyMeasurement, quote.tdx().mrtd(), context.policy.mrtds,
                                  kReasonMeasurementNotAccepted, judgement);
    judgeAcceptedValue(kCheckPolicyMeasurement, quote.sgx().mrenclave(), context.policy.mrenclaves,
                       kReasonMeasurementNotAccepted, judgement);
    judgeAcceptedValue(kCheckPolicySigner, quote.sgx().mrsigner(), context.policy.mrsigners,
                       kReasonMeasurementNotAccepted, judgement);
}

} // namespace

void judgeQuote(Bytes evidence, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
                StructureNode& structure)
{
    const std::size_t offset = oeQuoteOffset(evidence);
    const Bytes bytes = evidence.subspan(offset);
    const auto header = parseQuoteHeader(bytes);
    if (header && !header->known())
        return judgement.fail(kCheckQuoteHeader, kReasonUnsupported,
                              "version " + std::to_string(header->version) + ", key type " +
                                  std::to_string(header->keyType) + ", TEE type " + std::to_string(header->teeType) +
                                  ", vendor " + toHex(header->vendor));
    auto quote = parseQuote(bytes);
    if (!quote) return judgement.refuse(kCheckQuoteFormat, quote.error());
    judgement.pass(kCheckQuoteHeader,
                   std::string(teeName(quote->tee)) + " quote, version " + std::to_string(quote->version));
    judgement.pass(kCheckQuoteFormat);
    structure = quoteStructure(*quote, offset);

    const Platform platform = judgePlatform(*quote, context, judgement);
    judgeSignatures(*quote, platform, judgement);
    judgeDebug(*quote, context, judgement);
    judgeCollateral(*quote, platform, input, context, judgement);
    const ByteVector bound = judgeClaims(*quote, bytes.subspan(quote->bytes.size()), judgement);
    judgeSoftware(*quote, context, judgement);
    judgeBindings(bound, input, context, judgement);
}

} // namespace countersign::attestation
