#include "core/attestation/vendor_data.h"

#include "core/attestation/check_ids.h"
#include "core/attestation/collateral.h"
#include "core/attestation/fields.h"
#include "core/attestation/hcl.h"
#include "core/attestation/oe_evidence.h"
#include "core/attestation/pck.h"
#include "core/attestation/snp_verifier.h"
#include "core/attestation/tcb_info.h"
#include "core/base/hex.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

std::string firmwareQuery(const SnpTcb& tcb, bool turin)
{
    std::string query = turin ? "?fmcSPL=" + std::to_string(tcb.fmc) + "&blSPL=" : "?blSPL=";
    return query + std::to_string(tcb.bootLoader) + "&teeSPL=" + std::to_string(tcb.tee) + "&snpSPL=" +
           std::to_string(tcb.snp) + "&ucodeSPL=" + std::to_string(tcb.microcode);
}

std::vector<VendorItem> ofReport(const SnpReport& report, const AttestationInput& input,
                                 const AttestationContext& context, const VendorPlaces& places)
{
    Judgement judgement;
    const SnpChain chain = judgeSnpChain(report, input, context, judgement);
    const std::string product = chain.product.empty() ? report.product() : chain.product;
    std::vector<VendorItem> needed = amdItems(report, product, places);
    const bool hasList = judgement.verdictOf(kCheckChainRevocation) == Verdict::Passed;
    std::erase_if(needed, [&](const VendorItem& item) {
        switch (item.form) {
        case VendorForm::Certificate: return chain.leaf() != nullptr;
        case VendorForm::Chain: return chain.certificates.size() >= 3;
        case VendorForm::RevocationList: return hasList;
        case VendorForm::SignedJson: break;
        }
        return false;
    });
    return needed;
}

/// A piece at hand whose dates have passed is as good as none.
bool isCurrent(const std::optional<Crl>& list, const AttestationContext& context)
{
    return list && (!context.at || list->currentAt(*context.at));
}

template <class T>
bool isCurrent(const std::optional<SignedText>& piece, Result<T> (*parse)(std::string_view),
               const AttestationContext& context)
{
    if (!piece || piece->chain.empty()) return false;
    const auto parsed = parse(piece->text);
    return parsed && (!context.at || *context.at <= parsed->nextUpdate);
}

std::vector<VendorItem> ofQuote(Bytes evidence, const AttestationInput& input, const AttestationContext& context,
                                const VendorPlaces& places)
{
    const auto quote = parseQuote(evidence.subspan(std::min(oeQuoteOffset(evidence), evidence.size())));
    if (!quote || quote->certificationType != kPckChainData) return {};
    const auto chain = crypto::Certificate::manyFromPem(textOf(quote->certificationData), crypto::kChainLimit);
    if (!chain || chain->size() < 3) return {};
    const auto pck = readPckExtension(chain->front());
    if (!pck) return {};
    const bool tdx = quote->tee == Tee::Tdx;
    const CollateralNeed need{.id = teeName(quote->tee),
                              .identityId = tdx ? "TD_QE" : "QE",
                              .fmspc = pck->fmspc,
                              .pckCa = &(*chain)[1],
                              .root = &(*chain)[2]};
    const Collateral held = gatherCollateral(input, context, need);
    std::vector<VendorItem> items = intelItems(quote->tee, pck->fmspc, authorityOf((*chain)[1]), places);
    const bool there[] = {isCurrent(held.tcbInfo, parseTcbInfo, context),
                          isCurrent(held.qeIdentity, parseQeIdentity, context), isCurrent(held.pckCrl, context),
                          isCurrent(held.rootCrl, context)};
    std::vector<VendorItem> needed;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!there[i]) needed.push_back(std::move(items[i]));
    return needed;
}

} // namespace

std::vector<VendorItem> amdItems(const SnpReport& report, std::string_view product, const VendorPlaces& places)
{
    if (product.empty()) return {};
    const SnpSigningKey key = report.signingKey();
    if (key != SnpSigningKey::Vcek && key != SnpSigningKey::Vlek) return {};
    const bool turin = product == "Turin";
    const std::string kind = key == SnpSigningKey::Vcek ? "vcek" : "vlek";
    const std::string name(product);
    const std::string base = places.amd + '/' + kind + "/v1/" + name;
    std::vector<VendorItem> items;
    if (key == SnpSigningKey::Vcek && !report.keyMasked() && !allZero(report.chipId())) {
        const std::string chip = toHex(report.chipId().first(turin ? 8 : 64));
        items.push_back({base + '/' + chip + firmwareQuery(decodeSnpTcb(report.reportedTcb(), product), turin),
                         kind + '_' + name + '_' + chip + '_' + report.reportedTcbHex() + ".der",
                         VendorForm::Certificate, {}, true});
    }
    items.push_back({base + "/cert_chain", kind + '_' + name + "_cert_chain.pem", VendorForm::Chain, {}, true});
    items.push_back({base + "/crl", kind + '_' + name + ".crl", VendorForm::RevocationList, {}, false});
    return items;
}

std::vector<VendorItem> intelItems(Tee tee, Bytes fmspc, std::string_view authority, const VendorPlaces& places)
{
    const std::string id = tee == Tee::Tdx ? "tdx" : "sgx";
    const std::string base = places.intel + '/' + id + "/certification/v4";
    const std::string platform = toHex(fmspc);
    const std::string ca(authority);
    return {{base + "/tcb?fmspc=" + platform, id + "_tcb_" + platform + ".json", VendorForm::SignedJson,
             "tcb-info-issuer-chain", false},
            {base + "/qe/identity", id + "_qe_identity.json", VendorForm::SignedJson, "sgx-enclave-identity-issuer-chain",
             false},
            {places.intel + "/sgx/certification/v4/pckcrl?ca=" + ca + "&encoding=der", "pckcrl_" + ca + ".crl",
             VendorForm::RevocationList, {}, false},
            {places.intelRoot + "/IntelSGXRootCA.der", "IntelSGXRootCA.crl", VendorForm::RevocationList, {}, false}};
}

std::vector<VendorItem> neededItems(const AttestationInput& input, const AttestationContext& context,
                                    const VendorPlaces& places)
{
    const Bytes evidence = input.evidence.content;
    if (evidence.size() > kEvidenceLimit) return {};
    if (input.kind == EvidenceKind::Quote) return ofQuote(evidence, input, context, places);
    Bytes bytes = evidence;
    if (input.kind == EvidenceKind::HclReport) {
        const auto wrapped = parseHcl(evidence);
        const NamedBytes* quote = input.part(Role::Quote);
        if (!wrapped) return {};
        if (wrapped->hardware == HclReport::Hardware::Tdx)
            return quote ? ofQuote(quote->content, input, context, places) : std::vector<VendorItem>{};
        bytes = wrapped->hardwareReport;
    } else if (input.kind != EvidenceKind::SnpReport) {
        return {};
    }
    const auto report = parseSnpReport(bytes);
    return report ? ofReport(*report, input, context, places) : std::vector<VendorItem>{};
}

std::vector<VendorItem> neededItems(const std::vector<AttestationInput>& inputs, const AttestationContext& context,
                                    const VendorPlaces& places)
{
    std::vector<VendorItem> all;
    for (const AttestationInput& input : inputs)
        for (VendorItem& item : neededItems(input, context, places))
            if (std::ranges::find(all, item.url, &VendorItem::url) == all.end()) all.push_back(std::move(item));
    return all;
}

std::string_view authorityOf(const crypto::Certificate& intermediate)
{
    return commonName(intermediate).find("Processor") != std::string::npos ? "processor" : "platform";
}

std::string bringText(const std::vector<VendorItem>& items)
{
    std::string text;
    for (const VendorItem& item : items) text += (text.empty() ? "" : "; ") + item.url + " as " + item.file;
    return text;
}

} // namespace countersign::attestation
