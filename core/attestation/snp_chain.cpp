#include "core/attestation/check_ids.h"
#include "core/attestation/reasons.h"
#include "core/attestation/snp_certificate.h"
#include "core/attestation/snp_verifier.h"
#include "core/attestation/vendor_data.h"
#include "core/attestation/x509.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

using crypto::Certificate;

Result<std::vector<Certificate>> readPem(std::string_view pem)
{
    return Certificate::manyFromPem(pem, kChainLimit);
}

Result<std::vector<Certificate>> certificatesOf(const AttestationInput& input)
{
    if (const NamedBytes* endorsements = input.part(Role::Endorsements)) return readPem(textOf(endorsements->content));
    const NamedBytes* thim = input.part(Role::Thim);
    if (!thim) return std::vector<Certificate>{};
    auto json = parseJson(thim->content, {.depth = 32, .values = 1000});
    if (!json) return std::move(json).error();
    return readPem(jsonText(*json, "vcekCert").value_or("") + '\n' + jsonText(*json, "certificateChain").value_or(""));
}

/// Certificates in files that came from elsewhere: PEM, or one in DER as AMD gives it out.
std::vector<Certificate> poolOf(const AttestationContext& context)
{
    constexpr std::uint8_t kSequence = 0x30;
    std::vector<Certificate> pool;
    for (const NamedBytes& file : context.collateral) {
        if (textOf(file.content).starts_with("-----BEGIN CERTIFICATE")) {
            if (auto some = readPem(textOf(file.content))) pool.insert(pool.end(), some->begin(), some->end());
        } else if (!file.content.empty() && file.content.front() == kSequence) {
            if (auto one = Certificate::fromDer(file.content)) pool.push_back(*std::move(one));
        }
    }
    return pool;
}

/// Of AMD's certificates, the one for the report's chip and firmware; all else about it is judged later.
bool isFor(const SnpReport& report, const Certificate& certificate)
{
    const SnpLeaf leaf = readSnpLeaf(certificate);
    if (leaf.kind != report.signingKey() || !leaf.tcb) return false;
    if (*leaf.tcb != decodeSnpTcb(report.reportedTcb(), leaf.product)) return false;
    return leaf.kind == SnpSigningKey::Vlek || std::ranges::equal(report.chipId().first(leaf.hardwareId.size()), leaf.hardwareId);
}

/// Adds what the chain lacks, issuer by issuer, from the pool.
void complete(const SnpReport& report, std::vector<Certificate>& chain, const std::vector<Certificate>& pool)
{
    if (chain.empty()) {
        const auto leaf = std::ranges::find_if(pool, [&](const Certificate& one) { return isFor(report, one); });
        if (leaf == pool.end()) return;
        chain.push_back(*leaf);
    }
    Certificate last = chain.front();
    while (chain.size() < 3 && !isSelfSigned(last)) {
        const auto issues = [&](const Certificate& candidate) { return issuedByCa(last, candidate); };
        const auto own = std::ranges::find_if(chain, issues);
        if (own != chain.end()) {
            last = *own;
            continue;
        }
        const auto found = std::ranges::find_if(pool, issues);
        if (found == pool.end()) return;
        chain.push_back(*found);
        last = *found;
    }
}

struct Links {
    const Certificate* root = nullptr;         ///< The one self-signed certificate.
    const Certificate* intermediate = nullptr; ///< The other one.
};

Links linksOf(const std::vector<Certificate>& chain)
{
    Links links;
    if (chain.size() != 3) return links;
    for (std::size_t i = 1; i < 3; ++i) (isSelfSigned(chain[i]) ? links.root : links.intermediate) = &chain[i];
    return links;
}

void judgeSignatures(const std::vector<Certificate>& chain, const Links& links, Judgement& judgement)
{
    const bool complete = links.root && links.intermediate;
    const bool linked = complete && issuedByCa(*links.root, *links.root) &&
                        issuedByCa(*links.intermediate, *links.root) && issuedByCa(chain.front(), *links.intermediate);
    const bool algorithms = std::ranges::all_of(chain, signedWithPss384) &&
                            (!links.root || links.root->publicKey().kind() == crypto::KeyKind::Rsa);
    std::string names;
    for (const Certificate& certificate : chain) names += (names.empty() ? "" : " <- ") + commonName(certificate);
    judgement.ask(kCheckChainSignatures, linked && algorithms, kReasonChainBroken,
                  algorithms ? names : names + "; not RSASSA-PSS with SHA-384 throughout");
}

void judgeDates(const std::vector<Certificate>& chain, const AttestationContext& context, Judgement& judgement)
{
    std::string dates;
    for (const Certificate& certificate : chain) dates += (dates.empty() ? "" : "; ") + describe(certificate);
    if (!context.at) return judgement.undecided(kCheckChainValidity, kReasonAttestationMissing, "no time of judgement");
    const bool valid = std::ranges::all_of(chain, [&](const Certificate& c) { return c.validAt(*context.at); });
    judgement.ask(kCheckChainValidity, valid, kReasonCertificateExpired, "at " + toIso8601(*context.at) + ": " + dates);
}

std::vector<VendorItem> itemsOf(VendorForm form, std::vector<VendorItem> items)
{
    std::erase_if(items, [&](const VendorItem& item) { return item.form != form; });
    return items;
}

void judgeRevocation(const Links& links, const SnpReport& report, const std::string& product,
                     const AttestationContext& context, Judgement& judgement)
{
    if (!links.root || !links.intermediate) return;
    std::optional<Crl> newest;
    for (const NamedBytes& file : context.collateral)
        if (auto crl = Crl::parse(file.content); crl && crl->namesIssuer(*links.root))
            if (!newest || newest->thisUpdate() < crl->thisUpdate()) newest = *crl;
    if (!newest)
        return judgement.notChecked(kCheckChainRevocation, kReasonNoRevocationList,
                                    bringText(itemsOf(VendorForm::RevocationList, amdItems(report, product))));
    const std::string dates = "list of " + toIso8601(newest->thisUpdate()) + " to " + toIso8601(newest->nextUpdate());
    if (!newest->issuedBy(*links.root)) return judgement.fail(kCheckChainRevocation, kReasonSignatureInvalid, dates);
    if (newest->lists(*links.intermediate) || newest->lists(*links.root))
        return judgement.fail(kCheckChainRevocation, kReasonRevoked, dates);
    if (!context.at || !newest->currentAt(*context.at))
        return judgement.undecided(kCheckChainRevocation, kReasonCollateralExpired, dates);
    judgement.pass(kCheckChainRevocation, dates);
}

std::string judgePin(const Links& links, const AttestationContext& context, Judgement& judgement)
{
    const RootPin* pin =
        links.root ? findPin(context.roots, Vendor::Amd, links.root->publicKey().spkiDigest()) : nullptr;
    judgement.ask(kCheckChainRootPinned, pin != nullptr, kReasonRootNotPinned,
                  links.root ? "key SHA-256 " + toHex(links.root->publicKey().spkiDigest()) : "no root in the chain");
    if (!pin) return {};
    judgement.anchor = AnchorMatch{.source = "roots built into this program: " + pin->name,
                                   .subject = links.root->subject(),
                                   .fingerprint = toHex(links.root->fingerprint()),
                                   .keyId = toHex(pin->spki),
                                   .notBefore = links.root->notBefore(),
                                   .notAfter = links.root->notAfter()};
    return pin->product;
}

std::string whatToBring(const SnpReport& report)
{
    if (report.product().empty()) return "of AMD's key service; the report does not name its product";
    return bringText(amdItems(report, report.product()));
}

} // namespace

SnpChain judgeSnpChain(const SnpReport& report, const AttestationInput& input, const AttestationContext& context,
                       Judgement& judgement)
{
    SnpChain chain;
    auto certificates = certificatesOf(input);
    if (!certificates) {
        judgement.refuse(kCheckChainSignatures, certificates.error());
        return chain;
    }
    complete(report, *certificates, poolOf(context));
    if (certificates->empty()) {
        judgement.undecided(kCheckChainLeaf, kReasonEndorsementsMissing, whatToBring(report));
        return chain;
    }
    judgement.pass(kCheckChainLeaf, describe(certificates->front()));
    const Links links = linksOf(*certificates);
    judgeSignatures(*certificates, links, judgement);
    chain.product = judgePin(links, context, judgement);
    judgeDates(*certificates, context, judgement);
    judgeRevocation(links, report, chain.product, context, judgement);
    chain.certificates = *std::move(certificates);
    return chain;
}

} // namespace countersign::attestation
