#include "core/attestation/attestation_report.h"

#include "core/attestation/check_ids.h"
#include "core/attestation/hcl.h"
#include "core/attestation/quote_verifier.h"
#include "core/attestation/reasons.h"
#include "core/attestation/snp_verifier.h"
#include "core/attestation/uvm.h"
#include "core/attestation/virtual_evidence.h"
#include "core/family/reasons.h"

#include <algorithm>

namespace countersign::attestation {

namespace {

void judge(const AttestationInput& input, const AttestationContext& context, AttestationReport& report)
{
    const Bytes bytes = input.evidence.content;
    Judgement& judgement = report.judgement;
    switch (input.kind) {
    case EvidenceKind::SnpReport:
        return judgeSnp(bytes, input, context, judgement, report.structure);
    case EvidenceKind::Quote:
        return judgeQuote(bytes, input, context, judgement, report.structure);
    case EvidenceKind::UvmEndorsement: {
        const auto wanted = input.measurement ? std::optional<Bytes>(*input.measurement) : std::nullopt;
        return judgeUvm(bytes, wanted, context, judgement, report.structure);
    }
    case EvidenceKind::HclReport:
        return judgeHcl(bytes, input, context, judgement, report.structure);
    case EvidenceKind::Virtual:
        return judgeVirtual(bytes, input, context, judgement, report.structure);
    }
}

void addOmitted(const NotCheckedItem& item, std::vector<NotCheckedItem>& list)
{
    const auto same = std::ranges::find_if(
        list, [&](const NotCheckedItem& other) { return other.id == item.id && other.reason == item.reason; });
    if (same == list.end())
        list.push_back(item);
    else
        same->count += item.count;
}

SeparateAnswer answerOf(Question question, const std::vector<Check>& checks)
{
    const Verdict verdict = answerTo(question, checks);
    if (verdict == Verdict::NotChecked) return {questionName(question), verdict, kReasonNoRuleConfigured};
    const auto worst = std::ranges::find_if(
        checks, [&](const Check& check) { return check.verdict == verdict && questionOf(check.id) == question; });
    return {questionName(question), verdict, worst == checks.end() ? std::string() : worst->reason};
}

} // namespace

AttestationReport judgeAttestation(const AttestationInput& input, const AttestationContext& context)
{
    AttestationReport report;
    report.kind = input.kind;
    report.source = input.evidence.source;
    const bool bounded =
        input.evidence.content.size() <= kEvidenceLimit &&
        std::ranges::all_of(input.parts, [](const auto& part) { return part.second.content.size() <= kEvidenceLimit; });
    if (!bounded)
        report.judgement.fail(kCheckEvidenceReadable, kReasonLimitExceeded, "more than 1 MiB");
    else
        judge(input, context, report);
    for (Check& check : report.judgement.checks) check.where.file = report.source;
    for (Finding& finding : report.judgement.findings) finding.where.file = report.source;
    return report;
}

VerificationReport jointReport(const std::vector<AttestationReport>& reports)
{
    VerificationReport joint;
    joint.family = "attestation";
    joint.subjectKind = "quote";
    CheckList checks;
    bool anchored = !reports.empty();
    for (const AttestationReport& report : reports) {
        for (const Check& check : report.judgement.checks) checks.add(check);
        joint.findings.insert(joint.findings.end(), report.judgement.findings.begin(), report.judgement.findings.end());
        for (const NotCheckedItem& item : report.judgement.omitted) addOmitted(item, joint.notChecked);
        anchored = anchored && report.judgement.anchor.has_value();
        if (!joint.anchor) joint.anchor = report.judgement.anchor;
    }
    if (!anchored) joint.anchor.reset();
    joint.checks = checks.checks();
    joint.verdict = checks.overall();
    for (const Question question : {Question::Authentic, Question::Current, Question::Wanted})
        joint.answers.push_back(answerOf(question, joint.checks));
    const auto worst = std::ranges::find(joint.checks, joint.verdict, &Check::verdict);
    if (worst != joint.checks.end()) joint.reason = worst->reason;
    return joint;
}

} // namespace countersign::attestation
