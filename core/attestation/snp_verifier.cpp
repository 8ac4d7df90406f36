#include "core/attestation/snp_verifier.h"

#include "core/attestation/check_ids.h"
#include "core/attestation/fields.h"
#include "core/attestation/reasons.h"
#include "core/attestation/snp_certificate.h"
#include "core/base/hex.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

constexpr std::uint32_t kEcdsaP384Sha384 = 1;
constexpr std::uint32_t kMostGuestVmpl = 3;

const char* keyName(SnpSigningKey key)
{
    return key == SnpSigningKey::Vcek ? "VCEK" : key == SnpSigningKey::Vlek ? "VLEK" : "neither VCEK nor VLEK";
}

void judgeShape(const SnpReport& report, Judgement& judgement)
{
    judgement.ask(kCheckReportSignatureAlgo, report.signatureAlgorithm == kEcdsaP384Sha384, kReasonUnsupported,
                  "algorithm " + std::to_string(report.signatureAlgorithm));
    judgement.ask(kCheckReportSignaturePadding, report.signaturePaddingZero(), kReasonMalformed);
    judgement.ask(kCheckReportGuestVmpl, report.vmpl <= kMostGuestVmpl, kReasonHostRequested,
                  "VMPL " + std::to_string(report.vmpl));
    judgement.ask(kCheckPolicyReservedBit17, (report.policy >> 17 & 1) == 1, kReasonMalformed);
    judgement.ask(kCheckPolicyNoMigrationAgent, (report.policy >> 18 & 1) == 0, kReasonMigrationAllowed);
}

void judgeDebug(const SnpReport& report, const AttestationContext& context, Judgement& judgement)
{
    const bool debug = (report.policy >> 19 & 1) != 0;
    if (debug && !context.policy.debugForbidden)
        judgement.undecided(kCheckPolicyNotDebug, kReasonDebugEnabled, "the policy file does not forbid it");
    else
        judgement.ask(kCheckPolicyNotDebug, !debug, kReasonDebugEnabled);
}

void judgeTcbOrder(const SnpReport& report, const std::string& product, Judgement& judgement)
{
    const SnpTcb reported = decodeSnpTcb(report.reportedTcb(), product);
    const SnpTcb committed = decodeSnpTcb(report.committedTcb(), product);
    const SnpTcb current = decodeSnpTcb(report.currentTcb(), product);
    judgement.ask(kCheckReportTcbOrder, committed.atLeast(reported) && current.atLeast(committed), kReasonTcbOrder,
                  "reported: " + reported.toString() + "; committed: " + committed.toString() +
                      "; current: " + current.toString());
}

void judgeSignature(const SnpReport& report, const crypto::Certificate& leaf, Judgement& judgement)
{
    const bool rightKey = leaf.publicKey().kind() == crypto::KeyKind::P384;
    judgement.ask(kCheckLeafKeyType, rightKey, kReasonKeyMismatch, crypto::keyKindName(leaf.publicKey().kind()));
    const ByteVector digest = crypto::hashOf(crypto::HashAlgorithm::Sha384, report.signedPart());
    const auto raw = report.signature();
    const bool holds = rightKey && report.signatureFits() && report.signatureAlgorithm == kEcdsaP384Sha384 &&
                       leaf.publicKey().ecdsaRawHolds(digest, raw).value_or(false);
    judgement.ask(kCheckReportSignature, holds, kReasonSignatureInvalid);
}

/// The product must be the same by root, by leaf and by CPUID; an unknown root makes none of them agree.
void judgeProduct(const SnpReport& report, const SnpLeaf& leaf, const std::string& pinned, Judgement& judgement)
{
    const std::string root = pinned.empty() ? "not pinned" : pinned;
    judgement.ask(kCheckLeafProduct, !pinned.empty() && leaf.product == pinned, kReasonProductMismatch,
                  "certificate: " + leaf.productName + "; root: " + root);
    if (!report.hasCpuid()) return;
    const std::string cpu = report.product();
    judgement.ask(kCheckReportProduct, !pinned.empty() && cpu == pinned, kReasonProductMismatch,
                  "processor " + report.cpuidText() + (cpu.empty() ? ", not known" : ", " + cpu) + "; root: " + root);
}

void judgeChip(const SnpReport& report, const SnpLeaf& leaf, Judgement& judgement)
{
    judgement.ask(kCheckReportSigningKey, leaf.kind != SnpSigningKey::Unknown && report.signingKey() == leaf.kind,
                  kReasonSigningKeyMismatch,
                  std::string("report: ") + keyName(report.signingKey()) + "; certificate: " + keyName(leaf.kind));
    if (leaf.kind != SnpSigningKey::Vcek) {
        judgement.ask(kCheckLeafCspId, leaf.kind == SnpSigningKey::Vlek && !leaf.provider.empty(), kReasonMalformed,
                      leaf.provider);
        if (leaf.kind == SnpSigningKey::Vlek)
            judgement.remark(kCheckLeafCspId, Severity::Remark, kReasonNotProven,
                             "a VLEK names the provider " + leaf.provider + " and no chip");
        return;
    }
    const Bytes chip = report.chipId();
    const std::size_t length = leaf.hardwareId.size();
    const bool same = length > 0 && std::ranges::equal(chip.first(length), leaf.hardwareId) &&
                      allZero(chip.subspan(length)) && !allZero(chip);
    judgement.ask(kCheckLeafChipId, same, kReasonChipMismatch,
                  "certificate: " + toHex(leaf.hardwareId) + "; report: " + toHex(chip));
    judgement.ask(kCheckReportMaskChipKey, !report.keyMasked(), kReasonChipKeyMasked);
}

void judgeLeaf(const SnpReport& report, const SnpLeaf& leaf, const std::string& pinned, const std::string& product,
               Judgement& judgement)
{
    judgeProduct(report, leaf, pinned, judgement);
    if (!leaf.tcb) {
        judgement.refuse(kCheckLeafTcb, leaf.tcb.error());
    } else {
        const SnpTcb reported = decodeSnpTcb(report.reportedTcb(), product);
        judgement.ask(kCheckLeafTcb, *leaf.tcb == reported, kReasonTcbMismatch,
                      "certificate: " + leaf.tcb->toString() + "; report: " + reported.toString());
    }
    judgeChip(report, leaf, judgement);
}

} // namespace

void judgeSnp(Bytes bytes, const AttestationInput& input, const AttestationContext& context, Judgement& judgement,
              StructureNode& structure)
{
    auto report = parseSnpReport(bytes);
    if (!report) return judgement.refuse(kCheckReportSize, report.error());
    judgement.pass(kCheckReportSize);
    structure = snpStructure(*report);
    const bool known = report->version >= 2 && report->version <= 5;
    judgement.ask(kCheckReportVersion, known, kReasonUnsupported, "version " + std::to_string(report->version));
    if (!known) return;

    judgeShape(*report, judgement);
    judgeDebug(*report, context, judgement);
    const SnpChain chain = judgeSnpChain(*report, input, context, judgement);
    std::string product = chain.product.empty() ? report->product() : chain.product;
    if (const crypto::Certificate* certificate = chain.leaf()) {
        const SnpLeaf leaf = readSnpLeaf(*certificate);
        if (product.empty()) product = leaf.product;
        judgeSignature(*report, *certificate, judgement);
        judgeLeaf(*report, leaf, chain.product, product, judgement);
        if (context.policy.requireChipKey)
            judgement.ask(kCheckPolicyChipKey, leaf.kind == SnpSigningKey::Vcek, kReasonSigningKeyMismatch,
                          keyName(leaf.kind));
    }
    judgeTcbOrder(*report, product, judgement);
    structure = snpStructure(*report, product);
    judgeSnpPolicy(*report, product, input, context, judgement);
}

} // namespace countersign::attestation
