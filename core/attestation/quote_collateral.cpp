#include "core/attestation/check_ids.h"
#include "core/attestation/fields.h"
#include "core/attestation/quote_verifier.h"
#include "core/attestation/reasons.h"
#include "core/attestation/tcb_status.h"
#include "core/attestation/vendor_data.h"
#include "core/base/hex.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using crypto::Certificate;

bool masked(Bytes value, Bytes mask, Bytes wanted)
{
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if ((value[i] & mask[i]) != (wanted[i] & mask[i])) return false;
    return true;
}

bool signs(const SignedText& piece)
{
    if (piece.chain.empty() || piece.chain.front().publicKey().kind() != crypto::KeyKind::P256) return false;
    const ByteVector digest = crypto::hashOf(crypto::HashAlgorithm::Sha256, bytesOf(piece.text));
    return piece.chain.front().publicKey().ecdsaRawHolds(digest, piece.signature).value_or(false);
}

void judgeDates(const char* id, UtcTime from, UtcTime to, const AttestationContext& context, Judgement& judgement)
{
    const std::string dates = toIso8601(from) + " to " + toIso8601(to);
    if (!context.at) return judgement.undecided(id, kReasonAttestationMissing, dates + "; no time of judgement");
    judgement.ask(id, from <= *context.at && *context.at <= to, kReasonCollateralExpired,
                  dates + "; judged at " + toIso8601(*context.at));
}

void judgeLists(const Platform& platform, const Collateral& collateral, const AttestationContext& context,
                Judgement& judgement)
{
    const Certificate* leaf = platform.at(0);
    const Certificate* authority = platform.at(1);
    const Certificate* root = platform.at(2);
    if (const auto& crl = collateral.pckCrl) {
        judgement.ask(kCheckPckCrlSignature, authority && crl->issuedBy(*authority), kReasonSignatureInvalid);
        judgeDates(kCheckPckCrlValidity, crl->thisUpdate(), crl->nextUpdate(), context, judgement);
        judgement.ask(kCheckPckNotRevoked, leaf && !crl->lists(*leaf), kReasonRevoked,
                      leaf ? "serial " + leaf->serialHex() : "");
    }
    if (const auto& crl = collateral.rootCrl) {
        judgement.ask(kCheckRootCrlSignature, root && crl->issuedBy(*root), kReasonSignatureInvalid);
        judgeDates(kCheckRootCrlValidity, crl->thisUpdate(), crl->nextUpdate(), context, judgement);
        bool revoked = !authority || crl->lists(*authority);
        for (const auto* piece : {&collateral.tcbInfo, &collateral.qeIdentity})
            if (*piece && !(*piece)->chain.empty()) revoked = revoked || crl->lists((*piece)->chain.front());
        judgement.ask(kCheckCaNotRevoked, !revoked, kReasonRevoked);
    }
}

std::optional<TcbInfo> judgeTcbInfo(const Quote& quote, const Platform& platform, const SignedText& piece,
                                    const AttestationContext& context, Judgement& judgement)
{
    judgeSignerChain(kCheckTcbInfoChain, piece.chain, context, judgement);
    judgement.ask(kCheckTcbInfoSignature, signs(piece), kReasonSignatureInvalid, piece.source);
    auto info = parseTcbInfo(piece.text);
    if (!info) {
        judgement.refuse(kCheckTcbInfoVersion, info.error());
        return {};
    }
    judgeDates(kCheckTcbInfoValidity, info->issued, info->nextUpdate, context, judgement);
    const bool tdx = quote.tee == Tee::Tdx;
    if (!judgement.ask(kCheckTcbInfoVersion, info->version == 3 || (info->version == 2 && !tdx), kReasonUnsupported,
                       "version " + std::to_string(info->version) + ", evaluation " + std::to_string(info->evaluation)))
        return {};
    judgement.ask(kCheckTcbInfoId, info->id == teeName(quote.tee), kReasonNotPlatformData, info->id);
    const PckExtension none;
    const PckExtension& pck = platform.pck ? *platform.pck : none;
    judgement.ask(kCheckTcbInfoFmspc, info->fmspc == pck.fmspc, kReasonNotPlatformData, toHex(info->fmspc));
    judgement.ask(kCheckTcbInfoPceid, info->pceId == pck.pceId, kReasonNotPlatformData, toHex(info->pceId));
    if (const auto least = context.policy.minimumEvaluation)
        judgement.ask(kCheckPolicyEvaluationNumber, info->evaluation >= *least, kReasonEvaluationTooOld,
                      std::to_string(info->evaluation));
    return *std::move(info);
}

std::optional<QeIdentity> judgeQeIdentity(const Quote& quote, const SignedText& piece,
                                          const AttestationContext& context, Judgement& judgement)
{
    judgeSignerChain(kCheckQeIdentityChain, piece.chain, context, judgement);
    judgement.ask(kCheckQeIdentitySignature, signs(piece), kReasonSignatureInvalid, piece.source);
    auto identity = parseQeIdentity(piece.text);
    if (!identity) {
        judgement.refuse(kCheckQeIdentityVersion, identity.error());
        return {};
    }
    judgeDates(kCheckQeIdentityValidity, identity->issued, identity->nextUpdate, context, judgement);
    judgement.ask(kCheckQeIdentityVersion, identity->version == 2, kReasonUnsupported,
                  "version " + std::to_string(identity->version));
    judgement.ask(kCheckQeIdentityId, identity->id == (quote.tee == Tee::Tdx ? "TD_QE" : "QE"), kReasonNotPlatformData,
                  identity->id);
    const SgxBody& qe = quote.qeReport;
    const auto reversed = [](const ByteVector& number) { return ByteVector(number.rbegin(), number.rend()); };
    judgement.ask(kCheckQeIdentityMiscselect,
                  masked(qe.miscSelect(), reversed(identity->miscSelectMask), reversed(identity->miscSelect)),
                  kReasonEnclaveMismatch);
    judgement.ask(kCheckQeIdentityAttributes, masked(qe.attributes(), identity->attributesMask, identity->attributes),
                  kReasonEnclaveMismatch, toHex(qe.attributes()));
    judgement.ask(kCheckQeIdentityMrsigner, std::ranges::equal(qe.mrsigner(), identity->mrsigner),
                  kReasonEnclaveMismatch, toHex(qe.mrsigner()));
    judgement.ask(kCheckQeIdentityIsvprodid, qe.productId() == identity->productId, kReasonEnclaveMismatch,
                  std::to_string(qe.productId()));
    return *std::move(identity);
}

void judgeModule(const TdxBody& body, const TcbInfo& info, const TcbAnswer& answer, Judgement& judgement)
{
    const TdxModule* module = moduleFor(body.teeTcbSvn(), info);
    const std::string version = "module version " + std::to_string(body.teeTcbSvn()[1]);
    if (body.teeTcbSvn()[1] != 0)
        judgement.ask(kCheckTdxModuleIdentityFound, answer.moduleKnown, kReasonEnclaveMismatch, version);
    if (!module && info.module) module = &*info.module;
    judgement.ask(kCheckTdxModuleMrsigner, module && std::ranges::equal(body.mrSignerSeam(), module->mrsigner),
                  kReasonEnclaveMismatch, toHex(body.mrSignerSeam()));
    judgement.ask(kCheckTdxModuleAttributes,
                  module && masked(body.seamAttributes(), module->attributesMask, module->attributes),
                  kReasonEnclaveMismatch, toHex(body.seamAttributes()));
    judgement.ask(kCheckTdxSeamAttributesZero, allZero(body.seamAttributes()), kReasonEnclaveMismatch);
}

void judgeStatus(const TcbAnswer& answer, const AttestationContext& context, Judgement& judgement)
{
    std::string text =
        "joint " + answer.status + "; platform " + (answer.platform.empty() ? "no level fits" : answer.platform);
    if (answer.module) text += "; module " + (answer.module->empty() ? "no level fits" : *answer.module);
    text += "; quoting enclave " + (answer.qe.empty() ? "no level fits" : answer.qe);
    std::string advisories;
    for (const std::string& id : answer.advisories) advisories += (advisories.empty() ? "" : ", ") + id;
    if (!advisories.empty()) text += "; advisories " + advisories;

    judgement.ask(kCheckTcbLevelFound, answer.found(), kReasonTcbNotSupported, text);
    if (!answer.found()) {
        judgement.fail(kCheckTcbNotRevoked, kReasonTcbNotSupported, text);
        return judgement.fail(kCheckTcbUpToDate, kReasonTcbNotSupported, text);
    }
    const bool revoked = answer.status == "Revoked";
    judgement.ask(kCheckTcbNotRevoked, !revoked, kReasonTcbRevoked, text);
    if (revoked)
        judgement.fail(kCheckTcbUpToDate, kReasonTcbRevoked, text);
    else if (context.policy.acceptedStates.contains(answer.status))
        judgement.pass(kCheckTcbUpToDate, text);
    else
        judgement.undecided(kCheckTcbUpToDate, kReasonTcbNotCurrent, text);

    if (!context.policy.acceptedAdvisories) return;
    const bool accepted = std::ranges::all_of(
        answer.advisories, [&](const std::string& id) { return context.policy.acceptedAdvisories->contains(id); });
    if (accepted)
        judgement.pass(kCheckPolicyAdvisories, advisories);
    else
        judgement.undecided(kCheckPolicyAdvisories, kReasonAdvisoryNotAccepted, advisories);
}

std::string missingPieces(const Collateral& collateral)
{
    std::string missing;
    const auto add = [&](bool there, const char* name) {
        if (!there) missing += (missing.empty() ? "" : ", ") + std::string(name);
    };
    add(collateral.tcbInfo.has_value(), "TCB info");
    add(collateral.qeIdentity.has_value(), "QE identity");
    add(collateral.pckCrl.has_value(), "PCK revocation list");
    add(collateral.rootCrl.has_value(), "root revocation list");
    return missing;
}

/// The same pieces, with where Intel gives them out; nothing when the platform is not known.
std::string whereToFind(const Quote& quote, const Platform& platform, const Collateral& collateral)
{
    const Certificate* authority = platform.at(1);
    if (!platform.pck || !authority) return {};
    const bool there[] = {collateral.tcbInfo.has_value(), collateral.qeIdentity.has_value(), collateral.pckCrl.has_value(),
                          collateral.rootCrl.has_value()};
    std::vector<VendorItem> lacking;
    std::vector<VendorItem> items = intelItems(quote.tee, platform.pck->fmspc, authorityOf(*authority));
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!there[i]) lacking.push_back(std::move(items[i]));
    return "; " + bringText(lacking);
}

} // namespace

void judgeSignerChain(const char* id, const std::vector<Certificate>& chain, const AttestationContext& context,
                      Judgement& judgement)
{
    if (chain.empty()) return judgement.undecided(id, kReasonEndorsementsMissing, "no certificates of the signer");
    const bool linked = chain.size() == 2 && !chain[0].isCa() && issuedByCa(chain[0], chain[1]) &&
                        isSelfSigned(chain[1]) && std::ranges::all_of(chain, signedWithEcdsa256);
    if (!linked) return judgement.fail(id, kReasonChainBroken, std::to_string(chain.size()) + " certificates");
    if (!findPin(context.roots, Vendor::Intel, chain[1].publicKey().spkiDigest()))
        return judgement.fail(id, kReasonRootNotPinned, toHex(chain[1].publicKey().spkiDigest()));
    if (!context.at) return judgement.undecided(id, kReasonAttestationMissing, "no time of judgement");
    const bool valid = std::ranges::all_of(chain, [&](const Certificate& c) { return c.validAt(*context.at); });
    judgement.ask(id, valid, kReasonCertificateExpired, describe(chain[0]) + "; " + describe(chain[1]));
}

void judgeCollateral(const Quote& quote, const Platform& platform, const AttestationInput& input,
                     const AttestationContext& context, Judgement& judgement)
{
    const bool tdx = quote.tee == Tee::Tdx;
    CollateralNeed need{.id = teeName(quote.tee),
                        .identityId = tdx ? "TD_QE" : "QE",
                        .fmspc = {},
                        .pckCa = platform.at(1),
                        .root = platform.at(2)};
    if (platform.pck) need.fmspc = platform.pck->fmspc;
    const Collateral collateral = gatherCollateral(input, context, need);
    for (const Error& problem : collateral.problems) judgement.refuse(kCheckCollateralPresent, problem);
    const std::string missing = missingPieces(collateral);
    if (missing.empty())
        judgement.pass(kCheckCollateralPresent);
    else if (collateral.problems.empty())
        judgement.undecided(kCheckCollateralPresent, kReasonCollateralMissing,
                            "missing: " + missing + whereToFind(quote, platform, collateral));

    judgeLists(platform, collateral, context, judgement);
    std::optional<TcbInfo> info;
    std::optional<QeIdentity> identity;
    if (collateral.tcbInfo) info = judgeTcbInfo(quote, platform, *collateral.tcbInfo, context, judgement);
    if (collateral.qeIdentity) identity = judgeQeIdentity(quote, *collateral.qeIdentity, context, judgement);
    if (!info || !identity || !platform.pck || (tdx && info->id != "TDX")) return;
    const TcbAnswer answer = tcbAnswer(quote, *platform.pck, *info, *identity);
    if (tdx) judgeModule(quote.tdx(), *info, answer, judgement);
    judgeStatus(answer, context, judgement);
}

} // namespace countersign::attestation
