#include "core/attestation/bindings.h"
#include "core/attestation/check_ids.h"
#include "core/attestation/fields.h"
#include "core/attestation/reasons.h"
#include "core/attestation/snp_verifier.h"
#include "core/attestation/uvm.h"
#include "core/base/base64.h"
#include "core/base/hex.h"
#include "core/base/strict_json.h"
#include "core/family/reasons.h"

#include <algorithm>
#include <regex>

namespace countersign::attestation {

namespace {

std::string withoutWhite(std::string_view text)
{
    std::string result;
    std::ranges::copy_if(text, std::back_inserter(result),
                         [](char c) { return std::string_view(" \r\n\t").find(c) == std::string_view::npos; });
    return result;
}

void judgeMinimum(const SnpReport& report, const std::string& product, const AttestationContext& context,
                  Judgement& judgement)
{
    const auto minimum = context.policy.minimumTcb.find(product);
    if (minimum == context.policy.minimumTcb.end())
        return judgement.notChecked(kCheckPolicyMinimumTcb, kReasonNoRuleConfigured,
                                    "no minimum firmware for " + (product.empty() ? "this product" : product));
    const SnpTcb reported = decodeSnpTcb(report.reportedTcb(), product);
    judgement.ask(kCheckPolicyMinimumTcb, reported.atLeast(minimum->second), kReasonTcbBelowMinimum,
                  "reported: " + reported.toString() + "; at least: " + minimum->second.toString());
}

void judgeSecurityPolicy(const SnpReport& report, const NamedBytes& file, Judgement& judgement)
{
    auto policy = fromBase64(withoutWhite(textOf(file.content)));
    if (!policy) return judgement.refuse(kCheckBindingHostDataIsPolicyDigest, policy.error());
    const Digest digest = crypto::sha256(*policy);
    judgement.ask(kCheckBindingHostDataIsPolicyDigest, std::ranges::equal(report.hostData(), digest),
                  kReasonBindingMismatch, "policy " + toHex(digest) + "; host data " + toHex(report.hostData()));
    const std::string text(textOf(*policy));
    static const std::regex kAllowAll(R"(create_container\s*:=\s*\{\s*"allowed"\s*:\s*true)");
    if (std::regex_search(text, kAllowAll))
        judgement.remark(kCheckBindingHostDataIsPolicyDigest, Severity::Warning, kReasonPolicyAllowsAll, file.source);
}

void judgeStatedTcb(const SnpReport& report, const AttestationInput& input, Judgement& judgement)
{
    const auto same = [&](const std::string& stated) {
        const auto bytes = fromHex(stated, HexCase::Any);
        return bytes && toHex(*bytes) == report.reportedTcbHex();
    };
    if (const NamedBytes* thim = input.part(Role::Thim)) {
        const auto json = parseJson(thim->content, {.depth = 32, .values = 1000});
        const std::string stated = json ? jsonText(*json, "tcbm").value_or("") : std::string();
        if (!json)
            judgement.refuse(kCheckThimTcbm, json.error());
        else if (same(stated))
            judgement.pass(kCheckThimTcbm, stated);
        else
            judgement.undecided(kCheckThimTcbm, kReasonEndorsementsStale,
                                "stated " + stated + "; report " + report.reportedTcbHex());
    }
    if (!input.endorsedTcb) return;
    if (same(*input.endorsedTcb))
        judgement.pass(kCheckEndorsedTcbMatches, *input.endorsedTcb);
    else
        judgement.undecided(kCheckEndorsedTcbMatches, kReasonEndorsementsStale,
                            "stated " + *input.endorsedTcb + "; report " + report.reportedTcbHex());
}

} // namespace

void judgeSnpPolicy(const SnpReport& report, const std::string& product, const AttestationInput& input,
                    const AttestationContext& context, Judgement& judgement)
{
    judgeMinimum(report, product, context, judgement);
    judgeStatedTcb(report, input, judgement);
    judgeAcceptedValue(kCheckPolicyMeasurement, report.measurement(), context.policy.snpMeasurements,
                       kReasonMeasurementNotAccepted, judgement);
    judgeAcceptedValue(kCheckPolicyHostData, report.hostData(), context.policy.hostData, kReasonHostDataNotAccepted,
                       judgement);
    if (const NamedBytes* uvm = input.part(Role::Uvm)) {
        StructureNode ignored;
        judgeUvm(uvm->content, report.measurement(), context, judgement, ignored);
    }
    if (const NamedBytes* policy = input.part(Role::SecurityPolicy)) judgeSecurityPolicy(report, *policy, judgement);
    if (allZero(report.hostData()))
        judgement.remark(kCheckPolicyHostData, Severity::Warning, kReasonPolicyAllowsAll,
                         "the host data is zero: no security policy was set");
    judgeBindings(report.reportData(), input, context, judgement);
}

} // namespace countersign::attestation
